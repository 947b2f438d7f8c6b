"""A long answer kept in a file until it is whole, for clients that could not tell a cut one: those of HTTP/1.0."""

import tempfile
from collections.abc import AsyncIterator, Callable
from typing import IO

from endpoint.answers import Answer
from endpoint.messages import LeftError
from endpoint.problems import Problem

_MOST_BYTES = 1 << 30  # of all answers that are kept at a time
_IN_MEMORY_BYTES, _PART_BYTES = 4 << 20, 1 << 17


class Spool:
    """An answer that is whole, in parts, and its size in bytes. Call `close` in the end."""

    _held = 0  # bytes of all of them
    _counted = 0  # among these

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - lives longer than a block
        self.size = 0

    async def gather(self, answer: Answer, is_left: Callable[[], bool]) -> "Spool":
        """Take the parts of an answer; its failure is raised here, as is that of the client to wait for it."""
        async for part in answer:
            if is_left():
                raise LeftError
            self._counted += len(part)
            Spool._held += len(part)
            if Spool._held > _MOST_BYTES:
                raise Problem(503, "Too many answers are kept for others: ask in HTTP/1.1, or later.")
            try:
                self.size += self._file.write(part)
            except OSError:
                raise Problem(503, "There is no room for the answer: ask in HTTP/1.1, or later.") from None
        self._file.seek(0)
        return self

    def __aiter__(self) -> AsyncIterator[bytes]:
        return self

    async def __anext__(self) -> bytes:
        part = self._file.read(_PART_BYTES)
        if not part:
            raise StopAsyncIteration
        return part

    def close(self) -> None:
        """Remove the file."""
        self._file.close()
        Spool._held -= self._counted
        self._counted = 0
