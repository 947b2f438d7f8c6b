"""The page /map: camps and places where a source puts them, by kind, grade of the position and year."""

import functools
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from flask import Request, Response, jsonify, render_template

from endpoint import labels, projection, reading, timeline
from endpoint.engine import Engine
from endpoint.problems import Problem
from endpoint.terms import Shown, show

# the part of the basemap that each view shows: left, top, width, height
VIEWS = {
    "all": (0, 0, 1000, 560),
    "west": (90, 200, 500, 280),
    "urals": (350, 250, 420, 235),
    "east": (560, 160, 430, 241),
}
_PLACE = "place"
_POSITIONS = """SELECT ?thing ?lat ?long ?grade ?kind ?town {
  { ?thing geo:lat ?lat ; geo:long ?long .
    ?claim rdf:subject ?thing ; rdf:predicate geo:lat ; rdf:object ?lat ; a gupvi:Claim ; gupvi:reliability ?grade }
  UNION
  { VALUES ?size { gupvi:city gupvi:settlement } ?town gupvi:kind ?size ; geo:lat ?lat ; geo:long ?long .
    ?thing gupvi:locatedIn ?town ; a gupvi:Camp FILTER NOT EXISTS { ?thing geo:lat ?own }
    ?claim rdf:subject ?thing ; rdf:predicate gupvi:locatedIn ; rdf:object ?town ; a gupvi:Claim ;
      gupvi:reliability ?grade }
  OPTIONAL { ?thing a gupvi:Camp ; gupvi:kind ?kind }
} ORDER BY ?thing ?town ?grade"""
_YEARS = """SELECT ?thing (MIN(?day) AS ?first) (MAX(?day) AS ?last) {
  ?thing a gupvi:Camp . ?claim a gupvi:Claim ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank
  FILTER(?rank != gupvi:deprecated)
  { ?claim gupvi:earliestBegin ?day } UNION { ?claim gupvi:latestEnd ?day }
} GROUP BY ?thing"""
_TONES = {_PLACE: "tone-0", "prisonerOfWarCamp": "tone-1", "filtrationCamp": "tone-2"}


@dataclass(frozen=True)
class Spot:
    """A thing on the map, `at` in pixels of the basemap; `kinds` are ends of IRIs, `years` the first and last told.

    Where no source gives the position of a camp, it is that of its `town`.
    """

    thing: Shown
    latitude: float
    longitude: float
    at: tuple[float, float]
    kinds: tuple[str, ...]
    grade: Shown
    years: tuple[int, int] | None
    town: Shown

    @property
    def tone(self) -> str:
        """Give the tone of the first kind that has one, else that of other camps."""
        return next((_TONES[kind] for kind in self.kinds if kind in _TONES), "tone-3")


def respond(engine: Engine, request: Request) -> str | Response:
    """Show the map; without a year everything is there, with one what is told to have been there in it."""
    found, words = read(engine, engine.edition.version)
    kinds, grades = Counter(kind for spot in found for kind in spot.kinds), Counter(key(spot.grade) for spot in found)
    kind, grade = chosen(request, "kind", kinds), chosen(request, "grade", grades)
    view = chosen(request, "view", VIEWS) or "all"
    at = timeline.year(request, "year", 0) if request.args.get("year") else 0
    spots = [
        spot
        for spot in found
        if (not kind or kind in spot.kinds)
        and (not grade or key(spot.grade) == grade)
        and (not at or _was_there(spot, at))
    ]
    if request.args.get("format") == "json":
        return jsonify([vars(spot) for spot in spots])
    return render_template(
        "map.html",
        spots=sorted(spots, key=lambda spot: spot.tone),
        words=words,
        kinds=kinds.most_common(),
        grades=grades.most_common(),
        kind=kind,
        grade=grade,
        view=view,
        views=VIEWS,
        year=at,
        graticule=projection.graticule(),
        key=key,
    )


@functools.lru_cache(maxsize=4)
def read(engine: Engine, version: str) -> tuple[list[Spot], dict[str, str]]:
    """Read what has a position, once for each version, with the words for kinds and grades by their key."""
    rows = reading.rows(engine, labels.DECLARED + _POSITIONS)
    words = labels.find(engine, (term for row in rows for term in (row[0], *row[3:])))
    dated = reading.rows(engine, labels.DECLARED + _YEARS)
    years = {show(thing).title: (int(show(first).text[:4]), int(show(last).text[:4])) for thing, first, last in dated}
    kinds: dict[Shown, list[str]] = {}
    found: dict[Shown, Spot] = {}
    for row in rows:
        kinds.setdefault(show(row[0], words), []).append(key(show(row[4])) if row[4] else _PLACE)
    for thing, latitude, longitude, grade, _, town in rows:
        shown, north, east = show(thing, words), float(show(latitude).text), float(show(longitude).text)
        at, of = projection.read().place(north, east), tuple(dict.fromkeys(kinds[shown]))
        spot = Spot(shown, north, east, at, of, show(grade, words), years.get(shown.title), show(town, words))
        found.setdefault(shown, spot)
    named = {key(show(row[at])): show(row[at], words).text for row in rows for at in (3, 4)}
    return list(found.values()), named | {_PLACE: _PLACE}


def chosen(request: Request, name: str, known: Collection[str]) -> str:
    """Read a choice; one that is not known is a Problem 400."""
    value = request.args.get(name, "")
    if value and value not in known:
        raise Problem(400, f"The parameter {name} is one of {', '.join(known)}.")
    return value


def key(shown: Shown) -> str:
    """Give the end of the IRI of a kind or grade."""
    return shown.title.rpartition("#")[2].rpartition("/")[2]


def _was_there(spot: Spot, year: int) -> bool:
    return spot.years is not None and spot.years[0] <= year <= spot.years[1]
