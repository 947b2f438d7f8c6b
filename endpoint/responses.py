"""Answers become HTTP responses: named by an entity tag, compressed, and not sent again to who has them."""

import functools
import hashlib
from datetime import datetime

from flask import Request, Response, g, request
from werkzeug.http import is_resource_modified

from endpoint import codings
from endpoint.desk import Desk
from endpoint.files import Edition
from endpoint.formats import Format
from endpoint.prologue import Graphs, Query
from endpoint.protocol import READING
from endpoint.settings import HOUSE, Settings

# where the answer depends on Accept, by the name of the route
NEGOTIATED = {
    "sparql",
    "thing",
    "page",
    "data",
    "graph",
    "ontology",
    "release",
    "void",
    "search",
    "fragments",
    "feed",
    "feed page",
}
VERSION = "GUPVI-Version"
FRESH = "public, max-age=300"
# what every response carries: who may read it, and what a browser may do with it
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"Link, ETag, Content-Location, Content-Range, Retry-After, {VERSION}",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
_PROGRAM = ("server.py", "endpoint/*.py", "ontology/*", "queries/*", "web/*/*")


def answer(desk: Desk, query: Query, graphs: Graphs | None, written: Format) -> Response:
    """Send the answer to a query of ours."""
    parts = desk.answer(query, graphs, written)
    body = parts if parts.body is None else parts.body
    return Response(body, content_type=written.media_type, headers={VERSION: parts.version})


def unchanged(request: Request, settings: Settings, edition: Edition, written: Format) -> Response | None:
    """Say 304 to who has what this edition says at this address, before anything is evaluated."""
    if request.if_match:
        return None
    tag = name(request, settings, edition, written.essence)
    for coding in (f"-{codings.choose(request.headers.get('Accept-Encoding'))}", codings.IDENTITY):
        response = Response(status=304, headers={"Cache-Control": FRESH, VERSION: edition.version})
        response.set_etag(tag + coding)
        response.last_modified = since(edition)
        response.vary.add("Accept-Encoding")
        if not is_resource_modified(request.environ, response.headers["ETag"], last_modified=response.last_modified):
            return response
    return None


def settle(request: Request, response: Response, settings: Settings, edition: Edition) -> None:
    """Name a response that says what an edition does, unless it has a name; compress it; or say 304.

    The conditions are those of RFC 9110 section 13.
    """
    tag = response.get_etag()[0] or name(request, settings, edition, response.mimetype or "")
    coding = codings.choose(request.headers.get("Accept-Encoding"))
    if not response.is_streamed and not response.direct_passthrough:
        response.vary.add("Accept-Encoding")
        if coding and len(response.get_data()) >= codings.SMALL_BYTES:
            compressor = codings.compressor(coding)
            response.set_data(compressor.process(response.get_data()) + compressor.finish())
            response.content_encoding = coding
            tag = f"{tag}-{coding}"
    response.set_etag(tag)
    response.last_modified = response.last_modified or since(edition)
    response.headers.setdefault("Cache-Control", FRESH)
    response.make_conditional(request)
    response.headers.remove("Date")  # the server adds it


def name(request: Request, settings: Settings, edition: Edition, media_type: str) -> str:
    """Name what an edition says at an address in a media type, in the words of this program under these settings."""
    asked = (_program(settings), request.host_url, request.path, request.query_string, media_type, g.desk.language)
    return f"{edition.version}-{_digest(repr(asked).encode())}"


@functools.lru_cache(maxsize=4)
def _program(settings: Settings) -> str:
    texts = [path.read_bytes() for pattern in _PROGRAM for path in sorted(HOUSE.glob(pattern)) if path.is_file()]
    return _digest(b"".join([repr(settings).encode(), *texts]))


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def since(edition: Edition) -> datetime | None:
    """Tell since when an edition says what it says, if anybody recorded that."""
    return datetime.fromisoformat(edition.built) if edition.built else None


def tag(version: str, query: Query, graphs: Graphs | None, written: Format, coding: str = "") -> str:
    """Name an answer by version, format, content coding and question."""
    asked = query.text if graphs is None else repr((query.text, sorted(graphs.default), sorted(graphs.named)))
    return f"{version}-{written.name}-{_digest(asked.encode())}" + (f"-{coding}" if coding else "")


def finish(settings: Settings, response: Response) -> Response:
    """Add what every response carries: the version, who may read it, and what a browser may do with it."""
    is_whole = response.status_code == 200 and request.method in READING and not response.cache_control.no_store
    if is_whole and response.headers.get(VERSION, g.edition.version) == g.edition.version:
        settle(request, response, settings, g.edition)
    for name, value in {**HEADERS, VERSION: g.desk.edition.version}.items():
        response.headers.setdefault(name, value)
    if request.endpoint in NEGOTIATED or response.status_code >= 400:
        response.vary.add("Accept")
    if request.method == "OPTIONS":
        asked = request.headers.get("Access-Control-Request-Headers", "")
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = asked
        response.headers["Access-Control-Max-Age"] = "86400"
    return response
