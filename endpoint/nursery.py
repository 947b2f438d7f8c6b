"""The nursery: a bare process that forks those which hold a version of the data, and these fork its readers.

Forking needs a process without threads, which the front cannot be. So the front starts this one, afresh, and
sends it orders: a socket for the new process to talk over, and what it is to do. A holder forks a reader for
each socket that it gets. Both tell of the deaths of their children, and what these said last.
"""

import contextlib
import gc
import json
import os
import pickle
import select
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from typing import BinaryIO, NoReturn

from endpoint import frames, holdings, reader
from endpoint.federation import Relay
from endpoint.holdings import Holding
from endpoint.settings import Settings

_WORDS_BYTES = 2000
Birth = Callable[[socket.socket, bytes], None]


class Parent:
    """A process that bears a child for each order that brings a socket."""

    def __init__(self, orders: socket.socket, birth: Birth) -> None:
        self._orders = orders
        self._birth = birth
        self._children: dict[int, BinaryIO] = {}

    def live(self) -> None:
        """Carry out orders until nobody gives any."""
        # the write end is told of each signal, so that the death of a child wakes the select
        bell, ringer = socket.socketpair()
        for end in (bell, ringer):
            end.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(ringer.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the front says when it is over
        try:
            while True:
                ready, _, _ = select.select([self._orders, bell], [], [])
                if bell in ready:
                    bell.recv(4096)
                self._bury()
                if self._orders in ready and not self._obey():
                    return
        finally:
            signal.set_wakeup_fd(-1)

    def end(self) -> None:
        """End the children that still live."""
        for child in self._children:
            os.kill(child, signal.SIGKILL)

    def _obey(self) -> bool:
        order = frames.receive_order(self._orders)
        if order is None:
            return False
        kind, body, connection = order
        if kind == frames.KILL and int(body) in self._children:
            os.kill(int(body), signal.SIGKILL)
        elif kind == frames.BIRTH and connection:
            with connection:
                born = b"%d" % self._bear(connection, body)
            with contextlib.suppress(BrokenPipeError):  # who gave the order is gone: that is noticed next
                self._orders.sendall(frames.pack(frames.BORN, born))
        return True

    def _bear(self, connection: socket.socket, orders: bytes) -> int:
        words = tempfile.TemporaryFile()  # noqa: SIM115 - closed at the child's death
        child = os.fork()
        if child:
            self._children[child] = words
            return child
        status = 1
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            self._orders.close()
            os.dup2(words.fileno(), 2)
            self._birth(connection, orders)
            status = 0
        except (BrokenPipeError, ConnectionResetError):
            status = 0  # the front has hung up
        finally:
            os._exit(status)

    def _bury(self) -> None:
        """Tell of the children that have died: process, exit code, and the end of what they wrote as errors."""
        with contextlib.suppress(ChildProcessError, BrokenPipeError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                child, status = found
                died = [child, os.waitstatus_to_exitcode(status), last_words(self._children.pop(child))]
                self._orders.sendall(frames.pack(frames.DEAD, json.dumps(died).encode()))


def last_words(words: BinaryIO) -> str:
    """Read the end of what a process wrote as errors, and close the file."""
    with words:
        words.seek(max(0, words.seek(0, os.SEEK_END) - _WORDS_BYTES))
        return words.read().decode("utf-8", "replace")


def hold(connection: socket.socket, orders: bytes) -> None:
    """Hold a version of the data and fork readers of it."""
    settings, relay = pickle.loads(orders)  # noqa: S301 - from the front, which started us
    holding = holdings.find(settings, connection)
    if not holding:
        return
    gc.collect()
    gc.freeze()  # what is never looked at by the collector stays shared with the children
    with holding.kept:
        parent = Parent(connection, partial(_read, holding, settings, relay))
        parent.live()
        parent.end()


def _read(holding: Holding, settings: Settings, relay: Relay, connection: socket.socket, _: bytes) -> None:
    reader.live(connection, holding, settings, relay)


def main() -> NoReturn:
    """Run the nursery on the socket whose descriptor is the first argument."""
    Parent(socket.socket(fileno=int(sys.argv[1])), hold).live()
    sys.exit()


if __name__ == "__main__":
    main()
