"""IRIs and literals: nothing else in the loader mints one."""

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Triple

from ontology import BASE, GRAPHS, NAMESPACE, PREFIXES, THINGS, name_layer

Term = NamedNode | BlankNode | Literal | Triple
DEFAULT = DefaultGraph()
XSD = PREFIXES["xsd"]
INTEGER, DECIMAL, DATE = (NamedNode(XSD + name) for name in ("integer", "decimal", "date"))
EDITORS = NamedNode(GRAPHS + "editors")
DATASET = NamedNode(BASE + "dataset")


def thing(key: str) -> NamedNode:
    """The IRI of a thing, source or concept from its key in the tables, such as `camp/99`."""
    return NamedNode(THINGS + key)


def reference(key: str) -> NamedNode:
    """The IRI of a claim's object: a thing, or a term of the ontology written `gupvi:…`."""
    return term(key.removeprefix("gupvi:")) if key.startswith("gupvi:") else thing(key)


def term(name: str) -> NamedNode:
    """The IRI of one of the ontology's own terms; the tables' check has made sure that it exists."""
    return NamedNode(NAMESPACE + name)


def passage(key: str) -> NamedNode:
    """The IRI of a passage from its key, such as `d1-p3`."""
    return thing(f"passage/{key}")


def claim(key: str) -> NamedNode:
    """The IRI of a claim from its key, such as `d1-p3-08`."""
    return thing(f"claim/{key}")


def name(key: str, language: str, words: str) -> NamedNode:
    """The IRI of a name: the same words of the same thing in one language are one name, whoever prints them."""
    digest = hashlib.sha256(f"{key}\n{language}\n{words}".encode()).hexdigest()
    return thing(f"name/{digest[:16]}")


def graph(source: str) -> NamedNode:
    """The IRI of the named graph that holds what a source says, from the source's key `source/…`."""
    return NamedNode(GRAPHS + source.partition("/")[2])


def layer(reliability: str) -> NamedNode:
    """The IRI of the named graph that holds the claims of one grade, such as `graph/layer-fairly-reliable`."""
    return NamedNode(GRAPHS + name_layer(reliability))


def known(prefixed: str) -> NamedNode:
    """The IRI of a term of another vocabulary, such as `skos:prefLabel`; an unknown prefix is a KeyError."""
    prefix, _, local = prefixed.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


def words(text: str, language: str | None = "en") -> Literal:
    """A text with its language, or without when that is None."""
    return Literal(text, language=language) if language else Literal(text)


def number(value: Decimal | int | str) -> Literal:
    """A whole number as xsd:integer, any other as xsd:decimal."""
    decimal = Decimal(value)
    whole = decimal == decimal.to_integral_value()
    return Literal(str(int(decimal)), datatype=INTEGER) if whole else Literal(str(decimal), datatype=DECIMAL)


def day(value: date) -> Literal:
    """A day as xsd:date."""
    return Literal(value.isoformat(), datatype=DATE)


def truth(value: bool) -> Literal:
    """A truth value as xsd:boolean."""
    return Literal(value)


def address(link: Any) -> NamedNode:
    """The IRI of a page on the web, from a cell of the datatype anyURI as csvw reads it."""
    return NamedNode(link.unsplit())
