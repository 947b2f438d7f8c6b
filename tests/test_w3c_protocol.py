"""The W3C suites for the SPARQL 1.1 Protocol and Service Description, over HTTP.

Run with `--w3c=DIR`, DIR being the folder `sparql` of a copy of github.com/w3c/rdf-tests.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import RDF, RDFS, Graph, Namespace, URIRef
from rdflib import Literal as Value
from rdflib.collection import Collection

from ontology import BASE, PREFIXES

MF = Namespace("http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#")
UT = Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = Namespace("http://www.w3.org/2011/http#")
CNT = Namespace("http://www.w3.org/2011/content#")
FORMATS = {"boolean": {"json", "xml"}, "tabular": {"json", "xml", "csv", "tab-separated-values"}}


def test_protocol(w3c: Path, served: Any) -> None:
    """The query operation behaves as the protocol suite wants; the update operation is refused."""
    path = w3c / "sparql11/protocol/manifest.ttl"
    manifest = Graph().parse(path, format="turtle", publicID=BASE)
    updates = queries = 0
    for entry in listed(manifest, next(manifest.objects(None, MF.entries))):
        store = ox.Store()
        for data in manifest.objects(entry, UT.graphData):
            file, graph = manifest.value(data, UT.graph), manifest.value(data, RDFS.label)
            store.load(
                path=str(path.parent / str(file).removeprefix(BASE)),
                format=ox.RdfFormat.N_TRIPLES,
                to_graph=ox.NamedNode(str(graph)),
            )
        served.load(store)
        name = str(entry).rpartition("#")[2].removeprefix(BASE)
        is_update = "update" in name
        for request in listed(manifest, manifest.value(manifest.value(entry, MF.action), HT.requests)):
            status, media_type, body = send(manifest, request, served)
            if is_update:
                assert status in (400, 403, 405, 415), name
                updates += 1
                break
            response = manifest.value(request, HT.resp)
            wanted = {str(s)[-13:] for s in manifest.objects(response, MF.expectedStatus)}
            assert f"StatusCode{status // 100}xx" in wanted, (name, status, body)
            form = manifest.value(response, MF.expectedFormat)
            if form:
                assert any(part in media_type for part in FORMATS.get(str(form), {"turtle"})), (name, media_type)
            truth = manifest.value(response, MF.expectedBoolean)
            if isinstance(truth, Value):
                assert json.loads(body)["boolean"] is truth.toPython(), name
            queries += 1
    assert (queries, updates) == (20, 14)


def listed(manifest: Graph, head: Any) -> Iterator[Any]:
    if head is not None:
        yield from Collection(manifest, head)


def send(manifest: Graph, request: Any, served: Any) -> tuple[int, str, bytes]:
    content = manifest.value(request, HT.body)
    encoding = str(manifest.value(content, CNT.characterEncoding) or "utf-8")
    text = str(manifest.value(content, CNT.chars) or "")
    headers = {
        str(manifest.value(header, HT.fieldName)): str(manifest.value(header, HT.fieldValue))
        for header in listed(manifest, manifest.value(request, HT.headers))
    }
    answer: tuple[int, str, bytes] = served.ask(
        str(manifest.value(request, HT.absolutePath)),
        str(manifest.value(request, HT.methodName)),
        text.encode(encoding) if content else None,
        headers,
    )
    return answer


def test_service_description(served: Any) -> None:
    """The three tests of the service-description suite: RDF is returned, sd:endpoint matches, the shape holds."""
    served.load(ox.Store())
    status, media_type, body = served.ask("/sparql")
    assert (status, media_type) == (200, "text/turtle")
    described = Graph().parse(body, format="turtle")
    sd = Namespace(PREFIXES["sd"])
    address = URIRef(f"http://127.0.0.1:{served.port}/sparql")
    service = described.value(None, sd.endpoint, address)
    assert (service, RDF.type, sd.Service) in described
    assert (service, sd.supportedLanguage, sd.SPARQL11Query) in described
    assert (described.value(service, sd.defaultDataset), RDF.type, sd.Dataset) in described
