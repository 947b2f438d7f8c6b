"""A long answer kept in a file until it is whole, for clients that could not tell a cut one: those of HTTP/1.0."""

import tempfile
from collections.abc import AsyncIterator
from typing import IO

from endpoint.answers import Answer

_IN_MEMORY_BYTES, _PART_BYTES = 4 << 20, 1 << 17


class Spool:
    """An answer that is whole, in parts, and its size in bytes. Call `close` in the end."""

    def __init__(self) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115 - lives longer than a block
        self.size = 0

    async def gather(self, answer: Answer) -> "Spool":
        """Take the parts of an answer; its failure is raised here."""
        async for part in answer:
            self.size += self._file.write(part)
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
