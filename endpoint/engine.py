"""The engine: a question goes in, the answer comes out in parts. All who ask of the data ask here."""

import asyncio
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future

from endpoint import deaths, reader
from endpoint.answers import NOTHING, Answer, Task
from endpoint.cache import Cache
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.formats import Format
from endpoint.line import Line
from endpoint.parts import Parts
from endpoint.problems import Problem
from endpoint.process import Reader
from endpoint.prologue import Graphs, Query
from endpoint.readers import Readers
from endpoint.seating import Seating
from endpoint.settings import Settings
from endpoint.shelf import Shelf
from endpoint.turns import Turns

_SWEEP_SECONDS = 0.05
# an answer that nobody wants any more may take so much longer, for a reader that is killed must be replaced
_LEAVE_SECONDS = 0.2
# two readers that were killed at rest may both be met before their ends are seen
_TRIES = 3
# what a kept answer takes beside its bytes and its query, roughly
_ENTRY_BYTES = 1000
_Key = tuple[str, str, Graphs | None, str, str]
_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid|service)\b")


def _stopped() -> Problem:
    return Problem(503, "This server is stopping; ask again when it is back.", headers={"Retry-After": "5"})


def is_volatile(query: Query) -> bool:
    """Tell whether the answer changes at each evaluation, or might."""
    text = query.text.lower()
    hinted = "now" in text or "rand" in text or "uuid" in text or "service" in text  # quicker than the pattern
    return hinted and bool(_VOLATILE.search(text))


class Engine:
    """Answers queries over the version in service, each in a process of its own that can die.

    It lives in an event loop; `answer` may be called from other threads.
    """

    def __init__(self, settings: Settings, relay: Relay | None = None) -> None:
        self._settings = settings
        # version, query, graphs, format and coding -> the bytes, and whether they are in that coding
        self.cache: Cache[_Key, tuple[bytes, bool]] = Cache(settings.cache_mb << 20)
        self.line = Line(settings)
        self.deaths: Counter[str] = Counter()
        self.shelf = Shelf(settings, relay or Relay(), lambda: self._seating.dispatch(), self._bury)
        self._is_closed = False
        self._loop: asyncio.AbstractEventLoop
        self._seating: Seating
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Start; without anything to serve, a Problem 503 says what is wrong."""
        self._loop = asyncio.get_running_loop()
        self._seating = Seating(self._settings, self.shelf, self.line)
        await self.shelf.open()
        self._tasks = [self._loop.create_task(task) for task in (self.shelf.watch(), self._sweep())]

    async def close(self) -> None:
        """Stop. Who still waits is told so, and who asks from now on."""
        self._is_closed = True
        for task in self._tasks:
            task.cancel()
        await self.shelf.close()
        while waiting := self.line.next(lambda _: True):
            waiting.fail(_stopped())

    @property
    def edition(self) -> Edition:
        """What is in service now."""
        return self.shelf.readers.edition

    @property
    def is_ready(self) -> bool:
        """Whether somebody is there to evaluate a query."""
        return self.shelf.readers.alive > 0

    def ask(
        self,
        query: Query,
        graphs: Graphs | None,
        written: Format,
        then: Callable[[Answer], None],
        coding: str = "",
        client: str = "",
    ) -> Answer:
        """Answer a query over `graphs`, else over its own FROM clauses, in one of the formats of its form.

        `then` is called in the event loop when the answer begins, perhaps at once; its `problem` says why a query
        is bad, refused, or failed before its first megabyte. Clients of different names wait side by side.
        """
        key: _Key = (self.edition.version, query.text, graphs, written.name, coding)
        kept = self.cache.get(key)
        if kept:
            return Answer(NOTHING, then).give(key[0], *kept)
        keeping = not is_volatile(query)

        def begin(answer: Answer) -> None:
            then(answer)  # first, for dropping what is old takes time
            if keeping and answer.body is not None and answer.version == key[0]:
                size = len(answer.body) + len(query.text) + _ENTRY_BYTES
                self.cache.put(key, (answer.body, answer.is_coded), size)

        answer = Answer(Task(reader.pack(query, graphs, written, coding), client, self._loop.time()), begin)
        if self._is_closed:
            answer.fail(_stopped())
        else:
            self._seating.seat(answer)
        return answer

    def answer(
        self, query: Query, graphs: Graphs | None, written: Format, client: str = "", patience: float | None = None
    ) -> Parts:
        """Ask from another thread and wait until the answer begins; a failure until then is raised as a Problem.

        With `patience` a TimeoutError ends the work that has not begun after so many seconds.
        """
        begun: Future[Answer] = Future()
        asked: list[Answer] = []
        try:
            self._loop.call_soon_threadsafe(
                lambda: asked.append(self.ask(query, graphs, written, begun.set_result, client=client))
            )
        except RuntimeError:  # the event loop has been closed
            raise _stopped() from None
        try:
            answer = begun.result(patience)
        except TimeoutError:
            self._loop.call_soon_threadsafe(lambda: asked[0].close())
            raise
        if answer.problem:
            raise answer.problem
        return Parts(self._loop, answer)

    def _bury(self, cause: str, lost: Answer | None, behind: Sequence[Answer]) -> None:
        """Count a death, and try what was lost again if nobody knows of it yet and it was not to blame."""
        self.deaths[cause] += 1
        self._seating.seat_again(behind)
        if not lost or lost.is_over:
            return
        lost.tries += 1
        if cause in deaths.INNOCENT and lost.tries < _TRIES and not lost.is_begun and lost.left is None:
            self._seating.seat(lost)
        else:
            lost.fail(deaths.tell(cause, self._settings))

    async def _sweep(self) -> None:
        """Every 0.05 seconds, stop what has gone on for too long."""
        turns = Turns()
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            now = self._loop.time()
            self.line.check(now)
            gives_way = True
            for readers in self.shelf.all():
                for working in readers.working():
                    gives_way &= now - working.began < _SWEEP_SECONDS
                    if cause := self._excess(working, now):
                        readers.kill(working, cause)
            turns.settle(gives_way)
            self._relieve(self.shelf.readers, now)

    def _excess(self, working: Reader, now: float) -> str:
        answer, ran = working.work, now - working.began
        if answer is None:
            return ""
        if answer.left is not None and now - max(answer.left, working.began) > _LEAVE_SECONDS:
            return deaths.LEFT
        if not answer.is_begun and ran > self._settings.deadline_seconds:
            return deaths.DEADLINE
        return deaths.TRANSFER if ran > self._settings.transfer_seconds else ""

    def _relieve(self, readers: Readers, now: float) -> None:
        """While others wait, let no more than two thirds of the readers run long queries.

        The oldest give way, for they are most likely to go on; those whose answer is on its way only after all others.
        """
        if len(self.line):
            long = [one for one in readers.working() if one.work and now - one.began > self._settings.long_seconds]
            long.sort(key=lambda one: (one.work and one.work.is_begun, one.began))
            for oldest in long[: max(0, len(long) - self._seating.long_most)]:
                readers.kill(oldest, deaths.CROWD)
