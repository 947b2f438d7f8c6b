"""The page /browse: the things of each class, narrowed by name, by what they are, worked at and where they lie."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Request, Response, jsonify, render_template

from endpoint import dates, labels, narrowing, reading, resources, roster
from endpoint.conflicts import turn
from endpoint.desk import Desk
from endpoint.narrowing import DATES, FACETS, Narrowing
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.roster import Thing, key, order
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
    "claim": "Claim",
    "finding": "Finding",
    "comparison": "Comparison",
    "silence": "Silence",
}
_COUNTS = "SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) { VALUES ?class { %s } ?thing a ?class } GROUP BY ?class"
_ON_A_PAGE = 50
_COMMONEST = 12  # values of a facet that are shown without asking for all
_FORMATS = ("html", "json")


@dataclass(frozen=True)
class Facet:
    """A facet to narrow a list by: its values with their counts, the commonest first, and all of them by name.

    That it is not told comes last in both.
    """

    name: str
    words: str
    commonest: list[tuple[Shown, int]]
    by_name: list[tuple[Shown, int]]


def respond(desk: Desk, request: Request) -> str | Response:
    """Show how many things there are of each class, or those of one class, some at a time, or all as JSON."""
    version, of = desk.edition.version, request.args.get("class", "")
    counted = count(desk, version)
    if not of:
        return render_template("browse.html", counted=counted, asked=None)
    if of not in _CLASSES:
        raise Problem(400, f"The class is one of {', '.join(_CLASSES)}.")
    asked, everything = narrowing.read(request, of), roster.read(desk, version, _CLASSES[of])
    chosen = {name: _known(everything, of, name, value) for name, value in asked.chosen}
    things = _arrange([one for one in everything if one.fits(asked)], asked.sort)
    if request.args.get("format", "html") not in _FORMATS:
        raise Problem(400, f"The format is one of {', '.join(_FORMATS)}; the list as a query has others.")
    if request.args.get("format") == "json":
        return jsonify([{"iri": one.thing.title, "label": one.thing.text} for one in things])
    columns = {name: words for name, words in (FACETS | DATES).items() if any(one.values(name) for one in everything)}
    facets = [_facet(everything, asked, name) for name in FACETS if name in columns]
    text = narrowing.query(asked, _CLASSES[of], chosen, columns)
    number = resources.page_number(request)
    last = turn(things, number, _ON_A_PAGE)
    return render_template(
        "browse.html",
        counted=counted,
        asked=asked,
        chosen=chosen,
        facets=facets,
        columns=columns,
        dated=DATES,
        say=dates.say,
        is_dated=of == narrowing.DATED,
        is_named=any(one.names for one in everything),
        query=urlencode({"query": text}),
        things=things[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE],
        found=len(things),
        total=len(everything),
        number=number,
        last=last,
        key=key,
    )


@once(10)
def count(desk: Desk, version: str) -> list[tuple[str, Shown, int]]:
    """Count the things of each class, once for each version."""
    named = " ".join(f"gupvi:{name}" for name in _CLASSES.values())
    rows = reading.rows(desk, labels.DECLARED + _COUNTS % named)
    words = labels.find(desk, (row[0] for row in rows))
    found = {show(row[0]).text.removeprefix("gupvi:"): (show(row[0], words), int(show(row[1]).text)) for row in rows}
    return [(key, *found[name]) for key, name in _CLASSES.items() if name in found]


def _known(things: Iterable[Thing], of: str, name: str, value: str) -> Shown:
    """Find the value of a facet by the end of its IRI; one that nothing has is a Problem 400."""
    for one in things:
        for shown in one.fitting(name):
            if key(shown) == value:
                return shown
    raise Problem(400, f"Nothing of the class {of} has the {FACETS[name].lower()} {value!r}.")


def _facet(things: Iterable[Thing], asked: Narrowing, name: str) -> Facet:
    """Count the values of a facet among the things that fit all other choices, so that another can be made."""
    others = asked.without(name)
    counts = Counter(value for one in things if one.fits(others) for value in one.fitting(name))
    untold = [(narrowing.NOT_TOLD, number)] if (number := counts.pop(narrowing.NOT_TOLD, 0)) else []
    by_name = sorted(counts.items(), key=lambda pair: order(pair[0]))
    return Facet(name, FACETS[name], counts.most_common(_COMMONEST) + untold, by_name + untold)


def _arrange(things: list[Thing], sort: str) -> list[Thing]:
    """Sort things that stand by name by a column; those without a value there come last either way."""
    column, is_down = sort.removeprefix("-"), sort.startswith("-")
    if column == narrowing.NAME:
        return things[::-1] if is_down else things
    told = [one for one in things if one.values(column)]
    told.sort(key=lambda one: [order(value) for value in one.values(column)], reverse=is_down)
    return told + [one for one in things if not one.values(column)]
