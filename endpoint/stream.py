"""Bytes on their way from the thread that makes them to the one that sends them."""

import queue
import threading

PART_BYTES = 65_536
_PARTS_AHEAD = 4


class AbandonedError(Exception):
    """Nobody wants the rest of these bytes."""


class Stream:
    """A bounded pipe: the maker waits when the sender is slow, and is stopped when the sender leaves.

    The maker calls `write`, `flush` and, once, `end`; the sender iterates and must call `close`.
    """

    def __init__(self) -> None:
        self._parts: queue.Queue[bytes | BaseException | None] = queue.Queue(_PARTS_AHEAD)
        self._gathered = bytearray()
        self._closed = threading.Event()
        self._ended = False

    def write(self, data: bytes) -> int:
        """Take bytes; raise AbandonedError when nobody reads any more."""
        self._gathered += data
        if len(self._gathered) >= PART_BYTES:
            self.flush()
        return len(data)

    def flush(self) -> None:
        """Hand over what has been gathered."""
        if self._closed.is_set():
            raise AbandonedError
        if self._gathered:
            self._parts.put(bytes(self._gathered))
            self._gathered.clear()

    def end(self, failure: BaseException | None = None) -> None:
        """Say that no more will come; a failure is raised where the bytes are read."""
        self._parts.put(failure)

    def __iter__(self) -> "Stream":
        return self

    def __next__(self) -> bytes:
        part = None if self._ended else self._parts.get()
        if isinstance(part, bytes):
            return part
        self._ended = True
        if part is None:
            raise StopIteration
        raise part

    def close(self) -> None:
        """Stop the maker. It may be waiting to hand over a part, so room is made for that and for its end."""
        self._closed.set()
        while not self._parts.empty():
            self._parts.get_nowait()
