"""People find their way: a form, a table of answers, examples; every page is safe and links to what exists."""

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from werkzeug.test import Client

import queries
from endpoint.desk import LANGUAGES
from ontology import PREFIXES

Serve = Callable[..., Client]
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
SD, VOID = Namespace(PREFIXES["sd"]), Namespace(PREFIXES["void"])


def ask(client: Client, query: str) -> str:
    response = client.get("/sparql?" + urlencode({"query": query}), headers=BROWSER)
    assert (response.status_code, response.mimetype) == (200, "text/html")
    return " ".join(response.text.split())


def test_without_a_query_a_browser_gets_a_form(site: Client) -> None:
    page = site.get("/sparql", headers=BROWSER).text
    assert '<form action="/sparql"' in page
    examples = list(queries.read_all())
    assert page.count('href="/queries/') == len(examples)
    for example in examples:
        assert site.get(f"/queries/{example.name}.rq").text == example.text
        assert example.text in unescape(site.get(f"/queries/{example.name}").text)


def test_a_download_says_that_labels_must_be_asked_for(site: Client) -> None:
    note = "Things stand there by their addresses; ask for skos:prefLabel to have labels."
    assert note in ask(site, "SELECT ?s { ?s a ?c } LIMIT 1")
    assert note not in ask(site, "ASK {}")


