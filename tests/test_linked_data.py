"""A checker of linked data over fifty things in all forms: what a harvester relies on."""

import random
import re
from typing import Any

import pytest
from pyoxigraph import RdfFormat, Store, parse
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from werkzeug.http import http_date, parse_set_header
from werkzeug.test import Client, TestResponse

from ontology import BASE, LICENCE, PREFIXES, THINGS

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORMS = {"ttl": RdfFormat.TURTLE, "jsonld": RdfFormat.JSON_LD, "nt": RdfFormat.N_TRIPLES, "rdf": RdfFormat.RDF_XML}
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
FOAF, VOID, DCT, DCAT = (Namespace(PREFIXES[name]) for name in ("foaf", "void", "dct", "dcat"))
SUBJECT, PASSAGE = URIRef(PREFIXES["rdf"] + "subject"), URIRef(PREFIXES["gupvi"] + "evidence")
LOCATOR = URIRef(PREFIXES["gupvi"] + "locator")


@pytest.fixture(scope="module")
def keys(graph: Store) -> list[str]:
    """Fifty things, with some of each kind."""
    kinds: dict[str, list[str]] = {}
    for key in sorted({q.subject.value.removeprefix(THINGS) for q in graph if q.subject.value.startswith(THINGS)}):
        kinds.setdefault(key.partition("/")[0], []).append(key)
    assert len(kinds) > 15
    chance = random.Random(1939)  # noqa: S311
    some = [chance.choice(found) for found in kinds.values()]
    rest = [key for found in kinds.values() for key in found if key not in some]
    return [*some, *chance.sample(rest, 50 - len(some))]


def get(site: Client, path: str, **headers: str) -> TestResponse:
    """Get with HEAD beside it, which must tell the same."""
    with_names = {name.replace("_", "-"): value for name, value in headers.items()}
    response, head = site.get(path, headers=with_names), site.head(path, headers=with_names)
    assert (head.status_code, head.data) == (response.status_code, b"")
    assert set(head.headers) == set(response.headers)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response


def test_every_thing_leads_to_its_forms(site: Client, keys: list[str]) -> None:
    for key in keys:
        for accept, place in ((BROWSER["Accept"], f"/page/{key}"), ("application/ld+json", f"/data/{key}.jsonld")):
            response = get(site, f"/id/{key}", Accept=accept)
            assert (response.status_code, response.location) == (303, place)
            assert "accept" in parse_set_header(response.headers["Vary"])
        assert site.get(place).status_code == 200


def test_the_four_forms_say_the_same(site: Client, keys: list[str], graph: Store) -> None:
    for key in keys:
        found = {}
        for ending, written in FORMS.items():
            response = site.get(f"/data/{key}.{ending}")
            assert response.mimetype == written.media_type.partition(";")[0]
            assert response.data == site.get(f"/data/{key}.{ending}").data
            found[ending] = {quad.triple for quad in parse(response.data, written)}
        assert all(triples == found["nt"] for triples in found.values()), key
        thing = URIRef(THINGS + key)
        document = Graph().parse(site.get(f"/data/{key}.nt").data, format="nt")
        here = document.value(predicate=FOAF.primaryTopic, object=thing)
        assert here == URIRef(f"http://localhost/data/{key}")
        assert (here, VOID.inDataset, URIRef(f"{BASE}dataset")) in document
        assert (here, DCT.license, URIRef(LICENCE)) in document
        assert document.value(here, DCAT.version) == Literal("0" * 16)
        inverse = {(s, p) for s, p in document.subject_predicates(thing) if p not in (SUBJECT, FOAF.primaryTopic)}
        counted = document.value(URIRef(f"{here}#links"), HYDRA.totalItems)
        assert len(inverse) == min(200, int(str(counted)))
        for claim in document.subjects(SUBJECT, thing):
            for passage in document.objects(claim, PASSAGE):
                assert document.value(passage, LOCATOR) is not None


def test_json_ld_is_compact(site: Client) -> None:
    document: Any = site.get("/data/camp/99.jsonld").get_json(force=True)
    first = document["@graph"][0]
    assert (first["id"], first["type"]) == (f"{THINGS}camp/99", ["Camp", "Facility"])
    assert first["prefLabel"]["en"] == "Spassky camp no. 99"
    assert first["altLabel"]["en"] == ["Camp no. 99", "Spassky camp", "Spassky prisoner-of-war camp", "UPVI camp"]
    assert first["locatedIn"]
    about = next(node for node in document["@graph"] if node["id"] == "http://localhost/data/camp/99")
    assert about["dcat:version"] == "0" * 16
    published: Any = site.get("/ontology/context.jsonld").get_json(force=True)
    assert document["@context"].items() <= published["@context"].items()
    assert site.get("/ontology/context.jsonld").mimetype == "application/ld+json"


