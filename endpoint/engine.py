"""The engine: a question goes in, the answer comes out in parts. All who ask of the data ask here."""

import itertools
import logging
import threading
from collections.abc import Iterator

from endpoint import evaluation
from endpoint.formats import Format
from endpoint.holdings import Edition, Holding, Shelf
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.settings import Settings
from endpoint.stream import AbandonedError, Stream
from endpoint.unions import Unions

_LOG = logging.getLogger(__name__)
# pyoxigraph recurses as deep as a query nests; no query of the size allowed by default fills this much.
# It is address space, not memory: pages that are not touched cost nothing.
_STACK_BYTES = 512 << 20
_STARTING = threading.Lock()


class Answer:
    """The bytes of an answer in parts, and the version of the data that they come from.

    The first part is there already. A failure later is raised by the iteration, so that the transfer breaks
    instead of ending as if it were whole. Call `close` to stop the work when the rest is not wanted.
    """

    def __init__(self, version: str, stream: Stream) -> None:
        self.version = version
        self._stream = stream
        self._parts = itertools.chain([first] if (first := next(stream, b"")) else [], stream)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._parts)

    def close(self) -> None:
        """Stop the work."""
        self._stream.close()


class Engine:
    """Answers queries over the current edition, each in a thread of its own."""

    def __init__(self, settings: Settings) -> None:
        self._shelf = Shelf(settings)
        self._unions = Unions(settings.merged_triples, settings.merged_kept)

    @property
    def edition(self) -> Edition:
        """What is in service now."""
        return self._shelf.current().edition

    def answer(self, query: Query, graphs: Graphs | None, written: Format) -> Answer:
        """Answer a query over `graphs`, else over its own FROM clauses, in one of the formats of its form.

        A query that is bad, refused or fails before its first bytes is a Problem here.
        """
        holding = self._shelf.current()
        stream = Stream()
        thread = threading.Thread(
            target=self._answer, args=(holding, query, graphs, written, stream), name="query", daemon=True
        )
        with _STARTING:
            usual = threading.stack_size(_STACK_BYTES)
            try:
                thread.start()
            finally:
                threading.stack_size(usual)
        return Answer(holding.edition.version, stream)

    def _answer(self, holding: Holding, query: Query, graphs: Graphs | None, written: Format, stream: Stream) -> None:
        failure: Exception | None = None
        try:
            evaluation.answer(holding, self._unions, query, graphs, written, stream)
        except (AbandonedError, Problem) as expected:
            failure = expected
        except BaseException:  # a panic of the engine is not an Exception
            _LOG.exception("a query failed")
            failure = Problem(500, "The query failed inside the engine.")
        if failure:
            # results must be dropped by the thread that made them: let no traceback carry them off
            failure.__traceback__ = failure.__context__ = None
        stream.end(failure)
