"""The messages of ASGI: bodies read within bounds and given again, and the news that a client has left."""

from collections.abc import Awaitable, Callable
from typing import Any

Scope = Any  # ASGI names its parts by strings; servers and bridges type them each in their own way
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


class LeftError(Exception):
    """The client has left before its request was whole."""


async def read_body(receive: Receive, most: int, note: Callable[[int], object] = bool) -> bytes:
    """Read a body, or only its beginning when it is longer than allowed; `note` hears how long it is so far."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise LeftError
        body += message["body"]
        note(len(body))
        if not message["more_body"] or len(body) > most:
            return bytes(body)


def give_again(body: bytes | None, receive: Receive) -> Receive:
    """Give a body once more, if one has been read, then what follows."""
    given = body is None

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


async def wait_until_left(receive: Receive) -> None:
    """Wait until the client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
