"""Content codings: which of them a client takes, and an output that applies one (RFC 9110 section 8.4.1)."""

import zlib
from typing import Protocol

import brotli
from werkzeug.http import parse_accept_header

IDENTITY, GZIP, BROTLI = "", "gzip", "br"
# below this, compression saves nothing that anybody notices
SMALL_BYTES = 1024
_GZIP_LEVEL, _BROTLI_QUALITY, _WITH_GZIP_HEADER = 5, 4, 31


class Compressor(Protocol):
    """What turns bytes into fewer."""

    def process(self, data: bytes) -> bytes:
        """Take bytes and give those that are ready."""

    def finish(self) -> bytes:
        """Give the rest."""


class _Gzip:
    def __init__(self) -> None:
        inner = zlib.compressobj(_GZIP_LEVEL, zlib.DEFLATED, _WITH_GZIP_HEADER)
        self.process, self.finish = inner.compress, inner.flush


def choose(accept: str | None) -> str:
    """Choose by an Accept-Encoding header (RFC 9110 section 12.5.3): brotli, gzip, or nothing."""
    if not accept:
        return IDENTITY
    accepted = parse_accept_header(accept)
    best, quality = IDENTITY, 0.0
    for coding in (BROTLI, GZIP):
        wish = max((q for name, q in accepted if name.lower() in (coding, f"x-{coding}")), default=-1.0)
        if wish < 0:
            wish = next((q for name, q in accepted if name == "*"), 0.0)
        if wish > quality:
            best, quality = coding, wish
    return best


def compressor(coding: str) -> Compressor:
    """Make what compresses into a coding other than none."""
    return _Gzip() if coding == GZIP else brotli.Compressor(quality=_BROTLI_QUALITY)
