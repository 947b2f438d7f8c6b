"""Rude clients: they open connections and do not send, do not read, or go away."""

import socket
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
HUGE = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def post(query: str, version: str = "1.1", **headers: str) -> bytes:
    """Write the request that asks a query."""
    lines = [f"POST /sparql HTTP/{version}", "Host: a", "Content-Type: application/sparql-query", "Connection: close"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, f"Content-Length: {len(query)}", "", query]).encode()


@contextmanager
def connections(port: int, many: int, first: bytes = b"", room: int = 0) -> Iterator[list[socket.socket]]:
    """Open many connections and send each the same beginning; `room` is how few bytes they take at a time."""
    opened = []
    try:
        for _ in range(many):
            opened.append(socket.socket())
            if room:
                opened[-1].setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, room)
            opened[-1].settimeout(10)
            opened[-1].connect(("127.0.0.1", port))
            opened[-1].sendall(first)
        yield opened
    finally:
        for connection in opened:
            connection.close()


def wait_for_ends(opened: Iterable[socket.socket], seconds: float) -> list[bytes | None]:
    """Read all connections to their ends; None for each that has not ended after so many seconds."""
    until = time.monotonic() + seconds
    return [_read_until(until, connection) for connection in opened]


def _read_until(until: float, connection: socket.socket) -> bytes | None:
    received = bytearray()
    while True:
        connection.settimeout(max(until - time.monotonic(), 0.01))
        try:
            part = connection.recv(1 << 16)
        except TimeoutError:
            return None
        except ConnectionError:
            return bytes(received)
        if not part:
            return bytes(received)
        received += part


def send_until_refused(connection: socket.socket, part: bytes, seconds: float) -> bool:
    """Send the same part again and again; tell whether the server has stopped listening within so many seconds."""
    until = time.monotonic() + seconds
    connection.settimeout(seconds)
    while time.monotonic() < until:
        try:
            connection.sendall(part)
        except (ConnectionError, TimeoutError):
            return True
        time.sleep(0.02)
    return False
