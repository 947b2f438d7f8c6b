"""The page /timeline: when things began, happened and ended, each date as firm or as vague as its source gives it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from flask import Request, Response, jsonify, render_template

from endpoint import browse, conflicts, resources, spans, strips, testimony
from endpoint.choices import chosen
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.terms import Shown
from endpoint.testimony import Statement

KINDS = {
    "event": "Event",
    "directorate": "Directorate",
    "camp": "Camp",
    "division": "MilitaryUnit",
    "act": "NormativeAct",
}
# by the tone in which they are drawn
TONES = {
    "established": "tone-2",
    "began": "tone-2",
    "occurred": "tone-1",
    "dissolved": "tone-1",
    "issued": "tone-1",
    "firstAttested": "tone-3",
    "lastAttested": "tone-3",
}
WAYS = ("existed",)  # usually a date has to lie in the years
USUAL = (1939, 1956)  # the years that are looked at unless others are asked for
_FIRST, _LAST = 1900, 2030
_ON_A_PAGE = 40
_TOLD = """VALUES ?told { %s } VALUES ?class { %s }
  ?claim a gupvi:Claim ; rdf:predicate ?told ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank .
  ?thing a ?class FILTER(?rank != gupvi:deprecated)
  { ?claim gupvi:earliestBegin ?day } UNION { ?claim gupvi:latestEnd ?day }"""


@dataclass(frozen=True)
class Line:
    """A thing with what is told of its times; `years` are those told of a camp, by whatever claim."""

    thing: Shown
    kind: str
    told: tuple[Statement, ...]
    years: spans.Years | None = None


def respond(desk: Desk, request: Request) -> str | Response:
    """Show the times of things, a page at a time, by kind, layer and years; `format=json` gives all of them."""
    everything = read(desk, desk.edition.version)
    layers = {one.grade.key: one.grade for line in everything for one in line.told}
    kind, layer, way = chosen(request, "kind", KINDS), chosen(request, "layer", layers), chosen(request, "way", WAYS)
    first, last = year(request, "from", USUAL[0]), year(request, "to", USUAL[1])
    if first > last:
        raise Problem(400, "The first year comes after the last: exchange from and to.")
    wanted = [kind] if kind else list(KINDS)
    years = {thing.title: found for thing, found in spans.read(desk, desk.edition.version).items()}
    within = {
        name: [line for line in keep(everything, name, years) if meets(line, first, last, way)]
        for name in (spans.ALL, *layers)
    }
    lines = [line for line in within[layer] if line.kind in wanted]
    if request.args.get("format") == "json":
        return jsonify(
            [(line.thing, [(one.predicate.text, one.time, one.claim.title) for one in line.told]) for line in lines]
        )
    number, scale = resources.page_number(request), strips.scale_years(first, last)
    last_page = conflicts.turn(lines, number, _ON_A_PAGE)
    classes = browse.count(desk, desk.edition.version)
    return render_template(
        "timeline.html",
        lines=[
            (line, [(strips.mark_time(scale, one.days, one.is_about), tone(one)) for one in line.told])
            for line in lines[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
        ],
        scale=scale,
        kinds=[(name, sum(line.kind == name for line in within[layer])) for name in KINDS],
        layers=[
            (name, words.text, sum(line.kind in wanted for line in within[name])) for name, words in layers.items()
        ],
        asked={"kind": kind, "layer": layer, "way": way, "from": first, "to": last},
        total=len(lines),
        number=number,
        last_page=last_page,
        undated=sum(count for name, _, count in classes if name in wanted)
        - sum(line.kind in wanted and bool(way or line.told) for line in everything),
        mapped=first if first == last and USUAL[0] <= first <= USUAL[1] else "",
        say=spans.say,
    )


def keep(lines: Iterable[Line], layer: str, years: Mapping[str, Mapping[str, spans.Years]]) -> list[Line]:
    """Keep what is told in one layer, or in all, with the years of camps, by IRI, that it tells."""
    kept = []
    for line in lines:
        told = tuple(one for one in line.told if layer in (spans.ALL, one.grade.key))
        kept.append(replace(line, told=told, years=years.get(line.thing.title, {}).get(layer)))
    return kept


def year(request: Request, name: str, usual: int) -> int:
    """Read a year of four digits; a Problem 400 when it is none."""
    text = request.args.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) == len(str(_FIRST)) and _FIRST <= int(text) <= _LAST):
        raise Problem(400, f"The parameter {name} is a year from {_FIRST} to {_LAST}.")
    return int(text)


def tone(statement: Statement) -> str:
    """Choose the tone of a time by what is told of it."""
    return TONES[statement.predicate.key]


@once(10)
def read(desk: Desk, version: str) -> list[Line]:
    """Read the dated things once for each version, in the order of their first day.

    Camps of which years are told, but neither begin nor end, are among them.
    """
    found: dict[Shown, tuple[str, list[Statement]]] = {}
    told = " ".join(f"{'dct' if name == 'issued' else 'gupvi'}:{name}" for name in TONES)
    for kind, name in KINDS.items():
        for statement in testimony.read(desk, _TOLD % (told, f"gupvi:{name}")).values():
            found.setdefault(statement.subject, (kind, []))[1].append(statement)
    lines = [Line(thing, kind, tuple(sorted(several, key=_begin))) for thing, (kind, several) in found.items()]
    dated = {thing.title for thing in found}
    for thing, years in spans.read(desk, version).items():
        if thing.title not in dated:
            lines.append(Line(thing, "camp", (), years[spans.ALL]))
    return sorted(
        lines, key=lambda line: (_begin(line.told[0]) if line.told else spans.say(line.years), line.thing.text)
    )


def _begin(statement: Statement) -> str:
    return str(min(day for day in statement.days if day))


def meets(line: Line, first: int, last: int, way: str = "") -> bool:
    """Tell whether a date lies in these years, or, for what existed, whether the first and the last take them in.

    A camp existed in the years in which the map has it.
    """
    if way and line.kind == "camp":
        return spans.take_in(line.years, first, last)
    times = [one.days for one in line.told]
    spanned = map(strips.span, [times] if way else [[days] for days in times])
    return any(spans.take_in(years, first, last) for years in spanned)
