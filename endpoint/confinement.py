"""What a reader process may take: memory, processor time, files and sockets, where the platform can bound them."""

import contextlib
import math
import mmap
import os
import sys
import time
from importlib import import_module
from importlib.util import find_spec
from itertools import count, islice
from pathlib import Path
from typing import Any

from endpoint.settings import Settings

RESOURCE: Any = import_module("resource") if find_spec("resource") else None  # Windows bounds nothing in this way
# pyoxigraph recurses as deep as a query nests; no query of the size allowed by default fills this much.
# It is address space, not memory: pages that are not touched cost nothing. Python on Windows allows less.
STACK_BYTES = (255 if sys.platform == "win32" else 512) << 20
_MB = 1 << 20
_SOCKETS = 64  # descriptors of a reader that may call services
_PATIENCE = 5  # added to the niceness of a reader: the front goes first
_FRESH_SECONDS = 0.02
_STATUS = Path("/proc/self/statm")


class Confinement:
    """The bounds of this process. From here on it opens no socket unless `services` are allowed, and no file.

    Only a `database` may open its own that it has left shut: RocksDB opens 16 at first, and each other when it is read.
    """

    def __init__(self, settings: Settings, database: Path | None = None) -> None:
        self._memory = settings.memory_mb * _MB
        self._cpu_seconds = settings.cpu_seconds
        self._until = 0
        self._fresh_until = 0.0
        # kept open, for no file can be opened later
        self._status = os.open(_STATUS, os.O_RDONLY) if _STATUS.exists() else None
        self._size = self._measure()
        if not RESOURCE:
            return
        os.nice(_PATIENCE)
        if self._status is not None:
            _bound(RESOURCE.RLIMIT_AS, self._size + STACK_BYTES + self._memory)
        _bound(RESOURCE.RLIMIT_CORE, 0)
        _bound(RESOURCE.RLIMIT_NOFILE, _room(database, _SOCKETS if settings.services else 0))

    def renew(self) -> bool:
        """Allow processor time for one more query; a process that takes more is ended by the system.

        False when so much memory stays taken that a fresh process is better for that query.
        """
        now = time.monotonic()
        if now < self._fresh_until:  # small queries change little, and asking the system takes longer than they do
            return True
        self._fresh_until = now + _FRESH_SECONDS
        until = math.ceil(time.process_time()) + self._cpu_seconds
        if until != self._until and RESOURCE:
            self._until = until
            RESOURCE.setrlimit(RESOURCE.RLIMIT_CPU, (until, RESOURCE.RLIM_INFINITY))
        return self._measure() - self._size <= self._memory // 4

    def _measure(self) -> int:
        """Find the size of this process, of which its memory is bounded, or the most that it has had, in bytes."""
        if self._status is not None:
            return int(os.pread(self._status, 64, 0).split()[0]) * mmap.PAGESIZE
        return _peak()


def _bound(what: int, most: int) -> None:
    _, allowed = RESOURCE.getrlimit(what)
    most = most if allowed == RESOURCE.RLIM_INFINITY else min(most, allowed)
    RESOURCE.setrlimit(what, (most, most))


def _room(database: Path | None, sockets: int) -> int:
    """Find the bound on descriptors that leaves so many to sockets, and one to each file of a database not open yet."""
    opened = {}
    for path in Path("/dev/fd").iterdir():
        with contextlib.suppress(OSError):  # the one that was listed by
            opened[int(path.name)] = os.fstat(int(path.name))
    known = {(one.st_dev, one.st_ino) for one in opened.values()}
    files = [path.stat() for path in database.glob("*.sst")] if database else []
    more = sockets + sum((one.st_dev, one.st_ino) not in known for one in files)
    return next(islice((number for number in count() if number not in opened), more - 1, None)) + 1 if more else 0


def _peak() -> int:
    """Find the most memory that this process has had, in bytes."""
    if not RESOURCE:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return int(RESOURCE.getrusage(RESOURCE.RUSAGE_SELF).ru_maxrss) * unit
