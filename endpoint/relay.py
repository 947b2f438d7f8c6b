"""The relay: passes what readers ask on to the SPARQL endpoints that are allowed, within limits."""

import asyncio
import ipaddress
import logging
import secrets
import socket
import ssl
import time
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from endpoint.federation import Relay
from endpoint.messages import Receive, Scope, Send, read_body
from endpoint.problems import Problem
from endpoint.protocol import Request
from endpoint.service import COMMON, Reply, refuse
from endpoint.settings import Settings

_LOG = logging.getLogger(__name__)
_ANSWER_BYTES, _QUERY_BYTES = 16 << 20, 1 << 20
_PASSED_ON = (b"accept", b"content-type")
_PART_BYTES = 65_536


class Switchboard:
    """Knows the endpoints that are allowed, and the secret path under which readers reach them."""

    def __init__(self, settings: Settings) -> None:
        self.allowed = tuple(settings.services.split())
        self.path = f"/relay/{secrets.token_urlsafe(24)}/"
        self._seconds = settings.deadline_seconds
        for address in self.allowed:
            parts = urlsplit(address)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise Problem(503, f"services names {address!r}; give addresses that begin with http:// or https://.")

    def reach(self, host: str, port: int) -> Relay:
        """Tell readers where to reach the endpoints: at this server itself."""
        near = "[::1]" if ":" in host else "127.0.0.1"
        return Relay(f"http://{near}:{port}{self.path}", self.allowed) if self.allowed else Relay()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what a reader asks below the secret path, which ends in the number of an endpoint (ASGI 3)."""
        address = self.allowed[int(scope["path"].removeprefix(self.path))]
        body = await read_body(receive, _QUERY_BYTES)
        try:
            request = Request("POST", b"", dict(scope["headers"]), body)
            media_type, found = await asyncio.to_thread(fetch, address, request, self._seconds)
            reply = Reply(200, [(b"content-type", media_type.encode())], found)
        except (OSError, HTTPException, ValueError) as error:
            reply = refuse(Problem(502, f"The service {address} cannot be asked: {error}."))
            _LOG.warning("%s", reply.body)
        await send({"type": "http.response.start", "status": reply.status, "headers": [*COMMON, *reply.headers]})
        await send({"type": "http.response.body", "body": reply.body})


def fetch(address: str, request: Request, seconds: float) -> tuple[str, bytes]:
    """Ask an endpoint and give the media type and the bytes of its answer.

    Its address is resolved once and checked; redirects are not followed. An OSError, HTTPException
    or ValueError says what went wrong; more than 16 MB are wrong too.
    """
    until = time.monotonic() + seconds
    parts = urlsplit(address)
    connection = HTTPConnection(parts.netloc, timeout=seconds)
    connection.sock = line = _connect(parts, seconds)
    try:
        headers = {name.decode(): request.header(name) or "*/*" for name in _PASSED_ON}
        headers["Accept-Encoding"] = "identity"
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, request.body, headers)
        response = connection.getresponse()
        if response.status != 200:
            raise ValueError(f"it answered with status {response.status}")
        return response.headers.get_content_type(), _read(response, line, until)
    finally:
        connection.close()


def _connect(parts: SplitResult, seconds: float) -> socket.socket:
    """Connect to the very address that has been checked, so that a name cannot change in between."""
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    address = ipaddress.ip_address(str(place[0]).partition("%")[0])
    if not address.is_global and host != str(address):
        raise ValueError("its name leads to a private address; list the address itself to allow that")
    connection = socket.socket(family, socket.SOCK_STREAM)
    connection.settimeout(seconds)
    connection.connect(place)
    if parts.scheme == "https":
        return ssl.create_default_context().wrap_socket(connection, server_hostname=host)
    return connection


def _read(response: HTTPResponse, connection: socket.socket, until: float) -> bytes:
    body = bytearray()
    while True:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError("it took too long")
        connection.settimeout(left)
        part = response.read1(_PART_BYTES)
        if not part:
            return bytes(body)
        body += part
        if len(body) > _ANSWER_BYTES:
            raise ValueError("its answer is too large")
