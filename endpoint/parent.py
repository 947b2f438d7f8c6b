"""Who bears the readers of a version, as the front sees it, and whom it tells of births and deaths."""

import asyncio
import pickle
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any, Protocol, cast

from endpoint import frames
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.problems import Problem
from endpoint.process import Reader
from endpoint.settings import Settings


class Family(Protocol):
    """Who is told what becomes of readers."""

    def add(self, reader: Reader, process: int) -> None:
        """Note that a reader was born, as this process."""

    def remove(self, process: int, status: int, words: str) -> None:
        """Note that a process died with an exit status, after these words."""

    def orphan(self) -> None:
        """Note that the parent is gone."""


class Parent(asyncio.Protocol, ABC):
    """A process that holds a version of the data, and how readers of it are born; the protocol is that process's."""

    def __init__(self, family: Family) -> None:
        self._loop = asyncio.get_running_loop()
        self._family = family
        self._frames = frames.Frames()
        self._transport: asyncio.Transport | None = None
        self._found: asyncio.Future[tuple[Edition, Path | None]] = self._loop.create_future()

    @abstractmethod
    async def open(self, settings: Settings, relay: Relay) -> tuple[Edition, Path | None]:
        """Have the version in service held; give it and, unless it is in memory, the folder of its database."""

    @abstractmethod
    async def bear(self, reader: Reader) -> None:
        """Have a reader born; the family is told when it is."""

    @abstractmethod
    def kill(self, reader: Reader) -> None:
        """End a reader at once."""

    def close(self) -> None:
        """Hang up, so that the process ends."""
        if self._transport:
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Hear what the process tells."""
        for kind, body in self._frames.feed(data):
            self._hear(kind, body)

    def _hear(self, kind: bytes, body: bytes) -> None:
        if self._found.done():  # whoever waited has given up
            return
        if kind == frames.READY:
            self._found.set_result(pickle.loads(body))  # noqa: S301 - from the process that we have started
        elif kind == frames.PROBLEM:
            self._found.set_exception(Problem.unpack(body))

    def connection_lost(self, exc: Exception | None) -> None:
        """Note that the process is gone."""
        disappoint(self._found)
        self._family.orphan()


def disappoint(waiting: asyncio.Future[Any]) -> None:
    """Let whoever still waits know that it is in vain."""
    if not waiting.done():
        waiting.set_exception(Problem(503, "The version of the data cannot be opened."))
        waiting.exception()  # perhaps nobody waits for it
