"""How the dataset describes itself: VoID, DCAT and the graphs of the service, for the store and for harvesters."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, Store

import ontology
from loader import dumps, terms
from loader.dumps import Download
from loader.examples import QUESTIONS
from loader.gazetteer import rows
from loader.known import GRADES
from loader.mapping import PREFERRED, findable, put
from loader.statistics import VOID, measure, stated
from ontology import BASE, GRAPHS, THINGS

ONTOLOGY = NamedNode(GRAPHS + "ontology")
LICENCE = NamedNode(ontology.LICENCE)
PUBLISHER, CATALOGUE, SERVED = (NamedNode(BASE + name) for name in ("publisher", "catalogue", "sparql#dataset"))
TRIPLES = terms.known("void:triples")
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
# terms of other datasets are linked to, while terms of vocabularies are used
LINKS = f"""SELECT ?link ?site (COUNT(*) AS ?triples) {{
  ?thing ?link ?page
  FILTER(STRSTARTS(STR(?thing), "{THINGS}") && isIRI(?page) && !STRSTARTS(STR(?page), "{BASE}"))
  FILTER(?link NOT IN (<{terms.known("rdf:type").value}>, <{terms.known("dct:license").value}>))
  FILTER(?link != <{terms.known("rdf:predicate").value}> && ?link != <{terms.known("rdf:object").value}>)
  BIND(REPLACE(STR(?page), "^(https?://[^/]+/).*$", "$1") AS ?site)
}} GROUP BY ?link ?site"""


def define() -> Iterator[Quad]:
    """The ontology, in its own graph and in the merged one, where labels of terms are needed and searched."""
    for quad in ontology.read():
        for graph in (terms.DEFAULT, ONTOLOGY):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
        if quad.predicate == PREFERRED and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield from put(findable(quad.subject, quad.object.value), ONTOLOGY)


def count(store: Store, quads: Iterable[Quad]) -> list[Quad]:
    """What must be counted: the statistics of each graph of a store, whose `quads` come sorted, and its links."""
    return [*measure(store, quads), *linksets(store)]


def named(store: Store) -> list[NamedNode]:
    """The named graphs of a store, by name."""
    return sorted((graph for graph in store.named_graphs() if isinstance(graph, NamedNode)), key=str)


def parts(store: Store) -> list[NamedNode]:
    """The named graphs that are parts of the merged one."""
    return [graph for graph in named(store) if graph not in (VOID, QUESTIONS)]


def linksets(store: Store) -> Iterator[Quad]:
    """The links to each other site (VoID, section 5), by property."""
    for row in rows(store, LINKS):
        link, site = row["link"], row["site"]
        if isinstance(link, NamedNode) and isinstance(site, Literal):
            host = site.value.split("/")[2]
            target = NamedNode(f"{VOID.value}#{host}")
            linkset = NamedNode(f"{target.value}/{link.value.replace('#', '/').rpartition('/')[2]}")
            yield stated(terms.DATASET, "void:subset", linkset)
            yield stated(linkset, "rdf:type", terms.known("void:Linkset"))
            yield stated(linkset, "void:linkPredicate", link)
            yield stated(linkset, "void:subjectsTarget", terms.DATASET)
            yield stated(linkset, "void:objectsTarget", target)
            yield stated(linkset, "void:triples", row["triples"])
            yield stated(target, "rdf:type", terms.known("void:Dataset"))
            yield stated(target, "dct:title", Literal(host))
            yield stated(target, "void:uriSpace", site)


def describe(store: Store, counts: list[Quad], version: str) -> list[Quad]:
    """The description of a version. `counts` is what `count` found; the version of an unnamed one is empty."""
    quads = {Quad(q.subject, q.predicate, q.object, VOID) for q in ontology.read("dataset.ttl")} | {*counts}
    quads.update(vocabularies(counts))
    for node in (terms.DATASET, CATALOGUE):
        quads.update(versioned(node, version))
    for graph in named(store):
        triples = next(q.object for q in counts if q.subject == graph and q.predicate == TRIPLES)
        quads.update(offer(graph, triples))
    for part in parts(store):
        quads.update(subset(store, part, version))
    for download in dumps.plan(parts(store)):
        quads.update(distribution(download, version))
    own = len(list(offer(VOID, VOID)))
    quads.update(offer(VOID, Literal(len(quads) + own)))
    return sorted(quads, key=str)


def offer(graph: NamedNode, triples: terms.Term) -> Iterator[Quad]:
    """A named graph of the service, with its size.

    Its node is not that of the dataset with its partitions: query editors take those of the named graphs for all
    there are, and would miss the merged graph's.
    """
    entry, content = NamedNode(f"{graph.value}#named"), NamedNode(f"{graph.value}#graph")
    yield stated(SERVED, "sd:namedGraph", entry)
    yield stated(entry, "rdf:type", terms.known("sd:NamedGraph"))
    yield stated(entry, "sd:name", graph)
    yield stated(entry, "sd:graph", content)
    yield stated(content, "rdf:type", terms.known("sd:Graph"))
    yield stated(content, "void:triples", triples)


def vocabularies(counts: list[Quad]) -> Iterator[Quad]:
    """The namespaces of all properties. Clients take it that no triple has a property of another."""
    for quad in counts:
        if quad.predicate == terms.known("void:property") and isinstance(quad.object, NamedNode):
            name = quad.object.value.replace("#", "/").rpartition("/")[2]
            yield stated(terms.DATASET, "void:vocabulary", NamedNode(quad.object.value.removesuffix(name)))


def subset(store: Store, part: NamedNode, version: str) -> Iterator[Quad]:
    """A named graph as a dataset of its own."""
    yield stated(terms.DATASET, "void:subset", part)
    yield stated(CATALOGUE, "dcat:dataset", part)
    yield stated(part, "dct:isPartOf", terms.DATASET)
    yield stated(part, "rdf:type", terms.known("void:Dataset"))
    yield stated(part, "rdf:type", terms.known("dcat:Dataset"))
    yield stated(part, "dct:identifier", Literal(part.value))
    yield stated(part, "dct:license", LICENCE)
    yield stated(part, "dct:publisher", PUBLISHER)
    yield from versioned(part, version)
    name = part.value.removeprefix(GRAPHS)
    source = terms.thing(f"source/{name}")
    labels = [quad.object for quad in store.quads_for_pattern(source, PREFERRED, None, terms.DEFAULT)]
    if labels:
        yield stated(part, "dct:source", source)
    title = f"The graph {name} of the GUPVI Graph"
    for grade in GRADES:
        if part == terms.layer(grade):
            yield stated(part, "dct:subject", terms.known(f"gupvi:{grade}"))
            title = f"Layer of the GUPVI Graph: {name.removeprefix('layer-').replace('-', ' ')} claims"
    for label in labels or [terms.words(title)]:
        yield stated(part, "dct:title", label)


def versioned(node: NamedNode, version: str) -> Iterator[Quad]:
    """The version, as DCAT and as VoID have it."""
    for predicate in ("dcat:version", "dct:hasVersion"):
        yield stated(node, predicate, Literal(version))


def distribution(download: Download, version: str) -> Iterator[Quad]:
    """A file to download (DCAT 3, section 6.8). Its size and checksum cannot stand in what it holds itself."""
    node = NamedNode(f"{VOID.value}#{download.name}")
    address = NamedNode(f"{BASE}dumps/{version}/{download.name}")
    media_type = NamedNode(MEDIA_TYPES + download.media_type.partition(";")[0])
    yield stated(download.dataset, "dcat:distribution", node)
    yield stated(node, "rdf:type", terms.known("dcat:Distribution"))
    yield stated(node, "dct:title", terms.words(download.title))
    yield stated(node, "dct:license", LICENCE)
    yield stated(node, "dcat:accessURL", NamedNode(f"{BASE}dumps"))
    yield stated(node, "dcat:downloadURL", address)
    yield stated(node, "dcat:mediaType", media_type)
    if download.packing:
        relation = "dcat:packageFormat" if download.name == dumps.TABLES else "dcat:compressFormat"
        yield stated(node, relation, NamedNode(MEDIA_TYPES + download.packing))
    if download.media_type in (dumps.N_QUADS, dumps.TURTLE):
        yield stated(download.dataset, "void:dataDump", address)


def write(quads: list[Quad]) -> bytes:
    """A description as sorted lines."""
    return "".join(sorted(f"{quad} .\n" for quad in quads)).encode()
