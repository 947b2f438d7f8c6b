"""What somebody has on screen in the explorer, as it stands in the address: things, relations opened, and filters."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Request

from endpoint import things, timeline
from endpoint.problems import Problem

STEP = 12  # things that a relation opened shows at first, and more each time
_OPENED_MOST, _LETTERS_MOST, _SHOWN_MOST = 100, 300, 10_000
_KEY = re.compile(r"[^/\s]+/\S+")
_OPENED = re.compile(r"(\S+/\S+) (\^?[\w-]+:[\w-]+)(?: (\d{1,4}))?")


@dataclass(frozen=True)
class Opened:
    """A relation of a thing that is opened, and how many things it shows at most."""

    thing: str
    relation: str
    most: int = STEP

    def __str__(self) -> str:
        return f"{self.thing} {self.relation}" + (f" {self.most}" if self.most != STEP else "")


@dataclass(frozen=True)
class Outlook:
    """What is on screen: `things` are those it started from, `hidden` those taken away, the rest are filters.

    `source` is the name of a named graph, that of a source or `layer-…`; a year that is 0 is no bound.
    """

    things: tuple[str, ...] = ()
    opened: tuple[Opened, ...] = ()
    hidden: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    source: str = ""
    first: int = 0
    last: int = 0

    @property
    def is_filtered(self) -> bool:
        """Tell whether anything is left out by a filter."""
        return bool(self.kinds or self.source or self.first or self.last)

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Give the parameters in which this is written, in an order that does not change."""
        lists = (("thing", self.things), ("open", self.opened), ("hide", self.hidden), ("kind", self.kinds))
        single = (("source", self.source), ("from", self.first), ("to", self.last))
        return [
            *((name, str(value)) for name, values in lists for value in values),
            *((name, str(value)) for name, value in single if value),
        ]

    @property
    def query(self) -> str:
        """Write this as a query string."""
        return urlencode(self.pairs, safe="/:")

    def remove(self, thing: str) -> "Outlook":
        """Take a thing away, with what it had opened."""
        opened = tuple(one for one in self.opened if one.thing != thing)
        if thing in self.things:
            return replace(self, things=tuple(one for one in self.things if one != thing), opened=opened)
        return replace(self, hidden=(*self.hidden, thing), opened=opened)

    def open(self, thing: str, relation: str, most: int = STEP) -> "Outlook":
        """Open a relation of a thing, or show more by it; with 0 it is closed."""
        others = tuple(one for one in self.opened if (one.thing, one.relation) != (thing, relation))
        return replace(self, opened=(*others, Opened(thing, relation, most)) if most else others)

    def unfiltered(self) -> "Outlook":
        """Take all filters away."""
        return Outlook(self.things, self.opened, self.hidden)


def read(request: Request) -> Outlook:
    """Read what is asked for; what cannot be is a Problem 400, and what cannot be a thing a Problem 404."""
    given = {name: tuple(dict.fromkeys(request.args.getlist(name))) for name in ("thing", "open", "hide", "kind")}
    if sum(map(len, given.values())) > _OPENED_MOST or any(
        len(one) > _LETTERS_MOST for all_ in given.values() for one in all_
    ):
        raise Problem(400, f"An address of the explorer holds at most {_OPENED_MOST} things and relations.")
    for key in (*given["thing"], *given["hide"]):
        if not _KEY.fullmatch(key):
            raise Problem(400, "A thing is written as kind and key, such as camp/99.")
        things.name(*key.split("/", 1))
    opened = [_OPENED.fullmatch(one) for one in given["open"]]
    if not all(opened):
        raise Problem(400, "What is opened is written as thing and relation, such as camp/99 gupvi:locatedIn.")
    shown = [max(1, int(one[3] or STEP)) for one in opened if one]
    if sum(shown) > _SHOWN_MOST:
        raise Problem(400, f"The explorer shows at most {_SHOWN_MOST:,} things by relations.")
    first, last = (timeline.year(request, name, 0) if request.args.get(name) else 0 for name in ("from", "to"))
    if last and first > last:
        raise Problem(400, "The first year is after the last.")
    return Outlook(
        given["thing"],
        tuple(Opened(one[1], one[2], most) for one, most in zip(filter(None, opened), shown, strict=True)),
        given["hide"],
        tuple(kind for kind in given["kind"] if kind),
        request.args.get("source", ""),
        first,
        last,
    )
