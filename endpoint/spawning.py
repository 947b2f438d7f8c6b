"""Readers that are started afresh, where nothing can be forked; one more process keeps the version they read."""

import asyncio
import contextlib
import pickle
import subprocess
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, cast

from endpoint import frames
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.nursery import last_words
from endpoint.parent import PYTHON, Family, Parent, environment
from endpoint.process import Reader
from endpoint.settings import Settings


class Child(asyncio.SubprocessProtocol):
    """A fresh process, and the transport of the protocol that its output is for."""

    def __init__(
        self,
        protocol: asyncio.Protocol,
        orders: bytes,
        on_birth: Callable[["Child"], object] = bool,
        on_death: Callable[["Child", int, str], object] = lambda *_: None,
    ) -> None:
        self._protocol, self._orders = protocol, orders
        self._on_birth, self._on_death = on_birth, on_death
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed at its death
        self._transport: asyncio.SubprocessTransport
        self._input: asyncio.WriteTransport
        self._output: asyncio.ReadTransport
        self.process = 0

    async def start(self, work: str) -> None:
        """Start the process; an OSError says why it cannot be."""
        try:
            await asyncio.get_running_loop().subprocess_exec(
                lambda: self,
                *(*PYTHON, "endpoint.fresh", work),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
                env=environment(),
            )
        except OSError:
            self._words.close()
            raise

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Give the orders."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self._input = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        self._output = cast("asyncio.ReadTransport", self._transport.get_pipe_transport(1))
        self.process = self._transport.get_pid()
        self.write(frames.pack(frames.BIRTH, self._orders))
        self._protocol.connection_made(cast("Any", self))
        self._on_birth(self)

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """Hand on what the process tells."""
        self._protocol.data_received(cast("bytes", data))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Tell when the output has ended."""
        if fd == 1:
            self._protocol.connection_lost(exc)

    def process_exited(self) -> None:
        """Tell of the death."""
        self._input.close()
        self._on_death(self, cast("int", self._transport.get_returncode()), last_words(self._words))

    def connection_lost(self, exc: Exception | None) -> None:
        """Let go what is left, now that the process and its pipes have ended."""
        self._transport.close()

    def write(self, data: bytes) -> None:
        """Send bytes to the process."""
        self._input.write(data)

    def pause_reading(self) -> None:
        """Let the process wait with what it tells."""
        self._output.pause_reading()

    def resume_reading(self) -> None:
        """Let it go on."""
        self._output.resume_reading()

    def close(self) -> None:
        """Hang up, so that the process ends when it has nothing to do."""
        self._input.close()

    def kill(self) -> None:
        """End the process at once."""
        with contextlib.suppress(ProcessLookupError):
            self._transport.kill()


class Spawning(Parent):
    """The keeper of a version, beside which readers are started; it is told of them, to end them if we cannot."""

    def __init__(self, family: Family) -> None:
        super().__init__(family)
        self._children: dict[int, Child] = {}
        self._orders = b""

    async def open(self, settings: Settings, relay: Relay) -> tuple[Edition, Path | None]:
        """Start a keeper."""
        await Child(self, pickle.dumps(settings)).start("keep")
        edition, database = await self._found
        self._orders = pickle.dumps((edition, database, settings, relay))
        return edition, database

    async def bear(self, reader: Reader) -> None:
        """Start a reader."""
        await Child(reader, self._orders, partial(self._add, reader), self._remove).start("read")

    def _add(self, reader: Reader, child: Child) -> None:
        self._children[child.process] = child
        self._tell(frames.BORN, child)
        self._family.add(reader, child.process)

    def _remove(self, child: Child, status: int, words: str) -> None:
        del self._children[child.process]
        self._tell(frames.DEAD, child)
        self._family.remove(child.process, status, words)

    def _tell(self, kind: bytes, child: Child) -> None:
        if self._transport:
            self._transport.write(frames.pack(kind, b"%d" % child.process))

    def kill(self, reader: Reader) -> None:
        """End a reader."""
        if child := self._children.get(reader.process):
            child.kill()
