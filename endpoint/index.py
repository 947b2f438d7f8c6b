"""The index of the version in service: an SQLite file that the loader wrote, asked within limits of time."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from endpoint.desk import Desk
from endpoint.problems import Problem
from endpoint.settings import Settings

_NAME = "index.sqlite"
_STEPS = 10_000  # instructions of SQLite between two looks at the clock
# what is found is weighed in Python, which would keep the event loop from its turn if many did so at a time
_TURNS = threading.BoundedSemaphore(2)


class Index:
    """The open index of one version. Everything that one request asks of it has to be answered before the deadline."""

    def __init__(self, connection: sqlite3.Connection, version: str, settings: Settings) -> None:
        self.version = version
        self._connection = connection
        self._settings = settings
        self._until = time.monotonic() + settings.deadline_seconds
        connection.set_progress_handler(self._is_late, _STEPS)

    def rows(self, text: str, *values: object) -> list[tuple[Any, ...]]:
        """Answer an SQL query with all its rows; a Problem 503 when the time is over."""
        try:
            if not self._is_late():
                return self._connection.execute(text, values).fetchall()
        except sqlite3.OperationalError:
            if not self._is_late():
                raise
        raise self._late()

    def check(self) -> None:
        """End work that has gone on for too long: a Problem 503."""
        if self._is_late():
            raise self._late()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for the turn to weigh what was found; a Problem 503 when too many others do."""
        if not _TURNS.acquire(timeout=self._settings.queue_seconds):
            words = f"Too many searches wait; none does for longer than {self._settings.queue_seconds} seconds."
            raise Problem(503, words, headers={"Retry-After": "1"}, limit="queue_seconds")
        try:
            yield
        finally:
            _TURNS.release()

    def _is_late(self) -> bool:
        return time.monotonic() > self._until

    def _late(self) -> Problem:
        words = f"The search took longer than {self._settings.deadline_seconds} seconds: search for less at a time."
        return Problem(503, words, headers={"Retry-After": "1"}, limit="deadline_seconds")


@contextmanager
def find(desk: Desk, settings: Settings) -> Iterator[Index]:
    """Open the index of the version in service; a Problem says why there is none."""
    if settings.dataset:
        raise Problem(404, "A file is served here, without an index of names: ask in SPARQL, at /sparql.")
    version, connection = _open(desk, settings)
    with closing(connection):
        yield Index(connection, version, settings)


def _open(desk: Desk, settings: Settings) -> tuple[str, sqlite3.Connection]:
    """Open the file, which nobody changes any more; one that is deleted meanwhile has been followed by another."""
    version = desk.edition.version
    path = (settings.store / version / _NAME).absolute()
    try:
        connection = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
    except sqlite3.OperationalError:
        if desk.edition.version != version:
            return _open(desk, settings)
        words = "The version in service was published without an index of names: publish it again."
        raise Problem(503, words) from None
    return version, connection
