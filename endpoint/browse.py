"""The page /browse: the things of each class, narrowed by what they are, what they worked at and where they lie."""

import functools
import re
from collections import Counter
from dataclasses import dataclass

from flask import Request, Response, jsonify, render_template

from endpoint import labels, reading, resources
from endpoint.conflicts import turn
from endpoint.desk import Desk
from endpoint.problems import Problem
from endpoint.terms import Shown, show

_CLASSES = {
    "camp": "Camp",
    "facility-group": "FacilityGroup",
    "directorate": "Directorate",
    "organization": "Organization",
    "division": "MilitaryUnit",
    "group": "PopulationGroup",
    "person": "Person",
    "place": "Place",
    "event": "Event",
    "act": "NormativeAct",
    "work": "Work",
    "memorial": "Memorial",
    "voice": "Voice",
    "finding": "Finding",
    "comparison": "Comparison",
    "silence": "Silence",
}
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) { VALUES ?class { %s } ?thing a ?class } GROUP BY ?class"
_FACETS = ("kind", "industry", "locatedIn")
_THINGS = """SELECT ?thing ?property ?value { ?thing a gupvi:%s
  OPTIONAL { VALUES ?property { %s } ?thing ?property ?value }
} ORDER BY ?thing ?property ?value"""
_ON_A_PAGE = 50
_VALUES_MOST = 12


@dataclass(frozen=True)
class Thing:
    """A thing with what is known of its facets: pairs of the name of a property and a value."""

    thing: Shown
    facets: tuple[tuple[str, Shown], ...]

    def has(self, name: str, value: str) -> bool:
        """Tell whether a facet has this value, the end of an IRI."""
        return any(name == of and value == key(shown) for of, shown in self.facets)


def respond(desk: Desk, request: Request) -> str | Response:
    """Show how many things there are of each class, or those of one class, some at a time, or all as JSON."""
    version, chosen = desk.edition.version, request.args.get("class", "")
    counted = count(desk, version)
    if not chosen:
        return render_template("browse.html", counted=counted, chosen="")
    if chosen not in _CLASSES:
        raise Problem(400, f"The class is one of {', '.join(_CLASSES)}.")
    narrowed = {name: request.args[name] for name in _FACETS if request.args.get(name)}
    things = [one for one in read(desk, version, chosen) if all(one.has(*pair) for pair in narrowed.items())]
    if request.args.get("format") == "json":
        return jsonify([{"iri": one.thing.title, "label": one.thing.text} for one in things])
    number = resources.page_number(request)
    last = turn(things, number, _ON_A_PAGE)
    return render_template(
        "browse.html",
        counted=counted,
        chosen=chosen,
        narrowed=narrowed,
        facets=[(name, values) for name in _FACETS if (values := _values(things, name))],
        things=things[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        total=len(things),
        number=number,
        last=last,
        key=key,
    )


@functools.lru_cache(maxsize=10)
def count(desk: Desk, version: str) -> list[tuple[str, Shown, int]]:
    """Count the things of each class, once for each version."""
    named = " ".join(f"gupvi:{name}" for name in _CLASSES.values())
    rows = reading.rows(desk, labels.DECLARED + _COUNTS % named)
    words = labels.find(desk, (row[0] for row in rows))
    found = {show(row[0]).text.removeprefix("gupvi:"): (show(row[0], words), int(show(row[1]).text)) for row in rows}
    return [(key, *found[name]) for key, name in _CLASSES.items() if name in found]


@functools.lru_cache(maxsize=64)
def read(desk: Desk, version: str, chosen: str) -> list[Thing]:
    """Read the things of a class, once for each version, by name; numbers in names count as numbers."""
    named = " ".join(f"gupvi:{name}" for name in _FACETS)
    rows = reading.rows(desk, labels.DECLARED + _THINGS % (_CLASSES[chosen], named))
    words = labels.find(desk, (term for thing, _, value in rows for term in (thing, value)))
    found: dict[Shown, list[tuple[str, Shown]]] = {}
    for thing, name, value in rows:
        facets = found.setdefault(show(thing, words), [])
        if value:
            facets.append((show(name).text.removeprefix("gupvi:"), show(value, words)))
    return [
        Thing(thing, tuple(facets)) for thing, facets in sorted(found.items(), key=lambda pair: _order(pair[0].text))
    ]


def key(value: Shown) -> str:
    """Write the value of a facet as it stands in an address: the end of its IRI."""
    return re.split(r"[/#]", value.title)[-1]


def _values(things: list[Thing], name: str) -> list[tuple[Shown, int]]:
    """Count the commonest values of a facet among these things."""
    return Counter(value for one in things for of, value in one.facets if of == name).most_common(_VALUES_MOST)


def _order(label: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdecimal() else (-1, part.casefold()) for part in re.split(r"(\d+)", label)]
