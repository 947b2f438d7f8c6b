"""The index by which things are found by their names and by what is said of them: an SQLite file beside the quads."""

import math
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import chain
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Store, Triple

from loader import terms
from loader.claims import DESCRIPTION, OBJECT, SUBJECT
from loader.mapping import ALTERNATIVE, PREFERRED, RDF_TYPE
from ontology import GUPVI, PREFIXES, THINGS
from ontology.folding import fold, romanize, search_keys

NAME = "index.sqlite"
SCHEMA = """
CREATE TABLE thing (id INTEGER PRIMARY KEY, key TEXT UNIQUE, kind TEXT, label TEXT, note TEXT, claims INTEGER);
CREATE TABLE class (iri TEXT PRIMARY KEY, label TEXT) WITHOUT ROWID;
CREATE TABLE member (thing INTEGER, class TEXT, PRIMARY KEY (thing, class)) WITHOUT ROWID;
CREATE TABLE name (thing INTEGER, words TEXT, language TEXT, folded TEXT);
CREATE INDEX of_thing ON name (thing);
CREATE TABLE weight (word TEXT PRIMARY KEY, weight REAL) WITHOUT ROWID;
CREATE VIRTUAL TABLE word USING fts5 (names, said, content='', tokenize="unicode61 remove_diacritics 0");
CREATE VIRTUAL TABLE part USING fts5 (folded, content='', tokenize='trigram');
"""
LABEL = terms.known("rdfs:label")
NAMES = (PREFERRED, ALTERNATIVE)
UNSAID = {*NAMES, GUPVI.searchKey}
WHERE = (GUPVI.kind, GUPVI.locatedIn, terms.known("dct:isPartOf"))  # what tells namesakes apart
PLAIN = {PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString", terms.INTEGER.value, terms.DECIMAL.value}
LONG_AT_MOST = 300  # characters of a note
Subject = NamedNode | BlankNode | Triple
Term = Subject | Literal


def write(store: Store, target: Path) -> None:
    """Index every thing of the merged graph that has a name. The same quads give the same bytes."""
    with closing(sqlite3.connect(target, isolation_level=None)) as index:
        index.executescript(f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; {SCHEMA}")
        index.execute("BEGIN")
        things, classes, spread = named(store), set[NamedNode](), Counter[str]()
        for number, thing in enumerate(things, start=1):
            spread.update(_write(store, index, number, thing))
            classes |= set(_iris(store, thing, RDF_TYPE))
        index.executemany("INSERT INTO class VALUES (?, ?)", sorted((c.value, _label(store, c)) for c in classes))
        # a rare word says more than a frequent one (inverse document frequency); the empty one stands for unknown ones
        weights = {word: math.log1p(len(things) / (1 + number)) for word, number in (spread | {"": 0}).items()}
        index.executemany("INSERT INTO weight VALUES (?, ?)", sorted(weights.items()))
        index.execute("INSERT INTO word (word) VALUES ('optimize')")
        index.execute("INSERT INTO part (part) VALUES ('optimize')")
        index.execute("COMMIT")
        index.execute("VACUUM")


def named(store: Store) -> list[NamedNode]:
    """The things that have a name to show, in order."""
    quads = store.quads_for_pattern(None, PREFERRED, None, terms.DEFAULT)
    things = {quad.subject for quad in quads if isinstance(quad.subject, NamedNode)}
    return sorted((thing for thing in things if thing.value.startswith(THINGS)), key=lambda thing: thing.value)


def _write(store: Store, index: sqlite3.Connection, number: int, thing: NamedNode) -> set[str]:
    """Write one thing and give the words of its names."""
    key = thing.value.removeprefix(THINGS)
    claims = [quad.subject for quad in store.quads_for_pattern(None, SUBJECT, thing, terms.DEFAULT)]
    row = (number, key, key.partition("/")[0], _label(store, thing), _note(store, thing), len(claims))
    index.execute("INSERT INTO thing VALUES (?, ?, ?, ?, ?, ?)", row)
    keys: dict[str, None] = {}
    for name in sorted(_names(store, thing), key=lambda name: (name.language or "", name.value)):
        for folded in (*search_keys(name.value), *_romanized(name.value)):
            keys[folded] = None
            index.execute("INSERT INTO name VALUES (?, ?, ?, ?)", (number, name.value, name.language or "", folded))
            index.execute("INSERT INTO part (rowid, folded) VALUES (last_insert_rowid(), ?)", (folded,))
    names, said = " ".join(keys), " ".join(sorted({fold(text) for text in _said(store, thing, claims)}))
    index.execute("INSERT INTO word (rowid, names, said) VALUES (?, ?, ?)", (number, names, said))
    rows = sorted((number, class_.value) for class_ in _iris(store, thing, RDF_TYPE))
    index.executemany("INSERT INTO member VALUES (?, ?)", rows)
    return set(names.split())


def _romanized(name: str) -> list[str]:
    """The name in Latin letters, if it is in others."""
    spelled = [(romanize(word) or [word])[0] for word in fold(name).split()]
    return [" ".join(spelled)] if spelled != fold(name).split() else []


def _objects(store: Store, subject: Subject, *predicates: NamedNode) -> Iterator[Term]:
    for predicate in predicates:
        for quad in store.quads_for_pattern(subject, predicate, None, terms.DEFAULT):
            yield quad.object


def _iris(store: Store, subject: Subject, predicate: NamedNode) -> Iterator[NamedNode]:
    return (term for term in _objects(store, subject, predicate) if isinstance(term, NamedNode))


def _names(store: Store, subject: Subject) -> list[Literal]:
    return [name for name in _objects(store, subject, *NAMES, LABEL) if isinstance(name, Literal)]


def _label(store: Store, subject: NamedNode) -> str:
    """The label in English where there is one."""
    labels = [name for name in _objects(store, subject, PREFERRED, LABEL) if isinstance(name, Literal)]
    best = min(labels, key=lambda name: (name.language != "en", name.value), default=None)
    return best.value if best else subject.value.replace("#", "/").rpartition("/")[2]


def _note(store: Store, thing: NamedNode) -> str:
    """What tells a thing from its namesakes: what it is and where, and how it is described."""
    described = [text.value for text in _objects(store, thing, DESCRIPTION) if isinstance(text, Literal)]
    linked = [sorted(_label(store, other) for other in _iris(store, thing, predicate)) for predicate in WHERE]
    places = ", ".join(dict.fromkeys(chain.from_iterable(linked)))
    return "; ".join(filter(None, [places, *sorted(described)]))[:LONG_AT_MOST]


def _said(store: Store, thing: NamedNode, claims: Iterable[Subject]) -> Iterator[str]:
    """What the graph says of a thing, in its own words and in the names of what it is linked to."""
    for subject in (thing, *claims):
        for quad in store.quads_for_pattern(subject, None, None, terms.DEFAULT):
            if isinstance(quad.object, NamedNode) and (subject == thing or quad.predicate == OBJECT):
                yield from (name.value for name in _names(store, quad.object))
            elif isinstance(quad.object, Literal) and quad.predicate not in UNSAID and _is_plain(quad.object):
                yield quad.object.value


def _is_plain(literal: Literal) -> bool:
    return literal.datatype.value in PLAIN
