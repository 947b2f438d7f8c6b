"""Readers that are started afresh, where nothing can be forked; one more process keeps the version they read."""

import asyncio
import pickle
from collections import deque
from pathlib import Path

from endpoint import frames
from endpoint.child import Child
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.parent import Family, Parent
from endpoint.process import Reader
from endpoint.settings import Settings

_SPARES = 2


class Spawning(Parent):
    """The keeper of a version, beside which readers are started; it is told of them, to end them if we cannot.

    Spare processes wait for orders, for a start takes longer than a client should notice.
    """

    def __init__(self, family: Family) -> None:
        super().__init__(family)
        self._children: dict[int, Child] = {}
        self._spare: deque[asyncio.Task[Child]] = deque()
        self._orders = b""

    async def open(self, settings: Settings, relay: Relay) -> tuple[Edition, Path | None]:
        """Start a keeper."""
        (await Child().start("keep")).serve(self, pickle.dumps(settings))
        edition, database = await self._found
        self._orders = pickle.dumps((edition, database, settings, relay))
        return edition, database

    async def bear(self, reader: Reader) -> None:
        """Let a spare process be a reader, and start another."""
        while len(self._spare) <= _SPARES:
            self._spare.append(self._loop.create_task(Child(self._remove).start("read")))
        child = await self._spare.popleft()
        if child.is_over:
            return await self.bear(reader)
        self._children[child.process] = child
        self._tell(frames.BORN, child)
        child.serve(reader, self._orders)
        return self._family.add(reader, child.process)

    def _remove(self, child: Child, status: int, words: str) -> None:
        if self._children.pop(child.process, None):
            self._tell(frames.DEAD, child)
            self._family.remove(child.process, status, words)

    def _tell(self, kind: bytes, child: Child) -> None:
        if self._transport:
            self._transport.write(frames.pack(kind, b"%d" % child.process))

    def kill(self, reader: Reader) -> None:
        """End a reader."""
        if child := self._children.get(reader.process):
            child.kill()

    def close(self) -> None:
        """Hang up on the spare processes and the keeper, so that they end."""
        super().close()
        for spare in self._spare:
            spare.add_done_callback(_dismiss)


def _dismiss(spare: asyncio.Task[Child]) -> None:
    if not (spare.cancelled() or spare.exception()):
        spare.result().close()
