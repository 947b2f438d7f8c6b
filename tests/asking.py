"""Asking the graph in the tests: rows as short strings, yes or no, and the tables as they are written."""

import csv

from pyoxigraph import QueryBoolean, QuerySolutions, Store

from loader.build import TABLES
from ontology import NAMESPACE, PREFIXES, THINGS

SOURCES = ("pow-labor", "romanian-pows", "hungarian-labor", "lynch-blog")


def select(graph: Store, text: str) -> list[list[str | None]]:
    """The rows of a SELECT as lexical forms, IRIs of things and terms without their beginnings."""
    result = graph.query(text, prefixes=PREFIXES)
    assert isinstance(result, QuerySolutions)
    return [[None if v is None else short(v) for v in row] for row in result]


def asked(graph: Store, text: str) -> list[list[str]]:
    """The same, with nothing as an empty string."""
    return [[word or "" for word in row] for row in select(graph, text)]


def short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix(THINGS).removeprefix(NAMESPACE)


def ask(graph: Store, text: str) -> bool:
    result = graph.query(text, prefixes=PREFIXES)
    assert isinstance(result, QueryBoolean)
    return bool(result)


def rows(file: str) -> list[dict[str, str]]:
    with (TABLES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
