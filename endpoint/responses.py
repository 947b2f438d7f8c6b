"""Answers become HTTP responses: streamed, named by an entity tag, and not sent again to who has them."""

import hashlib
import re

from flask import Request, Response

from endpoint.engine import Engine
from endpoint.formats import Format
from endpoint.prologue import Graphs, Query

VERSION = "GUPVI-Version"
_FRESH = "public, max-age=300"
_VOLATILE = re.compile(r"\b(?:now|rand|uuid|struuid)\s*\(", re.IGNORECASE)


def answer(request: Request, engine: Engine, query: Query, graphs: Graphs | None, written: Format) -> Response:
    """Send the answer to a query; 304 without evaluating it when the client has it (RFC 9110 section 13).

    What changes at each evaluation, or is asked by POST, is neither tagged nor cached.
    """
    if request.method not in ("GET", "HEAD") or _VOLATILE.search(query.text):
        return _sent(engine, query, graphs, written)
    tag = _tag(engine.edition.version, written, query, graphs)
    if tag in request.if_none_match.as_set(include_weak=True):  # a proxy that compresses weakens tags
        response = Response(status=304)
    else:
        response = _sent(engine, query, graphs, written)
        tag = _tag(response.headers[VERSION], written, query, graphs)
    response.set_etag(tag)
    response.headers["Cache-Control"] = _FRESH
    return response


def _sent(engine: Engine, query: Query, graphs: Graphs | None, written: Format) -> Response:
    parts = engine.answer(query, graphs, written)
    return Response(parts, content_type=written.media_type, headers={VERSION: parts.version})


def _tag(version: str, written: Format, query: Query, graphs: Graphs | None) -> str:
    chosen = [] if graphs is None else [sorted(graphs.default), sorted(graphs.named)]
    digest = hashlib.sha256(repr((query.text, chosen)).encode()).hexdigest()[:16]
    return f"{version}-{written.name}-{digest}"
