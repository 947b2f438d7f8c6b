"""An answer for a thread other than the event loop's, which waits for each part."""

import asyncio
from collections.abc import Iterator

from endpoint.answers import Answer


class Parts:
    """An answer that has begun, in parts. Call `close` in the end."""

    def __init__(self, loop: asyncio.AbstractEventLoop, answer: Answer) -> None:
        self.version = answer.version
        self.body = answer.body
        self._loop, self._answer = loop, answer
        self._unread = answer.body is not None

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self._unread and self.body:
            self._unread = False
            return self.body
        if self.body is not None:
            raise StopIteration
        try:
            return asyncio.run_coroutine_threadsafe(anext(self._answer), self._loop).result()
        except StopAsyncIteration:
            raise StopIteration from None

    def close(self) -> None:
        """Stop the work."""
        self._loop.call_soon_threadsafe(self._answer.close)
