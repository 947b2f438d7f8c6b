"""A thing of the graph: whether it is known, and the content of its page."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from endpoint import (
    claims,
    disputes,
    history,
    incoming,
    lifeline,
    neighbours,
    positions,
    prologue,
    reading,
    statements,
    summaries,
    titles,
)
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.disputes import Dispute
from endpoint.incoming import Relation
from endpoint.lifeline import Line
from endpoint.neighbours import Neighbour
from endpoint.problems import Problem
from endpoint.prologue import Query
from endpoint.reading import Term
from endpoint.settings import Settings
from endpoint.statements import Topic
from endpoint.summaries import Summary
from endpoint.terms import Label, Shown, show
from ontology import GUPVI, PREFIXES, THINGS

_USED = ("gupvi", "rdf")
_PREFIXES = "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in _USED)
_KNOWN = "ASK { { %(thing)s ?p ?o } UNION { ?claim rdf:subject %(thing)s } }"
_FACTS = "SELECT ?p ?o { %(thing)s ?p ?o FILTER(?p NOT IN (gupvi:searchKey, gupvi:compares)) } ORDER BY ?p ?o"
_TYPE, _PREFERRED, _OTHER = (
    NamedNode(PREFIXES[prefix] + local)
    for prefix, local in (("rdf", "type"), ("skos", "prefLabel"), ("skos", "altLabel"))
)
_PLACING = {NamedNode(PREFIXES["geo"] + "lat"), GUPVI.locatedIn}
_LANGUAGES = {
    "en": "English",
    "ru": "Russian",
    "ru-latn": "Russian in Latin letters",
    "hu": "Hungarian",
    "ro": "Romanian",
    "de": "German",
}
LAYERS = {
    "core": "core documents",
    "reliable": "reliable",
    "fairlyReliable": "fairly reliable",
    "plausible": "plausible",
    "doubtful": "doubtful",
}

Groups = tuple[tuple[Shown, tuple[Shown, ...]], ...]


@dataclass(frozen=True)
class Thing:
    """The content of a thing's page; `facts` group all its triples by property, `filed` those that no claim makes.

    `names` are by language: its words, its tag, the preferred names and then the others. `layers` are the grades of the
    claims with their words and numbers, and `layer` is the one that `topics` are kept to, if any. `summary` tells the
    topics in short; `stands` has the number of the dispute in which an opposed claim stands, by its IRI. What
    `is_placed` is on the map. `camps` lie in it, if it is a place.
    """

    iri: str
    label: Shown
    types: tuple[Shown, ...]
    names: tuple[tuple[str, str, tuple[str, ...]], ...]
    facts: Groups
    filed: Groups
    claims: list[Claim]
    topics: list[Topic]
    summary: list[Summary]
    sources: int
    disputes: list[Dispute]
    stands: dict[str, int]
    links: list[Relation]
    layers: tuple[tuple[str, str, int], ...]
    layer: str
    line: Line
    neighbours: list[Neighbour]
    is_placed: bool
    camps: int


def name(kind: str, key: str) -> NamedNode:
    """Make the IRI of a thing; what can be none is a Problem 404."""
    try:
        return NamedNode(f"{THINGS}{kind}/{key}")
    except ValueError:
        raise Problem(404, "There is no such thing in this graph.") from None


def require(desk: Desk, settings: Settings, thing: NamedNode) -> None:
    """Raise a Problem 410 when this thing was withdrawn, and 404 when the graph never knew it."""
    if reading.read(desk, _filled(_KNOWN, thing)).truth:
        return
    if withdrawn := history.withdrawn(desk, settings, thing.value.removeprefix(THINGS)):
        raise Problem(410, f"{thing.value} was withdrawn from the graph on {withdrawn[:10]}.")
    raise Problem(404, f"The graph knows nothing of {thing.value}.")


def read(desk: Desk, thing: NamedNode, layer: str = "") -> Thing:
    """Read the page of a thing, what sources say of it kept to a layer if one is named.

    A passage or comparison has no claims about it: its claims are those that stand in it. A layer that there is not is
    a Problem 400.
    """
    if layer and layer not in LAYERS:
        raise Problem(400, f"There is no layer {layer}; layers are {', '.join(LAYERS)}.")
    facts = reading.read(desk, _filled(_FACTS, thing)).rows
    words = titles.find(desk, {thing, *(term for row in facts for term in row)})
    known = claims.read(desk, f"{{ ?claim rdf:subject {thing} }} UNION {{ ?claim gupvi:evidence {thing} }}")
    grades = [claim.layer for claim in known]
    kept = [claim for claim in known if claim.kind == "claim" and layer in ("", claim.layer)]
    claimed = {claim.predicate.title for claim in known} | {_TYPE.value, _PREFERRED.value, _OTHER.value}
    kinds = [show(other, words) for property_, other in facts if property_ in (_TYPE, GUPVI.kind)]
    filed = [row for row in facts if show(row[0]).title not in claimed]
    topics, groups, linked = statements.gather(kept), _grouped(filed, words), incoming.read(desk, thing)
    compared = disputes.read(desk, thing, known)
    label = words.get(thing.value) or Label(thing.value.removeprefix(THINGS))
    return Thing(
        thing.value,
        Shown(label, title=thing.value, language=label.language),
        tuple({one.text: one for one in kinds}.values()),
        _named(facts),
        _grouped(facts, words),
        groups,
        known,
        topics,
        summaries.sum_up(topics, thing.value),
        len({one.source for claim in kept if claim.subject.title == thing.value for one in claim.evidence}),
        compared,
        _stand(kept, compared),
        linked,
        tuple((one, said, grades.count(one)) for one, said in LAYERS.items() if one in grades),
        layer,
        lifeline.draw(kept),
        neighbours.choose(topics, groups, linked),
        any(property_ in _PLACING for property_, _ in facts) and positions.is_known(desk, thing),
        positions.camps_in(desk, thing) if thing.value.startswith(f"{THINGS}place/") else 0,
    )


def _stand(claims_: Iterable[Claim], compared: list[Dispute]) -> dict[str, int]:
    """Find for opposed claims the first dispute, from 1, in which they stand with a claim that opposes them."""
    held = [{claim.claim.title for claim in dispute.claims} for dispute in compared]
    return {
        claim.claim.title: number
        for claim in claims_
        for number, together in reversed([*enumerate(held, 1)])
        if claim.claim.title in together and any(other in together for other, _ in claim.opposed)
    }


def _named(facts: Iterable[tuple[Term | None, ...]]) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    names: dict[str, list[tuple[bool, str]]] = {}
    for property_, value in facts:
        if property_ in (_PREFERRED, _OTHER) and isinstance(value, Literal):
            names.setdefault(value.language or "", []).append((property_ == _OTHER, value.value))
    order = [*_LANGUAGES, *names]
    return tuple(
        (_LANGUAGES.get(tag, tag), tag, tuple(words for _, words in sorted(names[tag])))
        for tag in sorted(names, key=order.index)
    )


def _grouped(rows: Iterable[tuple[Term | None, ...]], words: Mapping[str, str]) -> Groups:
    groups: dict[Shown, list[Shown]] = {}
    for property_, other in rows:
        groups.setdefault(show(property_, words), []).append(show(other, words))
    return tuple((property_, tuple(others)) for property_, others in groups.items())


def _filled(pattern: str, thing: NamedNode) -> Query:
    return prologue.read(_PREFIXES + pattern % {"thing": thing})
