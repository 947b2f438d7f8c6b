"""A reader process as the front sees it: what it works on, since when, and what it died of."""

import asyncio
import logging
import signal
from collections import deque
from collections.abc import Callable
from typing import cast

from endpoint import deaths, frames
from endpoint.answers import Answer

_LOG = logging.getLogger(__name__)
# exit statuses: of signals that Windows has not, of the one that it has instead, and of its own for a full stack
_CPU, _KILLED = -getattr(signal, "SIGXCPU", 1 << 40), -getattr(signal, "SIGKILL", -signal.SIGTERM)
_STACK_OVERFLOW = 0xC00000FD


def name_cause(status: int, words: str) -> str:
    """Name what a process died of."""
    if status == 0:
        return deaths.RETIRED
    if "memory allocation of" in words or "MemoryError" in words:
        return deaths.MEMORY
    if "overflowed its stack" in words or status in (-signal.SIGSEGV, _STACK_OVERFLOW):
        return deaths.DEPTH
    if status == _CPU:
        return deaths.CPU
    _LOG.warning("a reader died with status %d: %s", status, words)
    return deaths.KILLED if status == _KILLED else deaths.FAILURE


class Reader(asyncio.Protocol):
    """A reader process: its work, and what it has been given behind that, to be done without a pause.

    `took` is how long the work before the present one took, in seconds. `killed` says why the front has ended it, and
    `blamed` whose fault that was; `death` is what it died of, once that is told. `on_rest` is called when it has
    become idle, `on_end` when it has hung up.
    """

    def __init__(self, on_rest: Callable[["Reader"], None], on_end: Callable[["Reader"], None]) -> None:
        self._on_rest, self._on_end = on_rest, on_end
        self._frames = frames.Frames()
        self._transport: asyncio.Transport
        self.process = 0
        self.work: Answer | None = None
        self.behind: deque[Answer] = deque()
        self.began = self.took = 0.0
        self.killed = ""
        self.blamed: Answer | None = None
        self.death = ""
        self.is_hung_up = False
        self._is_paused = False

    @property
    def is_at_work(self) -> bool:
        """Whether it can be given more to do."""
        return self.work is not None and not (self.killed or self.is_hung_up)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is one by behaviour only

    def begin(self, work: Answer, version: str, now: float) -> None:
        """Send a query, perhaps behind others; the reader reads this version."""
        if self.work:
            self.behind.append(work)
        else:
            self.work, self.began = work, now
        work.start(version, self.pause)
        self._transport.write(work.task.frame)

    def data_received(self, data: bytes) -> None:
        """Hand frames on to whom they are for."""
        for kind, body in self._frames.feed(data):
            if kind == frames.READY:
                self._on_rest(self)
            elif self.work and self.work.take(kind, body):
                self._go_on()

    def _go_on(self) -> None:
        if self._is_paused:  # the end came together with what was too much: nobody else will let it go on
            self.pause(False)
        now = asyncio.get_running_loop().time()
        self.took = now - self.began
        if self.behind:
            self.work, self.began = self.behind.popleft(), now
        else:
            self.work = None
            self._on_rest(self)

    def take_back(self) -> list[Answer]:
        """Give away what stands behind its work; it will be done here too, for nobody."""
        taken = list(self.behind)
        self.behind = deque(Answer.unwanted() for _ in taken)
        return taken

    def lose(self) -> tuple[Answer | None, list[Answer]]:
        """Give away, at its death, the work that is to blame for it, and what else it was to do."""
        work, others = self.work, list(self.behind)
        self.work = None
        if self.killed and work and work is not self.blamed:  # what was to be stopped was done just before
            return None, [work, *others]
        return work, others

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the process has hung up; its parent will tell how it died."""
        self.is_hung_up = True
        self._on_end(self)

    def pause(self, paused: bool) -> None:
        """Let the reader wait with the rest of its answer, or go on."""
        self._is_paused = paused and not self.death  # what the dead have left to say is little
        if not self.is_hung_up:
            (self._transport.pause_reading if self._is_paused else self._transport.resume_reading)()

    def dismiss(self) -> None:
        """Hang up: an idle reader then ends."""
        self._transport.close()
