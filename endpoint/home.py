"""The home page: the dataset at a glance, a small map, and three questions with their answers."""

import functools

from flask import Request, render_template
from pyoxigraph import NamedNode

from endpoint import addresses, atlas, card, description, labels, questions, reading, sparql, spots
from endpoint.desk import Desk
from endpoint.settings import Settings
from endpoint.terms import Shown, show

_CLASSES = """SELECT ?class (COUNT(*) AS ?number) { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?number) ?class LIMIT 20"""
_COUNTED = ("claims", "sources", "camps", "people", "places", "events", "contradicting pairs", "pairs in tension")
_NUMBERS = """SELECT ?what (COUNT(*) AS ?number) {
  { VALUES (?what ?class) { ("claims" gupvi:Claim) ("sources" gupvi:Source) ("camps" gupvi:Camp) ("people" gupvi:Person)
      ("places" gupvi:Place) ("events" gupvi:Event) }
    ?thing a ?class }
  UNION
  { VALUES (?what ?property) { ("contradicting pairs" gupvi:contradicts) ("pairs in tension" gupvi:inTensionWith) }
    ?claim ?property ?other FILTER(STR(?claim) < STR(?other)) }
} GROUP BY ?what"""


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


@functools.lru_cache(maxsize=4)
def _numbers(desk: Desk, version: str) -> list[tuple[str, str]]:
    """Count what the graph has of each kind, once for each version; what it has none of is left out."""
    found = {show(words).text: show(number).text for words, number in reading.rows(desk, labels.DECLARED + _NUMBERS)}
    return [(words, f"{int(found[words]):,}") for words in _COUNTED if words in found]


@functools.lru_cache(maxsize=10)
def _classes(desk: Desk, version: str) -> list[tuple[Shown, Shown]]:
    """Count the things of the commonest classes, once for each version."""
    found = reading.rows(desk, _CLASSES)
    words = labels.find(desk, (row[0] for row in found))
    return [(show(row[0], words), show(row[1])) for row in found]


@functools.lru_cache(maxsize=10)
def _marks(desk: Desk, version: str) -> dict[str, str]:
    """Draw the marks of the map as one path for each tone, once for each version."""
    placed = atlas.place(desk, version, "all")
    drawn: dict[str, str] = {}
    for spot in spots.read(desk, version)[0]:
        x, y = placed[spot.thing.title]
        drawn[atlas.tone(spot)] = drawn.get(atlas.tone(spot), "") + f"M{x} {y}h0"
    return dict(sorted(drawn.items()))
