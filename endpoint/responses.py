"""Answers become HTTP responses: named by an entity tag, and not sent again to who has them."""

import functools
import hashlib

from flask import Request, Response

from endpoint import codings
from endpoint.engine import Engine
from endpoint.files import Edition
from endpoint.formats import Format
from endpoint.prologue import Graphs, Query

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


def answer(request: Request, engine: Engine, query: Query, graphs: Graphs | None, written: Format) -> Response:
    """Send the answer to a query of ours; 304 without evaluating it when the client has it (RFC 9110 section 13)."""
    named = tag(engine.edition.version, query, graphs, written)
    if named in request.if_none_match.as_set(include_weak=True):  # a proxy that compresses weakens tags
        response = Response(status=304)
    else:
        parts = engine.answer(query, graphs, written)
        response = Response(parts, content_type=written.media_type, headers={VERSION: parts.version})
        named = tag(parts.version, query, graphs, written)
    response.set_etag(named)
    response.headers["Cache-Control"] = FRESH
    return response


def document(request: Request, edition: Edition, body: bytes, written: Format) -> Response:
    """Send a document that is whole, compressed if the client takes that; 304 when the client has it."""
    coding = codings.choose(request.headers.get("Accept-Encoding")) if len(body) > codings.SMALL_BYTES else ""
    digest = hashlib.blake2b(body, digest_size=8).hexdigest()
    response = Response(content_type=written.media_type)
    response.set_etag(f"{edition.version}-{written.name}-{digest}" + (f"-{coding}" if coding else ""))
    response.headers["Cache-Control"] = FRESH
    response.vary.add("Accept-Encoding")
    if coding:
        response.content_encoding = coding
        body = _coded(body, coding)
    response.data = body
    response.make_conditional(request)
    return response


@functools.lru_cache(maxsize=16)
def _coded(body: bytes, coding: str) -> bytes:
    compressor = codings.compressor(coding)
    return compressor.process(body) + compressor.finish()


def tag(version: str, query: Query, graphs: Graphs | None, written: Format, coding: str = "") -> str:
    """Name an answer by version, format, content coding and question."""
    asked = query.text if graphs is None else repr((query.text, sorted(graphs.default), sorted(graphs.named)))
    digest = hashlib.blake2b(asked.encode(), digest_size=8).hexdigest()
    return f"{version}-{written.name}-{digest}" + (f"-{coding}" if coding else "")
