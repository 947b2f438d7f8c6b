"""Where this server is found: the address that its clients see, behind whatever proxy, and links made of it."""

import re
from collections.abc import Iterable
from ipaddress import IPv6Address
from urllib.parse import quote, urlsplit

from flask import Request

from endpoint.problems import Problem
from endpoint.settings import Settings

_HOST = re.compile(r"(?:(?:[\w-]{1,63}\.)*[\w-]{1,63}\.?|\[(?P<ip>[0-9a-fA-F:.]+)\])(?::\d{0,5})?", re.ASCII)
_HOST_MOST = 255
_BARE_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")


def doubt(headers: Iterable[tuple[bytes, bytes]]) -> Problem | None:
    """Find what is wrong with the header Host, which may be missing but not be none (RFC 9112, section 3.2)."""
    hosts = [value.decode("latin-1") for name, value in headers if name == b"host"]
    try:
        for host in hosts:
            found = _HOST.fullmatch(host) if len(host) <= _HOST_MOST and len(hosts) == 1 else None
            if not found:
                raise ValueError
            if found["ip"]:
                IPv6Address(found["ip"])
            else:
                host.partition(":")[0].encode().decode("idna").encode("idna")
    except ValueError:
        return Problem(400, "The header Host must name this server, with its port if it has one of its own.")
    return None


def base(settings: Settings, request: Request) -> str:
    """Find the address of the home page as clients see it, with a slash at its end.

    Where the settings do not tell, the request does.
    """
    return settings.public_url.rstrip("/") + "/" if settings.public_url else request.host_url


def prefix(settings: Settings) -> str:
    """Find the path below which clients see this server, without a slash at its end: mostly none.

    A public address that is none is a Problem.
    """
    parts = urlsplit(settings.public_url)
    is_address = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    if settings.public_url and not is_address:
        words = (
            f"public_url is {settings.public_url!r}; write it as https://example.org/ or https://example.org/gupvi/."
        )
        raise Problem(503, words)
    return quote(parts.path.rstrip("/"), safe="/%")


def asked(settings: Settings, request: Request) -> str:
    """Give the address that was asked for, its query as it was written: clients look for it in what they get."""
    query = quote(_BARE_PERCENT.sub(b"%25", request.query_string), safe="%!$&'()*+,;=:@/?-._~")
    return base(settings, request) + quote(request.path[1:]) + (f"?{query}" if query else "")
