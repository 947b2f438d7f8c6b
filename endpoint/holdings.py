"""The data in service: a version of the published store, or one RDF file; in memory, or on the disk."""

import json
import logging
import os
import pickle
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from pyoxigraph import RdfFormat, Store

from endpoint import files, frames, locks
from endpoint.files import Edition, File
from endpoint.problems import Problem
from endpoint.settings import Settings

_LOG = logging.getLogger(__name__)
# what pyoxigraph's memory takes, measured on stores of 1 and 10 million
_BYTES_A_QUAD, _BYTES_A_BYTE_OF_FILE = 310, 3


@dataclass
class Holding:
    """An edition with the store that holds it; on the disk it is opened by each process that reads it."""

    edition: Edition
    store: Store = field(default_factory=Store)
    database: Path | None = None
    kept: ExitStack = field(default_factory=ExitStack)

    def open(self) -> None:
        """Open the store in this process; a database has threads, so no process forks after that."""
        if self.database:
            self.store = Store.read_only(str(self.database))


def current(folder: Path) -> str:
    """Find which version of a published store is in service."""
    try:
        return (folder / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise Problem(503, f"There is no published store in {folder}.") from None


def find(settings: Settings, front: frames.Connection) -> Holding | None:
    """Find what the settings serve and tell the front: READY with the edition and the database, or a PROBLEM."""
    try:
        holding = _read_file(settings) if settings.dataset else _open_version(settings)
    except Problem as problem:
        front.sendall(frames.pack(frames.PROBLEM, problem.pack()))
        return None
    front.sendall(frames.pack(frames.READY, pickle.dumps((holding.edition, holding.database))))
    return holding


def _open_version(settings: Settings) -> Holding:
    """Open the version in service; one that is deleted meanwhile has been followed by another."""
    version = current(settings.store)
    try:
        return _open(settings, version)
    except Problem:
        if current(settings.store) == version:
            raise
        return _open_version(settings)


def _open(settings: Settings, version: str) -> Holding:
    home = settings.store / version
    try:
        kept = ExitStack()
        # whoever deletes versions that nobody reads can tell by this lock that somebody does
        lock = kept.enter_context((home / "manifest.json").open("rb"))
        locks.share(lock)
        if not os.path.samestat(os.fstat(lock.fileno()), (home / "manifest.json").stat()):
            raise FileNotFoundError("it was deleted while it was opened")
        manifest = json.load(lock)
        graphs = tuple(sorted(manifest["graphs"].items()))
        triples = manifest["quads"] - sum(count for _, count in graphs)
        offered = manifest.get("files", {}).items()
        downloads = {
            name: File(name, told["title"], told["type"], told["holds"], told["bytes"], told["sha256"])
            for name, told in offered
        }
        edition = Edition(version, "GUPVI Graph", manifest["built"], triples, graphs, downloads)
        if _fits(settings, manifest["quads"] * _BYTES_A_QUAD):
            store = Store()
            store.bulk_load(path=str(home / "dataset.nq"), format=RdfFormat.N_QUADS)
            return Holding(edition, store, None, kept)
        return Holding(edition, database=home / "oxigraph", kept=kept)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("version %s: %s", version, error)
        raise Problem(503, f"Version {version} of the published store in {settings.store} cannot be opened.") from None


def _read_file(settings: Settings) -> Holding:
    path = Path(settings.dataset or "")
    size = path.stat().st_size if path.exists() else 0
    if _fits(settings, size * _BYTES_A_BYTE_OF_FILE):
        return Holding(*files.read(path, Store()))
    kept = ExitStack()
    folder = Path(kept.enter_context(tempfile.TemporaryDirectory(prefix="gupvi-", ignore_cleanup_errors=True)))
    edition = _read_aside(path, folder) if settings.forks else _read_into(path, folder)
    return Holding(edition, database=folder, kept=kept)


def _read_into(path: Path, folder: Path) -> Edition:
    """Read a file into a database, which is closed at the end."""
    edition, store = files.read(path, Store(str(folder)))
    store.optimize()
    return edition


def _read_aside(path: Path, folder: Path) -> Edition:
    """Read a file into a database in a child, since a process that has opened one may not fork any more."""
    ours, theirs = os.pipe()
    if os.fork() == 0:
        status = 1
        try:
            try:
                result: Edition | Problem = _read_into(path, folder)
            except Problem as problem:
                result = problem
            with os.fdopen(theirs, "wb") as pipe:
                pickle.dump(result if isinstance(result, Edition) else result.pack(), pipe)
            status = 0
        finally:
            os._exit(status)
    os.close(theirs)
    with os.fdopen(ours, "rb") as pipe:
        found = pickle.load(pipe)  # noqa: S301 - from our own child
    os.wait()
    if isinstance(found, bytes):
        raise Problem.unpack(found)
    return cast("Edition", found)


def _fits(settings: Settings, size: int) -> bool:
    """Tell whether to keep so many bytes in memory: reading copies what it touches, so count each reader."""
    if settings.store_mode != "auto" or not settings.forks:
        return settings.store_mode == "memory"
    # macOS tells only how much there is, not how much is free
    pages = os.sysconf("SC_AVPHYS_PAGES" if "SC_AVPHYS_PAGES" in os.sysconf_names else "SC_PHYS_PAGES")
    return size * (1 + settings.readers) < pages * os.sysconf("SC_PAGE_SIZE") / 2
