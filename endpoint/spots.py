"""The camps, and the places that have a position: what they are, where a source puts them, when it tells of them."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from endpoint import labels, positions, projection, reading, spans, timeline
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.reading import Term
from endpoint.terms import Shown, show

PLACE = Shown("place", title="place")
FACETS = ("kind", "industry", "people", "grade")
_POSITIONS = f"SELECT ?thing ?lat ?long ?grade ?town {{ {positions.PATTERN} }} ORDER BY ?thing ?town ?grade"
# whoever was held, came, worked or died there is told of by the claim itself, or by the group that it counts
_TRAITS = """SELECT DISTINCT ?thing ?name ?value { ?thing a gupvi:Camp
  { ?thing gupvi:kind ?value BIND("kind" AS ?name) }
  UNION
  { ?thing gupvi:industry ?value BIND("industry" AS ?name) }
  UNION
  { ?claim rdf:subject ?thing ; gupvi:people|gupvi:population/gupvi:people ?value BIND("people" AS ?name) }
} ORDER BY ?thing ?value"""
_CAMPS = "SELECT ?thing { ?thing a gupvi:Camp }"
_TOWNS = """SELECT ?town { ?town gupvi:kind gupvi:city ; geo:lat ?lat . ?other ?property ?town }
GROUP BY ?town ORDER BY DESC(COUNT(DISTINCT ?other)) ?town"""
_Row = tuple[Term | None, ...]


@dataclass(frozen=True)
class Known:
    """What is known of a thing: `traits` are its values of each facet.

    `years` are the first and the last that a source tells, `told` what it dates, in words.
    """

    thing: Shown
    traits: Mapping[str, tuple[Shown, ...]]
    years: spans.Years | None
    told: tuple[str, ...]

    @property
    def is_camp(self) -> bool:
        """Tell a camp from a place, which needs no date to be there."""
        return PLACE not in self.traits["kind"]

    @property
    def span(self) -> str:
        """Say its years."""
        return spans.say(self.years)

    def has(self, facet: str, value: str) -> bool:
        """Tell whether a facet has a value, given by its key."""
        return any(one.key == value for one in self.traits[facet])


@dataclass(frozen=True)
class Spot(Known):
    """A thing on the map, `at` in pixels of the basemap; a camp that has no position of its own is at its `town`."""

    latitude: float
    longitude: float
    at: tuple[float, float]
    town: Shown


@once(10)
def read(desk: Desk, version: str) -> tuple[list[Spot], list[Known]]:
    """Read the camps with a position by name, then the places; and the camps without one. Once for each version."""
    rows, camps, more = (reading.rows(desk, labels.DECLARED + query) for query in (_POSITIONS, _CAMPS, _TRAITS))
    words = labels.find(desk, (term for row in (*rows, *camps, *more) for term in row))
    traits: dict[Term | None, dict[str, dict[Shown, None]]] = defaultdict(lambda: {facet: {} for facet in FACETS})
    firsts: dict[Term | None, _Row] = {}
    for thing, name, value in more:
        traits[thing][show(name).text][show(value, words)] = None
    for row in rows:
        firsts.setdefault(row[0], row)
        traits[row[0]]["grade"][show(row[3], words)] = None
    for thing in firsts.keys() - {thing for (thing,) in camps}:
        traits[thing]["kind"][PLACE] = None
    years = {thing.title: layers.get(spans.ALL) for thing, layers in spans.read(desk, version).items()}
    told = _told(desk, version)

    def know(thing: Term | None) -> Known:
        shown = show(thing, words)
        of = {facet: tuple(values) for facet, values in traits[thing].items()}
        return Known(shown, of, years.get(shown.title), told.get(shown.title, ()))

    found = []
    for thing, latitude, longitude, _, town in firsts.values():
        north, east = float(show(latitude).text), float(show(longitude).text)
        at = projection.read().place(north, east)
        found.append(Spot(**vars(know(thing)), latitude=north, longitude=east, at=at, town=show(town, words)))
    unplaced = [know(thing) for (thing,) in camps if thing not in firsts]
    return (
        sorted(found, key=lambda spot: (not spot.is_camp, spot.thing.text)),
        sorted(unplaced, key=lambda camp: camp.thing.text),
    )


@once(10)
def towns(desk: Desk, version: str) -> list[Spot]:
    """Give the towns among them, that of which most is told first."""
    placed = {spot.thing.title: spot for spot in read(desk, version)[0]}
    rows = reading.rows(desk, labels.DECLARED + _TOWNS)
    return [placed[key] for key in (show(town).title for (town,) in rows) if key in placed]


def _told(desk: Desk, version: str) -> dict[str, tuple[str, ...]]:
    """Say what is dated of camps: established July 1941."""
    return {
        line.thing.title: tuple(dict.fromkeys(f"{one.predicate.text} {one.time}" for one in line.told))
        for line in timeline.read(desk, version)
        if line.kind == "camp"
    }
