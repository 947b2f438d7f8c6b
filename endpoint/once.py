"""What one of those who ask at the same time works out, kept for the others and for those who come later."""

import functools
from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock
from typing import Any, Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class _Kept(Generic[T]):
    """A value, when somebody has begun to work it out."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._found: Future[T] | None = None

    def find(self, work: Callable[[], T]) -> T:
        with self._lock:
            is_first, found = self._found is None, self._found or Future()
            self._found = found
        if is_first:
            try:
                found.set_result(work())
            except BaseException as failure:
                self._found = None
                found.set_exception(failure)
        return found.result()


def once(most: int) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """Keep the values of a function for so many arguments; a failure is for those who wait, and then tried again.

    `functools.lru_cache` has each thread that finds no value work it out: a crowd after a publication would take all
    processors for the same.
    """

    def decorate(work: Callable[P, T]) -> Callable[P, T]:
        keep: Any = functools.lru_cache(maxsize=most)(lambda *_, **__: _Kept())

        @functools.wraps(work)
        def find(*values: P.args, **named: P.kwargs) -> T:
            kept: _Kept[T] = keep(*values, **named)
            return kept.find(lambda: work(*values, **named))

        return find

    return decorate