def test_nothing_is_sent_twice(site: Client, keys: list[str]) -> None:
    paths = [f"/data/{key}.{ending}" for key in keys[:3] for ending in FORMS]
    paths += [f"/page/{key}" for key in keys[:2]]
    paths += ["/", "/ontology", "/ontology?format=ttl", "/graph/editors?format=nt", "/ontology/context.jsonld"]
    paths += ["/queries/when-did-the-hungarians-return", "/openapi.json", "/sparql?format=ttl"]
    tags = set()
    for path in paths:
        for coding in ("br", "identity"):
            response = get(site, path, Accept_Encoding=coding)
            tag, time = response.headers["ETag"], response.headers["Last-Modified"]
            tags.add(tag)
            assert response.headers["Cache-Control"].startswith("public, max-age=")
            for condition in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": time}):
                again = get(site, path, Accept_Encoding=coding, **condition)
                assert (again.status_code, again.data) == (304, b""), path
                assert again.headers["ETag"] == tag or "If_Modified_Since" in condition
                assert parse_set_header(again.headers["Vary"]) >= parse_set_header(response.headers["Vary"]), path
            before = get(site, path, If_Modified_Since="Sat, 05 Jul 1941 00:00:00 GMT")
            other = get(site, path, If_None_Match='"other"', If_Modified_Since=time)
            assert (before.status_code, other.status_code) == (200, 200)
    assert len(tags) > len(paths)  # one for each address, form and coding


def test_links_lead_from_form_to_form(site: Client) -> None:
    linked = {}
    for path in ("/id/camp/99", "/page/camp/99", "/data/camp/99.ttl"):
        link = site.get(path).headers["Link"]
        linked[path] = {(rel, to) for to, rel in re.findall(r'<([^>]*)>; rel="([^"]*)"', link)}
        assert {("license", LICENCE), ("collection", "/")} < linked[path]
        for relation, target in linked[path]:
            if target.startswith("/"):
                assert site.get(target).status_code == 200, relation
    assert ("cite-as", f"{THINGS}camp/99") in linked["/page/camp/99"]
    assert ("describedby", "/data/camp/99.jsonld") in linked["/page/camp/99"]
    assert ("describes", f"{THINGS}camp/99") in linked["/data/camp/99.ttl"]
    assert ("alternate", "/page/camp/99") in linked["/data/camp/99.ttl"]


def test_a_document_says_which_version_it_is_of_and_when_that_was_made(library: Client) -> None:
    response = library.get("/data/camp/99.ttl")
    document, told = URIRef("http://localhost/data/camp/99"), Graph().parse(response.data, format="turtle")
    assert str(told.value(document, DCAT.version)) == response.headers["GUPVI-Version"]
    built = told.value(document, DCT.modified)
    assert isinstance(built, Literal)
    assert http_date(built.toPython()) == response.headers["Last-Modified"]


def test_a_document_has_an_address_without_a_form(site: Client) -> None:
    assert site.get("/data/camp/99", headers={"Accept": "text/turtle"}).location == "/data/camp/99.ttl"
    assert site.get("/data/camp/99?page=1", headers={"Accept": "text/turtle"}).location == "/data/camp/99.ttl?page=1"


def test_json_ld_writes_no_property_or_class_out(site: Client, keys: list[str]) -> None:
    for key in [*keys[:20], "source/editors"]:
        document: Any = site.get(f"/data/{key}.jsonld").get_json(force=True)
        for node in document["@graph"]:
            assert [name for name in (*node, *node.get("type", [])) if "://" in name] == [], key


def test_a_document_that_is_whole_is_no_part(site: Client) -> None:
    document = Graph().parse(site.get("/data/camp/99.nt").data, format="nt")
    assert document.value(predicate=RDF.type, object=HYDRA.Collection)
    assert not document.value(predicate=RDF.type, object=HYDRA.PartialCollectionView)
    assert not {name for name in document.predicates() if name in (HYDRA.view, HYDRA.first, HYDRA.last)}


def test_many_links_come_in_pages(site: Client) -> None:
    thing = URIRef(f"{THINGS}source/editors")
    path, pages = "/data/source/editors.nt", 0
    all_links: set[object] = set()
    while path:
        document = Graph().parse(site.get(path).data, format="nt")
        pages += 1
        view = document.value(predicate=RDF.type, object=HYDRA.PartialCollectionView)
        links = {(s, p) for s, p in document.subject_predicates(thing) if p not in (SUBJECT, FOAF.primaryTopic)}
        assert len(links) <= 200
        assert not links & all_links
        all_links |= links
        assert (document.value(view, HYDRA.previous) is None) == (pages == 1)
        following = document.value(view, HYDRA.next)
        path = str(following or "").replace("http://localhost/data/source/editors", "/data/source/editors.nt")
    assert pages > 1
    count = document.value(URIRef("http://localhost/data/source/editors#links"), HYDRA.totalItems)
    assert len(all_links) == int(str(count))
    assert site.get(f"/data/source/editors.nt?page={pages + 1}").status_code == 404
    assert site.get("/data/source/editors.nt?page=0").status_code == 400
    assert site.get("/data/source/editors.nt?page=x").status_code == 400
