"""The files of the version in service, whole or in part (RFC 9110, sections 13 and 14)."""

import base64
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from werkzeug.exceptions import RequestedRangeNotSatisfiable
from werkzeug.http import parse_range_header
from werkzeug.wrappers import Response

from endpoint import service
from endpoint.files import Edition, File
from endpoint.problems import Problem
from endpoint.protocol import Request
from endpoint.responses import VERSION
from endpoint.service import Reply
from endpoint.settings import Settings
from endpoint.spool import Spool

PATH = "/dumps/"
LATEST = "latest"
_CONDITIONS = ("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range", "range")
_FOREVER = "public, max-age=31536000, immutable"
_PART_BYTES = 1 << 17


class Part(Spool):
    """A part of a file, to be sent."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        file.seek(start)
        self._file = file
        self.size = self._left = size

    async def __anext__(self) -> bytes:
        part = self._file.read(min(_PART_BYTES, self._left))
        if not part:
            raise StopAsyncIteration
        self._left -= len(part)
        return part


def send(path: str, request: Request, edition: Edition, settings: Settings) -> Reply | None:
    """Begin to send a file. None means that the pages should answer: with the list of files, or a problem as a page."""
    version, _, name = path.removeprefix(PATH).partition("/")
    file = edition.files.get(name)
    try:
        if file and version == LATEST:
            place = "../" * (name.count("/") + 1) + f"{edition.version}/{name}"  # whatever path leads to us
            return Reply(
                302, [(b"location", place.encode()), (b"cache-control", b"no-cache"), (b"content-length", b"0")], b""
            )
        if file and version == edition.version:
            return _send(file, settings.store / version / "dumps" / name, request, edition)
        if name:
            raise Problem(404, f"There is no such download of version {edition.version}, which is in service.")
    except Problem as problem:
        if not service.wants_page(request.header(b"accept")):
            return service.refuse(problem)
    return None


def _send(file: File, path: Path, request: Request, edition: Edition) -> Reply:
    head = _decide(file, request, edition)
    if head.status_code in (304, 412):
        return Reply(head.status_code, _write(head), b"")
    try:
        opened = path.open("rb")
    except OSError:
        raise Problem(404, "This version is being replaced by a newer one.") from None
    start = head.content_range.start or 0
    head.headers["Content-Length"] = str(head.content_length or file.size)
    return Reply(head.status_code, _write(head), Part(opened, start, head.content_length or file.size))


def _decide(file: File, request: Request, edition: Edition) -> Response:
    """Decide what is sent: all, a part, or nothing since the client has it. A part that is not there is a 416."""
    head = Response(content_type=file.media_type)
    head.automatically_set_content_length = False
    head.set_etag(file.sha256)
    head.last_modified = datetime.fromisoformat(edition.built)
    head.accept_ranges = "bytes"
    head.headers["Cache-Control"] = _FOREVER
    head.headers["Repr-Digest"] = f"sha-256=:{base64.b64encode(bytes.fromhex(file.sha256)).decode()}:"
    head.headers["Content-Disposition"] = f'attachment; filename="{_called(file.name, edition.version)}"'
    head.headers[VERSION] = edition.version
    given = {name: request.header(name.encode()) for name in _CONDITIONS}
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in given.items() if value is not None}
    environ["REQUEST_METHOD"] = request.method
    head.make_conditional(environ)  # before the range: section 13.2.2
    if head.status_code == 200 and request.method == "GET" and (asked := _one(given["range"], file.size)):
        try:
            head.make_conditional(environ | {"HTTP_RANGE": asked}, True, file.size)
        except RequestedRangeNotSatisfiable:
            words = f"The file has {file.size:,} bytes, and none in this range."
            raise Problem(416, words, headers={"Content-Range": f"bytes */{file.size}"}) from None
    return head


def _one(header: str | None, size: int) -> str:
    """Find the one range of bytes that is asked for; others may be passed over (section 14.2): all is sent then."""
    asked = parse_range_header(header)
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return ""
    start, _ = asked.ranges[0]
    return "bytes=0-" if start < -size else asked.to_header()  # the end of a file can be longer than the file


def _called(name: str, version: str) -> str:
    """Name a file for whoever keeps it: after its dataset and version."""
    stem, dot, endings = name.rpartition("/")[2].partition(".")
    return f"gupvi-{stem}-{version}{dot}{endings}"


def _write(head: Response) -> service.Headers:
    return [(name.lower().encode(), value.encode("latin-1")) for name, value in head.headers if name != "Date"]
