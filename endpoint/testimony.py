"""Claims of many things and sources at a time, as rows that can be put side by side and drawn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from pyoxigraph import Literal, NamedNode

from endpoint import labels, phrases, reading
from endpoint.claims import NOT_STATED, Evidence
from endpoint.desk import Desk
from endpoint.phrases import OBJECT, Properties
from endpoint.reading import Term
from endpoint.terms import Shown, show
from ontology import GUPVI, PREFIXES

_RDF = PREFIXES["rdf"]
_SUBJECT, _PREDICATE = (NamedNode(_RDF + name) for name in ("subject", "predicate"))
_BOUNDS = (GUPVI.lower, OBJECT, GUPVI.upper)
_DAYS = (GUPVI.earliestBegin, GUPVI.latestBegin, GUPVI.earliestEnd, GUPVI.latestEnd)
_LIMITS = (GUPVI.population, GUPVI.place, GUPVI.circumstance, GUPVI.attributedTo, GUPVI.stance)
_WORDS = (GUPVI.printedTime, GUPVI.edtf, GUPVI.exactness, GUPVI.unit, GUPVI.reliability)
_READ = " ".join(map(str, dict.fromkeys((_SUBJECT, _PREDICATE, *_BOUNDS, *_DAYS, *_LIMITS, *_WORDS))))
_PROPERTIES = "SELECT ?claim ?property ?value { %s VALUES ?property { %s } ?claim ?property ?value }"
_EVIDENCE = """SELECT ?claim ?source ?locator ?passage {
  %s ?claim gupvi:evidence ?passage . ?passage dct:source ?source OPTIONAL { ?passage gupvi:locator ?locator }
} ORDER BY ?source ?locator"""


@dataclass(frozen=True)
class Statement:
    """What a claim says. `bounds` are its lower bound, value and upper bound; `days` the four days of its time.

    `is_about` tells that its time, as EDTF, is approximate or uncertain.
    """

    claim: Shown
    subject: Shown
    predicate: Shown
    values: tuple[Shown, ...]
    time: str
    limits: tuple[tuple[Shown, Shown], ...]
    grade: Shown
    evidence: tuple[Evidence, ...]
    unit: str
    bounds: tuple[float | None, ...]
    days: tuple[date | None, ...]
    is_about: bool = False


def read(desk: Desk, pattern: str) -> dict[str, Statement]:
    """Read the claims that a graph pattern binds to `?claim`, by their IRI and in its order."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for claim, name, value in reading.rows(desk, labels.DECLARED + _PROPERTIES % (pattern, _READ)):
        if claim and isinstance(name, NamedNode) and value:
            found.setdefault(claim, {}).setdefault(name, []).append(value)
    evidence: dict[Term | None, list[tuple[Term | None, ...]]] = {}
    for row in reading.rows(desk, labels.DECLARED + _EVIDENCE % pattern):
        evidence.setdefault(row[0], []).append(row[1:])
    terms = {term for rows in evidence.values() for row in rows for term in row[:1]}
    for properties in found.values():
        terms.update(properties, *properties.values())
    words = labels.find(desk, terms)
    ordered = sorted(found.items(), key=lambda pair: str(pair[0]))
    return {
        show(claim).title: _statement(claim, properties, evidence.get(claim, []), words)
        for claim, properties in ordered
    }


def among(iris: Iterable[str]) -> str:
    """Write the pattern that binds `?claim` to each of these once."""
    return f"VALUES ?claim {{ {' '.join(f'<{iri}>' for iri in dict.fromkeys(iris))} }}"


def _statement(
    claim: Term, properties: Properties, evidence: list[tuple[Term | None, ...]], words: Mapping[str, str]
) -> Statement:
    def first(*names: NamedNode) -> Term | None:
        return next((term for name in names for term in properties.get(name, [])), None)

    number = phrases.say_amount(properties, words)
    objects = [Shown(number)] if number else phrases.show_values(properties, words)
    return Statement(
        show(claim),
        show(first(_SUBJECT), words),
        show(first(_PREDICATE), words),
        tuple(objects or [NOT_STATED]),
        next(iter(phrases.say_times(properties)), ""),
        tuple(
            (show(name, words), show(value, words))
            for name in _LIMITS
            for value in properties.get(name, [])
            if value not in (GUPVI.asserted, first(_SUBJECT))
        ),
        show(first(GUPVI.reliability), words),
        tuple(
            Evidence(show(source, words), show(locator).text, show(passage)) for source, locator, passage in evidence
        ),
        show(first(GUPVI.unit), words).text,
        tuple(_number(first(name)) for name in _BOUNDS) if GUPVI.exactness in properties else (None, None, None),
        tuple(_day(first(name)) for name in _DAYS),
        bool({*"~?%"} & {*show(first(GUPVI.edtf)).text}),
    )


def _number(term: Term | None) -> float | None:
    """Read a number; the text of a range and a word are none."""
    return float(term.value) if isinstance(term, Literal) and show(term).is_number else None


def _day(term: Term | None) -> date | None:
    """Read a day of four digits of the year."""
    return date.fromisoformat(term.value) if isinstance(term, Literal) and term.value[:4].isdecimal() else None
