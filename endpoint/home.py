"""The home page: the dataset at a glance, a small map, and three questions with their answers."""

from collections import Counter
from dataclasses import dataclass

from flask import Request, render_template
from pyoxigraph import NamedNode

from endpoint import addresses, atlas, browse, card, conflicts, description, labels, questions, reading, sparql, spots
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.settings import Settings
from endpoint.terms import Shown, show

_CLASSES = """SELECT ?class (COUNT(*) AS ?number) { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?number) ?class LIMIT 20"""
_SOURCES = "SELECT (COUNT(DISTINCT ?thing) AS ?number) { ?thing a gupvi:Source }"
# as /browse has them
_CLASSES_COUNTED = {"claims": "claim", "camps": "camp", "people": "person", "places": "place", "events": "event"}
_CONFLICTS_COUNTED = {"contradictions": "contradiction", "tensions": "tension"}  # as /conflicts has them


@dataclass(frozen=True)
class Figure:
    """How many there are of something, and the address of the page that lists them."""

    words: str
    number: int
    href: str


def respond(desk: Desk, settings: Settings, request: Request) -> str:
    """Show what the data are, how many, where they lie, and first questions."""
    edition = desk.edition
    return render_template(
        "home.html",
        base=addresses.base(settings, request),
        card=card.fill(description.read(desk), edition, addresses.base(settings, request)),
        classes=_classes(desk, edition.version),
        graphs=[(show(NamedNode(iri)), triples) for iri, triples in edition.graphs],
        text=sparql.begin(settings),
        numbers=_numbers(desk.plain, edition.version) if settings.dataset is None else [],
        answered=questions.answered_first(desk) if settings.dataset is None else [],
        view=atlas.VIEWS["all"],
        marks=_marks(desk, edition.version) if settings.dataset is None else {},
    )


@once(4)
def _numbers(desk: Desk, version: str) -> list[Figure]:
    """Count what the graph has of each kind as the pages that list it do, once for each version, without noughts."""
    ((sources,),) = reading.rows(desk, labels.DECLARED + _SOURCES)
    classes = {name: number for name, _, number in browse.count(desk, version)}
    kinds = Counter(one.kind for one in conflicts.read(desk, version))
    figures = [Figure(words, classes.get(name, 0), f"/browse?class={name}") for words, name in _CLASSES_COUNTED.items()]
    figures.insert(1, Figure("sources", int(show(sources).text), "/sources"))
    figures += [Figure(words, kinds[kind], f"/conflicts?kind={kind}") for words, kind in _CONFLICTS_COUNTED.items()]
    return [figure for figure in figures if figure.number]


@once(10)
def _classes(desk: Desk, version: str) -> list[tuple[Shown, Shown]]:
    """Count the things of the commonest classes, once for each version."""
    found = reading.rows(desk, _CLASSES)
    words = labels.find(desk, (row[0] for row in found))
    return [(show(row[0], words), show(row[1])) for row in found]


@once(10)
def _marks(desk: Desk, version: str) -> dict[str, str]:
    """Draw the marks of the map as one path for each tone, once for each version."""
    placed = atlas.place(desk, version, atlas.VIEWS["all"][2])
    drawn: dict[str, str] = {}
    for spot in spots.read(desk, version)[0]:
        x, y = placed[spot.thing.title]
        drawn[atlas.tone(spot)] = drawn.get(atlas.tone(spot), "") + f"M{x} {y}h0"
    return dict(sorted(drawn.items()))
