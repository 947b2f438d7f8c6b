"""The files that pages load: styles, pictures, and scripts where they have been built."""

import functools
import hashlib
import mimetypes
import os
import re
from datetime import UTC, datetime
from pathlib import Path

from flask import Request, Response
from markupsafe import Markup
from werkzeug.security import safe_join

from endpoint import codings, responses
from endpoint.problems import Problem
from endpoint.settings import HOUSE

FOLDER = HOUSE / "web" / "static"
_FOREVER = "public, max-age=31536000, immutable"
_NAMED_BY_CONTENT = re.compile(r"-[A-Z0-9]{8}\.\w+$")  # as the bundler names the parts that scripts share


def are_built() -> bool:
    """Tell whether there are scripts; without them every page still works."""
    return (FOLDER / "dist" / "stamp").is_file()


def address(name: str) -> str:
    """Give the address of a file, which changes with its content; empty when there is no such file."""
    path = FOLDER / name
    return f"/static/{name}?v={_digest(path, path.stat().st_mtime_ns)}" if path.is_file() else ""


def script(root: str, name: str) -> Markup:
    """Write the element that loads a script, when it is built; it runs after the page is there."""
    place = address(f"dist/{name}.js")
    return Markup('<script type="module" src="{}{}"></script>').format(root, place) if place else Markup("")


def respond(request: Request, name: str) -> Response:
    """Send a file, compressed once for all; for a year if its address changes with its content."""
    found = safe_join(str(FOLDER), name)
    if not found or not os.path.isfile(found):  # noqa: PTH113 - pathlib fails where a name is too long
        raise Problem(404, "There is nothing at this address.")
    path = Path(found)
    changed = path.stat().st_mtime_ns
    digest, coding = _digest(path, changed), codings.choose(request.headers.get("Accept-Encoding"))
    body = _read(path, changed, coding)
    response = Response(body, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response.direct_passthrough = True  # nothing is left to compress
    is_fixed = request.args.get("v") == digest or _NAMED_BY_CONTENT.search(name)
    response.headers["Cache-Control"] = _FOREVER if is_fixed else responses.FRESH
    response.vary.add("Accept-Encoding")
    if coding:
        response.content_encoding = coding
    response.last_modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    response.set_etag(f"{digest}-{coding}" if coding else digest)
    response.make_conditional(request)
    return response


@functools.lru_cache(maxsize=256)
def _digest(path: Path, changed: int) -> str:
    """Name the content of a file as it was when it `changed`."""
    return hashlib.blake2b(path.read_bytes(), digest_size=8).hexdigest()


@functools.lru_cache(maxsize=256)
def _read(path: Path, changed: int, coding: str) -> bytes:
    data = path.read_bytes()
    if not coding:
        return data
    compressor = codings.compressor(coding)
    return compressor.process(data) + compressor.finish()
