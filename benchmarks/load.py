"""What a load client is told to send, and what it tells of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from benchmarks.processes import LOOPBACK
from benchmarks.workload import KEY, NUMBER, Query


@dataclass(frozen=True)
class Target:
    """A look-up at a server, cut at its key and its number so that requests are cheap to write.

    With `repeated`, every request has the first number; otherwise none has the number of another.
    """

    port: int
    parts: tuple[str, str, str]  # of the path, percent-encoded
    keys: tuple[str, ...]  # percent-encoded
    base: int
    first: int
    repeated: bool
    accept: str

    def request(self, number: int) -> bytes:
        """The bytes of a request."""
        before, between, after = self.parts
        path = f"{before}{self.keys[number % len(self.keys)]}{between}{self.base + number}{after}"
        return f"GET {path} HTTP/1.1\r\n{self.headers}\r\n".encode("ascii")

    @property
    def headers(self) -> str:
        """The lines between the request line and the empty line."""
        return f"Host: {LOOPBACK}:{self.port}\r\nAccept: {self.accept}\r\n"


@dataclass(frozen=True)
class Load:
    """What came of it: answers with status 200, how many failed, the seconds, and the first number left unused."""

    answers: int
    failures: int
    seconds: float
    unused: int

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


class Client(Protocol):
    """Sends requests over several connections, each as soon as the one before it on its connection is answered."""

    name: str

    def send(self, target: Target, connections: int, seconds: int) -> Load:
        """Send for so many seconds."""

    def close(self) -> None:
        """Give back what it holds."""


def aim(query: Query, keys: Mapping[str, Sequence[str]], port: int, path: str, first: int, *, repeated: bool) -> Target:
    """The target for a look-up; its template must hold a key and after it a number, else a ValueError."""
    before, between = query.template.split(KEY)
    between, after = between.split(NUMBER)
    parts = (f"{path}{quote(before, safe='')}", quote(between, safe=""), quote(after, safe=""))
    encoded = tuple(quote(key, safe="") for key in keys[query.keys or ""])
    return Target(port, parts, encoded, query.first, first, repeated, query.accept)
