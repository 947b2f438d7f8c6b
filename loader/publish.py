"""Publication: a store is written beside the one in service and takes its place in one atomic step.

A published store is a folder named by its version, beside a file `current` that names the version in
service. The version is a hash of the content, so the same tables give the same version.
"""

import hashlib
import heapq
import json
import os
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

CURRENT, MANIFEST, QUADS, DATABASE = "current", "manifest.json", "dataset.nq", "oxigraph"
UNFINISHED = ".building-"
BATCH = 50_000  # quads or lines held in memory at a time
DIGITS = 16  # of the version


@contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """An empty folder beside the published stores; whatever is left in it at the end is removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{UNFINISHED}*"):
        if not _alive(int(left.name.removeprefix(UNFINISHED).partition("-")[0])):
            shutil.rmtree(left, ignore_errors=True)  # of a run that was killed
    place = folder / f"{UNFINISHED}{os.getpid()}-{time.monotonic_ns()}"
    place.mkdir()
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


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


def publish(place: Path, folder: Path, version: str, manifest: dict[str, Any]) -> None:
    """Put a finished store into service: rename its folder, then let `current` name it, each in one step."""
    manifest = {"version": version, "built": datetime.now(UTC).isoformat(timespec="seconds"), **manifest}
    (place / MANIFEST).write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    home = folder / version
    if home.exists():  # the same content has been published before: only what is told of it can have changed
        (place / MANIFEST).replace(home / MANIFEST)
    else:
        place.replace(home)
    previous = current(folder)
    pointer = folder / f"{CURRENT}.{os.getpid()}"
    pointer.write_text(version + "\n", encoding="ascii")
    _sync(pointer)
    _sync(folder)
    pointer.replace(folder / CURRENT)
    for old in folder.iterdir():
        if old.is_dir() and old.name not in (version, previous) and not old.name.startswith(UNFINISHED):
            shutil.rmtree(old, ignore_errors=True)


def _sync(path: Path) -> None:
    """Make sure that a file or folder is on the disk before anything points to it."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def current(folder: Path) -> str | None:
    """The version in service, or None when nothing has been published."""
    try:
        return (folder / CURRENT).read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return None


def manifest_of(folder: Path) -> dict[str, Any] | None:
    """What is told of the version in service, or None when there is none or its folder is damaged."""
    version = current(folder)
    try:
        return dict(json.loads((folder / (version or "") / MANIFEST).read_text(encoding="utf-8")))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return None
