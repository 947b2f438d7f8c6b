"""Answers of the engine read back as terms, for the pages: no more of them than a page shows."""

import io
import itertools
import re
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
# what is read of an answer to a client's own query, and what a page shows of it
_BYTES_MOST, _TRIPLES_MOST, _CELLS_MOST = 2 << 20, 1000, 50_000
_TRIPLE = re.compile(rb'"type":"triple"|<<\(')


@dataclass(frozen=True)
class Table:
    """The first rows of an answer; `more` says whether there are others, `truth` is the answer to an ASK."""

    version: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    more: bool = False
    truth: bool | None = None


class _File(io.RawIOBase):
    """The parts of an answer as the file that pyoxigraph's parsers read; `is_cut` when there were too many bytes."""

    def __init__(self, parts: Iterator[bytes], is_bounded: bool = False) -> None:
        self._parts = parts
        self._part = b""
        self._at = 0
        self._is_bounded = is_bounded
        self._bytes, self._triples = _BYTES_MOST, _TRIPLES_MOST
        self.is_cut = False

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        if self._at >= len(self._part) and not self.is_cut:
            part = next(self._parts, b"")
            self._part, self._at = self._bound(part) if self._is_bounded else part, 0
        end = len(self._part) if size < 0 else self._at + size
        taken = self._part[self._at : end]
        self._at += len(taken)
        return taken

    def _bound(self, part: bytes) -> bytes:
        """Cut off what is too much, at so many bytes or triple terms: to read nested ones takes the square of depth."""
        marks = [found.start() for found in itertools.islice(_TRIPLE.finditer(part), self._triples + 1)]
        size = min([self._bytes, *marks[self._triples :]])
        self.is_cut = len(part) > size
        self._bytes -= min(size, len(part))
        self._triples -= min(self._triples, len(marks))
        return part[:size]


def read(
    desk: Desk,
    query: Query,
    graphs: Graphs | None = None,
    most: int = _ALL,
    client: str = "",
    patience: float | None = None,
) -> Table:
    """Ask the engine and read at most so many rows; the triples of a graph are rows of three.

    What a client has written waits under its name, what our own pages ask under none; of the former no more is read
    than a page can hold. A TimeoutError is for an answer that has not begun after so many seconds.
    """
    is_graph = WRITTEN[query.form] is GRAPHS
    answer = desk.answer(query, graphs, N_TRIPLES if is_graph else JSON, client, patience)
    try:
        return (_graph if is_graph else _results)(answer, most, bool(client))
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


def _results(answer: Parts, most: int, is_bounded: bool) -> Table:
    file = _File(answer, is_bounded)
    results = parse_query_results(cast("IO[bytes]", file), QueryResultsFormat.JSON)
    if isinstance(results, QueryBoolean):
        return Table(answer.version, truth=bool(results))
    columns = tuple(variable.value for variable in results.variables)
    if is_bounded:
        most = min(most, max(1, _CELLS_MOST // max(1, len(columns))))
    rows = (tuple(row[column] for column in columns) for row in results)
    return _table(answer.version, columns, rows, most, file)


def _graph(answer: Parts, most: int, is_bounded: bool) -> Table:
    file = _File(answer, is_bounded)
    triples = parse(cast("IO[bytes]", file), RdfFormat.N_TRIPLES)
    rows = ((quad.subject, quad.predicate, quad.object) for quad in triples)
    return _table(answer.version, ("subject", "predicate", "object"), rows, most, file)


def _table(
    version: str, columns: tuple[str, ...], rows: Iterator[tuple[Term | None, ...]], most: int, file: _File
) -> Table:
    """Take the first rows."""
    found = list(itertools.islice(_whole(rows, file), most + 1))
    return Table(version, columns, tuple(found[:most]), file.is_cut or len(found) > most)


def _whole(rows: Iterator[tuple[Term | None, ...]], file: _File) -> Iterator[tuple[Term | None, ...]]:
    """Give the rows that are whole in what is read of a file."""
    try:
        yield from rows
    except SyntaxError:
        if not file.is_cut:
            raise
