"""The peak of a server's memory while it answers."""

import threading
from collections.abc import Callable
from types import TracebackType

_PAUSE_S = 0.05


class Peak:
    """Looks again and again, in a thread, while the `with` block runs; `bytes` is the most that was seen."""

    def __init__(self, look: Callable[[], int | None]) -> None:
        self.bytes = 0
        self._look = look
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def _watch(self) -> None:
        while True:
            self.bytes = max(self.bytes, self._look() or 0)
            if self._over.wait(_PAUSE_S):
                return

    def __enter__(self) -> "Peak":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
