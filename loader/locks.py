"""Locks between processes: one loader at a time in a store, and no version removed while somebody reads it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loader.progress import tell

FCNTL: Any = import_module("fcntl") if find_spec("fcntl") else None  # Windows has none; there the file system refuses


@contextmanager
def alone(file: Path, what: str) -> Iterator[None]:
    """Hold an exclusive lock on a file, made if need be; wait for whoever holds it, saying so."""
    with file.open("ab") as opened:
        if FCNTL and not _take(opened):
            tell(f"another loader is at work in {what}: waiting until it has ended")
            FCNTL.flock(opened, FCNTL.LOCK_EX)
        yield


@contextmanager
def unread(file: Path) -> Iterator[bool]:
    """Whether nobody holds a lock on a file; as long as this lasts, nobody else can take one."""
    try:
        opened = file.open("rb")
    except OSError:
        yield True  # what has no such file cannot be in use
        return
    with opened:
        yield not FCNTL or _take(opened)


def _take(opened: Any) -> bool:
    try:
        FCNTL.flock(opened, FCNTL.LOCK_EX | FCNTL.LOCK_NB)
    except BlockingIOError:
        return False
    return True
