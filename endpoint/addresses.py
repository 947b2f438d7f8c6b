"""Where this server is found: the address that its clients see, behind whatever proxy, and links made of it."""

import re
from urllib.parse import quote, urlsplit

from flask import Request

from endpoint.problems import Problem
from endpoint.settings import Settings

_HOST = re.compile(r"(?:[\w.-]+|\[[0-9a-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)


def base(settings: Settings, request: Request) -> str:
    """Find the address of the home page as clients see it, with a slash at its end.

    Where the settings do not tell, the request does; a Host that is none is a Problem 400.
    """
    if settings.public_url:
        return settings.public_url.rstrip("/") + "/"
    if not _HOST.fullmatch(request.headers.get("Host", request.host)):
        raise Problem(400, "The header Host must name this server, with its port if it has one of its own.")
    return request.host_url


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
    query = quote(request.query_string, safe="%!$&'()*+,;=:@/?-._~")
    return base(settings, request) + quote(request.path[1:]) + (f"?{query}" if query else "")
