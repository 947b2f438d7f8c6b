"""Behind a proxy every address is the public one, under any host and path; the IRIs of things stay what they are."""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from html import unescape
from pathlib import Path

import pytest
from rdflib import Graph, Namespace, URIRef
from serving import client
from werkzeug.test import Client

from endpoint.problems import Problem
from endpoint.settings import Settings
from ontology import BASE, GUPVI, PREFIXES, THINGS

PUBLIC = "https://example.org/gupvi"
FOAF, SD = Namespace(PREFIXES["foaf"]), Namespace(PREFIXES["sd"])
HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
BROWSER = {"Accept": "text/html", "Host": "inside.local:8000"}


@pytest.fixture(scope="module")
def behind(stored: Path) -> Iterator[Client]:
    with ExitStack() as opened:
        yield client(opened, Settings(store=stored, readers=2, public_url=f"{PUBLIC}/"))


@pytest.mark.parametrize(
    "path", ["/", "/page/camp/99", "/sparql", "/ontology", "/sparql?query=DESCRIBE<id/camp/99>", "/nothing", "/search"]
)
def test_every_link_of_a_page_is_under_the_public_path(behind: Client, path: str) -> None:
    page = behind.get(path, headers=BROWSER)
    links = {unescape(link) for link in re.findall(r'(?:href|action|src)="([^"]+)"', page.text)}
    own = {link for link in links if link.startswith("/")}
    assert len(own) > 4
    assert all(link.startswith("/gupvi/") for link in own), own
    for link in {link.removeprefix("/gupvi").partition("#")[0] for link in own}:
        with behind.get(link, headers=BROWSER) as there:
            assert there.status_code == 200, link
    assert "inside.local" not in page.text


def test_things_lead_to_public_addresses_and_keep_their_names(behind: Client) -> None:
    turtle = {"Accept": "text/turtle", "Host": "inside.local:8000"}
    lead = behind.get("/id/camp/99", headers=turtle)
    assert lead.headers["Location"] == "/gupvi/data/camp/99.ttl"
    assert "</gupvi/page/camp/99>" in lead.headers["Link"]
    document = Graph().parse(behind.get("/data/camp/99.ttl", headers=turtle).data, format="turtle")
    assert (URIRef(f"{PUBLIC}/data/camp/99"), FOAF.primaryTopic, URIRef(f"{THINGS}camp/99")) in document
    named = {str(term).split("/data/")[0] for term in document.all_nodes() if "/data/" in str(term)}
    assert named == {PUBLIC}
    assert not any(str(term).startswith(f"{BASE}data/") for term in document.all_nodes())


def test_programs_are_told_public_addresses(behind: Client) -> None:
    service = Graph().parse(behind.get("/sparql", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert set(service.objects(None, SD.endpoint)) == {URIRef(f"{PUBLIC}/sparql")}
    query = "predicate=" + GUPVI.rank.value.replace("#", "%23")
    fragment = Graph().parse(behind.get(f"/fragments?{query}", headers={"Accept": "text/turtle"}).data, format="turtle")
    assert set(fragment.objects(None, HYDRA.next)) == {URIRef(f"{PUBLIC}/fragments?{query}&page=2")}
    assert f"Sitemap: {PUBLIC}/sitemap.xml" in behind.get("/robots.txt").text
    assert "Disallow: /gupvi/sparql?" in behind.get("/robots.txt").text


@pytest.mark.parametrize("wrong", ["example.org", "ftp://example.org", "https://", "https://example.org/?a", "/gupvi"])
def test_a_public_address_that_is_none_stops_the_start(stored: Path, wrong: str) -> None:
    with ExitStack() as opened, pytest.raises(Problem, match="public_url is"):
        client(opened, Settings(store=stored, readers=2, public_url=wrong))


@pytest.mark.parametrize("host", ["a b", "a&b<c>", "a/b", "[::1", ""])
@pytest.mark.parametrize("path", ["/sparql", "/fragments", "/.well-known/void"])
def test_addresses_are_not_made_of_a_host_that_is_none(site: Client, path: str, host: str) -> None:
    assert site.get(path, headers={"Host": host, "Accept": "text/turtle"}).status_code == 400


@pytest.mark.parametrize("host", ["graph.example", "10.0.0.1:8000", "[::1]:8000"])
def test_addresses_are_made_of_the_host_that_was_asked(site: Client, host: str) -> None:
    page = site.get("/fragments?x={", headers={"Host": host, "Accept": "text/turtle"})
    assert f"<http://{host}/fragments?x=%7B>" in page.text
