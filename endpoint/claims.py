"""Claims for a page: what each says, within which bounds, how firmly, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from endpoint import labels, reading
from endpoint.engine import Engine
from endpoint.reading import Term
from endpoint.terms import Shown, show
from ontology import GUPVI, PREFIXES

_CLAIMS = """SELECT ?claim ?property ?value {
  ?claim rdf:subject %s ; ?property ?value
} ORDER BY ?claim ?property ?value"""
_PASSAGES = """SELECT ?claim ?source ?locator ?passage {
  ?claim rdf:subject %s ; gupvi:evidence ?passage .
  OPTIONAL { ?passage dct:source ?source } OPTIONAL { ?passage gupvi:locator ?locator }
} ORDER BY ?source ?locator"""
_PREDICATE = NamedNode(PREFIXES["rdf"] + "predicate")
_OBJECT = NamedNode(PREFIXES["rdf"] + "object")
_DETAILS = (
    GUPVI.population,
    GUPVI.people,
    GUPVI.place,
    GUPVI.printedTime,
    GUPVI.edtf,
    GUPVI.circumstance,
    GUPVI.attributedTo,
    GUPVI.stance,
    GUPVI.reliability,
    GUPVI.contradicts,
    GUPVI.inTensionWith,
    NamedNode(PREFIXES["prov"] + "wasDerivedFrom"),
    NamedNode(PREFIXES["skos"] + "editorialNote"),
)
_BEFORE_NUMBERS = {GUPVI.about, GUPVI.moreThan, GUPVI.almost, GUPVI.atMost}
NOT_STATED = Shown("not stated")
_Properties = Mapping[NamedNode, list[Term]]


@dataclass(frozen=True)
class Evidence:
    """The paragraph, card or page of a source in which a claim stands."""

    source: Shown
    locator: str
    passage: Shown


@dataclass(frozen=True)
class Claim:
    """A claim as a row of a page: property and value, details as pairs of name and value, evidence."""

    claim: Shown
    predicate: Shown
    value: tuple[Shown, ...]
    details: tuple[tuple[Shown, Shown], ...]
    evidence: tuple[Evidence, ...]


def read(engine: Engine, thing: NamedNode) -> list[Claim]:
    """Read the claims whose subject is this thing, ordered by what they speak of."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for claim, name, value in reading.rows(engine, labels.DECLARED + _CLAIMS % thing):
        if claim and isinstance(name, NamedNode) and value:
            found.setdefault(claim, {}).setdefault(name, []).append(value)
    passages = reading.rows(engine, labels.DECLARED + _PASSAGES % thing)
    terms = {term for row in passages for term in row}
    for properties in found.values():
        terms.update(properties, *properties.values())
    words = labels.find(engine, terms)
    claims = [_claim(claim, properties, passages, words) for claim, properties in found.items()]
    return sorted(claims, key=lambda claim: (claim.predicate.text, claim.claim.text))


def _claim(
    claim: Term,
    properties: _Properties,
    passages: tuple[tuple[Term | None, ...], ...],
    words: Mapping[str, str],
) -> Claim:
    amount = _amount(properties, words)
    values = [Shown(amount)] if amount else [show(term, words) for term in properties.get(_OBJECT, [])]
    return Claim(
        show(claim),
        show(next(iter(properties.get(_PREDICATE, [])), None), words),
        tuple(values or [NOT_STATED]),
        tuple(
            (show(name, words), show(value, words))
            for name in _DETAILS
            for value in properties.get(name, [])
            if value != GUPVI.asserted and not (name == GUPVI.edtf and GUPVI.printedTime in properties)
        ),
        tuple(
            Evidence(show(source, words), show(locator).text, show(passage))
            for about, source, locator, passage in passages
            if about == claim
        ),
    )


def _amount(properties: _Properties, words: Mapping[str, str]) -> str:
    """Write a number with its bounds in words: more than 8,000 persons; 330,000 to 380,000 persons."""
    exactness = next(iter(properties.get(GUPVI.exactness, [])), None)

    def first(name: NamedNode) -> str:
        value = next(iter(properties.get(name, [])), None)
        return words.get(value.value, "") if isinstance(value, NamedNode) else _number(value)

    if exactness is None:
        return ""
    limit = first(GUPVI.exactness) if exactness in _BEFORE_NUMBERS else ""
    number = f"{first(GUPVI.lower)} to {first(GUPVI.upper)}" if exactness == GUPVI.range else first(_OBJECT)
    unit = "" if exactness == GUPVI.qualitative else first(GUPVI.unit)
    return " ".join(word for word in (limit, number, unit) if word)


def _number(term: Term | None) -> str:
    if not isinstance(term, Literal):
        return ""
    return f"{int(term.value):,}" if term.value.isdecimal() else term.value
