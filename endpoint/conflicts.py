"""The page /conflicts: which facts the sources disagree on, each with its claims side by side on one scale."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sized
from dataclasses import dataclass
from itertools import chain

from flask import Request, Response, jsonify, render_template

from endpoint import choices, labels, reading, resources, strips, testimony
from endpoint.desk import Desk
from endpoint.disputes import RULES
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.strips import Mark, Scale
from endpoint.terms import Shown, show
from endpoint.testimony import Statement
from endpoint.things import LAYERS
from ontology.folding import fold

KINDS = ("contradiction", "tension", "ambiguity", "possibleIdentity")
ON_A_PAGE = 20
_CHOICES = {"kind": KINDS, "layer": tuple(LAYERS)}
_COMPARED = """SELECT ?comparison ?kind ?label ?text ?note ?claim ?subject ?measure {
  ?comparison a gupvi:Comparison ; gupvi:kind ?kind ; skos:prefLabel ?label ; gupvi:compares ?claim .
  OPTIONAL { ?comparison dct:description ?text } OPTIONAL { ?comparison skos:editorialNote ?note }
  OPTIONAL { ?claim rdf:subject ?subject } OPTIONAL { ?claim rdf:predicate ?measure }
} ORDER BY ?comparison ?claim"""
_PAIRS = """SELECT ?subject ?measure ?population ?with ?link ?one ?other {
  VALUES ?link { gupvi:contradicts gupvi:inTensionWith }
  ?one ?link ?other ; rdf:subject ?subject ; rdf:predicate ?measure FILTER(STR(?one) < STR(?other))
  ?other rdf:predicate ?with
  OPTIONAL { ?one gupvi:population ?population }
  FILTER NOT EXISTS {
    ?comparison gupvi:compares ?one, ?other ; gupvi:kind ?kind FILTER(?kind != gupvi:agreementOfSources) }
} ORDER BY ?subject ?measure ?population ?one ?other"""


@dataclass(frozen=True)
class Conflict:
    """Claims that do not say the same of `properties`; `about` is the editors' comparison or the thing spoken of.

    `names` are the words of its title and of the things spoken of, folded.
    """

    about: Shown
    label: str
    kind: str
    explanation: str
    note: str
    claims: tuple[str, ...]
    properties: tuple[Shown, ...]
    names: str


@dataclass(frozen=True)
class Drawn:
    """The claims of a conflict as rows with their marks; without a scale nothing can be drawn."""

    rows: list[tuple[Statement, Mark | None]]
    scale: Scale | None
    unit: str


def respond(desk: Desk, request: Request) -> str | Response:
    """Show a page of conflicts, of a kind, a property, a layer, a `name`; `format=json` gives all of them."""
    found, number = read(desk, desk.edition.version), resources.page_number(request)
    spoken_of = {one.key: one for conflict in found for one in conflict.properties}
    known = _CHOICES | {"property": tuple(spoken_of)}
    asked = {name: value for name in known if (value := choices.chosen(request, name, known[name]))}
    if text := choices.typed(request, "name"):
        asked["name"] = text
        words = fold(text).split()
        found = [one for one in found if all(word in one.names for word in words)]
    chosen = _keep(desk, found, asked)
    if request.args.get("format") == "json":
        return jsonify([_tell(one) for one in chosen])
    last = turn(chosen, number)
    shown = chosen[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    said = testimony.read(desk, testimony.among(iri for one in shown for iri in one.claims)) if shown else {}
    return render_template(
        "conflicts.html",
        drawn=[(one, draw([said[iri] for iri in one.claims if iri in said])) for one in shown],
        kinds=[(name, len(_keep(desk, found, asked | {"kind": name}))) for name in KINDS],
        properties=sorted(
            ((name, shown, len(_keep(desk, found, asked | {"property": name}))) for name, shown in spoken_of.items()),
            key=lambda one: (-one[2], one[1].text),
        ),
        layers=[(name, words, len(_keep(desk, found, asked | {"layer": name}))) for name, words in LAYERS.items()],
        asked=asked,
        number=number,
        last=last,
    )


def _tell(one: Conflict) -> dict[str, object]:
    """Give a conflict to programs."""
    told = {name: value for name, value in vars(one).items() if name != "names"}
    return told | {"about": one.about.title, "properties": [shown.title for shown in one.properties]}


def _keep(desk: Desk, found: Iterable[Conflict], asked: Mapping[str, str]) -> list[Conflict]:
    """Keep the conflicts of a kind, of a property and with a claim of a layer, where these are asked for."""
    kind, of, layer = (asked.get(name, "") for name in ("kind", "property", "layer"))
    graded = _grades(desk.plain, desk.edition.version) if layer else {}
    return [
        one
        for one in found
        if kind in ("", one.kind)
        and (not layer or any(graded.get(claim) == layer for claim in one.claims))
        and (not of or any(shown.key == of for shown in one.properties))
    ]


@once(2)
def _grades(desk: Desk, version: str) -> dict[str, str]:
    """Read the layer of each claim once for each version."""
    rows = reading.rows(desk, f"{labels.DECLARED} SELECT ?claim ?grade {{ ?claim gupvi:reliability ?grade }}")
    return {show(claim).title: show(grade).key for claim, grade in rows}


def turn(rows: Sized, number: int, on_a_page: int = ON_A_PAGE) -> int:
    """Count the pages; one beyond the last is a Problem 404."""
    last = max(math.ceil(len(rows) / on_a_page), 1)
    if number > last:
        raise Problem(404, f"The last page is {last}.")
    return last


@once(10)
def read(desk: Desk, version: str) -> list[Conflict]:
    """Read the conflicts once for each version: by kind, those that the editors explain first, then by size."""
    found = list(chain(_explained(desk), _worked_out(desk)))
    return sorted(
        (one for one in found if one.kind in KINDS),
        key=lambda one: (KINDS.index(one.kind), one.explanation in RULES.values(), -len(one.claims)),
    )


def _explained(desk: Desk) -> Iterator[Conflict]:
    groups: dict[tuple[Shown, ...], dict[str, Shown]] = defaultdict(dict)
    rows = reading.rows(desk, labels.DECLARED + _COMPARED)
    words = labels.find(desk, (term for row in rows for term in row[-2:]))
    spoken_of: dict[tuple[Shown, ...], dict[str, None]] = defaultdict(dict)
    for *about, claim, subject, measure in rows:
        key = tuple(show(term) for term in about)
        groups[key][show(claim).title] = show(measure, words)
        spoken_of[key][show(subject, words).text] = None
    for (iri, kind, label, text, note), claims in groups.items():
        properties = tuple(dict.fromkeys(shown for shown in claims.values() if shown.text))
        names = fold(" ".join([label.text, *spoken_of[iri, kind, label, text, note]]))
        yield Conflict(iri, label.text, kind.key, text.text, note.text, tuple(claims), properties, names)


def _worked_out(desk: Desk) -> Iterator[Conflict]:
    rows = reading.rows(desk, labels.DECLARED + _PAIRS)
    words = labels.find(desk, (term for row in rows for term in row[:4]))
    groups: dict[tuple[Shown, ...], dict[str, Shown]] = defaultdict(dict)
    kinds: dict[tuple[Shown, ...], str] = {}
    for subject, measure, population, with_, link, one, other in rows:
        key: tuple[Shown, ...] = (show(subject, words), show(measure, words), show(population, words))
        groups[key] |= {show(one).title: key[1], show(other).title: show(with_, words)}
        if show(link).text == "gupvi:contradicts" or key not in kinds:
            kinds[key] = "contradiction" if show(link).text == "gupvi:contradicts" else "tension"
    for said, claims in groups.items():
        about, kind = said[0], kinds[said]
        label = f"{about.text}: {', '.join(shown.text for shown in said[1:] if shown.text)}"
        properties = tuple(dict.fromkeys(claims.values()))
        yield Conflict(about, label, kind, RULES[kind], "", tuple(claims), properties, fold(label))


def draw(rows: Iterable[Statement]) -> Drawn:
    """Put claims on one scale: numbers of the commonest unit, else times."""
    rows = list(rows)
    units = Counter(row.unit for row in rows if any(bound is not None for bound in row.bounds))
    for unit, _ in units.most_common(1):
        counted = [row for row in rows if row.unit == unit]
        if scale := strips.scale_numbers(counted):
            ordered = sorted(rows, key=lambda row: next((bound for bound in row.bounds if bound is not None), 0))
            return Drawn(
                [(row, strips.mark_number(scale, row) if row in counted else None) for row in ordered], scale, unit
            )
    times = [row for row in rows if any(row.days)]
    if len(times) > 1 and (years := strips.span(row.days for row in times)):
        scale = strips.scale_years(*years)
        ordered = sorted(rows, key=lambda row: str(next(filter(None, row.days), "9999")))
        return Drawn([(row, strips.mark_time(scale, row.days)) for row in ordered], scale, "years")
    return Drawn([(row, None) for row in rows], None, "")
