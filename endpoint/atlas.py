"""The page /map: camps and places where a source puts them, narrowed by what is known of them, in a year or in all."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from urllib.parse import urlencode

from flask import Request, Response, jsonify, render_template

from endpoint import projection, spans, spots, spreading, timeline
from endpoint.choices import chosen
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.spots import FACETS, Known, Spot
from endpoint.terms import Shown
from ontology import THINGS

# the part of the basemap that each view shows: left, top, width, height.
# They overlap and say only where to look: none is a region to count in
VIEWS = {
    "all": (110, 110, 800, 448),
    "west": (90, 200, 500, 280),
    "urals": (285, 255, 340, 190),
    "east": (560, 160, 430, 241),
}
YEARS = tuple(map(str, range(timeline.USUAL[0], timeline.USUAL[1] + 1)))
_LOOK = re.compile(r"\d{1,4}(?:\.\d)?(?:,\d{1,4}(?:\.\d)?){2}")
_NEARER = 2.5  # a thing that is asked for is seen in a part of this map that is so many times smaller
_APART = 10 / 1000  # between marks, as a part of the width of the picture
_TONES = {"place": "tone-0", "prisonerOfWarCamp": "tone-1", "filtrationCamp": "tone-2"}


def respond(desk: Desk, request: Request) -> str | Response:
    """Show the map; with a year, what is told to have been there in it, and hollow what nothing dates.

    With a thing it shows the part around that, and marks it. What is looked at by hand is `at`: left, top and width.
    """
    version = desk.edition.version
    everything, unplaced = spots.read(desk, version)
    known = {name: {value.key: value for spot in everything for value in spot.traits[name]} for name in FACETS}
    asked = {name: chosen(request, name, known[name]) for name in FACETS}
    view, year = chosen(request, "view", VIEWS), chosen(request, "year", YEARS)
    found = [spot for spot in everything if _fits(spot, asked)]
    lost = [camp for camp in unplaced if _fits(camp, asked)]
    if request.args.get("format") == "json":
        return jsonify([vars(spot) for spot in found if is_shown(spot, year)])
    key = request.args.get("thing", "")
    here = _find(everything, unplaced, key)
    look = _read(request)
    box = _around(here) if here and not view else VIEWS[view or "all"]
    placed = place(desk, version, box[2])
    kept = {**asked, "view": view}
    open_ = [sum(is_told(spot, each) for spot in found) for each in YEARS]
    return render_template(
        "map.html",
        spots=found,
        marks=sorted(((spot, placed[spot.thing.title], tone(spot)) for spot in found), key=lambda mark: mark[2]),
        towns=spots.towns(desk, version),
        facets=[(name, _count(everything, asked, name)) for name in FACETS],
        asked=asked,
        address=_write(**kept, thing=key),
        without=_write(**kept, year=year),
        here=here,
        mark=here and placed[here.thing.title],
        box=look or box,
        view="" if look else view or ("" if here else "all"),
        views=VIEWS,
        looks=[(each, _write(**{**kept, "view": each}, thing=key, year=year)) for each in VIEWS],
        year=year,
        open=list(zip(YEARS, open_, strict=True)),
        most=max(*open_, 1),
        told=sum(is_told(spot, year) for spot in found),
        camps=sum(spot.is_camp for spot in found),
        undated=sum(spot.is_camp and spot.years is None for spot in found),
        unplaced=lost,
        listed=[camp for camp in lost if not year or is_told(camp, year)],
        is_shown=is_shown,
        graticule=projection.graticule(),
    )


@once(32)
def place(desk: Desk, version: str, width: float) -> dict[str, tuple[float, float]]:
    """Place the mark of each thing, by its IRI, so that none hides another where the map shows this width.

    Places themselves stay where they are.
    """
    found = sorted(spots.read(desk, version)[0], key=lambda spot: spot.is_camp)
    fixed = sum(not spot.is_camp for spot in found)
    moved = spreading.spread([spot.at for spot in found], width * _APART, fixed)
    return {spot.thing.title: at for spot, at in zip(found, moved, strict=True)}


def _find(everything: Iterable[Spot], unplaced: Iterable[Known], key: str) -> Spot | None:
    """Find the thing that is asked for, if any; one without a position is a Problem 404."""
    found = next((spot for spot in everything if spot.thing.title == THINGS + key), None)
    if key and not found:
        name = next((camp.thing.text for camp in unplaced if camp.thing.title == THINGS + key), key)
        raise Problem(404, f"{name} is not on the map: no source gives its position, or that of its town.")
    return found


def _read(request: Request) -> tuple[float, ...]:
    """Read which part somebody looked at, as high as it is wide in the whole; nothing if that is left out."""
    text = request.args.get("at", "")
    if not text:
        return ()
    if not _LOOK.fullmatch(text):
        raise Problem(400, "The part of the map that is looked at is its left, top and width: at=110,110,400.")
    left, top, width = map(float, text.split(","))
    wide, high = VIEWS["all"][2:]
    width = min(width or wide, wide)
    return left, top, width, round(width * high / wide, 1)


def _around(spot: Spot) -> tuple[float, ...]:
    """Lay the part of the map around a thing, within the whole."""
    corner, whole = VIEWS["all"][:2], VIEWS["all"][2:]
    size = [length / _NEARER for length in whole]
    begins = (
        min(max(at - part / 2, low), low + length - part)
        for at, part, low, length in zip(spot.at, size, corner, whole, strict=True)
    )
    return *(round(begin, 1) for begin in begins), *size


def _write(**chosen_: str) -> str:
    """Write the query string for what is chosen."""
    return urlencode({name: value for name, value in chosen_.items() if value})


def tone(spot: Spot) -> str:
    """Give the tone of the first kind that has one, else that of other camps."""
    return next((_TONES[kind.key] for kind in spot.traits["kind"] if kind.key in _TONES), "tone-3")


def is_told(spot: Known, year: str) -> bool:
    """Tell whether the first and the last date of a camp take in a year."""
    return bool(year and spot.is_camp and spans.take_in(spot.years, int(year), int(year)))


def is_shown(spot: Spot, year: str) -> bool:
    """Tell whether something is drawn in a year: what no source dates always is."""
    return not year or spot.years is None or is_told(spot, year)


def _fits(spot: Known, asked: Mapping[str, str]) -> bool:
    return all(not value or spot.has(name, value) for name, value in asked.items())


def _count(everything: Iterable[Spot], asked: Mapping[str, str], name: str) -> list[tuple[Shown, int]]:
    """Count the values of a facet among what the other choices leave; the one that is chosen is always there."""
    others = {**asked, name: ""}
    counted = Counter(value for spot in everything if _fits(spot, others) for value in spot.traits[name])
    if asked[name] and not any(value.key == asked[name] for value in counted):
        counted[next(value for spot in everything for value in spot.traits[name] if value.key == asked[name])] = 0
    return sorted(counted.items(), key=lambda pair: (-pair[1], pair[0].text))
