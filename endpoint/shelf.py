"""Which version of the data is in service: new ones are taken up as they are published, old ones let go."""

import asyncio
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

from endpoint import deaths, holdings, locks
from endpoint.federation import Relay
from endpoint.problems import Problem
from endpoint.readers import OnDeath, Readers
from endpoint.settings import Settings

_LOG = logging.getLogger(__name__)
_CHECK_SECONDS = 0.2
_DELETE_SECONDS = 5


class Shelf:
    """Where the readers of the version in service are found.

    A new version is taken up when its first reader is ready; running answers finish on the old one, which is
    deleted when nobody reads it.
    """

    def __init__(self, settings: Settings, relay: Relay, on_rest: Callable[[], None], on_death: OnDeath) -> None:
        self._settings, self._relay = settings, relay
        self._on_rest, self._on_death = on_rest, on_death
        self._folder = None if settings.dataset else settings.store
        self._stamp: tuple[int, int] | None = None
        self._old: set[Readers] = set()
        self.readers: Readers

    async def open(self) -> None:
        """Take up the first version; without anything to serve, a Problem 503 says what is wrong."""
        self._stamp = self._look()
        self.readers = self._make()
        await self.readers.open()

    def _make(self) -> Readers:
        return Readers(self._settings, self._relay, self._on_rest, self._on_death)

    def _look(self) -> tuple[int, int] | None:
        """Fingerprint the file `current`, which publication replaces."""
        if self._folder is None:
            return None
        try:
            status = (self._folder / "current").stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    async def watch(self) -> None:
        """Look every 0.2 seconds whether another version has been published, or the one in service was lost."""
        while True:
            await asyncio.sleep(_CHECK_SECONDS)
            stamp = self._look()
            if self.readers.lost or (stamp and stamp != self._stamp):
                self._stamp = stamp
                await self._renew()

    async def _renew(self) -> None:
        old, new = self.readers, self._make()
        try:
            await new.open()
        except Problem as problem:
            _LOG.warning("%s Version %s stays in service.", problem, old.edition.version)
            return
        self.readers = new
        self._old.add(old)
        old.close()
        old.closed.add_done_callback(lambda _: self._forget(old))
        self._on_rest()

    def _forget(self, old: Readers) -> None:
        self._old.discard(old)
        version = old.edition.version
        if self._folder and version != self.readers.edition.version:
            asyncio.get_running_loop().run_in_executor(None, _delete, self._folder / version)

    def all(self) -> list[Readers]:
        """List the readers of every version that is still read, the one in service first."""
        return [self.readers, *self._old]

    async def close(self) -> None:
        """Let all readers go, those that work too."""
        readers = self.all()
        for one in readers:
            one.close()
            for working in one.working():
                one.kill(working, deaths.LEFT)
        await asyncio.wait([one.closed for one in readers], timeout=_DELETE_SECONDS)


def _delete(home: Path) -> None:
    """Delete a version when nobody holds its lock any more, here or in another server."""
    end = time.monotonic() + _DELETE_SECONDS
    while time.monotonic() < end:
        try:
            with locks.alone(home / "manifest.json"):
                if holdings.current(home.parent) != home.name:
                    # under another name first: what is half deleted must never pass for a version
                    doomed = home.rename(home.with_name(f".building-{os.getpid()}-{time.monotonic_ns()}"))
                    shutil.rmtree(doomed, ignore_errors=True)
                return
        except (BlockingIOError, PermissionError):  # the latter on a system without locks
            time.sleep(_CHECK_SECONDS)
        except (OSError, Problem):
            return
