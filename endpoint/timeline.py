"""The page /timeline: when things began, happened and ended, each date as firm or as vague as its source gives it."""

import functools
from collections.abc import Iterable
from dataclasses import dataclass, replace

from flask import Request, Response, jsonify, render_template

from endpoint import browse, conflicts, resources, strips, testimony
from endpoint.choices import chosen
from endpoint.desk import Desk
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
_FIRST, _LAST = 1900, 2030
_ON_A_PAGE = 40
_TOLD = """VALUES ?told { %s } VALUES ?class { %s }
  ?claim a gupvi:Claim ; rdf:predicate ?told ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank .
  ?thing a ?class FILTER(?rank != gupvi:deprecated)
  { ?claim gupvi:earliestBegin ?day } UNION { ?claim gupvi:latestEnd ?day }"""


@dataclass(frozen=True)
class Line:
    """A thing with what is told of its times."""

    thing: Shown
    kind: str
    told: tuple[Statement, ...]


def respond(desk: Desk, request: Request) -> str | Response:
    """Show the times of things, a page at a time, by kind, layer and years; `format=json` gives all of them."""
    everything = read(desk, desk.edition.version)
    layers = {one.grade.key: one.grade for line in everything for one in line.told}
    kind, layer, way = chosen(request, "kind", KINDS), chosen(request, "layer", layers), chosen(request, "way", WAYS)
    first, last = year(request, "from", 1939), year(request, "to", 1956)
    if first > last:
        raise Problem(400, "The first year comes after the last: exchange from and to.")
    wanted = [kind] if kind else list(KINDS)
    within = {
        name: [line for line in keep(everything, name) if meets(line.told, first, last, way)] for name in ("", *layers)
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
        - sum(line.kind in wanted for line in everything),
    )


def keep(lines: Iterable[Line], layer: str) -> list[Line]:
    """Keep what is told in one layer, or in all."""
    return [replace(line, told=tuple(one for one in line.told if layer in ("", one.grade.key))) for line in lines]


def year(request: Request, name: str, usual: int) -> int:
    """Read a year of four digits; a Problem 400 when it is none."""
    text = request.args.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) == len(str(_FIRST)) and _FIRST <= int(text) <= _LAST):
        raise Problem(400, f"The parameter {name} is a year from {_FIRST} to {_LAST}.")
    return int(text)


def tone(statement: Statement) -> str:
    """Choose the tone of a time by what is told of it."""
    return TONES[statement.predicate.key]


@functools.lru_cache(maxsize=10)
def read(desk: Desk, version: str) -> list[Line]:
    """Read the dated things once for each version, in the order of their first day."""
    found: dict[Shown, tuple[str, list[Statement]]] = {}
    told = " ".join(f"{'dct' if name == 'issued' else 'gupvi'}:{name}" for name in TONES)
    for kind, name in KINDS.items():
        for statement in testimony.read(desk, _TOLD % (told, f"gupvi:{name}")).values():
            found.setdefault(statement.subject, (kind, []))[1].append(statement)
    lines = [Line(thing, kind, tuple(sorted(several, key=_begin))) for thing, (kind, several) in found.items()]
    return sorted(lines, key=lambda line: (_begin(line.told[0]), line.thing.text))


def _begin(statement: Statement) -> str:
    return str(min(day for day in statement.days if day))


def meets(told: Iterable[Statement], first: int, last: int, way: str = "") -> bool:
    """Tell whether a date lies in these years, or, for what existed, whether the first and the last take them in."""
    times = [one.days for one in told]
    spans = map(strips.span, [times] if way else [[days] for days in times])
    return any(years is not None and years[0] <= last and years[1] >= first for years in spans)
