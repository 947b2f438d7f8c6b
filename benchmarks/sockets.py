"""The load client for machines without wrk: processes that write and read raw sockets."""

import itertools
import multiprocessing
import os
import selectors
import signal
import socket
import time
from concurrent.futures import ProcessPoolExecutor

from benchmarks.load import Load, Target
from benchmarks.processes import LOOPBACK

_PART_BYTES = 1 << 18
_END_OF_HEAD, _END_OF_CHUNKS = b"\r\n\r\n", b"\r\n0\r\n\r\n"
_MOST_PROCESSES = 4


class Sockets:
    """Divides the connections among a few processes."""

    def __init__(self) -> None:
        self._workers = min(_MOST_PROCESSES, os.cpu_count() or 1)
        self.name = f"raw sockets in {self._workers} Python processes"
        context = multiprocessing.get_context("spawn")
        # Ctrl-C is for the process that started them, which then closes them
        self._pool = ProcessPoolExecutor(self._workers, context, signal.signal, (signal.SIGINT, signal.SIG_IGN))

    def send(self, target: Target, connections: int, seconds: int) -> Load:
        """Send for so many seconds."""
        workers = min(self._workers, connections)
        shares = [len(range(worker, connections, workers)) for worker in range(workers)]
        jobs = [
            self._pool.submit(work, target, share, seconds, target.first + worker, workers)
            for worker, share in enumerate(shares)
        ]
        loads = [job.result() for job in jobs]
        return Load(
            sum(load.answers for load in loads),
            sum(load.failures for load in loads),
            max(load.seconds for load in loads),
            max(load.unused for load in loads),
        )

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


class Line:
    """A connection, and what has come of the answer that it waits for."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection((LOOPBACK, port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._come = bytearray()

    def ask(self, request: bytes) -> None:
        """Send a request."""
        self._come.clear()
        self.socket.sendall(request)

    @property
    def closing(self) -> bool:
        """Whether the server has said that it closes the connection after this answer."""
        return b"\r\nconnection: close" in self._come.partition(_END_OF_HEAD)[0].lower()

    def take(self) -> bool | None:
        """Take what has come: True when the answer is whole and good, False when it failed, None when more comes."""
        try:
            part = self.socket.recv(_PART_BYTES)
        except OSError:
            return False
        self._come += part
        if is_whole(self._come):
            return self._come.startswith(b"HTTP/1.1 200")
        return None if part else False


def work(target: Target, connections: int, seconds: float, first: int, step: int) -> Load:
    """Send over some connections from one process: the numbers `first`, `first + step` and so on."""
    answers = failures = 0
    numbers = itertools.repeat(target.first) if target.repeated else itertools.count(first, step)
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:

        def begin() -> None:
            line = Line(target.port)
            selector.register(line.socket, selectors.EVENT_READ, line)
            line.ask(target.request(next(numbers)))

        for _ in range(connections):
            begin()
        while (left := seconds - (time.perf_counter() - began)) > 0:
            for key, _ in selector.select(left):
                line: Line = key.data
                good = line.take()
                if good is None:
                    continue
                answers, failures = answers + good, failures + (not good)
                if good and not line.closing:
                    line.ask(target.request(next(numbers)))
                else:
                    selector.unregister(line.socket)
                    line.socket.close()
                    begin()
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return Load(answers, failures, time.perf_counter() - began, next(numbers))


def is_whole(come: bytes | bytearray) -> bool:
    """Whether an answer is all there, by its length or by its last chunk."""
    end = come.find(_END_OF_HEAD)
    if end < 0:
        return False
    head = bytes(come[:end]).lower()
    _, found, rest = head.partition(b"\r\ncontent-length:")
    if found:
        return len(come) >= end + len(_END_OF_HEAD) + int(rest.partition(b"\r\n")[0])
    return come.endswith(_END_OF_CHUNKS, end + 2)
