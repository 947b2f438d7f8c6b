"""Things lead to their pages and documents; documents hold a thing, its claims and their labels."""

from urllib.parse import quote

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import RDF, RDFS, SKOS, Graph, URIRef
from werkzeug.test import Client

from ontology import BASE, GUPVI, THINGS

CAMP = URIRef(f"{THINGS}camp/99")
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORMATS = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}


@pytest.mark.parametrize("key", ["camp/99", "group/ro-spassky", "claim/d1-p3-14", "passage/d1-p3"])
def test_a_thing_leads_to_what_the_client_reads(site: Client, key: str) -> None:
    response = site.get(f"/id/{key}", headers=BROWSER)
    assert (response.status_code, response.location) == (303, f"/page/{key}")
    assert "Accept" in response.headers["Vary"]
    for ending, media_type in FORMATS.items():
        response = site.get(f"/id/{key}", headers={"Accept": media_type})
        assert (response.status_code, response.location) == (303, f"/data/{key}.{ending}")
        assert site.get(f"/id/{key}?format={ending}").location == f"/data/{key}.{ending}"
        document = site.get(response.location)
        assert (document.status_code, document.mimetype) == (200, media_type)
        assert f'<{THINGS}{key}>; rel="describes"' in document.headers["Link"]
    assert site.get(f"/page/{key}").status_code == 200
    assert site.get(f"/id/{key}").location == f"/data/{key}.ttl"
    assert site.get(f"/id/{key}", headers={"Accept": "image/png"}).status_code == 406


def test_a_document_is_one_graph_in_every_format(site: Client) -> None:
    documents = [(site.get(f"/data/camp/99.{ending}").data, RdfFormat.from_extension(ending)) for ending in FORMATS]
    triples = [{quad.triple for quad in parse(data, written)} for data, written in documents]
    assert all(found == triples[0] for found in triples)
    graph = Graph().parse(documents[0][0], format="turtle")
    claims = {s for s, p, o in graph if p == RDF.subject and o == CAMP}
    assert len(claims) > 10
    assert any(s == CAMP and p == SKOS.prefLabel for s, p, o in graph)
    for claim in claims:
        assert any(s == claim and p == RDF.predicate for s, p, o in graph)
    places = {o for s, p, o in graph if s == CAMP and p == URIRef(GUPVI.locatedIn.value)}
    assert places
    assert all(any(s == place and p in (SKOS.prefLabel, RDFS.label) for s, p, o in graph) for place in places)


@pytest.mark.parametrize(
    "path",
    ["/id/a%20b/c", "/id/camp/none", "/page/camp/none",
     "/data/camp/none.ttl", "/data/camp/none", "/data/camp/99.exe", "/graph/none",
     "/queries/none", "/queries/none.rq", "/nothing", "/id/camp", "/id/camp/99/", "/id/camp/99%3E%20%3Fp",
     "/id/camp/%22%7B%7D", "/page/x/%3Cscript%3E", "/id/x/%FF", "/id/x/%0D%0AX:%20y"],
)  # fmt: skip
def test_what_is_unknown_is_told_in_the_asked_form(site: Client, path: str) -> None:
    response = site.get(path)
    assert (response.status_code, response.mimetype) == (404, "application/problem+json")
    page = site.get(path, headers=BROWSER)
    assert (page.status_code, page.mimetype) == (404, "text/html")
    assert "<script>" not in page.text


def test_a_page_tells_values_bounds_and_evidence(site: Client) -> None:
    text = " ".join(site.get("/page/camp/99").text.split())
    assert "more than 8,000 persons" in text
    assert 'href="/page/passage/d1-p3">paragraph 3</a>' in text
    assert "d1-p3-05" in text  # whose value has dropped out of the source
    assert '<link rel="alternate" type="text/turtle" href="/data/camp/99.ttl">' in text
    assert "search key" not in text


def test_every_thing_has_a_page(site: Client) -> None:
    query = f"SELECT DISTINCT ?kind (SAMPLE(?s) AS ?one) {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{THINGS}'))"
    query += f" BIND(STRBEFORE(STRAFTER(STR(?s), '{THINGS}'), '/') AS ?kind) }} GROUP BY ?kind"
    rows = site.get("/sparql", query_string={"query": query}).get_json()["results"]["bindings"]
    assert len(rows) > 15
    for row in rows:
        path = quote(row["one"]["value"].removeprefix(THINGS))
        assert site.get(f"/page/{path}").status_code == 200, path


def test_the_ontology_and_the_graphs_are_there(site: Client) -> None:
    turtle = site.get("/ontology", headers={"Accept": "text/turtle"})
    terms = Graph().parse(turtle.data, format="turtle")
    assert (URIRef(GUPVI.Claim.value), None, None) in terms
    assert set(terms) == set(Graph().parse(site.get("/graph/ontology?format=nt").data, format="nt"))
    page = site.get("/ontology", headers=BROWSER).text
    assert 'id="Claim"' in page
    assert "What one source says in one passage" in page
    for iri in site.get("/sparql?query=SELECT DISTINCT ?g {GRAPH ?g {?s ?p ?o}}&format=csv").text.split()[1:]:
        path = iri.replace(BASE, "/")
        assert site.get(path, headers=BROWSER).status_code == 200
        assert site.get(path).mimetype == "text/turtle"
