"""What the dataset says of itself is so: its counts are the store's, its links lead somewhere, clients can read it."""

import json
import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions, RdfFormat, Store, parse
from rdflib import DCAT, DCTERMS, FOAF, RDF, VOID, XSD, Graph, Namespace, URIRef
from rdflib.plugins.sparql import prepareQuery
from werkzeug.test import Client

from loader.publish import current
from ontology import BASE, GRAPHS, PREFIXES

DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
TYPE = NamedNode(PREFIXES["rdf"] + "type")
DATASET, TOLD = f"{BASE}dataset", f"{GRAPHS}void"
SD, SPDX, SH = (Namespace(PREFIXES[name]) for name in ("sd", "spdx", "sh"))


@cache
def opened(published: Path) -> Store:
    return Store.read_only(str(published / str(current(published)) / "oxigraph"))


def rows(published: Path, query: str, graph: str = TOLD) -> list[tuple[str, ...]]:
    where = NamedNode(graph) if graph else DefaultGraph()
    result = opened(published).query(DECLARED + query, default_graph=where)
    assert isinstance(result, QuerySolutions)
    return [tuple(getattr(term, "value", "") for term in row) for row in result]


def test_the_sizes_of_every_graph_are_its_own(published: Path) -> None:
    parts = rows(published, f"SELECT ?g {{ <{DATASET}> void:subset ?g . ?g a void:Dataset }}")
    graphs = {DATASET: ""} | {part: part for (part,) in parts}
    assert len(graphs) > 5
    for dataset, graph in graphs.items():
        where = NamedNode(graph) if graph else DefaultGraph()
        triples = [quad.triple for quad in opened(published).quads_for_pattern(None, None, None, where)]
        types = {t.object for t in triples if t.predicate == TYPE}
        counts = {
            "triples": len(triples),
            "distinctSubjects": len({t.subject for t in triples}),
            "distinctObjects": len({t.object for t in triples}),
            "properties": len({t.predicate for t in triples}),
            "classes": len(types),
            "entities": len({t.subject for t in triples if str(t.subject).startswith(f"<{BASE}")}),
        }
        for name, number in counts.items():
            assert rows(published, f"SELECT ?n {{ <{dataset}> void:{name} ?n }}") == [(str(number),)], (dataset, name)


def test_the_layers_can_be_told_by_their_grades(published: Path) -> None:
    told = f"SELECT ?layer ?title {{ <{DATASET}> void:subset ?layer . ?layer dct:subject gupvi:%s ; dct:title ?title }}"
    assert rows(published, told % "fairlyReliable") == [
        (f"{GRAPHS}layer-fairly-reliable", "Layer of the GUPVI Graph: fairly reliable claims")
    ]
    assert all(rows(published, told % grade) for grade in ("core", "reliable", "plausible", "doubtful"))


def test_partitions_count_what_is_there_and_leave_nothing_out(published: Path) -> None:
    triples = [q.triple for q in opened(published).quads_for_pattern(None, None, None, DefaultGraph())]
    classes: dict[str, list[str]] = {}
    for t in triples:
        if t.predicate == TYPE and isinstance(t.object, NamedNode):
            classes.setdefault(str(t.subject), []).append(t.object.value)
    properties = Counter((t.predicate.value,) for t in triples)
    uses, joins, values = Counter[tuple[str, ...]](), Counter[tuple[str, ...]](), Counter[tuple[str, ...]]()
    for t in triples:
        for class_ in classes.get(str(t.subject), ()):
            uses[class_, t.predicate.value] += 1
            for other in classes.get(str(t.object), ()):
                joins[class_, t.predicate.value, other] += 1
            if isinstance(t.object, Literal):
                values[class_, t.predicate.value, t.object.datatype.value] += 1
    things = Counter((class_,) for own in classes.values() for class_ in own)
    part = f"<{DATASET}> void:classPartition ?part . ?part void:class ?c"
    use = f"{part} ; void:propertyPartition ?use . ?use void:property ?p"
    for select, expected in (
        (f"?n ?c {{ {part} ; void:entities ?n }}", things),
        (f"?n ?p {{ <{DATASET}> void:propertyPartition [ void:property ?p ; void:triples ?n ] }}", properties),
        (f"?n ?c ?p {{ {use} ; void:triples ?n }}", uses),
        (f"?n ?c ?p ?d {{ {use} ; void:classPartition [ void:class ?d ; void:triples ?n ] }}", joins),
        (f"?n ?c ?p ?d {{ {use} ; void-ext:datatypePartition [ void-ext:datatype ?d ; void:triples ?n ] }}", values),
    ):
        assert {row[1:]: int(row[0]) for row in rows(published, f"SELECT {select}")} == expected, select


