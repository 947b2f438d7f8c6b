"""The bodies of requests, which the front reads, so that no thread that makes pages ever waits for a client."""

from endpoint import messages, protocol
from endpoint.messages import Receive, Scope
from endpoint.problems import Problem
from endpoint.protocol import Request
from endpoint.service import PATHS

_PAGE_BYTES = 1 << 20  # of what a page takes


async def read(scope: Scope, receive: Receive, query_bytes: int) -> bytes | None:
    """Read the body of a query or of what a page takes; None when there is none.

    One that is too large is a Problem, and what cannot be a query is one before it is read.
    """
    headers = protocol.gather(scope["headers"])
    if scope["path"] in PATHS and scope["method"] in protocol.WITH_BODY:
        most, problem = protocol.bound(Request("", b"", headers), query_bytes), protocol.too_long(413, query_bytes)
    elif headers.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in headers:
        most, problem = _PAGE_BYTES, Problem(413, "The body of the request is too large.")
    else:
        return None
    body = await messages.read_body(receive, most)
    if len(body) > most:
        raise problem
    return body
