"""Where a query that finds nothing loses its last match: at which pattern, filter or clause, and what stands there."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from endpoint import group, prologue, reading
from endpoint.desk import Desk
from endpoint.group import Group, Part
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.reading import Table, Term
from endpoint.terms import shorten

_AFTER = ("HAVING", "OFFSET", "VALUES")
_HELD = "?_held"
_LETTERS_MOST, _PARTS_MOST, _HELD_MOST = 20_000, 32, 3  # of a query, its main group, and what is said to stand there
_SHOWN_MOST = 120  # characters of anything
_PATIENCE_S = 2.0  # for all questions
_TURNS = threading.BoundedSemaphore(2)  # searches at a time, for they take more than their queries did


class Loss(NamedTuple):
    """The text that leaves no match, its line counted from 1, and whether it has none alone, being the first.

    `held` pairs variables of a filter, or the constant of a pattern, with what one match has there.
    """

    text: str
    line: int
    is_first: bool = False
    held: tuple[tuple[str, str], ...] = ()


def find(desk: Desk, query: Query, graphs: Graphs | None, client: str) -> Loss | None:
    """Find what leaves no match; None if that cannot be told."""
    text, until = query.text, time.monotonic() + _PATIENCE_S
    # a service is not bothered again; whether one is called only a parser could tell, for which this is not the place
    if len(text) > _LETTERS_MOST or "service" in text.lower() or not _TURNS.acquire(blocking=False):
        return None

    def ask(words: str) -> Table:
        left = until - time.monotonic()
        if left < 0:
            raise TimeoutError
        return reading.read(desk, prologue.read(words), graphs, 1, client, left)

    held: tuple[tuple[str, str], ...] = ()
    try:
        of = group.read(query)
        many = _count(of, ask)
        if many < len(of.parts):
            part = of.parts[many]
            with suppress(Problem, TimeoutError):
                held = _hold(of, many, ask, query)
        else:
            part = _after(of)
    except (Problem, LookupError, TimeoutError):
        return None
    finally:
        _TURNS.release()
    shown = _cut(" ".join(text[part.begin : part.end].split()))
    return Loss(shown, text.count("\n", 0, part.begin) + 1, not many, held)


def _after(of: Group) -> Part:
    """Find what leaves none of the rows that match; a LookupError where it may be one thing or another."""
    words = [word.text.upper() for word in of.after]
    nothing = [at for at, word in enumerate(words[1:], 1) if words[at - 1] == "LIMIT" and not word.strip("0")]
    found = [(at - 1, at) for at in nothing] or [(at, at) for at, word in enumerate(words) if word in _AFTER]
    if len(found) != 1:
        raise LookupError
    begin, end = found[0]
    return Part(of.after[begin].begin, of.after[end].end)


def _count(of: Group, ask: Callable[[str], Table]) -> int:
    """Count the parts with which the query still matches, asking each time for half of those left.

    Every part but an OPTIONAL leaves fewer matches, so that one of them is the first that leaves none.
    """
    if len(of.parts) > _PARTS_MOST:
        raise LookupError
    found, lost = 0, len(of.parts) + 1
    while lost - found > 1:
        middle = (found + lost) // 2
        if ask(of.write("ASK", middle)).truth:
            found = middle
        else:
            lost = middle
    return found


def _hold(of: Group, many: int, ask: Callable[[str], Table], query: Query) -> tuple[tuple[str, str], ...]:
    """Find what one match has for the variables of a filter, or in place of the constant that ends a pattern."""
    part = of.parts[many]
    if part.is_filter:
        names = of.variables(part)[:_HELD_MOST]
        table = ask(of.write(f"SELECT {' '.join(names)}", many)) if names else Table("")
    elif part.constant >= 0:
        names = [" ".join(of.text[part.constant : part.end].split())]
        table = ask(of.write(f"SELECT {_HELD}", many + 1, _HELD))
    else:
        return ()
    row = table.rows[0] if table.rows else ()
    return tuple((_cut(name), _cut(_say(term, query))) for name, term in zip(names, row, strict=False) if term)


def _say(term: Term, query: Query) -> str:
    """Write a term as it may stand in the query."""
    if isinstance(term, NamedNode):
        return shorten(term.value, query.prefixes)
    said = str(term)
    if isinstance(term, Literal) and said.endswith(f"^^{term.datatype}"):
        return said.removesuffix(str(term.datatype)) + shorten(term.datatype.value, query.prefixes)
    return said


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_MOST else text[:_SHOWN_MOST] + "…"
