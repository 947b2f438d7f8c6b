"""Candidates for a reconciliation query: things with a like name, of the right type, whose properties fit.

Reconciliation Service API 0.2, section 4.2.
"""

import json
from collections.abc import Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from endpoint import labels, lookup, reading
from endpoint.batches import Wish
from endpoint.desk import Desk
from endpoint.index import Index
from endpoint.likeness import like
from endpoint.lookup import Hit
from endpoint.problems import Problem
from endpoint.terms import shorten
from ontology import GUPVI, THINGS

_CLASSES = "SELECT iri, label FROM class ORDER BY iri"
_MEMBERS = """SELECT thing, class FROM member
  WHERE thing IN (SELECT value FROM json_each(?)) ORDER BY thing, class"""
_BY_KEYS = "SELECT * FROM thing WHERE key IN (SELECT value FROM json_each(?)) ORDER BY claims DESC, key"
_WORKED_OUT = {GUPVI.Finding.value, GUPVI.Comparison.value}  # said of things, and no things to link to
_HAVING = "SELECT DISTINCT ?thing { ?thing %s ?value } LIMIT 500"
_VALUES = "SELECT ?thing ?property ?value { VALUES ?thing { %s } VALUES ?property { %s } ?thing ?property ?value }"
_MATCH, _AHEAD = 80.0, 10.0  # a match has this score, and is so far ahead of the next one
_LIKE, _LEAST = 0.8, 5.0
_CALLED = """SELECT DISTINCT key, folded FROM name JOIN thing ON thing.id = name.thing
  WHERE key IN (SELECT value FROM json_each(?))"""
_EVEN = {"": 1.0}  # all words weigh the same


def classes(index: Index) -> dict[str, str]:
    """List the types that a thing can have: IRIs with labels."""
    return {iri: label for iri, label in index.rows(_CLASSES) if iri not in _WORKED_OUT}


def describe(class_: str, label: str) -> dict[str, str]:
    """Write a type or a property as the specification does (section 2.2)."""
    return {"id": shorten(class_), "name": label}


def match(desk: Desk, index: Index, wish: Wish) -> list[dict[str, object]]:
    """List the candidates for a query, the best first; a type that there is not is a Problem 400."""
    known = classes(index)
    for type_ in wish.types:
        if type_ not in known:
            raise Problem(400, f"There is no type {shorten(type_)[:80]}; /reconcile/suggest/type lists all.")
    hits = _hits(desk, index, wish, wish.types or tuple(known))
    types = types_of(index, hits)
    if wish.needs_all:
        hits = [hit for hit in hits if set(wish.types) <= set(types[hit.number])]
    values = _values(desk, index, hits, [iri for iri, _ in wish.properties]) if wish.properties else {}
    with index.turn():
        scored = _score(index, hits, values, wish)
    second = scored[1][0] if len(scored) > 1 else 0.0
    return [
        {
            "id": hit.key,
            "name": hit.label,
            "description": hit.note,
            "type": [describe(class_, known[class_]) for class_ in types[hit.number] if class_ in known],
            "score": score,
            "features": features,
            "match": not rank and does_fit and score >= _MATCH and score - second >= _AHEAD,
        }
        for rank, (score, does_fit, hit, features) in enumerate(scored[: wish.most])
    ]


def _score(
    index: Index, hits: Sequence[Hit], values: Mapping[tuple[str, NamedNode], Sequence[str]], wish: Wish
) -> list[tuple[float, bool, Hit, list[dict[str, object]]]]:
    """Give hits their scores, the best first, whether all properties fit, and what the score is made of."""
    scored = []
    for hit in hits:
        index.check()
        fits = [_fit(wanted, values.get((hit.key, iri), ())) for iri, wanted in wish.properties]
        fit = sum(fits) / len(fits) if fits else 1.0
        name = hit.score if wish.text.strip() else 100.0
        score = round(name * (0.5 + fit / 2) if fits else name, 1)
        features: list[dict[str, object]] = [{"id": "name", "value": name}]
        features += [{"id": "properties", "value": round(100 * fit, 1)}] if fits else []
        if score >= _LEAST:
            scored.append((score, min(fits, default=1.0) >= _LIKE, hit, features))
    scored.sort(key=lambda one: -one[0])
    return scored


def types_of(index: Index, hits: Sequence[Hit]) -> dict[int, list[str]]:
    """Find the IRIs of the classes of things."""
    found: dict[int, list[str]] = {hit.number: [] for hit in hits}
    for thing, class_ in index.rows(_MEMBERS, json.dumps(list(found))):
        found[thing].append(class_)
    return found


def _hits(desk: Desk, index: Index, wish: Wish, types: Sequence[str]) -> list[Hit]:
    """Find things by name; without a name those that have the first of the properties."""
    if wish.text.strip() or not wish.properties:
        return lookup.candidates(index, wish.text, types)
    rows = reading.rows(desk, _HAVING % wish.properties[0][0])
    keys = [row[0].value.removeprefix(THINGS) for row in rows if isinstance(row[0], NamedNode)]
    hits = [Hit(*row) for row in index.rows(_BY_KEYS, json.dumps(keys))]
    of_type = types_of(index, hits)
    return [hit for hit in hits if set(types) & set(of_type[hit.number])]


def _values(
    desk: Desk, index: Index, hits: Sequence[Hit], properties: Sequence[NamedNode]
) -> dict[tuple[str, NamedNode], list[str]]:
    """Find what things have for properties, by key and property: texts, and of things their keys and names."""
    things = " ".join(str(NamedNode(hit.iri)) for hit in hits)
    rows = reading.rows(desk, _VALUES % (things, " ".join(map(str, properties))))
    iris = [value for _, _, value in rows if isinstance(value, NamedNode)]
    texts = {iri: [iri.value.removeprefix(THINGS), shorten(iri.value)] for iri in iris}
    for key, name in index.rows(_CALLED, json.dumps([iri.value.removeprefix(THINGS) for iri in iris])):
        texts[NamedNode(THINGS + key)].append(name)
    for iri, label in labels.find(desk, iris).items():
        texts[NamedNode(iri)].append(label)
    found: dict[tuple[str, NamedNode], list[str]] = {}
    for thing, property_, value in rows:
        if isinstance(thing, NamedNode) and isinstance(property_, NamedNode):
            told = texts[value] if isinstance(value, NamedNode) else [value.value] if isinstance(value, Literal) else []
            found.setdefault((thing.value.removeprefix(THINGS), property_), []).extend(told)
    return found


def _fit(wanted: Sequence[str], values: Sequence[str]) -> float:
    """Tell how well one of the values wanted fits one of those that a thing has; half when it has none."""
    if not values:
        return 0.5
    folded = [" ".join(lookup.split(value)) for value in values]
    best = (max(value.removeprefix(THINGS) in values, like(lookup.split(value), folded, _EVEN)[0]) for value in wanted)
    return max(map(float, best), default=0.0)
