"""A thing of the graph: whether it is known, and the content of its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from endpoint import claims, history, labels, prologue, reading
from endpoint.claims import Claim
from endpoint.engine import Engine
from endpoint.problems import Problem
from endpoint.prologue import Query
from endpoint.reading import Term
from endpoint.settings import Settings
from endpoint.terms import Shown, show
from ontology import PREFIXES, THINGS

_USED = ("gupvi", "rdf")
_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED)
_KNOWN = "ASK { { %(thing)s ?p ?o } UNION { ?claim rdf:subject %(thing)s } }"
_FACTS = "SELECT ?p ?o { %(thing)s ?p ?o FILTER(?p != gupvi:searchKey) } ORDER BY ?p ?o"
_LINKS_MOST = 100
_LINKS = "SELECT ?p ?s { ?s ?p %(thing)s FILTER(?p NOT IN (rdf:subject, gupvi:nameOf)) } ORDER BY ?p ?s LIMIT 101"

Groups = tuple[tuple[Shown, tuple[Shown, ...]], ...]


@dataclass(frozen=True)
class Thing:
    """The content of a thing's page. `facts` and `links` group their terms by property."""

    iri: str
    label: str
    facts: Groups
    claims: list[Claim]
    links: Groups
    more_links: bool


def name(kind: str, key: str) -> NamedNode:
    """Make the IRI of a thing; what can be none is a Problem 404."""
    try:
        return NamedNode(f"{THINGS}{kind}/{key}")
    except ValueError:
        raise Problem(404, "There is no such thing in this graph.") from None


def require(engine: Engine, settings: Settings, thing: NamedNode) -> None:
    """Raise a Problem 410 when this thing was withdrawn, and 404 when the graph never knew it."""
    if reading.read(engine, _filled(_KNOWN, thing)).truth:
        return
    if withdrawn := history.withdrawn(engine, settings, thing.value.removeprefix(THINGS)):
        raise Problem(410, f"{thing.value} was withdrawn from the graph on {withdrawn[:10]}.")
    raise Problem(404, f"The graph knows nothing of {thing.value}.")


def read(engine: Engine, thing: NamedNode) -> Thing:
    """Read the page of a thing; links to it beyond the first 100 are left out."""
    facts = reading.read(engine, _filled(_FACTS, thing)).rows
    links = reading.read(engine, _filled(_LINKS, thing)).rows
    words = labels.find(engine, {thing, *(term for row in facts + links for term in row)})
    return Thing(
        thing.value,
        words.get(thing.value, thing.value.removeprefix(THINGS)),
        _grouped(facts, words),
        claims.read(engine, thing),
        _grouped(links[:_LINKS_MOST], words),
        len(links) > _LINKS_MOST,
    )


def _grouped(rows: Iterable[tuple[Term | None, ...]], words: Mapping[str, str]) -> Groups:
    groups: dict[Shown, list[Shown]] = {}
    for property_, other in rows:
        groups.setdefault(show(property_, words), []).append(show(other, words))
    return tuple((property_, tuple(others)) for property_, others in groups.items())


def _filled(pattern: str, thing: NamedNode) -> Query:
    return prologue.read(_PREFIXES + pattern % {"thing": thing})
