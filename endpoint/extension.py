"""Properties of things as columns of a table: which there are for a type, and their values.

Reconciliation Service API 0.2, section 7.
"""

import json
from collections.abc import Iterator, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from endpoint import claims, labels, reading
from endpoint.batches import Column
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.index import Index
from endpoint.reading import Term
from endpoint.terms import shorten
from ontology import GUPVI, PREFIXES, THINGS
from ontology.properties import properties

SETTINGS = (
    {"name": "limit", "label": "Limit", "type": "number", "default": 0, "help_text": "Most values a row; 0 is all"},
    {
        "name": "language",
        "label": "Language",
        "type": "text",
        "default": "",
        "help_text": "Only texts in this language",
    },
    {
        "name": "sources",
        "label": "Sources",
        "type": "checkbox",
        "default": False,
        "help_text": "What the sources claim, each with source and paragraph, in place of plain values",
    },
)
_USED = """SELECT ?property (COUNT(*) AS ?number) {
  {
    %s ?thing skos:prefLabel ?label ; ?property ?value
    FILTER(?property NOT IN (rdf:type, rdf:subject, rdf:predicate, rdf:object, gupvi:searchKey))
  } UNION {
    ?claim a gupvi:QuantityClaim ; rdf:subject ?thing ; rdf:predicate ?property .
    %s ?thing skos:prefLabel ?label
  }
  FILTER(LANG(?label) = "en" && STRSTARTS(STR(?thing), STR(<https://w3id.org/gupvi/id/>)))
} GROUP BY ?property ORDER BY DESC(?number) ?property"""
_VALUES = """SELECT ?thing ?property ?value {
  VALUES ?thing { %s } VALUES ?property { %s } ?thing ?property ?value
} ORDER BY ?thing ?property ?value"""
_KNOWN = "SELECT key FROM thing WHERE key IN (SELECT value FROM json_each(?))"
_UNSAID = {GUPVI.denied.value, GUPVI.unknown.value}
_WHOLE = {PREFIXES["xsd"] + "integer"}
_NUMBERS = {PREFIXES["xsd"] + name for name in ("decimal", "double", "float")}
_DAY = PREFIXES["xsd"] + "date"
Cell = Mapping[str, object]


def propose(desk: Desk, type_: NamedNode | None) -> list[tuple[str, str]]:
    """List the properties that things of a type have, measures among them, the most frequent first: IRIs, labels."""
    typed = f"?thing a {type_} ." if type_ else ""
    rows = reading.rows(desk, labels.DECLARED + _USED % (typed, typed))
    words = labels.find(desk, (row[0] for row in rows))
    iris = (row[0].value for row in rows if isinstance(row[0], NamedNode))
    return [(iri, words.get(iri, shorten(iri))) for iri in iris]


def extend(desk: Desk, index: Index, ids: Sequence[str], columns: Sequence[Column]) -> dict[str, object]:
    """Fetch the values of properties. What is no thing here has none.

    Numbers that sources give are always told with their source, for they belong to a claim and not to a thing.
    """
    known = {row[0] for row in index.rows(_KNOWN, json.dumps([_key(one) for one in ids]))}
    things = {one: NamedNode(THINGS + _key(one)) for one in ids if _key(one) in known}
    measures = {property_.iri for property_ in properties().values() if property_.measure}
    said = [column for column in columns if column.has_sources or column.iri in measures]
    plain = [column for column in columns if column not in said]
    rows: dict[str, dict[str, list[Cell]]] = {one: {column.id: [] for column in columns} for one in ids}
    values = _plain(desk, list(things.values()), [column.iri for column in plain])
    words = labels.find(desk, [value for found in values.values() for value in found])
    for one, thing in things.items():
        for column in plain:
            cells = [_cell(value, words) for value in values.get((thing, column.iri), ()) if _suits(value, column)]
            rows[one][column.id] = cells[: column.most or None]
        told = claims.read(desk, f"?claim rdf:subject {thing}") if said else []
        for column in said:
            rows[one][column.id] = list(_told(told, column))[: column.most or None]
    named = labels.find(desk, [column.iri for column in columns])
    meta = [{"id": column.id, "name": named.get(column.iri.value, column.id)} for column in columns]
    return {"meta": meta, "rows": rows}


def _key(one: str) -> str:
    key = one.strip().removeprefix(THINGS)
    return key if "/" in key else key.replace(":", "/", 1)


def _plain(
    desk: Desk, things: Sequence[NamedNode], columns: Sequence[NamedNode]
) -> dict[tuple[NamedNode, NamedNode], list[Term]]:
    found: dict[tuple[NamedNode, NamedNode], list[Term]] = {}
    text = _VALUES % (" ".join(map(str, things)), " ".join(map(str, columns)))
    for thing, property_, value in reading.rows(desk, text) if things and columns else ():
        if isinstance(thing, NamedNode) and isinstance(property_, NamedNode) and value:
            found.setdefault((thing, property_), []).append(value)
    return found


def _suits(value: Term, column: Column) -> bool:
    language = value.language if isinstance(value, Literal) else None
    return not (column.language and language and language != column.language)


def _cell(value: Term, words: Mapping[str, str]) -> Cell:
    """Write a value as the specification wants it (section 7.6)."""
    if isinstance(value, NamedNode):
        if value.value.startswith(THINGS):
            key = value.value.removeprefix(THINGS)
            return {"id": key, "name": words.get(value.value, key)}
        return {"str": words.get(value.value, value.value)}
    if not isinstance(value, Literal):
        return {"str": str(value)}
    if value.datatype.value in _WHOLE:
        return {"int": int(value.value)}
    if value.datatype.value in _NUMBERS:
        return {"float": float(value.value)}
    return {"date": f"{value.value[:10]}T00:00:00Z"} if value.datatype.value == _DAY else {"str": value.value}


def _told(told: Sequence[Claim], column: Column) -> Iterator[Cell]:
    """Write what claims say of a property, but for what they deny, do not know or do not state."""
    for claim in told:
        is_said = claims.NOT_STATED not in claim.value and not _UNSAID & {value.title for _, value in claim.limits}
        if claim.predicate.title == column.iri.value and is_said:
            value = ", ".join(value.text for value in claim.value)
            of = ", ".join(value.text for name, value in claim.limits if name.title == GUPVI.population.value)
            places = "; ".join(f"{evidence.source.text}, {evidence.locator}" for evidence in claim.evidence)
            yield {"str": f"{value}{f', {of}' if of else ''}{f' ({places})' if places else ''}"}
