"""Readers that are forked: the front starts a nursery, it forks a holder of a version, and that forks readers."""

import atexit
import contextlib
import functools
import json
import pickle
import socket
import subprocess
from collections import deque
from pathlib import Path

from endpoint import frames
from endpoint.child import PYTHON, environment
from endpoint.federation import Relay
from endpoint.files import Edition
from endpoint.parent import Family, Parent
from endpoint.process import Reader
from endpoint.settings import Settings


class Nursery:
    """The bare process that bears others; it is started afresh when it is gone."""

    def __init__(self) -> None:
        self._orders: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None
        atexit.register(self.end)

    def bear(self, connection: socket.socket, orders: bytes) -> None:
        """Have a process born that talks over a socket and carries out these orders."""
        if not (self._orders and self._listens(self._orders)):
            self.end()
            self._orders = self._start()
        socket.send_fds(self._orders, [frames.pack(frames.BIRTH, orders)], [connection.fileno()])

    def _listens(self, orders: socket.socket) -> bool:
        """Read what the nursery has told, which is of no interest here; False when it is gone."""
        try:
            while orders.recv(65_536, socket.MSG_DONTWAIT):
                pass
        except BlockingIOError:
            return True
        except OSError:
            pass
        return False

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this very program
                [*PYTHON, "endpoint.nursery", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                env=environment(),
            )
        return ours

    def end(self) -> None:
        """Hang up, so that the process ends."""
        if self._orders and self._process:
            self._orders.close()
            self._process.wait()


@functools.cache
def nursery() -> Nursery:
    """Find the nursery of this process."""
    return Nursery()


class Forking(Parent):
    """The holder of a version, which gets a socket for each reader to fork, and tells of births and deaths."""

    def __init__(self, family: Family) -> None:
        super().__init__(family)
        self._control: socket.socket
        self._unborn: deque[Reader] = deque()

    async def open(self, settings: Settings, relay: Relay) -> tuple[Edition, Path | None]:
        """Have a holder forked."""
        self._control, theirs = socket.socketpair()
        with theirs:
            nursery().bear(theirs, pickle.dumps((settings, relay)))
        await self._loop.create_connection(lambda: self, sock=self._control.dup())
        return await self._found

    async def bear(self, reader: Reader) -> None:
        """Have a reader forked."""
        ours, theirs = socket.socketpair()
        with theirs:
            await self._loop.create_connection(lambda: reader, sock=ours)
            self._unborn.append(reader)
            self._send(frames.BIRTH, b"", theirs)

    def kill(self, reader: Reader) -> None:
        """Have the holder end a reader."""
        self._send(frames.KILL, b"%d" % reader.process)

    def _send(self, kind: bytes, body: bytes, sent: socket.socket | None = None) -> None:
        with contextlib.suppress(OSError):  # the holder is gone, and that will be noticed
            socket.send_fds(self._control, [frames.pack(kind, body)], [sent.fileno()] if sent else [])

    def _hear(self, kind: bytes, body: bytes) -> None:
        if kind == frames.BORN:
            self._family.add(self._unborn.popleft(), int(body))
        elif kind == frames.DEAD:
            self._family.remove(*json.loads(body))
        else:
            super()._hear(kind, body)

    def close(self) -> None:
        """Hang up, so that the holder ends."""
        self._control.close()
        super().close()
