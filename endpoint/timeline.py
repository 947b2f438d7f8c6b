"""The page /timeline: when things began, happened and ended, each date as firm or as vague as its source gives it."""

import functools
from dataclasses import dataclass

from flask import Request, Response, jsonify, render_template

from endpoint import strips, testimony
from endpoint.engine import Engine
from endpoint.problems import Problem
from endpoint.strips import Mark
from endpoint.terms import Shown
from endpoint.testimony import Statement

KINDS = {"event": "Event", "directorate": "Directorate", "camp": "Camp", "division": "MilitaryUnit"}
# by the tone in which they are drawn
TONES = {
    "established": "tone-2",
    "began": "tone-2",
    "occurred": "tone-1",
    "dissolved": "tone-1",
    "firstAttested": "tone-3",
    "lastAttested": "tone-3",
}
_FIRST, _LAST = 1900, 2030
_TOLD = """VALUES ?told { %s } VALUES ?class { %s }
  ?claim a gupvi:Claim ; rdf:predicate ?told ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank .
  ?thing a ?class FILTER(?rank != gupvi:deprecated)
  { ?claim gupvi:earliestBegin ?day } UNION { ?claim gupvi:latestEnd ?day }"""


@dataclass(frozen=True)
class Line:
    """A thing with what is told of its times, and the mark of each on the scale."""

    thing: Shown
    kind: str
    told: tuple[Statement, ...]
    marks: tuple[tuple[Mark | None, str], ...] = ()


def respond(engine: Engine, request: Request) -> str | Response:
    """Show the times of things, of one kind and of some years or of all; `format=json` gives the same."""
    kind = request.args.get("kind", "")
    if kind and kind not in KINDS:
        raise Problem(400, f"The kind is one of {', '.join(KINDS)}.")
    first, last = year(request, "from", 1939), year(request, "to", 1956)
    if first > last:
        raise Problem(400, "The first year comes after the last: exchange from and to.")
    scale = strips.scale_years(first, last)
    lines = [
        Line(
            line.thing, line.kind, line.told, tuple((strips.mark_time(scale, one.days), tone(one)) for one in line.told)
        )
        for line in read(engine, engine.edition.version)
        if kind in ("", line.kind) and _meets(line, first, last)
    ]
    if request.args.get("format") == "json":
        return jsonify(
            [(line.thing, [(one.predicate.text, one.time, one.claim.title) for one in line.told]) for line in lines]
        )
    return render_template(
        "timeline.html", lines=lines, scale=scale, kind=kind, kinds=list(KINDS), first=first, last=last
    )


def year(request: Request, name: str, usual: int) -> int:
    """Read a year of four digits; a Problem 400 when it is none."""
    text = request.args.get(name) or str(usual)
    if not (text.isascii() and text.isdecimal() and len(text) == len(str(_FIRST)) and _FIRST <= int(text) <= _LAST):
        raise Problem(400, f"The parameter {name} is a year from {_FIRST} to {_LAST}.")
    return int(text)


def tone(statement: Statement) -> str:
    """Choose the tone of a time by what is told of it."""
    return TONES[statement.predicate.title.rpartition("#")[2]]


@functools.lru_cache(maxsize=4)
def read(engine: Engine, version: str) -> list[Line]:
    """Read the dated things once for each version, in the order of their first day."""
    found: dict[Shown, tuple[str, list[Statement]]] = {}
    told = " ".join(f"gupvi:{name}" for name in TONES)
    for kind, name in KINDS.items():
        for statement in testimony.read(engine, _TOLD % (told, f"gupvi:{name}")).values():
            found.setdefault(statement.subject, (kind, []))[1].append(statement)
    lines = [Line(thing, kind, tuple(sorted(several, key=_begin))) for thing, (kind, several) in found.items()]
    return sorted(lines, key=lambda line: (_begin(line.told[0]), line.thing.text))


def _begin(statement: Statement) -> str:
    return str(min(day for day in statement.days if day))


def _meets(line: Line, first: int, last: int) -> bool:
    years = strips.span(one.days for one in line.told)
    return years is not None and years[0] <= last and years[1] >= first
