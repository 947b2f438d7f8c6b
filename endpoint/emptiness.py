"""Where a query that finds nothing loses its last match: at which pattern, filter or clause, and what stands there."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from endpoint import group, prologue, reading
from endpoint.desk import Desk
from endpoint.grammar import calls_service
from endpoint.group import Group
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.reading import Table, Term
from endpoint.terms import shorten

_AFTER = ("HAVING", "OFFSET", "VALUES")
_HELD = "?_held"
_LETTERS_MOST, _PARTS_MOST, _HELD_MOST = 20_000, 32, 3  # of a query, its main group, and what is said to stand there
_SHOWN_MOST = 120  # characters of anything
_PATIENCE_S = 2.0  # until the last question


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
    if len(text) > _LETTERS_MOST or calls_service(text):  # which is not bothered again
        return None

    def ask(words: str) -> Table:
        if time.monotonic() > until:
            raise TimeoutError
        return reading.read(desk, prologue.read(words), graphs, 1, client)

    try:
        of = group.read(query)
        many = _count(of, ask)
    except (Problem, LookupError, TimeoutError):
        return None
    if many == len(of.parts):
        after = next((word for word in of.after if word.text.upper() in _AFTER), None)
        return Loss(after.text.upper(), text.count("\n", 0, after.begin) + 1) if after else None
    part = of.parts[many]
    held: tuple[tuple[str, str], ...] = ()
    with suppress(Problem, TimeoutError):
        held = _hold(of, many, ask, query)
    return Loss(
        _cut(" ".join(text[part.begin : part.end].split())), text.count("\n", 0, part.begin) + 1, not many, held
    )


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
