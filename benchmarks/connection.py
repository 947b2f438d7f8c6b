"""One connection over which queries are asked one after the other, with a clock, a deadline and a count."""

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from benchmarks.processes import LOOPBACK

PART_BYTES = 1 << 20


class Failed(Exception):
    """There is no whole answer; the words say why."""


class Late(Failed):
    """There is no whole answer in time, so the server may still be at work on it."""


@dataclass(frozen=True)
class Reply:
    """What came and how fast: `seconds` to the last byte, `size` in bytes of the body."""

    seconds: float
    size: int

    @property
    def rate(self) -> float:
        """Bytes a second."""
        return self.size / self.seconds


def target(path: str, query: str) -> str:
    """The path of a request by GET; `path` goes as far as the query."""
    return path + quote(query, safe="")


class Connection:
    """A kept-alive connection to a server. Each answer must be whole `patience` seconds after its request.

    Close it before a pause: servers close what is idle, which looks like a failure when the next question comes.
    """

    def __init__(self, port: int, path: str, patience: float) -> None:
        self._http = http.client.HTTPConnection(LOOPBACK, port, timeout=patience)
        self._path = path
        self._patience = patience

    def ask(self, query: str, accept: str, take: Callable[[bytes], object] = len) -> Reply:
        """Ask, and give `take` every part of the answer. Anything but a whole answer with status 200 is a Failed."""
        try:
            if self._http.sock is None:
                self._http.connect()
            began = time.perf_counter()
            self._http.request("GET", target(self._path, query), headers={"Accept": accept})
            response = self._http.getresponse()
            size = 0
            # read1 gives what is there, so that no time is spent on filling a part
            while part := response.read1(PART_BYTES):
                size += len(part)
                take(part)
                if time.perf_counter() - began > self._patience:
                    raise TimeoutError
            seconds = time.perf_counter() - began
            response.close()  # or the connection would not know that the next question may come
        except TimeoutError:
            self.close()
            raise Late(f"no answer within {self._patience:g} s") from None
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise Failed(f"the connection broke ({type(error).__name__})") from None
        if response.status != http.client.OK:
            raise Failed(f"status {response.status}")
        return Reply(seconds, size)

    def close(self) -> None:
        """Close; the next question opens it anew."""
        self._http.close()
