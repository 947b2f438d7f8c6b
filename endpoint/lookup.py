"""Things are found by words: by all of them, wherever they stand, else by names that are like them."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from endpoint.index import Index
from endpoint.likeness import like
from ontology import THINGS
from ontology.folding import romanize, words

MOST = 500  # things that are ranked, and can be listed
_WORDS_MOST, _LETTERS_MOST, _PARTS_MOST = 20, 1000, 60
_PART = 3  # letters of a trigram
_LIKE_ENOUGH = 40.0
_ALL = "SELECT * FROM thing WHERE ? IN ('', kind) ORDER BY claims DESC, key LIMIT ?"
_ALL_COUNTS = "SELECT kind, COUNT(*) FROM thing GROUP BY kind"
_BY_WORDS = """SELECT thing.* FROM word JOIN thing ON thing.id = word.rowid
  WHERE word MATCH ? AND ? IN ('', kind) ORDER BY bm25(word, 10, 1), key LIMIT ?"""
_BY_WORDS_COUNTS = (
    "SELECT kind, COUNT(*) FROM word JOIN thing ON thing.id = word.rowid WHERE word MATCH ? GROUP BY kind"
)
_OF_CLASS = """(?2 = '[]' OR EXISTS
  (SELECT * FROM member WHERE member.thing = thing.id AND class IN (SELECT value FROM json_each(?2))))"""
_BY_KEY = f"SELECT * FROM thing WHERE key IN (?1, replace(?1, ':', '/')) AND {_OF_CLASS}"  # noqa: S608 - constants
_BY_WORD = f"""SELECT thing.* FROM word JOIN thing ON thing.id = word.rowid
  WHERE word MATCH ?1 AND {_OF_CLASS} ORDER BY bm25(word, 1, 0), key LIMIT 500"""  # noqa: S608 - constants
_BY_PART = f"""SELECT DISTINCT thing.* FROM part JOIN name ON name.rowid = part.rowid
  JOIN thing ON thing.id = name.thing WHERE part MATCH ?1 AND {_OF_CLASS}
  ORDER BY bm25(part), key LIMIT 50"""  # noqa: S608 - constants
_NAMES = """SELECT thing, folded, words, language FROM name
  WHERE thing IN (SELECT value FROM json_each(?)) ORDER BY rowid"""
_WEIGHTS = "SELECT word, weight FROM weight WHERE word IN (SELECT value FROM json_each(?))"


@dataclass(frozen=True)
class Hit:
    """A thing that was found: `score` is how much `name` is like what was asked for, from 0 to 100."""

    number: int
    key: str
    kind: str
    label: str
    note: str
    claims: int
    score: float = 0.0
    name: str = ""
    language: str = ""

    @property
    def iri(self) -> str:
        """The name of the thing in the graph."""
        return THINGS + self.key


@dataclass(frozen=True)
class Found:
    """What a search found: how many in all and of each kind, the best of them, and whether they are only like it."""

    total: int
    kinds: tuple[tuple[str, int], ...]
    hits: tuple[Hit, ...]
    is_near: bool = False


def split(text: str) -> list[str]:
    """Take the words to search for from what somebody typed: the first 20."""
    return words(text[:_LETTERS_MOST])[:_WORDS_MOST]


def search(index: Index, text: str, kind: str = "", is_beginning: bool = False) -> Found:
    """Find things by all words of a text, the last of which may be unfinished; without words, all things.

    A short last word or a number counts as unfinished only where somebody is still typing: `is_beginning`.
    Words in Cyrillic letters find what has them in Latin ones too, behind the rest. Where nothing has all words,
    things with a name like the text are found.
    """
    asked = split(text)
    if not asked:
        return _found(index.rows(_ALL_COUNTS), kind, [Hit(*row) for row in index.rows(_ALL, kind, MOST)])
    wanted, widened = _match(asked, is_beginning), _match(asked, is_beginning, romanize)
    if counts := index.rows(_BY_WORDS_COUNTS, widened):
        hits, latin = rank(index, asked, index.rows(_BY_WORDS, wanted, kind, MOST)), _spell(index, asked)
        if latin != asked:
            exact = {hit.number for hit in hits}
            others = (row for row in index.rows(_BY_WORDS, widened, kind, MOST) if row[0] not in exact)
            hits += rank(index, latin, others)
        return _found(counts, kind, hits[:MOST])
    hits = [hit for hit in candidates(index, text) if hit.score >= _LIKE_ENOUGH]
    counts = list(Counter(hit.kind for hit in hits).items())
    return _found(counts, kind, [hit for hit in hits if kind in ("", hit.kind)], is_near=True)


def candidates(index: Index, text: str, classes: Sequence[str] = ()) -> list[Hit]:
    """Find the things whose names are most like a text, or whose key it is; the best first.

    `classes` are the IRIs of classes, one of which each has to have.
    """
    asked, keyed = split(text), find(index, text, classes)
    latin = _spell(index, asked)
    hits = _near(index, asked, classes) + (_near(index, latin, classes) if latin != asked else [])
    best: dict[int, Hit] = {}
    for hit in keyed + sorted(hits, key=lambda hit: -hit.score):
        best.setdefault(hit.number, hit)
    return list(best.values())


def _near(index: Index, asked: Sequence[str], classes: Sequence[str]) -> list[Hit]:
    among, weights = json.dumps(classes), _weights(index, asked)
    heaviest = max((weights[word] for word in asked if word in weights), default=0.0)
    telling = [word for word in asked if weights.get(word, 0.0) > heaviest / 4]
    near = index.rows(_BY_WORD, f"names : ({_any(telling)})", among) if telling else []
    # words that stand in some name are written right, unless that led nowhere
    parts = _any(_parts(word for word in asked if not near or word not in weights))
    near += index.rows(_BY_PART, parts, among) if parts else []
    return rank(index, asked, near)


def find(index: Index, text: str, classes: Sequence[str] = ()) -> list[Hit]:
    """Find the thing of a key, such as `camp/99` or `camp:99`, or of an IRI; none or one."""
    rows = index.rows(_BY_KEY, text.strip().removeprefix(THINGS), json.dumps(classes))
    return [replace(Hit(*row), score=100.0, name=row[3], language="en") for row in rows[:1]]


def rank(index: Index, asked: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> list[Hit]:
    """Order things by how much their names are like the words asked for; what is as good keeps its order."""
    hits = {row[0]: Hit(*row) for row in rows}
    names: dict[int, dict[str, tuple[str, str]]] = {number: {} for number in hits}
    for number, folded, name, language in index.rows(_NAMES, json.dumps(list(hits))):
        names[number].setdefault(folded, (name, language))
    used = {word for keys in names.values() for key in keys for word in key.split()}.union(asked)
    weights = _weights(index, used)
    with index.turn():
        for number, hit in hits.items():
            score, folded = like(asked, names[number], weights)
            name, language = names[number].get(folded, ("", ""))
            hits[number] = replace(hit, score=round(100 * score, 1), name=name, language=language)
    return sorted(hits.values(), key=lambda hit: -hit.score)


def _weights(index: Index, words_of_names: Iterable[str]) -> dict[str, float]:
    """Look up how much words weigh; those in no name are left out, and weigh as much as the empty word."""
    return dict(index.rows(_WEIGHTS, json.dumps(["", *words_of_names])))


def _spell(index: Index, asked: Sequence[str]) -> list[str]:
    """Write words in Latin letters, in a spelling that some name has, if any has."""
    spellings = [romanize(word) or [word] for word in asked]
    known = _weights(index, chain.from_iterable(spellings))
    return [next((one for one in several if one in known), several[0]) for several in spellings]


def _match(asked: Sequence[str], is_beginning: bool, spell: Callable[[str], Sequence[str]] = lambda _: ()) -> str:
    """Write what FTS5 is asked: every word quoted, so that none is an operator, the last one perhaps unfinished.

    `spell` gives the other spellings of a word, any of which will do.
    """
    unfinished = "*" if is_beginning or (len(asked[-1]) >= _PART and not asked[-1].isnumeric()) else ""
    stars = [""] * (len(asked) - 1) + [unfinished]
    spellings = ([f'"{one}"{star}' for one in (word, *spell(word))] for word, star in zip(asked, stars, strict=True))
    return " AND ".join(f"({' OR '.join(several)})" for several in spellings)


def _any(phrases: Iterable[str]) -> str:
    return " OR ".join(f'"{phrase}"' for phrase in phrases)


def _parts(asked: Iterable[str]) -> list[str]:
    parts = (word[at : at + _PART] for word in asked for at in range(len(word) - _PART + 1))
    return list(dict.fromkeys(parts))[:_PARTS_MOST]


def _found(counts: Iterable[tuple[str, int]], kind: str, hits: Sequence[Hit], is_near: bool = False) -> Found:
    kinds = sorted(counts, key=lambda pair: (-pair[1], pair[0]))
    total = sum(count for name, count in kinds if kind in ("", name))
    return Found(total, tuple(kinds), tuple(hits), is_near)