def test_without_a_query_a_program_gets_the_service_description(site: Client) -> None:
    for name, media_type in (
        ("turtle", "text/turtle"),
        ("xml", "application/rdf+xml"),
        ("nt", "application/n-triples"),
    ):
        response = site.get("/sparql", headers={"Accept": media_type, "Host": "graph.example"})
        assert response.mimetype == media_type
        described = Graph().parse(response.data, format=name)
        service = URIRef("http://graph.example/sparql")
        assert (service, SD.endpoint, service) in described
        assert (service, SD.supportedLanguage, SD.SPARQL11Query) in described
        assert len(set(described.objects(service, SD.resultFormat))) == 10
        assert (None, SD.feature, SD.BasicFederatedQuery) not in described
        dataset = described.value(service, SD.defaultDataset)
        counts = {
            str(described.value(g, SD.name)): described.value(described.value(g, SD.graph), VOID.triples)
            for g in described.objects(dataset, SD.namedGraph)
        }
        assert len(counts) > 4
        assert all(isinstance(n, Literal) and n.toPython() > 0 for n in counts.values())
        assert (described.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in described
    assert site.get("/sparql?format=jsonld").mimetype == "application/ld+json"
    assert site.get("/sparql", headers={"Accept": "image/png"}).status_code == 406


def test_a_browser_sees_the_rows_as_a_table(serve: Serve) -> None:
    client = serve('<http://a> <http://b> 1 , "два"@ru , <javascript:alert(1)> , "<script>" .')
    page = ask(client, "SELECT ?o ?none { ?s ?p ?o } ORDER BY ?o")
    assert "4 rows" in page
    assert '<th scope="col">none</th>' in page
    assert '<td class="number"><span title="xsd:integer">1</span></td>' in page
    assert '<span lang="ru">два</span>' in page
    assert 'href="javascript' not in page
    assert "<script>" not in page
    assert '<a href="http://a" title="http://a">http://a</a>' in ask(client, "DESCRIBE <http://a>")
    assert "No rows" in ask(client, "SELECT * { <http://none> ?p ?o }")
    assert '<p class="truth">Yes</p>' in ask(client, "ASK { ?s ?p 1 }")
    assert '<p class="truth">No</p>' in ask(client, "ASK { ?s ?p 2 }")


def test_a_long_answer_is_shown_in_part_and_says_so(serve: Serve) -> None:
    client = serve(" ".join(f"<http://a> <http://b> {i} ." for i in range(12)), page_rows=10)
    for query, count in (("SELECT ?o { ?s ?p ?o }", 12), ("CONSTRUCT WHERE { ?s ?p ?o }", 12)):
        page = ask(client, query)
        assert "The first 10 rows are shown; a download has all." in page
        assert page.count("<tr>") == 11
        links = [unescape(link) for link in re.findall(r'<a href="(\?[^"]*format=[^"]*)"', page)]
        assert len(links) >= 4
        for link in links:
            assert client.get(f"/sparql{link}").status_code == 200
        if "csv" in links[2]:
            assert client.get(f"/sparql{links[2]}").text.count("\n") == count + 1


def test_a_page_keeps_the_chosen_graphs_in_its_downloads(serve: Serve) -> None:
    client = serve("<http://a> <http://b> 1 . <http://g> { <http://a> <http://b> 2 }")
    parameters = urlencode({"query": "SELECT ?o { ?s ?p ?o }", "default-graph-uri": "http://g"})
    page = client.get(f"/sparql?{parameters}", headers=BROWSER).text
    link = next(unescape(link) for link in re.findall(r'href="(\?[^"]*)"', page) if "csv" in link)
    assert client.get(f"/sparql{link}").text.split() == ["o", "2"]


def test_the_way_in_tells_what_is_served(site: Client, serve: Serve) -> None:
    page = site.get("/").text
    assert "GUPVI Graph" in page
    assert 'href="/queries"' in page
    assert all(f"/queries/{example.name}" in site.get("/queries").text for example in queries.read_all())
    own = serve("<http://a> a <http://b> . <http://g> { <http://a> <http://b> 2 }").get("/").text
    assert "<b>dataset.trig</b>" in own
    assert "http://g" in own
    assert "/ontology" not in own


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/sparql", "/ontology", "/page/place/kazakh-ssr", "/page/camp/99", "/nothing", "/sparql?query=ASK{}"),
        *("/conflicts?kind=ambiguity", "/sources", "/sources/lynch-blog", "/browse", "/browse?class=division"),
        *(
            "/timeline?kind=division",
            "/map?kind=specialCamp",
            "/explore",
            "/explore?thing=camp/99&open=camp/99+gupvi:locatedIn",
        ),
    ],
)
def test_every_page_is_safe_and_its_links_lead_somewhere(site: Client, path: str) -> None:
    response = site.get(path, headers=BROWSER)
    assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    inline = r'<script(?! type="(?:module" src="/static/|application/(?:ld\+)?json"))|\sstyle=|\son\w+='
    assert not re.search(inline + r'|<(?:img|link|iframe)[^>]+"https?:', response.text)
    assert '<html lang="en">' in response.text
    assert response.text.count("<h1>") == 1
    anchors = set(re.findall(r'id="([^"]+)"', response.text))
    links = {unescape(link) for link in re.findall(r'href="([^"]+)"', response.text)}
    assert {link[1:] for link in links if link.startswith("#")} <= anchors
    for link in {link.partition("#")[0] for link in links if link.startswith("/") and "?" not in link}:
        with site.get(link, headers=BROWSER) as there:
            assert there.status_code == 200, link


def test_health_is_plain(site: Client) -> None:
    assert (site.get("/healthz").text, site.get("/healthz").mimetype) == ("ok\n", "text/plain")


@pytest.mark.parametrize(
    ("thing", "words"),
    [
        ("camp/99", "more than 8,000 persons"),
        ("camp/99", "6,740 persons"),
        ("camp/99", "the largest camp for prisoners of war in its region"),
        ("facility-group/hungarian", "about 2,000 camps"),
        ("group/hu-returned-total", "330,000 to 380,000 persons"),
        ("group/hu-deported", "at most 600,000 persons"),
        ("group/ro-missing-before-coup", "almost 165,000 persons"),
        ("group/ro-pows", "significant"),
        ("group/hu-transylvania", "unknown value"),
    ],
)
def test_a_page_gives_a_number_with_its_bound_in_words(site: Client, thing: str, words: str) -> None:
    cells = re.findall(
        r'<div class="value">(.*?)(?: <a class="tag".*?)?</div>', site.get(f"/page/{thing}").text, re.DOTALL
    )
    assert words in [" ".join(re.sub("<[^>]*>", "", unescape(cell)).split()) for cell in cells]


