"""The main group of a query, cut into its parts, and the query as far as one of them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from endpoint.prologue import PARTNERS, TOKEN, Graphs, Query

# what stands in a group beside triples (SPARQL 1.1 Query section 19.8), and the brackets within which it ends
_ENDS = {"filter": "({", "bind": "(", "optional": "{", "minus": "{", "graph": "{", "values": "{", "{": "{"}
_SEPARATORS = (".", ";", ",")
_FRACTION = re.compile(r"\.\d")
_VARIABLE = re.compile(r"[?$]\w")


class Word(NamedTuple):
    """A token that is neither space nor comment, and its place."""

    text: str
    begin: int
    end: int


class Part(NamedTuple):
    """A part of a group from one place to another; where its object begins if that is a constant, else -1."""

    begin: int
    end: int
    is_filter: bool = False
    constant: int = -1


class Group(NamedTuple):
    """A main group: its query, what stands before the form, the dataset, where it begins, its parts, and what follows.

    Filters hold for the whole group, so they are the last of the parts.
    """

    text: str
    declarations: str
    dataset: str
    start: int
    parts: tuple[Part, ...]
    after: tuple[Word, ...]

    def write(self, form: str, many: int, constant: str = "") -> str:
        """Write a query of another form with so many parts; `constant` takes the place of that of the last of them.

        Where a filter stood an empty group keeps what is beside it apart.
        """
        taken = self.parts[:many]
        end = max((part.end for part in taken if not part.is_filter), default=self.start)
        pieces, at = [], self.start
        for part in self.parts:
            if part.is_filter and part.begin < end:
                pieces.append(self.text[at : part.begin])
                at = part.end
        pieces.append(self.text[at : taken[-1].constant if constant else end] + constant)
        filters = (self.text[part.begin : part.end] for part in taken if part.is_filter)
        return f"{self.declarations} {form} {self.dataset} {{ {' '.join(['{}'.join(pieces), *filters])} }}"

    def variables(self, part: Part) -> list[str]:
        """List the variables of a part, as they first stand there."""
        found = words(self.text[part.begin : part.end])
        return list(dict.fromkeys(word.text for word in found if _VARIABLE.match(word.text)))


def read(query: Query) -> Group:
    """Find the main group of a query that the engine can read; a LookupError says that it has none of its own."""
    found = list(words(query.text))
    form = at = next((at for at, word in enumerate(found) if word.text.upper() == query.form), len(found))
    if query.form == "CONSTRUCT" and found[at + 1].text == "{":
        at = _partner(found, at + 1) + 1
    while found[at].text != "{":
        at = _partner(found, at) + 1
    closing = _partner(found, at)
    if found[at + 1].text.lower() == "select":
        raise LookupError
    graphs = query.graphs or Graphs(frozenset(), frozenset())
    dataset = [f"FROM {NamedNode(graph)}" for graph in graphs.default]
    dataset += [f"FROM NAMED {NamedNode(graph)}" for graph in graphs.named]
    parts = sorted(_parts(found[at + 1 : closing]), key=lambda part: part.is_filter)
    before = query.text[: found[form].begin]
    return Group(query.text, before, " ".join(dataset), found[at].end, tuple(parts), tuple(found[closing:]))


def words(text: str) -> Iterator[Word]:
    """Read the words; the dot that a name seems to end with, and does not, is its own."""
    for token in TOKEN.finditer(text):
        begin, end = token.span()
        if token["name"] and re.search(r"(?<!\\)\.$", token[0]):
            yield from (Word(token[0][:-1], begin, end - 1), Word(".", end - 1, end))
        elif token[0].strip() and token[0][0] != "#" and not _FRACTION.match(text, begin):
            yield Word(token[0], begin, end)


def _partner(words: list[Word], at: int) -> int:
    """Find the word that closes the bracket of this one, which else is itself."""
    waiting = []
    while True:
        if words[at].text in PARTNERS:
            waiting.append(PARTNERS[words[at].text])
        elif waiting and words[at].text == waiting[-1]:
            waiting.pop()
        if not waiting:
            return at
        at += 1


def _parts(words: list[Word]) -> Iterator[Part]:
    """Cut the words of a group at what separates its triples from each other and from all else."""
    at, begin = 0, -1  # the word at hand, and that with which triples before it begin
    while at < len(words):
        name = words[at].text.lower()
        is_triples = name not in _ENDS and name not in _SEPARATORS
        if begin >= 0 and not is_triples:
            yield _triples(words[begin:at])
            begin = -1
        if name in _ENDS:
            first = words[at].begin
            while words[at].text not in _ENDS[name]:
                at += 1
            at = _partner(words, at)
            while at + 2 < len(words) and words[at + 1].text.lower() == "union":
                at = _partner(words, at + 2)
            yield Part(first, words[at].end, name == "filter")
        elif is_triples:
            begin = at if begin < 0 else begin
            at = _partner(words, at)
        at += 1
    if begin >= 0:
        yield _triples(words[begin:])


def _triples(words: list[Word]) -> Part:
    """Make a part of the words of a triple, or of what it has other than the one before."""
    at = len(words) - 1
    if words[at].text.startswith("@"):
        at -= 1
    elif [word.text for word in words[at - 2 : at]] == ["^", "^"]:
        at -= 3
    is_constant = words[at].text not in PARTNERS.values() and not _VARIABLE.match(words[at].text)
    return Part(words[0].begin, words[-1].end, constant=words[at].begin if is_constant else -1)
