"""The things of a class with what a list of them is narrowed and sorted by."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from endpoint import labels, narrowing, reading, spans, titles
from endpoint.desk import Desk
from endpoint.narrowing import DATES, FACETS, NAMES, Narrowing
from endpoint.once import once
from endpoint.terms import Shown, show

_THINGS = """SELECT ?thing ?property ?value { ?thing a gupvi:%s
  OPTIONAL { VALUES ?property { %s } ?thing ?property ?value }
} ORDER BY ?thing ?property ?value"""
_WITHIN = "SELECT DISTINCT ?place ?whole { ?thing a gupvi:%s ; gupvi:locatedIn ?place . ?place dct:isPartOf+ ?whole }"
_NAMED = f"SELECT DISTINCT ?thing ?said {{ ?thing a gupvi:%s . {NAMES} }}"


@dataclass(frozen=True)
class Thing:
    """A thing with its facets and dates, pairs of the name of a property and a value, and its folded names.

    `within` are the places that those where it lies are parts of, `years` the first and the last told of a camp.
    """

    thing: Shown
    facets: tuple[tuple[str, Shown], ...]
    names: tuple[str, ...]
    within: tuple[Shown, ...] = ()
    years: spans.Years | None = None

    def values(self, name: str) -> list[Shown]:
        """Give the values of a facet, as they are told."""
        return [value for of, value in self.facets if of == name]

    def fitting(self, name: str) -> list[Shown]:
        """Give the values of a facet by which it is found; what has none is found by that."""
        return [*self.values(name), *(self.within if name == narrowing.PLACE else ())] or [narrowing.NOT_TOLD]

    def fits(self, asked: Narrowing) -> bool:
        """Tell whether it has the values asked for, and one name with all the words."""
        return (
            all(value in map(key, self.fitting(name)) for name, value in asked.chosen)
            and (not asked.words or any(all(word in name for word in asked.words) for name in self.names))
            and (not asked.year or spans.take_in(self.years, int(asked.year), int(asked.year)))
        )


@once(64)
def read(desk: Desk, version: str, class_: str) -> list[Thing]:
    """Read the things of a class, once for each version, by name."""
    properties = " ".join(map(narrowing.term_of, FACETS | DATES))
    rows = reading.rows(desk, labels.DECLARED + _THINGS % (class_, properties))
    wholes = reading.rows(desk, labels.DECLARED + _WITHIN % class_)
    words = titles.find(desk, (term for row in (*rows, *wholes) for term in (row[0], row[-1])))
    within: dict[str, list[Shown]] = defaultdict(list)
    for place, whole in wholes:
        within[show(place).title].append(show(whole, words))
    names: dict[str, list[str]] = defaultdict(list)
    for thing, said in reading.rows(desk, labels.DECLARED + _NAMED % class_):
        names[show(thing).title].append(show(said).text)
    years = {thing.title: layers.get(spans.ALL) for thing, layers in spans.read(desk, version).items()}
    found: dict[Shown, list[tuple[str, Shown]]] = {}
    for thing, name, value in rows:
        facets = found.setdefault(show(thing, words), [])
        if value:
            facets.append((show(name).key, show(value, words)))
    things = [
        Thing(
            thing,
            tuple(sorted(facets, key=lambda pair: order(pair[1]))),
            tuple(names[thing.title]),
            _around([value for name, value in facets if name == narrowing.PLACE], within),
            years.get(thing.title),
        )
        for thing, facets in found.items()
    ]
    return sorted(things, key=lambda one: order(one.thing))


def _around(places: list[Shown], within: Mapping[str, list[Shown]]) -> tuple[Shown, ...]:
    """Find the places around these, each once and none of these."""
    around = dict.fromkeys(whole for place in places for whole in within.get(place.title, ()))
    return tuple(whole for whole in around if whole not in places)


def key(value: Shown) -> str:
    """Write the value of a facet as it stands in an address: the end of its IRI."""
    return re.split(r"[/#]", value.title)[-1]


def order(shown: Shown) -> list[tuple[int, str]]:
    """Order by name; numbers in names count as numbers."""
    parts = re.split(r"(\d+)", shown.text)
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in parts]
