"""Frames: how the front and its reader processes talk over a socket, a kind and some bytes at a time."""

import socket
import struct
from typing import Protocol

HEADER = struct.Struct("!cI")
_HEADER_BYTES = HEADER.size
# from the front: a query; the socket of a child to bear, with its orders; a child to kill
QUERY, BIRTH, KILL = b"?", b"+", b"-"
# to the front: ready to work; the answer is compressed, a part of it, its last part, a Problem in its place
READY, CODED, PART, LAST, PROBLEM = b"R", b"C", b"P", b"L", b"!"
# from a parent: a child was born, a child has died
BORN, DEAD = b"B", b"D"


class Connection(Protocol):
    """What frames travel over: a socket, or a pair of pipes."""

    def recv(self, size: int, /) -> bytes:
        """Wait for so many bytes at most; none mean that the other side is gone."""

    def sendall(self, data: bytes, /) -> None:
        """Send bytes; a ConnectionError says that the other side is gone."""


def pack(kind: bytes, body: bytes = b"") -> bytes:
    """Write a frame."""
    return HEADER.pack(kind, len(body)) + body


def receive(connection: Connection) -> tuple[bytes, bytes] | None:
    """Wait for a frame and give its kind and body; None when the other side is gone."""
    try:
        return _body(connection, _exactly(connection, _HEADER_BYTES, b""))
    except ConnectionError:
        return None


def receive_order(connection: socket.socket) -> tuple[bytes, bytes, socket.socket | None] | None:
    """Wait for a frame that may bring a socket; None when the other side is gone."""
    try:
        header, descriptors, _, _ = socket.recv_fds(connection, _HEADER_BYTES, 1)
        frame = _body(connection, _exactly(connection, _HEADER_BYTES, header)) if header else None
    except ConnectionError:
        return None
    return frame and (*frame, socket.socket(fileno=descriptors[0]) if descriptors else None)


def _body(connection: Connection, header: bytes) -> tuple[bytes, bytes] | None:
    if len(header) < _HEADER_BYTES:
        return None
    kind, size = HEADER.unpack(header)
    body = _exactly(connection, size, b"")
    return None if len(body) < size else (kind, body)


def _exactly(connection: Connection, size: int, data: bytes) -> bytes:
    """Read on until there are so many bytes; fewer mean that the other side is gone."""
    while len(data) < size and (more := connection.recv(size - len(data))):
        data += more
    return data


class Frames:
    """Frames out of bytes as they arrive."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Take bytes; give the kind and body of each frame that is whole now."""
        if self._rest:
            data = self._rest + data
        found, start, length = [], 0, len(data)
        while length - start >= _HEADER_BYTES:
            kind, size = HEADER.unpack_from(data, start)
            end = start + _HEADER_BYTES + size
            if end > length:
                break
            found.append((kind, data[start + _HEADER_BYTES : end]))
            start = end
        self._rest = data[start:] if start < length else b""
        return found
