"""Mends the XML that pyoxigraph writes: characters and names that XML 1.0 cannot carry as they are."""

import re
from typing import Protocol

from endpoint.problems import Problem

_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")
_NAMELESS = b"<oxprefix: "
_KEPT = len(_NAMELESS) - 1


class Output(Protocol):
    """Where an answer is written."""

    def write(self, data: bytes, /) -> int:
        """Take all of these bytes."""

    def flush(self) -> None:
        """Pass on what is still held back, when all has been written."""


class Mended:
    """A stream of XML bytes on its way to an output.

    A carriage return becomes a character reference, else every XML parser would read it as a line feed
    (XML 1.0 section 2.11). What XML cannot express is a Problem 406: a character outside section 2.2, or in
    RDF/XML a property whose IRI does not end in an XML name.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._kept = b""

    def write(self, data: bytes) -> int:
        """Pass bytes on, but for the last few, which may be the beginning of something."""
        seen = self._kept + data
        if found := _FORBIDDEN.search(seen):
            code = ord(found[0].decode())
            raise Problem(406, f"The answer contains U+{code:04X}, which XML cannot; ask for another format.")
        if _NAMELESS in seen:
            raise Problem(406, "A property in the answer has no name that XML allows; ask for another format.")
        self._output.write(seen[:-_KEPT].replace(b"\r", b"&#13;"))
        self._kept = seen[-_KEPT:]
        return len(data)

    def flush(self) -> None:
        """Pass the last bytes on, when all has been written."""
        self._output.write(self._kept.replace(b"\r", b"&#13;"))
        self._kept = b""
        self._output.flush()
