"""Locks between processes: one loader at a time in a store, and no version removed while somebody reads it."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from loader.progress import tell

# Windows has only the other one. There what is open cannot be moved or deleted, so that readers need no lock
FCNTL: Any = import_module("fcntl") if find_spec("fcntl") else None
MSVCRT: Any = import_module("msvcrt") if find_spec("msvcrt") else None
_AGAIN_SECONDS = 0.1


@contextmanager
def alone(file: Path, what: str) -> Iterator[None]:
    """Hold an exclusive lock on a file, made if need be; wait for whoever holds it, saying so."""
    with file.open("ab") as opened:
        if not _take(opened):
            tell(f"another loader is at work in {what}: waiting until it has ended")
            while not _take(opened):
                time.sleep(_AGAIN_SECONDS)
        yield


@contextmanager
def unread(file: Path) -> Iterator[bool]:
    """Whether nobody holds a lock on a file; as long as this lasts, nobody else can take one."""
    try:
        opened = file.open("rb") if FCNTL else None
    except OSError:
        opened = None  # what has no such file cannot be in use
    if not opened:
        yield True
        return
    with opened:
        yield _take(opened)


def _take(opened: Any) -> bool:
    try:
        if FCNTL:
            FCNTL.flock(opened, FCNTL.LOCK_EX | FCNTL.LOCK_NB)
        elif MSVCRT:
            MSVCRT.locking(opened.fileno(), MSVCRT.LK_NBLCK, 1)
    except (BlockingIOError, PermissionError):
        return False
    return True
