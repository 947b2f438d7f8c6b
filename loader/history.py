"""What each publication changed: which things were created, updated or removed, kept from version to version.

`history.sqlite` lies beside the store of a version. Its one table, `changes`, only grows: `number` counts from 1,
`time` is ISO 8601 in UTC, `thing` the key of a thing such as `camp/99`, `kind` one of Create, Update and Delete, and
`state` a hash of the thing's triples after the change, or NULL.
"""

import hashlib
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store

from loader import terms
from loader.claims import SUBJECT
from loader.progress import tell
from ontology import THINGS

HISTORY = "history.sqlite"
_TABLE = """
CREATE TABLE changes (
    number INTEGER PRIMARY KEY, time TEXT NOT NULL, thing TEXT NOT NULL, kind TEXT NOT NULL, state BLOB
) STRICT;
CREATE INDEX of_things ON changes (thing, number);
"""
_LATEST = "SELECT thing, state, MAX(number) FROM changes GROUP BY thing"
_BYTES = 16  # of a hash
_Change = tuple[str, str, bytes | None]  # thing, kind, state


def extend(store: Store, earlier: Path, place: Path, time: datetime) -> int:
    """Write the history of a version into its folder: that of the `earlier` one, and what is new in this store.

    Give the number of changes. Where there is no earlier history, or one that cannot be read, it begins here.
    """
    target, now = place / HISTORY, states(store)
    try:
        shutil.copyfile(earlier / HISTORY, target)
        return _append(target, now, time)
    except (FileNotFoundError, NotADirectoryError):
        pass
    except sqlite3.DatabaseError as error:
        tell(f"the history of changes cannot be read ({error}) and begins anew")
        target.unlink()
    with closing(sqlite3.connect(target)) as database:
        database.executescript(_TABLE)
    return _append(target, now, time)


def _append(target: Path, now: dict[str, bytes], time: datetime) -> int:
    with closing(sqlite3.connect(target)) as database, database:
        before = {thing: state for thing, state, _ in database.execute(_LATEST) if state is not None}
        found = list(_compare(before, now))
        # a clock that was set back must not put a change before the one it follows
        last = database.execute("SELECT MAX(time) FROM changes").fetchone()[0]
        time = max(time, datetime.fromisoformat(last) + timedelta(seconds=1)) if last else time
        written = time.isoformat(timespec="seconds")
        rows = ((written, *change) for change in found)
        database.executemany("INSERT INTO changes (time, thing, kind, state) VALUES (?, ?, ?, ?)", rows)
        return len(found)


def _compare(before: dict[str, bytes], now: dict[str, bytes]) -> Iterator[_Change]:
    for thing in sorted(before.keys() | now.keys()):
        if thing not in now:
            yield thing, "Delete", None
        elif before.get(thing) != now[thing]:
            yield thing, "Update" if thing in before else "Create", now[thing]


def states(store: Store) -> dict[str, bytes]:
    """Hash what the merged graph says of each thing: its own triples, and those of the claims about it.

    Hashes of triples are added up, so that their order does not matter.
    """
    own: defaultdict[str, int] = defaultdict(int)
    about: list[tuple[str, str]] = []
    for quad in store.quads_for_pattern(None, None, None, terms.DEFAULT):
        if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(THINGS):
            thing = quad.subject.value.removeprefix(THINGS)
            own[thing] += _hash(quad)
            if quad.predicate == SUBJECT and isinstance(quad.object, NamedNode):
                about.append((quad.object.value.removeprefix(THINGS), thing))
    whole = dict(own)
    for thing, claim in about:
        if thing in whole:
            whole[thing] += own[claim]
    return {thing: (total % 2 ** (8 * _BYTES)).to_bytes(_BYTES) for thing, total in whole.items()}


def _hash(quad: Quad) -> int:
    return int.from_bytes(hashlib.blake2b(str(quad.triple).encode(), digest_size=_BYTES).digest())
