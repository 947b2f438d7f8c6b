"""The bodies of requests, which the front reads, so that no thread that makes pages ever waits for a client."""

from typing import ClassVar

from endpoint import protocol
from endpoint.messages import Receive, Scope, read_body
from endpoint.problems import Problem
from endpoint.protocol import Request
from endpoint.reconcile import BODY_BYTES
from endpoint.service import PATHS

_TAKING = "/reconcile"  # the one page that takes a body
_MOST_BYTES = 128 << 20  # of all that are held at a time


class Body:
    """The body of a request, held until it is answered: then call `close`. `data` is None when there is none."""

    _held: ClassVar[int] = 0

    def __init__(self) -> None:
        self.data: bytes | None = None
        self._size = 0

    async def read(self, scope: Scope, receive: Receive, query_bytes: int) -> None:
        """Read the body of a query or of what a page takes, and give its length in place of its chunks.

        One that is too large is a Problem, and what cannot be a query is one before it is read.
        """
        if scope["method"] not in protocol.WITH_BODY:
            return
        if scope["path"] in PATHS:
            most = protocol.bound(Request("", b"", protocol.gather(scope["headers"])), query_bytes)
            problem = protocol.too_long(413, query_bytes)
        elif scope["path"] == _TAKING:
            most, problem = BODY_BYTES, Problem(413, "The body of the request is too large.")
        else:
            return
        body = await read_body(receive, most, self._count)
        if len(body) > most:
            raise problem
        self.data = body
        others = [header for header in scope["headers"] if header[0] not in (b"transfer-encoding", b"content-length")]
        scope["headers"] = [*others, (b"content-length", b"%d" % len(body))]

    def _count(self, size: int) -> None:
        Body._held += size - self._size
        self._size = size
        if Body._held > _MOST_BYTES:
            words = "Too much is being sent by others at this moment: try again later."
            raise Problem(503, words, headers={"Retry-After": "10"})

    def close(self) -> None:
        """Give up what is held."""
        Body._held -= self._size
        self._size = 0