def test_links_to_other_sites_are_counted(published: Path) -> None:
    linkset = "?l a void:Linkset ; void:linkPredicate ?p ; void:triples ?n ; void:objectsTarget/void:uriSpace ?s"
    told = rows(published, f"SELECT ?p ?s ?n {{ {linkset} }}")
    assert told
    for predicate, site, number in told:
        inside = f'STRSTARTS(STR(?o), "{site}") && STRSTARTS(STR(?s), "{BASE}id/")'
        assert str(len(rows(published, f"SELECT ?o {{ ?s <{predicate}> ?o FILTER({inside}) }}", ""))) == number


def test_no_property_is_outside_the_vocabularies_that_are_named(published: Path) -> None:
    """Comunica takes it that a pattern with a property of no vocabulary named here has no solutions."""
    named = [iri for (iri,) in rows(published, f"SELECT ?v {{ <{DATASET}> void:vocabulary ?v }}")]
    for (used,) in rows(published, "SELECT DISTINCT ?p { ?s ?p ?o }", ""):
        assert any(used.startswith(space) for space in named), used


def test_examples_and_what_is_said_by_hand_are_in_the_graph(published: Path) -> None:
    examples = rows(published, "SELECT ?x { ?d void:exampleResource|dct:spatial ?x }")
    assert len(examples) > 3
    for (thing,) in examples:
        assert rows(published, f"SELECT ?p {{ <{thing}> ?p ?o }}", ""), thing


def test_the_description_counts_itself(published: Path) -> None:
    for name, number in rows(published, "SELECT ?name ?n { ?g sd:name ?name ; sd:graph/void:triples ?n }"):
        assert sum(1 for _ in opened(published).quads_for_pattern(None, None, None, NamedNode(name))) == int(number), (
            name
        )


def test_every_dataset_of_the_catalogue_has_what_a_harvester_asks_for(library: Client) -> None:
    told = Graph().parse(library.get("/.well-known/void").data, format="turtle")
    datasets = set(told.subjects(RDF.type, DCAT.Dataset))
    assert set(told.objects(URIRef(f"{BASE}catalogue"), DCAT.dataset)) == datasets
    assert len(datasets) > 5
    for dataset in datasets:
        assert str(told.value(dataset, DCTERMS.identifier)) == str(dataset)
        for needed in (DCTERMS.license, DCTERMS.publisher, DCTERMS.hasVersion):
            assert told.value(dataset, needed), (dataset, needed)
        assert list(told.objects(dataset, DCTERMS.title)), dataset
        for file in told.objects(dataset, DCAT.distribution):
            address = str(told.value(file, DCAT.downloadURL)).removeprefix("http://localhost")
            assert library.head(address).headers["Content-Length"] == str(told.value(file, DCAT.byteSize))
            checksum = told.value(file, SPDX.checksum)
            assert len(str(told.value(checksum, SPDX.checksumValue))) == 64
        for dump in told.objects(dataset, VOID.dataDump):
            assert library.head(str(dump).removeprefix("http://localhost")).status_code == 200
    assert (URIRef(DATASET), DCTERMS.modified, None) in told
    assert told.value(URIRef(f"{BASE}publisher"), FOAF.name)
    (feed,) = set(told.subjects(DCTERMS.conformsTo, URIRef("https://w3id.org/ldes/specification")))
    assert library.get(str(feed).removeprefix("http://localhost"), headers={"Accept": "text/turtle"}).status_code == 200


def test_what_is_served_is_the_graph_of_the_store_with_the_addresses_of_the_server(
    published: Path, library: Client
) -> None:
    def read(name: str) -> set[str]:
        data = library.get(f"/.well-known/void?format={name}").data
        return {str(q.triple).replace("http://localhost/", BASE) for q in parse(data, RdfFormat.from_extension(name))}

    served = read("nt")
    for name in ("ttl", "jsonld", "rdf"):
        assert read(name) == served, name
    quads = opened(published).quads_for_pattern(None, None, None, NamedNode(TOLD))
    stored = {str(quad.triple) for quad in quads}
    assert stored < served
    assert all(re.search(r"byteSize|spdx|modified", triple) for triple in served - stored)


