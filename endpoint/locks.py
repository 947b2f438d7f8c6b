"""Locks between processes: who reads a version holds its manifest, and nobody removes it meanwhile."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, BinaryIO

# Windows has none; there a file that is open cannot be moved or deleted, nor the folder that it is in
FCNTL: Any = import_module("fcntl") if find_spec("fcntl") else None


def share(opened: BinaryIO) -> None:
    """Hold an open file together with others until it is closed."""
    if FCNTL:
        FCNTL.flock(opened, FCNTL.LOCK_SH)


@contextmanager
def alone(file: Path) -> Iterator[None]:
    """Hold a file that nobody shares; a BlockingIOError says that somebody does."""
    if not FCNTL:
        yield
        return
    with file.open("rb") as opened:
        FCNTL.flock(opened, FCNTL.LOCK_EX | FCNTL.LOCK_NB)
        yield
