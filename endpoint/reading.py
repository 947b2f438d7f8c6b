"""Answers of the engine read back as terms, for the pages: no more of them than a page shows."""

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, cast

from pyoxigraph import (
    BlankNode,
    Literal,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
)

from endpoint import prologue
from endpoint.desk import Desk
from endpoint.formats import GRAPHS, JSON, N_TRIPLES, WRITTEN
from endpoint.parts import Parts
from endpoint.prologue import Graphs, Query

Term = NamedNode | BlankNode | Literal | Triple
_ALL = 1_000_000


@dataclass(frozen=True)
class Table:
    """The first rows of an answer; `more` says whether there are others, `truth` is the answer to an ASK."""

    version: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    more: bool = False
    truth: bool | None = None


class _File(io.RawIOBase):
    """The parts of an answer as the file that pyoxigraph's parsers read."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts
        self._part = b""
        self._at = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._at >= len(self._part):
            self._part, self._at = next(self._parts, b""), 0
        end = len(self._part) if size < 0 else self._at + size
        taken = self._part[self._at : end]
        self._at += len(taken)
        return taken


def read(desk: Desk, query: Query, graphs: Graphs | None = None, most: int = _ALL, client: str = "") -> Table:
    """Ask the engine and read at most so many rows; the triples of a graph are rows of three.

    What a client has written waits under its name, what our own pages ask under none.
    """
    is_graph = WRITTEN[query.form] is GRAPHS
    answer = desk.answer(query, graphs, N_TRIPLES if is_graph else JSON, client)
    try:
        return _graph(answer, most) if is_graph else _results(answer, most)
    finally:
        answer.close()


def rows(desk: Desk, text: str) -> tuple[tuple[Term | None, ...], ...]:
    """Answer a SELECT query with all its rows."""
    return read(desk, prologue.read(text)).rows


def triples(desk: Desk, query: Query, client: str = "") -> tuple[str, list[Triple]]:
    """Answer a CONSTRUCT query with the version of the data and all its triples."""
    answer = desk.answer(query, None, N_TRIPLES, client)
    try:
        return answer.version, [quad.triple for quad in parse(cast("IO[bytes]", _File(answer)), RdfFormat.N_TRIPLES)]
    finally:
        answer.close()


def _results(answer: Parts, most: int) -> Table:
    results = parse_query_results(cast("IO[bytes]", _File(answer)), QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return Table(answer.version, truth=bool(results))
    columns = tuple(variable.value for variable in results.variables)
    found = [tuple(row[column] for column in columns) for row in itertools.islice(results, most + 1)]
    return Table(answer.version, columns, tuple(found[:most]), len(found) > most)


def _graph(answer: Parts, most: int) -> Table:
    triples = parse(cast("IO[bytes]", _File(answer)), RdfFormat.N_TRIPLES)
    found = [(quad.subject, quad.predicate, quad.object) for quad in itertools.islice(triples, most + 1)]
    return Table(answer.version, ("subject", "predicate", "object"), tuple(found[:most]), len(found) > most)
