"""A process started afresh, as the front sees it: it waits for orders, and then is the other end of a protocol."""

import asyncio
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from typing import Any, cast

from endpoint import frames
from endpoint.nursery import last_words
from endpoint.settings import HOUSE

PYTHON = (sys.executable, "-P", "-m")
# a query is planned in many small pieces of memory, of which glibc keeps seven of a size at hand: with more of them
# look-ups are quicker, and with many more what large answers are made of lies too far apart. What a large answer took
# it would give back and ask for anew at the next: here it keeps what glibc comes to keep at most by itself
_ALLOCATION = {
    "GLIBC_TUNABLES": "glibc.malloc.tcache_count=32:glibc.malloc.top_pad=8388608"
    ":glibc.malloc.mmap_threshold=33554432:glibc.malloc.trim_threshold=67108864"
}


def environment() -> dict[str, str]:
    """The environment of a process of this program."""
    path = os.pathsep.join([str(HOUSE), os.environ.get("PYTHONPATH", "")])
    return {**_ALLOCATION, **os.environ, "PYTHONPATH": path, "RUST_BACKTRACE": "0"}


class Child(asyncio.SubprocessProtocol):
    """A fresh process. Once it serves a protocol it is that one's transport.

    `on_death` is called when it has died, with its exit status and last words.
    """

    def __init__(self, on_death: Callable[["Child", int, str], object] = lambda *_: None) -> None:
        self._protocol = asyncio.Protocol()
        self._on_death = on_death
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 - closed at its death
        self._transport: asyncio.SubprocessTransport
        self._input: asyncio.WriteTransport
        self._output: asyncio.ReadTransport
        self.process = 0
        self.is_over = False

    async def start(self, work: str) -> "Child":
        """Start it; an OSError says why that cannot be."""
        try:
            await asyncio.get_running_loop().subprocess_exec(
                lambda: self,
                *(*PYTHON, "endpoint.fresh", work),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._words,
                env=environment(),
            )
        except BaseException:
            self._words.close()
            raise
        return self

    def serve(self, protocol: asyncio.Protocol, orders: bytes) -> None:
        """Give it orders; what it tells is for this protocol."""
        self._protocol = protocol
        protocol.connection_made(cast("Any", self))
        self.write(frames.pack(frames.BIRTH, orders))

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the pipes."""
        self._transport = cast("asyncio.SubprocessTransport", transport)
        self._input = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        self._output = cast("asyncio.ReadTransport", self._transport.get_pipe_transport(1))
        self.process = self._transport.get_pid()

    def pipe_data_received(self, fd: int, data: bytes | str) -> None:
        """Hand on what the process tells."""
        self._protocol.data_received(cast("bytes", data))

    def pipe_connection_lost(self, fd: int, exc: Exception | None) -> None:
        """Tell when the output has ended."""
        if fd == 1:
            self._protocol.connection_lost(exc)

    def process_exited(self) -> None:
        """Tell of the death."""
        self.is_over = True
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
