"""What the endpoint speaks, which graphs it holds and what these tell of themselves (after SPARQL, VoID and DCAT)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from endpoint import prologue, reading
from endpoint.desk import Desk
from endpoint.files import Edition
from endpoint.formats import GRAPHS as WRITTEN
from endpoint.formats import ROWS, Format
from endpoint.once import once
from endpoint.prologue import Graphs
from ontology import BASE, GRAPHS, PREFIXES

TOLD, EXAMPLES = f"{GRAPHS}void", f"{GRAPHS}queries"
_ALL = prologue.read("CONSTRUCT WHERE { ?s ?p ?o }")
_USED = {name: PREFIXES[name] for name in ("dct", "dcat", "foaf", "gupvi", "rdf", "rdfs", "schema", "sd", "sh", "skos")}
_USED |= {name: PREFIXES[name] for name in ("spdx", "void", "void-ext", "xsd")} | {"part": f"{TOLD}#"}
_SERVICE, _BESIDE = f"{BASE}sparql", (f"{BASE}dumps", f"{BASE}feed")

_ENDS = (
    'A query that a limit stops gets the status 503 and, as "limit", the name of the limit. '
    "An answer whose transfer breaks off without its last chunk is not whole."
)

Triples = tuple[Triple, ...]
Limit = tuple[str, int, str]


def _term(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(PREFIXES[prefix] + local)


_ASIDE = [_term(name) for name in ("void:subset", "void:dataDump", "dcat:distribution")]


def read(desk: Desk) -> Triples:
    """Read what the dataset tells of itself; nothing, if it tells nothing."""
    return _read(desk.plain, desk.edition, TOLD)


@once(4)
def _read(desk: Desk, edition: Edition, graph: str) -> Triples:
    if graph not in dict(edition.graphs):
        return ()  # without troubling a reader
    table = reading.read(desk, _ALL, Graphs(frozenset([graph]), frozenset()))
    return tuple(Triple(*row) for row in table.rows)  # type: ignore[arg-type]


@once(16)
def describe_service(desk: Desk, edition: Edition, endpoint: str, limits: tuple[Limit, ...], written: Format) -> bytes:
    """Describe the service whose address, as the client asked for it, is `endpoint`.

    Clients that find nothing in the default graph look here for statistics, prefixes and example queries.
    No vocabulary names the limits of an endpoint; they stand as values of properties after schema.org.
    """
    root = endpoint.rstrip("/").removesuffix("sparql")
    told = read(desk)
    graphs = _settled(_narrow(told), root, endpoint) if told else _count(edition, endpoint)
    examples = _read(desk.plain, edition, EXAMPLES)
    return _write([*_serve(endpoint, limits), *graphs, *_settled(examples, root, endpoint)], written)


def list_dataset(desk: Desk, edition: Edition, root: str) -> Triples:
    """List what the dataset tells of itself, with the addresses of the server at `root`, which ends in a slash."""
    return (*_settled(read(desk), root, f"{root}sparql"), *_weigh(edition))


@once(16)
def describe_dataset(desk: Desk, edition: Edition, root: str, written: Format) -> bytes:
    """Describe the dataset to harvesters who came to the server at `root`."""
    return _write(list_dataset(desk, edition, root), written)


def _write(triples: Iterable[Triple], written: Format) -> bytes:
    graph_format = RdfFormat.from_media_type(written.media_type)
    return serialize(triples, format=graph_format, prefixes=_USED) or b""


def _serve(endpoint: str, limits: Iterable[Limit]) -> Iterator[Triple]:
    """Say how to ask. Some clients read on from the service to its dataset, so this comes first."""
    service = NamedNode(endpoint)
    yield Triple(service, _term("rdf:type"), _term("sd:Service"))
    yield Triple(service, _term("sd:endpoint"), service)
    yield Triple(service, _term("sd:supportedLanguage"), _term("sd:SPARQL11Query"))
    yield Triple(service, _term("sd:defaultDataset"), NamedNode(f"{endpoint}#dataset"))
    for written in (*ROWS, *WRITTEN):
        yield Triple(service, _term("sd:resultFormat"), NamedNode(written.iri))
    yield Triple(service, _term("rdfs:comment"), Literal(_ENDS, language="en"))
    for name, value, words in limits:
        limit = BlankNode(f"limit-{name}")  # named, so that the same description has the same bytes
        yield Triple(service, _term("schema:additionalProperty"), limit)
        yield Triple(limit, _term("rdf:type"), _term("schema:PropertyValue"))
        yield Triple(limit, _term("schema:propertyID"), Literal(name))
        yield Triple(limit, _term("schema:value"), Literal(value))
        yield Triple(limit, _term("schema:description"), Literal(words, language="en"))


def _count(edition: Edition, endpoint: str) -> Iterator[Triple]:
    """Name the graphs of a dataset that tells nothing of itself, with their sizes."""
    a, dataset, default = _term("rdf:type"), NamedNode(f"{endpoint}#dataset"), NamedNode(f"{endpoint}#default")
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


def _narrow(told: Triples) -> Iterator[Triple]:
    """Leave out the parts of the dataset and the downloads, of which clients that ask have no use."""
    about = defaultdict(list)
    for triple in told:
        about[triple.subject].append(triple)
    seen, ahead = set[object](), [NamedNode(f"{_SERVICE}#dataset")]
    while ahead:
        node = ahead.pop()
        if node not in seen:
            seen.add(node)
            for triple in about.get(node, ()):
                if triple.predicate not in _ASIDE:
                    yield triple
                    if isinstance(triple.object, NamedNode):
                        ahead.append(triple.object)


def _settled(told: Iterable[Triple], root: str, endpoint: str) -> Iterator[Triple]:
    """Put the addresses of this server in the place of those under which the dataset is known for good."""

    def settle(term: object) -> object:
        if isinstance(term, NamedNode):
            if term.value == _SERVICE or term.value.startswith(f"{_SERVICE}#"):
                return NamedNode(endpoint + term.value.removeprefix(_SERVICE))
            if term.value.startswith(_BESIDE):
                return NamedNode(root + term.value.removeprefix(BASE))
        return term

    for triple in told:
        yield Triple(settle(triple.subject), triple.predicate, settle(triple.object))  # type: ignore[arg-type]


def _weigh(edition: Edition) -> Iterator[Triple]:
    """Tell of the downloads what cannot stand in them: size, checksum, and when they were made."""
    for file in edition.files.values():
        node, checksum = NamedNode(f"{TOLD}#{file.name}"), NamedNode(f"{TOLD}#{file.name}/sha256")
        yield Triple(node, _term("dcat:byteSize"), Literal(str(file.size), datatype=_term("xsd:nonNegativeInteger")))
        yield Triple(node, _term("spdx:checksum"), checksum)
        yield Triple(checksum, _term("rdf:type"), _term("spdx:Checksum"))
        yield Triple(checksum, _term("spdx:algorithm"), _term("spdx:checksumAlgorithm_sha256"))
        yield Triple(checksum, _term("spdx:checksumValue"), Literal(file.sha256, datatype=_term("xsd:hexBinary")))
    if edition.files:
        built = Literal(edition.built, datatype=_term("xsd:dateTime"))
        yield Triple(NamedNode(f"{BASE}dataset"), _term("dct:modified"), built)
