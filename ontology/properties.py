"""The properties that claims may use as predicates, with what the ontology says of their values."""

from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad

from ontology import NAMESPACE, PREFIXES, read

OBJECT = PREFIXES["owl"] + "ObjectProperty"
DATATYPE = PREFIXES["owl"] + "DatatypeProperty"
MEASURE = NAMESPACE + "measure"
SUBCLASS = PREFIXES["rdfs"] + "subClassOf"
DOMAINS = (PREFIXES["rdfs"] + "domain", PREFIXES["schema"] + "domainIncludes")
RANGES = (PREFIXES["rdfs"] + "range", PREFIXES["schema"] + "rangeIncludes")


@dataclass(frozen=True)
class Property:
    """A property: whether its values are literals, whether it is a measure, its declared range and domain if any."""

    iri: NamedNode
    literal: bool
    measure: bool
    range: str | None
    domain: frozenset[str]


@cache
def properties() -> dict[str, Property]:
    """Every declared property by the name the tables use: `head` for ours, `dct:title` for another's."""
    quads = list(read("gupvi.ttl"))
    found = {}
    for iri in {q.subject for q in quads if isinstance(q.subject, NamedNode)}:
        about = [q for q in quads if q.subject == iri]
        types = {value(q) for q in about if q.predicate.value == PREFIXES["rdf"] + "type"}
        if types & {OBJECT, DATATYPE}:
            above = {value(q) for q in about if q.predicate.value == PREFIXES["rdfs"] + "subPropertyOf"}
            ranges = [value(q) for q in about if q.predicate.value in RANGES]
            own = above & {MEASURE} | {iri.value}
            domain = frozenset(value(q) for q in quads if q.predicate.value in DOMAINS and of(q) in own)
            found[shorten(iri.value)] = Property(
                iri, DATATYPE in types, MEASURE in above, next(iter(ranges), None), domain
            )
    return found


@cache
def superclasses(name: str) -> tuple[NamedNode, ...]:
    """One of our classes by name, and every class of ours above it."""
    iri = NamedNode(NAMESPACE + name)
    parents = [
        value(quad).removeprefix(NAMESPACE)
        for quad in read("gupvi.ttl")
        if quad.subject == iri and quad.predicate.value == SUBCLASS and value(quad).startswith(NAMESPACE)
    ]
    above = [class_ for parent in parents for class_ in superclasses(parent)]
    return tuple(dict.fromkeys((iri, *above)))


def of(quad: Quad) -> str:
    """The quad's subject as text."""
    return quad.subject.value if isinstance(quad.subject, NamedNode) else ""


def value(quad: Quad) -> str:
    """The quad's object as text."""
    return quad.object.value if isinstance(quad.object, NamedNode | Literal) else ""


def shorten(iri: str) -> str:
    """The name of a term as the tables write it; an IRI under no known prefix stays as it is."""
    if iri.startswith(NAMESPACE):
        return iri.removeprefix(NAMESPACE)
    for prefix, start in PREFIXES.items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri
