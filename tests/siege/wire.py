"""A client of raw sockets: it sends what it is told, and notices whether what comes back is whole."""

import re
import select
import socket
import time
from dataclasses import dataclass, field

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_CHUNK = re.compile(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n")
_MOST = 64 << 20


@dataclass
class Reply:
    """What came back.

    `status` is 0 when the connection ended without an answer. `whole` says that the answer ended as its framing
    promised, `lapse` that nothing ended within the client's patience. `rest` is what came behind the answer.
    """

    status: int = 0
    headers: dict[str, list[str]] = field(default_factory=dict)
    body: bytes = b""
    rest: bytes = b""
    whole: bool = False
    lapse: bool = False
    first_seconds: float = 0.0
    seconds: float = 0.0

    def header(self, name: str) -> str:
        """Give a header as one text."""
        return ", ".join(self.headers.get(name, []))

    @property
    def essence(self) -> str:
        """The media type without its parameters."""
        return self.header("content-type").partition(";")[0].strip().lower()


def exchange(port: int, request: bytes, patience: float = 10.0, head_only: bool = False) -> Reply:
    """Send a request to the local server and read the answer to its end, or until patience ends."""
    began = time.monotonic()
    received, first, clean, lapse = bytearray(), 0.0, False, False
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.setblocking(False)
        unsent = memoryview(request)
        while len(received) < _MOST:
            left = began + patience - time.monotonic()
            readable, writable, _ = select.select([connection], [connection] if unsent else [], [], max(left, 0))
            if not readable and not writable:
                lapse = True
                break
            try:
                if readable:
                    part = connection.recv(1 << 18)
                    first = first or time.monotonic() - began
                    received += part
                    if not part:
                        clean = True
                        break
                elif writable:
                    unsent = unsent[connection.send(unsent[: 1 << 16]) :]
            except BlockingIOError:
                continue
            except (ConnectionResetError, BrokenPipeError):
                if writable and not readable:
                    unsent = memoryview(b"")  # the server stopped listening: it may have answered before
                    continue
                break
    reply = read(bytes(received), clean, head_only)
    reply.lapse, reply.first_seconds, reply.seconds = lapse, first, time.monotonic() - began
    return reply


def read(received: bytes, clean: bool, head_only: bool = False) -> Reply:
    """Read an answer out of what was received; `clean` says that the connection was closed in good order."""
    while received.startswith(b"HTTP/1.1 100 "):
        received = received.partition(b"\r\n\r\n")[2]
    head, ends, after = received.partition(b"\r\n\r\n")
    found = _STATUS.match(head)
    if not found or not ends:
        return Reply(rest=received)
    reply = Reply(int(found[1]))
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.decode("latin-1").partition(":")
        reply.headers.setdefault(name.strip().lower(), []).append(value.strip())
    if head_only or reply.status in (204, 304):
        reply.whole, reply.rest = True, after
    elif "chunked" in reply.header("transfer-encoding").lower():
        reply.body, reply.rest, reply.whole = _unchunk(after)
    elif (length := reply.header("content-length")).isdigit():
        size = int(length)
        reply.body, reply.rest, reply.whole = after[:size], after[size:], len(after) >= size
    else:
        reply.body, reply.whole = after, clean
    return reply


def _unchunk(data: bytes) -> tuple[bytes, bytes, bool]:
    """Join the chunks; return the body, what follows it, and whether the last chunk came."""
    parts: list[bytes] = []
    position = 0
    while match := _CHUNK.match(data, position):
        size, start = int(match[1], 16), match.end()
        if not size:
            end = data.find(b"\r\n", start)
            return b"".join(parts), data[end + 2 :], end >= 0
        parts.append(data[start : start + size])
        position = start + size + 2
    return b"".join(parts), b"", False
