"""The readers of one version of the data, as the front sees them: who is idle, who works, who has died of what."""

import asyncio
import contextlib
import json
import logging
import pickle
import socket
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from endpoint import deaths, frames
from endpoint.answers import Answer
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.problems import Problem
from endpoint.process import Reader, name_cause
from endpoint.settings import Settings

OnDeath = Callable[[str, Answer | None, Sequence[Answer]], None]
_LOG = logging.getLogger(__name__)
_START_SECONDS, _AGAIN_SECONDS = 60, 0.5  # a reader may take to begin, and before one that could not is followed


class Readers(asyncio.Protocol):
    """The processes that read one version; the protocol is that of their parent, who holds it.

    `on_rest` is called whenever a reader has become idle, `on_death` when one has died, with the cause, the answer
    that is lost, and those that were to follow it. `lost` turns true when the parent has died, so that no dead
    reader can be replaced; `closed` is done when, after `close`, the last reader has ended.
    """

    def __init__(self, settings: Settings, relay: Relay, on_rest: Callable[[], None], on_death: OnDeath) -> None:
        self._loop = asyncio.get_running_loop()
        self._settings, self._relay = settings, relay
        self._on_rest, self._on_death = on_rest, on_death
        self._frames = frames.Frames()
        self._control: socket.socket
        self._transport: asyncio.BaseTransport | None = None
        self._unborn: deque[Reader] = deque()
        self.latest: Reader | None = None
        self._alive: dict[int, Reader] = {}
        self._found: asyncio.Future[tuple[Edition, bool]] = self._loop.create_future()
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._closing = False
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.idle: deque[Reader] = deque()
        self.lost = False
        self.edition = Edition("", "", "", 0, ())
        self.is_on_disk = False

    async def open(self, bear: Callable[[socket.socket, bytes], None]) -> None:
        """Have the version held and the first reader ready; what prevents that is a Problem."""
        self._control, theirs = socket.socketpair()
        try:
            with theirs:
                bear(theirs, pickle.dumps((self._settings, self._relay)))
            await self._loop.create_connection(lambda: self, sock=self._control.dup())
            self.edition, self.is_on_disk = await self._found
            for _ in range(self._settings.readers):
                self._bear()
            await asyncio.wait_for(self._ready, _START_SECONDS)
        except BaseException as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise Problem(503, "The readers of the data do not start.") from None
            raise

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Hear what the parent tells."""
        for kind, body in self._frames.feed(data):
            if kind == frames.READY:
                self._found.set_result(pickle.loads(body))  # noqa: S301 - from the process that we have started
            elif kind == frames.PROBLEM:
                self._found.set_exception(Problem.unpack(body))
            elif kind == frames.BORN:
                reader = self._alive[int(body)] = self._unborn.popleft()
                reader.process = int(body)
            elif kind == frames.DEAD:
                process, status, words = json.loads(body)
                reader = self._alive.pop(process)
                reader.death = name_cause(status, words)
                self.bury(reader)

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the parent is gone."""
        self.lost = True
        for waiting in (self._found, self._ready):
            _disappoint(waiting)
        while self._unborn:
            self._unborn.popleft().dismiss()
        for reader in list(self._alive.values()):
            reader.death = reader.death or deaths.KILLED
            if reader.is_hung_up:
                self.bury(reader)

    def _bear(self) -> None:
        if not (self._closing or self.lost):
            self._loop.create_task(self._born())

    async def _born(self) -> None:
        ours, theirs = socket.socketpair()
        reader = Reader(self.rest, self.bury)
        with theirs:
            await self._loop.create_connection(lambda: reader, sock=ours)
            self._unborn.append(reader)
            self._send(frames.BIRTH, b"", theirs)

    def _send(self, kind: bytes, body: bytes, sent: socket.socket | None = None) -> None:
        """Send an order to the parent."""
        with contextlib.suppress(OSError):  # the parent is gone, and that will be noticed
            socket.send_fds(self._control, [frames.pack(kind, body)], [sent.fileno()] if sent else [])

    def rest(self, reader: Reader) -> None:
        """Take a reader among the idle, or let it go when it is not needed any more."""
        if not self._ready.done():
            self._ready.set_result(None)
        if self._closing:
            reader.dismiss()
        else:
            self.idle.append(reader)
            self._on_rest()

    def begin(self, answer: Answer, now: float) -> None:
        """Let the reader that was idle last, whose memory is warm, work."""
        self.latest = self.idle.pop()
        self.latest.begin(answer, self.edition.version, now)

    def kill(self, reader: Reader, why: str) -> None:
        """End a reader at once."""
        if not reader.killed:
            reader.killed, reader.blamed = why, reader.work
            self._send(frames.KILL, b"%d" % reader.process)

    def bury(self, reader: Reader) -> None:
        """Replace a reader that has hung up and whose death is told; what it worked on is lost."""
        with contextlib.suppress(ValueError):
            self.idle.remove(reader)
        if not (reader.death and reader.is_hung_up):
            return
        self._alive.pop(reader.process, None)
        cause = reader.killed or reader.death
        work, behind = reader.lose()
        if self._closing:
            self._part()
        elif reader.began or cause == deaths.RETIRED:
            self._bear()
        else:
            self._fail(cause)
        self._on_death(cause, work, behind)

    def _fail(self, cause: str) -> None:
        """Deal with a reader that died before it did anything."""
        _LOG.warning("a reader could not begin: %s", cause)
        if self._ready.done():
            self._loop.call_later(_AGAIN_SECONDS, self._bear)
        _disappoint(self._ready)

    def working(self) -> list[Reader]:
        """List the readers that have work."""
        return [reader for reader in self._alive.values() if reader.work]

    @property
    def busy(self) -> int:
        """The number of readers that are not idle."""
        return len(self._alive) - len(self.idle)

    @property
    def alive(self) -> int:
        """The number of reader processes."""
        return len(self._alive)

    def close(self) -> None:
        """Let idle readers go now and the others when they are done, the parent with the last of them."""
        self._closing = True
        while self.idle:
            self.idle.popleft().dismiss()
        self._part()

    def _part(self) -> None:
        """Hang up on the parent when its last child is gone."""
        if not (self._alive or self._unborn or self.closed.done()):
            self._control.close()
            if self._transport:
                self._transport.close()
            self.closed.set_result(None)


def _disappoint(waiting: asyncio.Future[Any]) -> None:
    if not waiting.done():
        waiting.set_exception(Problem(503, "The version of the data cannot be opened."))
        waiting.exception()  # perhaps nobody waits for it
