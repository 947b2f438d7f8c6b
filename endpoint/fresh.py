"""A process started afresh, which keeps a version as long as it is read, or reads it; it talks over two pipes."""

import contextlib
import os
import pickle
import signal
import sys
from typing import NoReturn

from endpoint import frames, holdings, reader
from endpoint.holdings import Holding

# Windows has only the other one, which there ends a process as surely
_END = getattr(signal, "SIGKILL", signal.SIGTERM)


class Pipes:
    """The standard input and output as one connection; what else is printed goes to the errors."""

    def __init__(self) -> None:
        self._input, self._output = os.dup(0), os.dup(1)
        os.dup2(2, 1)

    def recv(self, size: int) -> bytes:
        """Wait for so many bytes at most; none mean that the other side is gone."""
        return os.read(self._input, size)

    def sendall(self, data: bytes) -> None:
        """Send bytes; a ConnectionError says that the other side is gone."""
        try:
            while data:
                data = data[os.write(self._output, data) :]
        except OSError as error:  # Windows calls it an invalid argument
            raise BrokenPipeError(*error.args) from None


def keep(front: Pipes, orders: bytes) -> None:
    """Keep a version, and end its readers, whom the front names, when the front has hung up without doing so."""
    holding = holdings.find(pickle.loads(orders), front)  # noqa: S301 - from the front, which started us
    if not holding:
        return
    readers: set[int] = set()
    with holding.kept:
        while frame := frames.receive(front):
            kind, process = frame
            (readers.add if kind == frames.BORN else readers.discard)(int(process))
        for left in readers:
            with contextlib.suppress(OSError):
                os.kill(left, _END)


def read(front: Pipes, orders: bytes) -> None:
    """Answer queries over a database."""
    edition, database, settings, relay = pickle.loads(orders)  # noqa: S301 - from the front, which started us
    reader.live(front, Holding(edition, database=database), settings, relay)


def main() -> NoReturn:
    """Do what the argument names, keep or read; the first frame has the orders."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the front says when it is over
    front = Pipes()
    with contextlib.suppress(ConnectionError):
        if frame := frames.receive(front):
            {"keep": keep, "read": read}[sys.argv[1]](front, frame[1])
    os._exit(0)


if __name__ == "__main__":
    main()
