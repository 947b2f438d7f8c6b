"""Validation: the merged graph must have the shapes that the ontology asks for (SHACL)."""

import re
from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef

from loader import terms
from loader.faults import Fault, Faulty
from loader.mapping import RDF_TYPE
from loader.tables import Row, Tables
from ontology import FOLDER
from ontology.properties import shorten

SH = Namespace("http://www.w3.org/ns/shacl#")
COLUMNS = {
    "prefLabel": "label",
    "literalForm": "name",
    "nameOf": "thing",
    "compares": "claims",
    "wasDerivedFrom": "inputs",
}
BATCH = 10_000  # subjects validated together, so that memory does not grow with the store


def check_shapes(store: Store, tables: Tables) -> None:
    """Raise Faulty with every result of SHACL validation, if there is one.

    Every shape looks at its focus node's own triples and the classes of their objects, and no further;
    so a batch of subjects can be validated by itself.
    """
    shapes = Graph().parse(FOLDER / "shapes.ttl")
    subjects = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, None, terms.DEFAULT))
    broken: set[tuple[str, str, str]] = set()
    while batch := {subject for subject in islice(subjects, BATCH) if isinstance(subject, NamedNode)}:
        data = Graph().parse(serialize(neighbourhood(store, batch), format=RdfFormat.N_TRIPLES), format="nt")
        inside = {URIRef(subject.value) for subject in batch}
        _, report, _ = validate(data, shacl_graph=shapes)
        for result in report.objects(predicate=SH.result):
            node, path, message = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.resultMessage))
            if node in inside:  # an object outside lacks its own triples here and has its turn in another batch
                broken.add((str(node), str(path or ""), str(message)))
    if broken:
        found = dict(rows(tables, {node for node, _, _ in broken}))
        raise Faulty(sorted((fault(*result, found) for result in broken), key=str))


def fault(node: str, path: str, message: str, found: dict[str, Row]) -> Fault:
    """A result of validation, told of the row that speaks of the node and, as far as known, of the column."""
    row, name = found.get(node), path.replace("#", "/").rpartition("/")[2]
    reason, remedy = f"breaks a shape: {message.rstrip('.')}", "mend the rows that speak of it"
    if row is None:
        return Fault(shorten(node), f"{reason} ({name or 'the node'})", remedy)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    column = words if words in row.cells else COLUMNS.get(name, next(iter(row.cells)))
    return row.fault(column, reason, remedy)


def rows(tables: Tables, nodes: set[str]) -> Iterator[tuple[str, Row]]:
    """The row that makes each node: the one whose key it bears, or of a name the first that gives it."""
    for file, table in tables.tables.items():
        start = str(table.tableSchema.aboutUrl or "").partition("{")[0]
        for line, cells in tables.raw(file):
            row = Row(file, line, dict(cells))
            if file == "names.csv":
                made = terms.name(*(cells.get(column) or "" for column in ("thing", "language", "name"))).value
            else:
                made = start + (cells.get("id") or "") if start else ""
            if made in nodes:
                yield made, row


def neighbourhood(store: Store, subjects: set[NamedNode]) -> Iterator[Triple]:
    """The triples of the subjects, and the classes of what they point to."""
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, None, None, terms.DEFAULT):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                for typed in store.quads_for_pattern(quad.object, RDF_TYPE, None, terms.DEFAULT):
                    yield typed.triple
