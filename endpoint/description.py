"""What the endpoint speaks and which graphs it holds, after SPARQL 1.1 Service Description."""

from collections.abc import Iterator, Mapping

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from endpoint.files import Edition
from endpoint.formats import GRAPHS, ROWS, Format
from ontology import PREFIXES

_USED = {name: PREFIXES[name] for name in ("dct", "rdf", "schema", "sd", "void", "xsd")}


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(_USED[prefix] + local)


def describe(edition: Edition, endpoint: str, limits: Mapping[str, int], written: Format) -> bytes:
    """Describe the service whose address, as the client asked for it, is `endpoint`.

    No vocabulary names the limits of an endpoint; they stand as values of properties after schema.org.
    """
    graph_format = RdfFormat.from_media_type(written.media_type)
    description: bytes = serialize(_triples(edition, endpoint, limits), format=graph_format, prefixes=_USED) or b""
    return description


def _triples(edition: Edition, endpoint: str, limits: Mapping[str, int]) -> Iterator[Triple]:
    a = _term("rdf:type")
    service, dataset, default = (NamedNode(endpoint + part) for part in ("", "#dataset", "#default"))
    yield Triple(service, a, _term("sd:Service"))
    yield Triple(service, _term("sd:endpoint"), service)
    yield Triple(service, _term("sd:supportedLanguage"), _term("sd:SPARQL11Query"))
    for written in (*ROWS, *GRAPHS):
        yield Triple(service, _term("sd:resultFormat"), NamedNode(written.iri))
    for name, value in limits.items():
        limit = BlankNode(f"limit-{name}")  # named, so that the same description has the same bytes
        yield Triple(service, _term("schema:additionalProperty"), limit)
        yield Triple(limit, a, _term("schema:PropertyValue"))
        yield Triple(limit, _term("schema:propertyID"), Literal(name))
        yield Triple(limit, _term("schema:value"), Literal(value))
    yield Triple(service, _term("sd:defaultDataset"), dataset)
    yield Triple(dataset, a, _term("sd:Dataset"))
    yield Triple(dataset, _term("dct:title"), Literal(edition.title))
    yield Triple(dataset, _term("dct:hasVersion"), Literal(edition.version))
    yield Triple(dataset, _term("sd:defaultGraph"), default)
    yield Triple(default, a, _term("sd:Graph"))
    yield Triple(default, _term("void:triples"), Literal(edition.triples))
    for number, (iri, triples) in enumerate(edition.graphs):
        entry, graph = BlankNode(f"entry-{number}"), BlankNode(f"graph-{number}")
        yield Triple(dataset, _term("sd:namedGraph"), entry)
        yield Triple(entry, a, _term("sd:NamedGraph"))
        yield Triple(entry, _term("sd:name"), NamedNode(iri))
        yield Triple(entry, _term("sd:graph"), graph)
        yield Triple(graph, a, _term("sd:Graph"))
        yield Triple(graph, _term("void:triples"), Literal(triples))