def test_navigation_leads_only_to_what_exists(site: Client, serve: Serve) -> None:
    def places(client: Client) -> list[str]:
        nav = client.get("/").text.partition('aria-label="Main"')[2].partition("</header>")[0]
        return re.findall(r'href="([^"]*)"', nav)

    assert {"/sparql", "/ontology"} <= set(places(site))
    for place in places(site):
        if place.startswith("#"):
            assert f'id="{place[1:]}"' in site.get("/").text
        else:
            assert site.get(f"/{place.removeprefix('/')}", headers=BROWSER).status_code == 200, place
    assert places(serve()) == ["/sparql", *(f"?lang={tag}" for tag in LANGUAGES)]


def test_a_file_of_a_page_is_kept_as_long_as_it_stays_the_same(site: Client) -> None:
    address = re.findall(r'"(/static/site.css[^"]*)"', site.get("/").text)[0]
    response = site.get(address, headers={"Accept-Encoding": "gzip"})
    assert (response.status_code, response.mimetype, response.headers["Content-Encoding"]) == (200, "text/css", "gzip")
    assert "immutable" in response.headers["Cache-Control"]
    assert "Accept-Encoding" in response.vary
    assert site.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 200  # not compressed
    again = site.get(address, headers={"If-None-Match": response.headers["ETag"], "Accept-Encoding": "gzip"})
    assert (again.status_code, again.data) == (304, b"")
    assert "immutable" not in site.get("/static/site.css?v=0").headers["Cache-Control"]
    for outside in ("/static/../server.py", "/static/%2e%2e/server.py", "/static/nothing.js", "/static/"):
        assert site.get(outside).status_code == 404


def test_a_format_asked_of_a_page_leads_to_the_document(site: Client) -> None:
    response = site.get("/page/camp/99?format=ttl", headers={"Accept": "text/html"})
    assert response.status_code == 303
    assert response.headers["Location"].endswith("/data/camp/99.ttl")
    assert site.get("/page/camp/99?format=doc").status_code == 406
    wished = site.get("/page/camp/99", headers={"Accept": "text/turtle, text/html;q=0.5"})
    assert (wished.status_code, wished.location) == (303, "/data/camp/99.ttl")
    for accept in ("*/*", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "image/png"):
        page = site.get("/page/camp/99", headers={"Accept": accept})
        assert (page.status_code, "Accept" in page.vary) == (200, True), accept


def test_the_answer_of_a_question_says_dates_in_words(site: Client) -> None:
    page = site.get("/queries/how-many-romanians-were-at-spassky").text
    assert '<span title="1941-09-08">8 September 1941</span>' in page


def test_an_address_of_nothing_leads_to_a_search_for_its_words(site: Client) -> None:
    page = site.get("/page/camp/99-nowhere", headers={"Accept": "text/html"})
    assert page.status_code == 404
    assert site.get(re.findall(r'href="(/search[^"]+camp[^"]+)"', page.text)[0]).status_code == 200
    assert "Search for camp 99 nowhere" in page.text
    assert "Search for" not in site.get("/nowhere", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT {' '.join(f'(1 AS ?c{at})' for at in range(2400))} {{ ?s ?p ?o }}",
        f"SELECT {' '.join(f'?c{at}' for at in range(2400))} {{ ?s ?p ?o }}",
        "SELECT ?s ?x { ?s ?p ?o BIND(IRI(CONCAT('http://x/', '" + "y" * 40_000 + "')) AS ?x) }",
        "CONSTRUCT { ?s ?p ?x } { ?s ?p ?o BIND(CONCAT('" + "&" * 40_000 + "', ?o) AS ?x) }",
        "SELECT ?x20 { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(20))
        + " }",
    ],
    ids=["wide", "wide and bare", "long names", "long texts", "one long text"],
)
def test_a_page_stays_a_page_however_large_the_answer(site: Client, query: str) -> None:
    page = site.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert len(page.data) < 20 << 20
    assert re.search(r"The first \d+ rows are shown; a download has all", page.text)
    assert "leaves none" not in page.text
