"""The head of a request, read once for all requests that come with the same."""

import functools
from collections.abc import Mapping
from typing import NamedTuple

from werkzeug.http import parse_date

from endpoint import codings, protocol
from endpoint.clients import Clients
from endpoint.messages import Scope

_DATED = (b"if-modified-since", b"if-unmodified-since", b"if-range")
USUAL = 400  # characters of a header worth remembering


class Head(NamedTuple):
    """Who asks, by address and by name in the line; the headers gathered; and what they wish for.

    `accept`, `known` and `since` are the headers Accept, If-None-Match and If-Modified-Since, `coding` is the content
    coding that was chosen.
    """

    address: str
    client: str
    headers: Mapping[bytes, bytes]
    accept: str | None
    coding: str
    known: str | None
    since: str | None


def read(scope: Scope, clients: Clients) -> Head:
    """Read the head of a request."""
    address, client = clients.find(scope.get("client"), scope["headers"])
    headers = protocol.gather(scope["headers"])
    accept, encoding, known, since = (
        None if value is None else value.decode("latin-1")
        for value in map(headers.get, (b"accept", b"accept-encoding", b"if-none-match", b"if-modified-since"))
    )
    return Head(address, client, headers, accept, _coding(encoding), known, since)


def is_readable(name: bytes, value: bytes) -> bool:
    """Tell whether a header has no date beyond all calendars: what is no date is ignored (RFC 9110, section 13.1.3)."""
    if name.lower() in _DATED:
        try:
            parse_date(value.decode("latin-1"))
        except (ValueError, OverflowError):
            return False
    return True


@functools.lru_cache(maxsize=512)
def _chosen(accept: str | None) -> str:
    return codings.choose(accept)


def _coding(accept: str | None) -> str:
    return _chosen(accept) if len(accept or "") < USUAL else codings.IDENTITY
