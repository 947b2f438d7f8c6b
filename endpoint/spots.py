"""The things that have a position: what they are, where a source puts them, and when it tells of them."""

import functools
from collections.abc import Mapping
from dataclasses import dataclass

from endpoint import labels, positions, projection, reading, timeline
from endpoint.desk import Desk
from endpoint.reading import Term
from endpoint.terms import Shown, show

PLACE = Shown("place", title="place")
FACETS = ("kind", "industry", "people", "grade")
_POSITIONS = f"""SELECT ?thing ?lat ?long ?grade ?kind ?town {{
  {positions.PATTERN} OPTIONAL {{ ?thing a gupvi:Camp ; gupvi:kind ?kind }}
}} ORDER BY ?thing ?town ?grade"""
_YEARS = """SELECT ?thing (MIN(?day) AS ?first) (MAX(?day) AS ?last) {
  ?thing a gupvi:Camp . ?claim a gupvi:Claim ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank
  FILTER(?rank != gupvi:deprecated)
  { ?claim gupvi:earliestBegin ?day } UNION { ?claim gupvi:latestEnd ?day }
} GROUP BY ?thing"""
_TRAITS = """SELECT DISTINCT ?thing ?name ?value { ?thing a gupvi:Camp
  { ?thing gupvi:industry ?value BIND("industry" AS ?name) }
  UNION
  { ?claim rdf:subject ?thing ; gupvi:population ?held . ?held gupvi:people ?value BIND("people" AS ?name) }
} ORDER BY ?thing ?value"""
_CAMPS = "SELECT (COUNT(DISTINCT ?camp) AS ?n) { ?camp a gupvi:Camp }"
_Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Spot:
    """A thing on the map, `at` in pixels of the basemap; `traits` are its values of each facet.

    `years` are the first and the last that a source tells, `told` what it dates, in words. Where no source gives the
    position of a camp, it is that of its `town`.
    """

    thing: Shown
    latitude: float
    longitude: float
    at: tuple[float, float]
    traits: Mapping[str, tuple[Shown, ...]]
    years: tuple[int, int] | None
    told: tuple[str, ...]
    town: Shown

    @property
    def is_camp(self) -> bool:
        """Tell a camp from a place, which needs no date to be there."""
        return PLACE not in self.traits["kind"]

    @property
    def span(self) -> str:
        """Say its years."""
        return "–".join(map(str, dict.fromkeys(self.years or ())))

    def has(self, facet: str, value: str) -> bool:
        """Tell whether a facet has a value, given by its key."""
        return any(one.key == value for one in self.traits[facet])


@functools.lru_cache(maxsize=10)
def read(desk: Desk, version: str) -> tuple[list[Spot], int]:
    """Read the camps with a position by name, then the places, and how many camps have none, once for each version."""
    rows, more = (reading.rows(desk, labels.DECLARED + query) for query in (_POSITIONS, _TRAITS))
    words = labels.find(desk, (term for row in (*rows, *more) for term in row))
    traits: dict[Term | None, dict[str, dict[Shown, None]]] = {}
    firsts: dict[Term | None, _Row] = {}
    for thing, *_, grade, kind, _town in rows:
        known = traits.setdefault(thing, {facet: {} for facet in FACETS})
        known["kind"][show(kind, words) if kind else PLACE] = None
        known["grade"][show(grade, words)] = None
    for thing, name, value in more:
        if thing in traits:
            traits[thing][show(name).text][show(value, words)] = None
    for row in rows:
        firsts.setdefault(row[0], row)
    years, told = _years(desk), _told(desk, version)
    found = []
    for thing, latitude, longitude, _, _, town in firsts.values():
        shown, north, east = show(thing, words), float(show(latitude).text), float(show(longitude).text)
        of = {facet: tuple(values) for facet, values in traits[thing].items()}
        when = years.get(shown.title), told.get(shown.title, ())
        found.append(Spot(shown, north, east, projection.read().place(north, east), of, *when, show(town, words)))
    ((camps,),) = reading.rows(desk, labels.DECLARED + _CAMPS)
    placed = sum(spot.is_camp for spot in found)
    return sorted(found, key=lambda spot: (not spot.is_camp, spot.thing.text)), int(show(camps).text) - placed


def _years(desk: Desk) -> dict[str, tuple[int, int]]:
    dated = reading.rows(desk, labels.DECLARED + _YEARS)
    return {show(thing).title: (int(show(first).text[:4]), int(show(last).text[:4])) for thing, first, last in dated}


def _told(desk: Desk, version: str) -> dict[str, tuple[str, ...]]:
    """Say what is dated of camps: established July 1941."""
    return {
        line.thing.title: tuple(dict.fromkeys(f"{one.predicate.text} {one.time}" for one in line.told))
        for line in timeline.read(desk, version)
        if line.kind == "camp"
    }
