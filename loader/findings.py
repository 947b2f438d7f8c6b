"""What follows from the claims together: the simple layer, contradictions, tensions, and what is worked out."""

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryTriples, Store

from loader import terms
from loader.amounts import ARITHMETIC, Amount
from loader.claims import DESCRIPTION, EXCLUSIVE, NUMERIC, OBJECT, PREDICATE, SUBJECT
from loader.mapping import PREFERRED, RDF_TYPE, Triple, findable, put
from loader.tables import Row
from ontology import GUPVI, NAMESPACE
from ontology.properties import Property, properties

FOLDER = Path(__file__).parent / "inferences"
DERIVED_FROM = terms.known("prov:wasDerivedFrom")
COMMENT = terms.known("rdfs:comment")
RECKONING = {  # how the inputs of a finding are joined, in their order
    "sum": " + ",
    "difference": " − ",
    "product": " % of ",
    "share": " in the sum with ",
    "interval": " to ",
    "inference": ", ",
}
MONTH = len("1941-07")


def infer(store: Store, name: str, source: NamedNode | None = None) -> Iterator[Quad]:
    """The quads that one CONSTRUCT of the folder `inferences` adds to the merged graph, or to a source's own."""
    for triple in construct(store, read(name), source or terms.DEFAULT):
        yield Quad(triple.subject, triple.predicate, triple.object, source or terms.DEFAULT)


def read(name: str) -> str:
    """The text of one CONSTRUCT of the folder `inferences`."""
    return (FOLDER / f"{name}.rq").read_text(encoding="utf-8")


def construct(store: Store, text: str, graph: NamedNode | DefaultGraph) -> QueryTriples:
    """The triples that a CONSTRUCT makes of one graph."""
    result = store.query(text, default_graph=graph)
    if not isinstance(result, QueryTriples):
        raise TypeError("the inference is no CONSTRUCT")
    return result


def ground(store: Store, layer: NamedNode) -> Iterator[Quad]:
    """What is told of the passages in which the claims of a layer stand."""
    for passage in {quad.object for quad in store.quads_for_pattern(None, GUPVI.evidence, None, layer)}:
        if isinstance(passage, NamedNode):
            for quad in store.quads_for_pattern(passage, None, None, terms.DEFAULT):
                yield Quad(quad.subject, quad.predicate, quad.object, layer)


def show(store: Store, source: NamedNode) -> Iterator[Quad]:
    """What a source's own graph needs to name and find the things it speaks of."""
    for triple in construct(store, read("labels").replace("?source", str(source)), terms.DEFAULT):
        quad = Quad(triple.subject, triple.predicate, triple.object, source)
        yield quad
        if quad.predicate == PREFERRED and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            for subject, predicate, key in findable(quad.subject, quad.object.value):
                yield Quad(subject, predicate, key, source)


def by_editors(link: Quad) -> Iterator[Quad]:
    """A link between claims, in the merged graph and in the editors' own."""
    yield link
    yield Quad(link.subject, link.predicate, link.object, terms.EDITORS)


def derive(rows: Iterable[Row], store: Store) -> Iterator[Quad]:
    """The findings that the table of derivations asks for, each derived from the claims it names."""
    for row in rows:
        subject, inputs = terms.thing(f"finding/{row['id']}"), [terms.claim(key) for key in row["inputs"]]
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Finding),
            (subject, PREFERRED, terms.words(row["label"])),
            (subject, GUPVI.kind, terms.term(row["kind"])),
            (subject, SUBJECT, terms.thing(row["subject"])),
            (subject, PREDICATE, properties()[row["predicate"]].iri),
            (subject, GUPVI.stance, GUPVI.derived),
            (subject, DESCRIPTION, terms.words(row["caveat"])),
            (subject, COMMENT, Literal(RECKONING[row["kind"]].join(row["inputs"]))),
        ]
        triples += [(subject, DERIVED_FROM, claim) for claim in inputs]
        if row["population"]:
            triples.append((subject, GUPVI.population, terms.thing(row["population"])))
        if row["unit"]:
            triples.append((subject, GUPVI.unit, terms.term(row["unit"])))
        if row["kind"] == "inference":
            triples.append((subject, OBJECT, inferred(row["object"], properties()[row["predicate"]])))
        elif row["kind"] == "interval":
            start, end = (days(store, claim) for claim in inputs)
            triples += state(subject, span(start, end, row["unit"]))
        else:
            triples += state(subject, ARITHMETIC[row["kind"]]([amount(store, claim) for claim in inputs]))
        yield from put(triples, terms.EDITORS)


def inferred(value: str, used: Property) -> NamedNode | Literal:
    """The value of an inference, as its predicate wants it."""
    if not used.literal:
        return terms.thing(value)
    return terms.number(value) if used.range in NUMERIC else Literal(value)


def state(subject: NamedNode, result: Amount) -> Iterator[Triple]:
    """The number of a finding, with its bounds as on a claim."""
    if result.value is None:
        yield subject, OBJECT, Literal(f"{result.lower:f}-{result.upper:f}")
    else:
        yield subject, OBJECT, terms.number(result.value)
    yield subject, GUPVI.exactness, terms.term(result.exactness)
    for name, limit in (("lower", result.lower), ("upper", result.upper)):
        if limit is not None:
            yield subject, terms.term(name), terms.number(limit)
            yield subject, terms.term(f"{name}Inclusive"), terms.truth(EXCLUSIVE.get(result.exactness) != name)


def amount(store: Store, claim: NamedNode) -> Amount:
    """The number that a claim gives."""
    value = lexical(store, claim, OBJECT)
    lower, upper, exactness = (lexical(store, claim, p) for p in (GUPVI.lower, GUPVI.upper, GUPVI.exactness))
    kind = (exactness or "").removeprefix(NAMESPACE)
    return Amount(
        None if kind == "range" else Decimal(value or ""),
        Decimal(lower) if lower else None,
        Decimal(upper) if upper else None,
        kind,
    )


def days(store: Store, claim: NamedNode) -> tuple[date, date, bool]:
    """The first and last day on which what a claim tells can have begun, and whether it is known to the month."""
    first, last, edtf = (lexical(store, claim, p) for p in (GUPVI.earliestBegin, GUPVI.latestBegin, GUPVI.edtf))
    return date.fromisoformat(first or ""), date.fromisoformat(last or ""), len(edtf or "") == MONTH


def span(start: tuple[date, date, bool], end: tuple[date, date, bool], unit: str) -> Amount:
    """The time from one date to another, in days with bounds, or in months when both are known to the month."""
    if unit == "months" and start[2] and end[2]:
        months = Decimal((end[0].year - start[0].year) * 12 + end[0].month - start[0].month)
        return Amount(months, None, None, "about")
    return Amount(None, Decimal((end[0] - start[1]).days), Decimal((end[1] - start[0]).days), "range")


def lexical(store: Store, subject: NamedNode, predicate: NamedNode) -> str | None:
    """The only value of a property of a claim as text, or None."""
    for quad in store.quads_for_pattern(subject, predicate, None, terms.DEFAULT):
        if isinstance(quad.object, Literal | NamedNode):
            return quad.object.value
    return None
