"""Publication: a store is written beside the one in service and takes its place in one atomic step.

A published store is a folder named by its version, beside a file `current` that names the version in
service. The version is a hash of the content, so the same tables give the same version. Whoever reads a
version holds a shared lock on its manifest; nothing but versions and unfinished folders is ever removed.
"""

import filecmp
import hashlib
import heapq
import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from pyoxigraph import Quad, RdfFormat, Store

from loader.locks import alone, unread

CURRENT, MANIFEST, QUADS, DATABASE, DOWNLOADS = "current", "manifest.json", "dataset.nq", "oxigraph", "dumps"
LOCK = ".lock"
UNFINISHED = ".building-"
BATCH = 50_000  # quads or lines held in memory at a time
DIGITS = 16  # of the version
VERSION = re.compile(rf"[0-9a-f]{{{DIGITS}}}")


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """An empty folder beside the published stores, for one loader at a time; it is removed at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    with alone(folder / LOCK, str(folder)):
        for left in folder.glob(f"{UNFINISHED}*"):
            remove(left)  # of a run that was killed, since no other can be at work
        place = unfinished(folder)
        place.mkdir()
        try:
            yield place
        finally:
            remove(place)


def unfinished(folder: Path) -> Path:
    """A fresh name, which nobody takes for a version."""
    return folder / f"{UNFINISHED}{os.getpid()}-{time.monotonic_ns()}"


def write(store: Store, quads: Iterable[Quad]) -> None:
    """Write quads into a store, a batch at a time, so that memory does not grow with their number."""
    quads = iter(quads)
    while batch := list(islice(quads, BATCH)):
        store.bulk_extend(batch)


def canonical(store: Store, target: Path) -> str:
    """Write the store's quads as sorted N-Quads and give the hash of that file.

    There are no blank nodes, so sorted lines are the canonical form (RDF Dataset Canonicalization, section 5).
    """
    dump = target.with_suffix(".unsorted")
    store.dump(str(dump), RdfFormat.N_QUADS)
    digest = hashlib.sha256()
    with tempfile.TemporaryDirectory(dir=target.parent) as runs, dump.open("rb") as lines:
        sorted_runs: list[BinaryIO] = []
        while batch := sorted(islice(lines, BATCH)):
            run = Path(runs) / str(len(sorted_runs))
            run.write_bytes(b"".join(batch))
            sorted_runs.append(run.open("rb"))
        with target.open("wb") as out:
            for line in heapq.merge(*sorted_runs):
                out.write(line)
                digest.update(line)
        for opened in sorted_runs:
            opened.close()
    dump.unlink()
    return digest.hexdigest()


def insert(quads: Path, lines: bytes) -> None:
    """Add lines to a file of sorted ones."""
    longer = quads.with_suffix(".longer")
    with quads.open("rb") as held, longer.open("wb") as out:
        out.writelines(heapq.merge(held, lines.splitlines(keepends=True)))
    longer.replace(quads)


def publish(place: Path, folder: Path, version: str, manifest: dict[str, Any]) -> None:
    """Put a finished store into service: rename its folder, then let `current` name it, each in one step."""
    manifest = {"version": version, "built": built(folder, version).isoformat(), **manifest}
    text = json.dumps(manifest, indent=2, ensure_ascii=False) + "\n"
    (place / MANIFEST).write_text(text, encoding="utf-8")
    home = folder / version
    if current(folder) == version and same(place, home):
        rewrite(home / MANIFEST, text.encode())
    else:
        aside = unfinished(folder)
        if home.exists():  # whoever left it may have left it half-made
            home.replace(aside)
        place.replace(home)
        remove(aside)
    pointer = folder / f"{CURRENT}.{os.getpid()}"
    pointer.write_text(version + "\n", encoding="ascii")
    _sync(pointer)
    _sync(folder)
    pointer.replace(folder / CURRENT)
    for old in folder.iterdir():
        if VERSION.fullmatch(old.name) and old.name != version and (old / MANIFEST).is_file():
            remove(old)


def built(folder: Path, version: str) -> datetime:
    """The second, in UTC, in which a version came into service: now, unless it is the one in service."""
    told = manifest_of(folder) or {}
    if told.get("version") == version:
        return datetime.fromisoformat(told["built"])
    return datetime.now(UTC).replace(microsecond=0)


def same(one: Path, other: Path) -> bool:
    """Whether two folders hold the same files, and a database that can be read and has as many quads."""
    try:
        files = [str(path.relative_to(one)) for path in one.rglob("*") if path.is_file() and path.name != MANIFEST]
        files = [name for name in files if not name.startswith(DATABASE)]
        if filecmp.cmpfiles(one, other, files, shallow=False)[0] != files:
            return False
        told = json.loads((one / MANIFEST).read_text(encoding="utf-8"))["quads"]
        return (other / MANIFEST).is_file() and len(Store.read_only(str(other / DATABASE))) == told
    except OSError:
        return False


def rewrite(manifest: Path, text: bytes) -> None:
    """Write a manifest anew in one step into the same file, since readers hold their lock on that very file."""
    handle = os.open(manifest, os.O_WRONLY | getattr(os, "O_BINARY", 0))  # Windows writes line ends of its own else
    try:
        os.write(handle, text.ljust(os.fstat(handle).st_size))
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(folder: Path) -> None:
    """Remove a folder that nobody reads; under a name of no version first, so that none is ever half a version."""
    with unread(folder / MANIFEST) as free:
        if not free or not folder.is_dir():
            return
        try:
            if not folder.name.startswith(UNFINISHED):
                folder = folder.replace(unfinished(folder.parent))
        except OSError:
            return  # in use, on a system without locks
        shutil.rmtree(folder, ignore_errors=True)


def _sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk before anything points to it."""
    if os.name == "nt" and path.is_dir():
        return  # Windows syncs files only, and those opened for writing
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def current(folder: Path) -> str | None:
    """The version in service, or None when nothing has been published."""
    try:
        named = (folder / CURRENT).read_text(encoding="ascii").strip()
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None
    return named if VERSION.fullmatch(named) else None


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """What is told of the version in service, or None when there is none or its folder is damaged."""
    try:
        return dict(json.loads((folder / (current(folder) or "") / MANIFEST).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
