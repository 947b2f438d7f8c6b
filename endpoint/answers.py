"""An answer as the front sees it: asked for, waited for, gathered, and handed on in parts."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from endpoint import frames
from endpoint.problems import Problem

# an answer is whole, or has so many bytes, before anybody hears of it: a failure until then is told properly
GATHERED_BYTES = 1 << 20
_AHEAD_BYTES = 1 << 19


class Task(NamedTuple):
    """What is asked of a reader, for whom, and when it was asked by the clock of the event loop."""

    frame: bytes
    client: str
    asked: float


NOTHING = Task(b"", "", 0.0)


class Answer:
    """The bytes of an answer in parts, and the version of the data that they come from.

    It begins when it is whole (`body` then has all of it) or when its first megabyte is there. A failure later is
    raised by the iteration, so that the transfer breaks instead of ending as if it were whole. Call `close` when
    the rest is not wanted. All of this belongs to the event loop's thread.
    """

    def __init__(self, task: Task, then: Callable[["Answer"], None]) -> None:
        self.task = task
        self.version = ""
        self.body: bytes | None = None
        self.problem: Problem | None = None
        self.is_coded = False
        self.is_kept = False
        self.is_begun = False
        self.is_over = False
        self.left: float | None = None
        self.tries = 0
        self._then = then
        self._pause: Callable[[bool], object] = bool
        self._parts: deque[bytes] = deque()
        self._size = 0
        self._waiter: asyncio.Future[None] | None = None

    @classmethod
    def unwanted(cls) -> "Answer":
        """Make one that nobody waits for."""
        answer = cls(NOTHING, lambda _: None)
        answer.left = 0.0
        return answer

    def give(self, version: str, body: bytes, is_coded: bool) -> "Answer":
        """Begin with bytes that were kept from an earlier answer."""
        self.is_kept = True
        self.version, self.body, self.is_coded, self.is_over = version, body, is_coded, True
        self._begin()
        return self

    def start(self, version: str, pause: Callable[[bool], None]) -> None:
        """Wait for a reader of this version, which `pause` stops and lets go on; earlier tries are forgotten."""
        self.version, self._pause = version, pause
        self.is_coded = False
        self._parts.clear()
        self._size = 0

    def take(self, kind: bytes, body: bytes) -> bool:
        """Take a frame of the answer; True when it was the last."""
        if kind == frames.CODED:
            self.is_coded = True
            return False
        if kind == frames.PROBLEM:
            self.fail(Problem.unpack(body))
            return True
        is_last = kind == frames.LAST
        if is_last and not self._parts and not self.is_begun:
            self.body = body
        elif body and self.left is None:
            self._parts.append(body)
            self._size += len(body)
        self.is_over = is_last
        if not self.is_begun and (is_last or self._size >= GATHERED_BYTES):
            if is_last and self.body is None:
                self.body = b"".join(self._parts)
            self._begin()
        self._wake()
        if self._size > _AHEAD_BYTES and self.is_begun and not is_last:
            self._pause(True)
        return is_last

    def fail(self, problem: Problem) -> None:
        """End with a problem, which is told at once or, when the answer has begun, breaks it."""
        self.problem = problem
        self.is_over = True
        if not self.is_begun:
            self._begin()
        self._wake()

    def _begin(self) -> None:
        self.is_begun = True
        if self.left is None:
            self._then(self)

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        while not self._parts:
            if self.problem:
                raise self.problem
            if self.is_over:
                raise StopAsyncIteration
            self._waiter = asyncio.get_running_loop().create_future()
            await self._waiter
        part = self._parts.popleft()
        self._size -= len(part)
        if self._size < _AHEAD_BYTES and not self.is_over:
            self._pause(False)
        return part

    def close(self) -> None:
        """Want no more of it. What still comes is dropped, until the engine stops the work."""
        if self.left is None:
            self.left = asyncio.get_running_loop().time()
            self._parts.clear()
            self._size = 0
            if not self.is_over:
                self._pause(False)