def test_a_person_is_told_what_the_description_is_and_which_address_to_ask(library: Client) -> None:
    page = library.get("/.well-known/void", headers={"Accept": "text/html", "Host": "graph.example"}).text
    assert "<h1>The dataset described</h1>" in page
    assert '<a href="/sparql">http://graph.example/sparql</a>' in page
    assert "https://w3id.org/gupvi/sparql" not in page


def test_the_service_tells_programs_all_they_look_for(library: Client) -> None:
    response = library.get("/sparql", headers={"Accept": "text/turtle", "Host": "graph.example"})
    told = Graph().parse(response.data, format="turtle")
    service = URIRef("http://graph.example/sparql")
    assert list(told.subjects(RDF.type, SD.Service)) == [service]
    assert told.value(service, SD.endpoint) == service
    graph = told.value(told.value(service, SD.defaultDataset), SD.defaultGraph)
    assert int(str(told.value(graph, VOID.triples))) > 10_000
    assert {
        str(told.value(one, SH.prefix)): str(told.value(one, SH.namespace)) for one in told.subjects(SH.prefix)
    } == (PREFIXES)
    # the shape in which the editor of SIB asks for completions
    joined = told.query(
        DECLARED
        + """SELECT ?class ?property ?other ?datatype {
          OPTIONAL { ?graph sd:graph ?content . ?content void:classPartition ?part }
          ?part void:class ?class ; void:propertyPartition ?use . ?use void:property ?property
          OPTIONAL {
            { ?use void:classPartition [ void:class ?other ] }
            UNION { ?use void-ext:datatypePartition [ void-ext:datatype ?datatype ] }
          }
        }"""
    )
    found = {tuple(str(term) for term in cast("Any", row) if term) for row in joined}
    gupvi = PREFIXES["gupvi"]
    assert (gupvi + "Camp", gupvi + "locatedIn", gupvi + "Place") in found
    assert (gupvi + "Claim", gupvi + "latestEnd", str(XSD.date)) in found
    again = library.get(
        "/sparql", headers={"Accept": "text/turtle", "Host": "graph.example", "If-None-Match": response.headers["ETag"]}
    )
    assert (again.status_code, again.data) == (304, b"")


def test_every_example_query_runs_with_the_prefixes_it_names(library: Client) -> None:
    told = Graph().parse(library.get("/graph/queries").data, format="turtle")
    examples = set(told.subjects(RDF.type, SH.SPARQLExecutable))
    assert len(examples) > 40
    for example in examples:
        declared = {
            str(told.value(one, SH.prefix)): str(told.value(one, SH.namespace))
            for one in told.objects(told.value(example, SH.prefixes), SH.declare)
        }
        texts = [
            text for form in ("select", "ask", "construct", "describe") for text in told.objects(example, SH[form])
        ]
        assert len(texts) == 1
        bare = re.sub(r"(?m)^PREFIX .*\n", "", str(texts[0]))
        prepareQuery(bare, initNs=declared)


def test_the_home_page_has_the_card_that_search_engines_read(library: Client) -> None:
    page = library.get("/").text
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    card = json.loads(blocks[0])
    assert (card["@type"], card["name"], card["version"]) == (
        "Dataset",
        "GUPVI Graph",
        library.get("/").headers["GUPVI-Version"],
    )
    assert 50 < len(card["description"]) < 5000
    assert card["temporalCoverage"] == "1939/1956"
    for file in card["distribution"]:
        assert library.head(file["contentUrl"].removeprefix("http://localhost")).status_code == 200


def test_a_foreign_file_is_described_by_its_graphs_alone(serve: Any) -> None:
    client = serve("<http://a> <http://b> 1 . <http://g> { <http://a> <http://b> 2 }")
    told = Graph().parse(client.get("/sparql", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert {str(name) for name in told.objects(None, SD.name)} == {"http://g"}
    assert "ld+json" not in client.get("/").text
    for path in ("/.well-known/void", "/dumps", "/dumps/latest/dataset.nq.gz"):
        assert client.get(path).status_code == 404, path
