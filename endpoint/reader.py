"""A reader: a process that evaluates one query after another, and may die of any without harm to others."""

import logging
import marshal
import os
import sys
import threading
from collections.abc import Iterator

from endpoint import codings, evaluation, frames
from endpoint.confinement import STACK_BYTES, Confinement
from endpoint.federation import Relay
from endpoint.formats import FORMATS, Format
from endpoint.frames import Connection
from endpoint.grammar import calls_service
from endpoint.holdings import Holding
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.settings import Settings
from endpoint.unions import Unions

PART_BYTES = 65_536
_Task = tuple[Query, Graphs | None, Format, str]


def pack(query: Query, graphs: Graphs | None, written: Format, coding: str) -> bytes:
    """Write the frame that asks a reader for an answer in a format and a content coding."""
    own, chosen = ((g.default, g.named) if g else None for g in (query.graphs, graphs))
    return frames.pack(
        frames.QUERY, marshal.dumps((query.text, query.form, own, query.prefixes, chosen, written.name, coding))
    )


def _unpack(body: bytes) -> _Task:
    text, form, own, prefixes, chosen, name, coding = marshal.loads(body)  # noqa: S302 - from the front
    query = Query(text, form, own and Graphs(*own), prefixes)
    return query, chosen and Graphs(*chosen), FORMATS[name], coding


class HungUpError(Exception):
    """The front has hung up: nobody wants the answer."""


class Output:
    """Where an answer is written. It leaves in frames, the last of which says so; CODED goes before if it is."""

    def __init__(self, connection: Connection, coding: str, most_mb: int) -> None:
        self._connection = connection
        self._coding = coding
        self._most_mb = most_mb
        self._compressor: codings.Compressor | None = None
        self._gathered = bytearray()
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take bytes; too many are a Problem."""
        self._gathered += data
        if len(self._gathered) >= PART_BYTES:
            self._size += len(self._gathered)
            if self._size > self._most_mb << 20:
                words = f"The answer is larger than {self._most_mb} MB: ask for less, or for pages with LIMIT."
                raise Problem(503, words, limit="answer_mb")
            if part := self._coded():
                _send(self._connection, frames.PART, part)
        return len(data)

    def flush(self) -> None:
        """Do nothing: `end` sends what is left."""

    def end(self) -> None:
        """Send the rest as the last part. A small answer is not worth compressing."""
        if not self._size and len(self._gathered) < codings.SMALL_BYTES:
            self._coding = codings.IDENTITY
        rest = self._coded()
        if self._compressor:
            rest += self._compressor.finish()
        _send(self._connection, frames.LAST, rest)

    def _coded(self) -> bytes:
        part = bytes(self._gathered)
        self._gathered.clear()
        if not self._coding:
            return part
        if not self._compressor:
            self._compressor = codings.compressor(self._coding)
            _send(self._connection, frames.CODED)
        return self._compressor.process(part)


def live(connection: Connection, holding: Holding, settings: Settings, relay: Relay) -> None:
    """Say READY, then answer the queries that arrive, until the front hangs up or memory has grown too much."""
    holding.open()
    connection.sendall(frames.pack(frames.READY))
    logging.disable()
    threading.stack_size(STACK_BYTES)
    thread = threading.Thread(target=_serve, args=(connection, holding, settings, relay))
    thread.start()
    thread.join()


def _serve(connection: Connection, holding: Holding, settings: Settings, relay: Relay) -> None:
    unions = Unions(settings.merged_triples, settings.merged_kept)
    confinement = Confinement(settings, holding.database)
    try:
        for task in _tasks(connection, confinement):
            query, graphs, written, coding = _unpack(task)
            output = Output(connection, coding, settings.answer_mb)
            failed: Problem | None = None
            try:
                evaluation.answer(holding.store, unions, relay, query, graphs, written, output)
            except Problem as problem:
                failed = problem.with_traceback(None)
            except (RuntimeError, OSError):
                failed = _failed(query)
            # only now are the results dropped, which may take a while: then this reader is idle
            if failed:
                failed.__context__ = None
                _send(connection, frames.PROBLEM, failed.pack())
            else:
                output.end()
    except HungUpError:
        pass
    except BaseException as failure:  # a panic of the engine is not an Exception
        os.write(sys.stderr.fileno(), f"{type(failure).__name__}: {failure}\n".encode())
        os._exit(1)


def _tasks(connection: Connection, confinement: Confinement) -> Iterator[bytes]:
    """Give the tasks that arrive, until the front hangs up or memory has grown too much."""
    arriving = frames.Frames()
    while data := _receive(connection):
        for _, task in arriving.feed(data):
            if not confinement.renew():
                return
            yield task


def _receive(connection: Connection) -> bytes:
    try:
        return connection.recv(PART_BYTES)
    except ConnectionError:
        return b""


def _send(connection: Connection, kind: bytes, body: bytes = b"") -> None:
    try:
        connection.sendall(frames.pack(kind, body))
    except ConnectionError:
        raise HungUpError from None


def _failed(query: Query) -> Problem:
    if calls_service(query.text):
        return Problem(502, "A service that the query calls did not answer as it should, or not within the limits.")
    return Problem(503, "The engine cannot evaluate this query.")
