"""Validation: the merged graph must have the shapes that the ontology asks for (SHACL)."""

from collections.abc import Iterator
from itertools import islice

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize
from pyshacl import validate
from rdflib import Graph, Namespace, URIRef

from loader import terms
from loader.faults import Fault, Faulty
from loader.mapping import RDF_TYPE
from ontology import FOLDER

SH = Namespace("http://www.w3.org/ns/shacl#")
BATCH = 10_000  # subjects validated together, so that memory does not grow with the store


def check_shapes(store: Store) -> None:
    """Raise Faulty with every result of SHACL validation, if there is one.

    Every shape looks at its focus node's own triples and the classes of their objects, and no further;
    so a batch of subjects can be validated by itself.
    """
    shapes = Graph().parse(FOLDER / "shapes.ttl")
    subjects = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, None, terms.DEFAULT))
    faults: set[Fault] = set()
    while batch := {subject for subject in islice(subjects, BATCH) if isinstance(subject, NamedNode)}:
        data = Graph().parse(serialize(neighbourhood(store, batch), format=RdfFormat.N_TRIPLES), format="nt")
        inside = {URIRef(subject.value) for subject in batch}
        _, report, _ = validate(data, shacl_graph=shapes)
        for result in report.objects(predicate=SH.result):
            node, path, message = (report.value(result, p) for p in (SH.focusNode, SH.resultPath, SH.resultMessage))
            if node in inside:  # an object outside lacks its own triples here and has its turn in another batch
                faults.add(Fault(str(node), f"{path or 'the node'} breaks a shape: {message}", "mend its rows"))
    if faults:
        raise Faulty(sorted(faults, key=str))


def neighbourhood(store: Store, subjects: set[NamedNode]) -> Iterator[Triple]:
    """The triples of the subjects, and the classes of what they point to."""
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, None, None, terms.DEFAULT):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                for typed in store.quads_for_pattern(quad.object, RDF_TYPE, None, terms.DEFAULT):
                    yield typed.triple
