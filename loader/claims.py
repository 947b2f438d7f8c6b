"""Rows of claims, comparisons and silences become quads."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from loader import terms
from loader.dates import Reading, bound
from loader.mapping import ALTERNATIVE, NOTE, PREFERRED, RDF_TYPE, SOURCE, Triple, findable, label, put
from loader.tables import Row
from ontology import GUPVI, PREFIXES
from ontology.properties import Property, properties

SUBJECT, PREDICATE, OBJECT = (terms.known("rdf:" + name) for name in ("subject", "predicate", "object"))
MENTIONS, DESCRIPTION = terms.known("schema:mentions"), terms.known("dct:description")
NUMERIC = (PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal")
LINKS = {  # kinds of comparison that link claims directly
    "tension": GUPVI.inTensionWith,
    "contradiction": GUPVI.contradicts,
    "agreementOfSources": GUPVI.agreesWith,
}
SEARCHED = ("dct:title", "dct:alternative", "etymon", "gloss")  # words by which people look for a thing
EXCLUSIVE = {"moreThan": "lower", "almost": "upper"}  # the bound that the number does not reach
THINGS = {  # columns that hold keys of things: the property of the claim
    "population": GUPVI.population,
    "place": GUPVI.place,
    "people": GUPVI.people,
    "agent": GUPVI.agent,
    "attributed_to": GUPVI.attributedTo,
    "before": GUPVI.before,
    "after": GUPVI.after,
    "during": GUPVI.during,
    "mentions": MENTIONS,
}
TERMS = {  # columns that hold concepts of the ontology
    "unit": GUPVI.unit,
    "exactness": GUPVI.exactness,
    "quantifier": GUPVI.quantifier,
    "time_basis": GUPVI.timeBasis,
    "stance": GUPVI.stance,
    "rank": GUPVI.rank,
}


def claims(rows: Iterable[Row], keys: dict[str, str], readings: dict[str, Reading]) -> Iterator[Quad]:
    """What the sources say; the editors' remarks stand in their own graph."""
    for row in rows:
        used = properties()[row["predicate"]]
        subject = terms.claim(row["id"])
        grade = row.cells.get("reliability") or "core"
        graph = terms.graph(row["source"])
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Claim),
            (subject, SUBJECT, terms.thing(row["subject"])),
            (subject, PREDICATE, used.iri),
            (subject, OBJECT, object_of(row, used)),
            (subject, GUPVI.evidence, terms.passage(row["id"].rpartition("-")[0])),
            (subject, GUPVI.reliability, terms.term(grade)),
        ]
        if used.measure:
            triples.append((subject, RDF_TYPE, GUPVI.QuantityClaim))
        yield from put([*triples, *limits(row, subject), *times(row, subject, readings)], graph, terms.layer(grade))
        if row["note"]:
            yield from put([(subject, NOTE, terms.words(row["note"]))], terms.EDITORS)
        if row["predicate"] in SEARCHED:
            yield from put(findable(terms.thing(row["subject"]), row["value"]), graph)
        if used.iri in (PREFERRED, ALTERNATIVE):
            passage = [row["id"].rpartition("-")[0]]
            yield from label(row["subject"], row["value"], row["language"], used.iri, passage, keys)
            if row["edtf"]:
                node = terms.name(row["subject"], row["language"], row["value"])
                yield from put([(node, GUPVI.edtf, Literal(row["edtf"]))], graph)


def object_of(row: Row, used: Property) -> NamedNode | Literal:
    """The value of a claim: a thing, a term, a number where the predicate is numeric, else words."""
    if row["object"]:
        return terms.reference(row["object"])
    if (used.measure or used.range in NUMERIC) and row["exactness"] != "range":
        return terms.number(row["value"])
    return terms.words(row["value"], row["language"])


def limits(row: Row, subject: NamedNode) -> Iterator[Triple]:
    """How far a claim goes: bounds, exactness, whom it counts, who says it and how firmly."""
    for column, predicate in TERMS.items():
        if row[column]:
            yield subject, predicate, terms.term(row[column])
    for column, predicate in THINGS.items():
        cell = row[column]
        for key in cell if isinstance(cell, list) else [cell] if cell else []:
            yield subject, predicate, terms.thing(key)
    inclusive = {"lower": GUPVI.lowerInclusive, "upper": GUPVI.upperInclusive}
    for bound_, predicate in (("lower", GUPVI.lower), ("upper", GUPVI.upper)):
        if row[bound_] is not None:
            yield subject, predicate, terms.number(row[bound_])
            yield subject, inclusive[bound_], terms.truth(EXCLUSIVE.get(row["exactness"]) != bound_)
    for key in row["jointly_with"]:
        yield subject, GUPVI.jointlyWith, terms.claim(key)
    if row["circumstance"]:
        yield subject, GUPVI.circumstance, terms.words(row["circumstance"])
    if row["open_list"]:
        yield subject, GUPVI.openList, terms.truth(True)


def times(row: Row, subject: NamedNode, readings: dict[str, Reading]) -> Iterator[Triple]:
    """When a claim holds: EDTF, its four days, and the printed words where they are vague."""
    printed = row["printed_time"]
    if row["edtf"]:
        yield subject, GUPVI.edtf, Literal(row["edtf"])
        bounds = bound(row["edtf"], readings)
        days = (bounds.earliest_begin, bounds.latest_begin, bounds.earliest_end, bounds.latest_end)
        names = (GUPVI.earliestBegin, GUPVI.latestBegin, GUPVI.earliestEnd, GUPVI.latestEnd)
        for predicate, value in zip(names, days, strict=True):
            if value:
                yield subject, predicate, terms.day(value)
        if row["edtf"] in readings and row["time_basis"] != "joined":
            printed = printed or readings[row["edtf"]].printed
    if printed:
        yield subject, GUPVI.printedTime, terms.words(printed)


def comparisons(rows: Iterable[Row]) -> Iterator[Quad]:
    """Claims side by side; those that agree or are in tension are linked two by two."""
    for row in rows:
        subject = terms.thing(f"comparison/{row['id']}")
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Comparison),
            (subject, PREFERRED, terms.words(row["label"])),
            (subject, GUPVI.kind, terms.term(row["kind"])),
            (subject, DESCRIPTION, terms.words(row["explanation"])),
        ]
        triples += [(subject, GUPVI.compares, terms.claim(key)) for key in row["claims"]]
        if row["outside_knowledge"]:
            triples.append((subject, NOTE, terms.words("Outside knowledge: " + row["outside_knowledge"])))
        if row["kind"] in LINKS:
            pairs = [pair.split("~") for pair in row["pairs"]] or [row["claims"]] * (len(row["claims"]) == 2)
            for one, other in ((terms.claim(a), terms.claim(b)) for a, b in pairs):
                triples += [(one, LINKS[row["kind"]], other), (other, LINKS[row["kind"]], one)]
        yield from put(triples, terms.EDITORS)


def silences(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """What a source leaves unsaid; `keys` gives the source of a short key."""
    short = {source: key for key, source in keys.items()}
    for row in rows:
        subject = terms.thing(f"silence/{row['id']}")
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Silence),
            (subject, SUBJECT, terms.thing(row["subject"])),
            (subject, PREDICATE, properties()[row["predicate"]].iri),
            (subject, SOURCE, terms.thing(row["source"])),
        ]
        if row["paragraph"] is not None:
            triples.append((subject, GUPVI.evidence, terms.passage(f"{short[row['source']]}-p{row['paragraph']}")))
        if row["note"]:
            triples.append((subject, NOTE, terms.words(row["note"])))
        yield from put(triples, terms.EDITORS)
