"""The HTTP server: uvicorn with our connections, a socket to listen on, and a watch over both."""

import asyncio
import logging
import socket
from functools import partial
from typing import Any, cast

import uvicorn

from endpoint.cache import Cache
from endpoint.connection import Connection, Repeat
from endpoint.front import CutError, Front
from endpoint.problems import Problem
from endpoint.settings import Settings

_REPEATS_BYTES = 16 << 20
_WATCH_SECONDS = 0.5
_BACKLOG = 1024
_IDLE_SECONDS = 60  # a connection between two requests; where places lack it ends before


def listen(settings: Settings) -> socket.socket:
    """Open the socket that clients connect to."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as error:
        place = f"{settings.host}, port {settings.port}"
        raise Problem(503, f"Cannot listen on {place}: {error.strerror}. Try another --port.") from None


def serve(front: Front) -> uvicorn.Server:
    """Make the server of an application; `watch` must run beside it."""
    logging.getLogger("uvicorn.error").addFilter(_is_news)
    repeats: Cache[bytes, Repeat] = Cache(_REPEATS_BYTES)
    config = uvicorn.Config(
        cast("Any", front),
        http=cast("Any", partial(Connection, front, repeats)),
        lifespan="off",
        timeout_keep_alive=_IDLE_SECONDS,
        ws="none",
        proxy_headers=False,
        server_header=False,
        access_log=False,
        log_level="error",
        timeout_graceful_shutdown=front.settings.grace_seconds,
    )
    return uvicorn.Server(config)


def _is_news(record: logging.LogRecord) -> bool:
    """Tell what uvicorn should log: the journal has noted cut answers already."""
    return not (record.exc_info and isinstance(record.exc_info[1], CutError))


async def watch(server: uvicorn.Server, front: Front) -> None:
    """Every half second, look after all connections and write the log."""
    while True:
        await asyncio.sleep(_WATCH_SECONDS)
        front.journal.flush()
        now = asyncio.get_running_loop().time()
        for connection in list(server.server_state.connections):
            cast("Connection", connection).check(now)
