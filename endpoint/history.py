"""What each publication changed, as the loader wrote it beside the version in service; docs/store.md has the form."""

import sqlite3
from contextlib import closing
from typing import Any

from endpoint.desk import Desk
from endpoint.problems import Problem
from endpoint.settings import Settings

Row = tuple[Any, ...]
_LAST = "SELECT kind, time FROM changes WHERE thing = ? ORDER BY number DESC LIMIT 1"


def ask(desk: Desk, settings: Settings, query: str, *values: object) -> list[Row]:
    """Ask the history of the version in service in SQL; where there is none it is a Problem 404."""
    version = desk.edition.version
    path = (settings.store / version / "history.sqlite").resolve()
    try:
        if not settings.dataset:
            with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as database:
                return database.execute(query, values).fetchall()
    except sqlite3.Error:
        if desk.edition.version != version:  # it was deleted for another one just now
            return ask(desk, settings, query, *values)
    except OverflowError:
        raise Problem(404, "There is no page of so high a number.") from None
    raise Problem(404, "There is no history of this dataset.")


def withdrawn(desk: Desk, settings: Settings, key: str) -> str:
    """Find when a thing was withdrawn, as ISO 8601; empty when it was not, or nobody knows."""
    try:
        last = ask(desk, settings, _LAST, key)
    except Problem:
        return ""
    return str(last[0][1]) if last and last[0][0] == "Delete" else ""
