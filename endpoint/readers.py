"""The readers of one version of the data, as the front sees them: who is idle, who works, who has died of what."""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable, Sequence

from endpoint import deaths
from endpoint.answers import Answer
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.forking import Forking
from endpoint.parent import disappoint
from endpoint.problems import Problem
from endpoint.process import Reader, name_cause
from endpoint.settings import Settings
from endpoint.spawning import Spawning

OnDeath = Callable[[str, Answer | None, Sequence[Answer]], None]
_LOG = logging.getLogger(__name__)
_START_SECONDS, _AGAIN_SECONDS = 60, 0.5  # a reader may take to begin, and before one that could not is followed


class Readers:
    """The processes that read one version.

    `on_rest` is called whenever a reader has become idle, `on_death` when one has died, with the cause, the answer
    that is lost, and those that were to follow it. `lost` turns true when their parent has died, so that no dead
    reader can be replaced; `closed` is done when, after `close`, the last reader has ended.
    """

    def __init__(self, settings: Settings, relay: Relay, on_rest: Callable[[], None], on_death: OnDeath) -> None:
        self._loop = asyncio.get_running_loop()
        self._settings, self._relay = settings, relay
        self._on_rest, self._on_death = on_rest, on_death
        self._parent = Forking(self) if settings.forks else Spawning(self)
        self._unborn: set[Reader] = set()
        self.latest: Reader | None = None
        self._alive: dict[int, Reader] = {}
        self._ready: asyncio.Future[None] = self._loop.create_future()
        self._closing = False
        self.closed: asyncio.Future[None] = self._loop.create_future()
        self.idle: deque[Reader] = deque()
        self.lost = False
        self.edition = Edition("", "", "", 0, ())
        self.is_on_disk = False

    async def open(self) -> None:
        """Have the version held and the first reader ready; what prevents that is a Problem."""
        try:
            self.edition, database = await self._parent.open(self._settings, self._relay)
            self.is_on_disk = database is not None
            for _ in range(self._settings.readers):
                self._bear()
            await asyncio.wait_for(self._ready, _START_SECONDS)
        except BaseException as error:
            self.close()
            if isinstance(error, TimeoutError):
                raise Problem(503, "The readers of the data do not start.") from None
            raise

    def _bear(self) -> None:
        if not (self._closing or self.lost):
            reader = Reader(self.rest, self.bury)
            self._unborn.add(reader)
            self._loop.create_task(self._born(reader))

    async def _born(self, reader: Reader) -> None:
        try:
            await self._parent.bear(reader)
        except OSError as error:  # too many processes, or open files
            self._unborn.discard(reader)
            self._fail(str(error))
            if self._closing:
                self._part()

    def add(self, reader: Reader, process: int) -> None:
        """Take in a reader that was born."""
        self._unborn.discard(reader)
        self._alive[process] = reader
        reader.process = process

    def remove(self, process: int, status: int, words: str) -> None:
        """Note the death of a reader."""
        if reader := self._alive.pop(process, None):
            reader.death = name_cause(status, words)
            reader.pause(False)  # who does not read does not see it hang up
            self.bury(reader)

    def orphan(self) -> None:
        """Note that the parent is gone."""
        self.lost = True
        disappoint(self._ready)
        self._unborn.clear()
        for reader in list(self._alive.values()):
            reader.death = reader.death or deaths.KILLED
            if reader.is_hung_up:
                self.bury(reader)

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
            self._parent.kill(reader)

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
        disappoint(self._ready)

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
            self._parent.close()
            self.closed.set_result(None)
