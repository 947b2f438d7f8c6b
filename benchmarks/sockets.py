"""The load client for machines without wrk: processes that write and read raw sockets."""

import multiprocessing
import os
import selectors
import signal
import socket
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field

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


@dataclass
class _Line:
    """A connection, and what has come of the answer that it waits for."""

    socket: socket.socket
    come: bytearray = field(default_factory=bytearray)


def work(target: Target, connections: int, seconds: float, first: int, step: int) -> Load:
    """Send over some connections from one process: the numbers `first`, `first + step` and so on."""
    answers = failures = 0
    number = target.first if target.repeated else first
    advance = 0 if target.repeated else step
    began = time.perf_counter()
    with selectors.DefaultSelector() as selector:

        def ask(line: _Line) -> None:
            nonlocal number
            line.come.clear()
            line.socket.sendall(target.request(number))
            number += advance

        def connect() -> None:
            opened = socket.create_connection((LOOPBACK, target.port))
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            line = _Line(opened)
            selector.register(opened, selectors.EVENT_READ, line)
            ask(line)

        for _ in range(connections):
            connect()
        while (left := seconds - (time.perf_counter() - began)) > 0:
            for key, _ in selector.select(left):
                line: _Line = key.data
                part = line.socket.recv(_PART_BYTES)
                line.come += part
                if part and not is_whole(line.come):
                    continue
                good = line.come.startswith(b"HTTP/1.1 200") and is_whole(line.come)
                answers, failures = answers + good, failures + (not good)
                if good:
                    ask(line)
                else:
                    selector.unregister(line.socket)
                    line.socket.close()
                    connect()
        for key in list(selector.get_map().values()):
            key.data.socket.close()
    return Load(answers, failures, time.perf_counter() - began, number)


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
