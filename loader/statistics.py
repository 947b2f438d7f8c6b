"""The statistics of a graph after VoID: its size, its classes and properties, and what its properties join."""

import hashlib
from collections.abc import Iterator

from pyoxigraph import DefaultGraph, NamedNode, Quad, QuerySolutions, Store

from loader import terms
from loader.terms import Term
from ontology import BASE, GRAPHS

VOID = NamedNode(f"{GRAPHS}void")
COUNTED = "(COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) (COUNT(DISTINCT ?o) AS ?distinctObjects)"
SIZES = (
    f"SELECT {COUNTED} (COUNT(DISTINCT ?p) AS ?properties) {{ ?s ?p ?o }}",
    "SELECT (COUNT(DISTINCT ?class) AS ?classes) { ?s a ?class }",
    f'SELECT (COUNT(DISTINCT ?s) AS ?entities) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), "{BASE}")) }}',
)
CLASSES = "SELECT ?class (COUNT(DISTINCT ?s) AS ?entities) { ?s a ?class } GROUP BY ?class"
PROPERTIES = f"SELECT ?property {COUNTED} {{ ?s ?property ?o }} GROUP BY ?property"
USES = f"SELECT ?class ?property {COUNTED} {{ ?s a ?class ; ?property ?o }} GROUP BY ?class ?property"
JOINS = """SELECT ?class ?property ?other (COUNT(*) AS ?triples) { ?s a ?class ; ?property ?o . ?o a ?other }
GROUP BY ?class ?property ?other"""
VALUES = """SELECT ?class ?property ?datatype (COUNT(*) AS ?triples) {
  ?s a ?class ; ?property ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?datatype)
} GROUP BY ?class ?property ?datatype"""
# how a partition is reached from the larger one, and what it is a partition by
PARTITIONS = {
    "class": ("void:classPartition", "void:class"),
    "property": ("void:propertyPartition", "void:property"),
    "other": ("void:classPartition", "void:class"),
    "datatype": ("void-ext:datatypePartition", "void-ext:datatype"),
}


def measure(store: Store, dataset: NamedNode, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """How many triples, subjects, objects, classes and properties a graph has, and how many of each."""
    for query in SIZES:
        for row in rows(store, query, graph):
            yield from counted(dataset, row)
    for query in (CLASSES, PROPERTIES):
        yield from partitioned(store, query, dataset, graph)


def relate(store: Store, dataset: NamedNode, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """Which properties the things of each class have, and the classes or datatypes of their values.

    Clients complete queries and choose plans by these partitions of partitions.
    """
    for query in (USES, JOINS, VALUES):
        yield from partitioned(store, query, dataset, graph)


def partitioned(store: Store, query: str, dataset: NamedNode, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """The partition that each row counts, hung on the larger one that it is a part of."""
    for row in rows(store, query, graph):
        path = [(name, row[name]) for name in row if name in PARTITIONS]
        relation, key = PARTITIONS[path[-1][0]]
        part = partition(dataset, path)
        yield stated(partition(dataset, path[:-1]), relation, part)
        yield stated(part, key, path[-1][1])
        yield from counted(part, row)


def partition(dataset: NamedNode, path: list[tuple[str, Term]]) -> NamedNode:
    """The node of a part of a dataset, chosen by class, property, and class or datatype of the value."""
    if not path:
        return dataset
    words = "\n".join(str(part) for part in (dataset, *path))
    return NamedNode(f"{VOID.value}#p{hashlib.sha256(words.encode()).hexdigest()[:12]}")


def counted(node: NamedNode, row: dict[str, Term]) -> Iterator[Quad]:
    """The counts among the columns of a row, which are called as VoID calls them."""
    for name, count in row.items():
        if name not in PARTITIONS:
            yield stated(node, f"void:{name}", count)


def rows(store: Store, query: str, graph: NamedNode | DefaultGraph) -> Iterator[dict[str, Term]]:
    """The rows of a SELECT over one graph, by the names of their columns."""
    result = store.query(query, default_graph=graph)
    if not isinstance(result, QuerySolutions):
        raise TypeError("the query is no SELECT")
    names = [variable.value for variable in result.variables]
    for row in result:
        yield {name: term for name, term in zip(names, row, strict=True) if term is not None}


def stated(subject: NamedNode, predicate: str, object_: Term) -> Quad:
    """A statement of the description's own graph."""
    return Quad(subject, terms.known(predicate), object_, VOID)
