"""/sparql keeps the SPARQL 1.1 Protocol, says what is wrong with a request, and lets browsers of other sites ask."""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from werkzeug.test import Client, TestResponse

from ontology import PREFIXES

Serve = Callable[..., Client]
DATA = "<http://a> <http://b> 1 . <http://g> { <http://a> <http://b> 2 }"
QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
ONE = "SELECT ?o { <http://a> ?p ?o }"


def values(response: TestResponse) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["o"]["value"] for row in response.get_json()["results"]["bindings"]]


def post(client: Client, body: str | bytes, media_type: str | None, path: str = "/sparql") -> TestResponse:
    return client.post(path, data=body, content_type=media_type)


def test_the_three_ways_to_ask_give_one_answer(serve: Serve) -> None:
    client = serve(DATA)
    form = urlencode({"query": ONE})
    assert values(client.get(f"/sparql?{form}")) == ["1"]
    assert values(post(client, form, FORM)) == ["1"]
    assert values(post(client, form, f"{FORM}; charset=UTF-8")) == ["1"]
    assert values(post(client, ONE, QUERY)) == ["1"]
    assert values(post(client, ONE, f'{QUERY}; charset="utf-8"')) == ["1"]
    assert values(client.open("/sparql", method="QUERY", data=ONE, content_type=QUERY)) == ["1"]


def test_a_graph_is_chosen_beside_the_query_or_in_the_address(serve: Serve) -> None:
    client = serve(DATA)
    graph = urlencode({"default-graph-uri": "http://g"})
    assert values(client.get(f"/sparql?{graph}&{urlencode({'query': ONE})}")) == ["2"]
    assert values(post(client, f"{urlencode({'query': ONE})}&{graph}", FORM)) == ["2"]
    assert values(post(client, urlencode({"query": ONE}), FORM, f"/sparql?{graph}")) == ["2"]
    assert values(post(client, ONE, QUERY, f"/sparql?{graph}")) == ["2"]


def test_head_tells_what_get_would(serve: Serve) -> None:
    client = serve(DATA)
    path = f"/sparql?{urlencode({'query': ONE})}"
    head, got = client.head(path), client.get(path)
    assert (head.status_code, head.mimetype, head.data) == (200, got.mimetype, b"")
    assert head.headers["ETag"] == got.headers["ETag"]
    assert client.head("/sparql?query=SELECT").status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "media_type", "status"),
    [
        ("/sparql?query=ASK{}&query=ASK{}", None, None, 400),
        ("/sparql?query=ASK{}&format=json&format=xml", None, None, 400),
        ("/sparql?query=ASK{}", "query=ASK{}", FORM, 400),
        ("/sparql?query=ASK{}", "ASK{}", QUERY, 400),
        ("/sparql?query=", None, None, 400),
        ("/sparql?query=%FF", None, None, 400),
        ("/sparql?query=ASK{}%00", None, None, 400),
        ("/sparql?query=ASK{}&default-graph-uri=relative", None, None, 400),
        ("/sparql?query=ASK{}&named-graph-uri=http://a%20b", None, None, 400),
        ("/sparql?" + "&".join(f"a{i}=" for i in range(1001)), None, None, 400),
        ("/sparql", b"ASK { ?s ?p '\xff' }", QUERY, 400),
        ("/sparql", "query=%FF", FORM, 400),
        ("/sparql", "nothing=here", FORM, 400),
        ("/sparql", "INSERT DATA { <a> <b> 1 }", QUERY, 400),
        ("/sparql?update=CLEAR%20ALL", None, None, 403),
        ("/sparql", "update=CLEAR%20ALL", FORM, 403),
        ("/sparql", "CLEAR ALL", "application/sparql-update", 403),
        ("/sparql", "ASK{} #" + "x" * 70_000, QUERY, 413),
        ("/sparql", "query=ASK{}%23" + "x" * 70_000, FORM, 413),
        ("/sparql", "query=ASK{}&other=" + "x" * 300_000, FORM, 413),
        ("/sparql?query=ASK{}%23" + "x" * 70_000, None, None, 414),
        ("/sparql", "ASK{}", None, 415),
        ("/sparql", "ASK{}", "text/plain", 415),
        ("/sparql", "ASK{}", "nonsense", 415),
        ("/sparql", "ASK{}", f"{QUERY}; charset=utf-16", 415),
        ("/sparql", "query=ASK{}", f"{FORM}; charset=latin-1", 415),
    ],
)
def test_a_bad_request_gets_its_status_and_a_sentence(
    serve: Serve, path: str, body: str | None, media_type: str | None, status: int
) -> None:
    client = serve()
    response = client.get(path) if body is None else post(client, body, media_type, path)
    assert response.status_code == status
    assert response.mimetype == "application/problem+json"
    document = response.get_json()
    assert document["status"] == status
    assert document["detail"].endswith(".")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_told_which_are_allowed(serve: Serve, method: str) -> None:
    response = serve().open("/sparql", method=method)
    assert response.status_code == 405
    assert {"GET", "HEAD", "POST", "QUERY", "OPTIONS"} == set(response.headers["Allow"].split(", "))


@pytest.mark.parametrize(
    ("query", "sentence", "place"),
    [
        ("SELECT * {\n ?s rdfs:label ?o }", f"PREFIX rdfs: <{PREFIXES['rdfs']}>.", (2, 5)),
        ("ASK { ?s none:label ':x' }", "PREFIX none: and its IRI.", (1, 10)),
        ("SELECT (COUNT(?s AS ?n) { ?s ?p ?o }", "The ( at line 1, column 14 is not closed.", (1, 14)),
        ("SELECT ?s (COUNT(?p) AS ?n { ?s ?p ?o }", "The ( at line 1, column 11 is not closed.", (1, 11)),
        ("SELCT * { ?s ?p ?o }", "has no word SELCT (at line 1, column 1): did you mean SELECT?", (1, 1)),
        ("SELECT * WHERE ?s ?p ?o }", "The } at line 1, column 25 closes nothing: no { is open before it.", (1, 25)),
        ("ASK { ?s a gupvi:Camp ; rdfs:label ?o }", "The prefixes gupvi:, rdfs: are not declared: begin", (1, 12)),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "end the query with GROUP BY ?s.", (1, 8)),
        ("SELECT ?s ?p (SUM(?o) AS ?n) { ?s ?p ?o } GROUP BY ?s", "?p (at line 1, column 11) beside", (1, 11)),
        ("ASK { ?s ?p ')' # }\n", "The { at line 1, column 5 is not closed.", (1, 5)),
        ("ASK { [ ?p ?o }", "The [ at line 1, column 7 is not closed.", (1, 7)),
        ("ASK { ?s ?p <http://x> }} }", "The } at line 1, column 25 closes nothing: no { is open before it.", (1, 25)),
        ("ASK { ?s ?p 1 } }", "The } at line 1, column 17 closes nothing: no { is open before it.", (1, 17)),
        ('ASK {\n ?s ?p "one }', "The string that begins at line 2, column 8 does not end on its line.", (2, 8)),
        ("ASK { ?s ?p ?o\n FILTR(?o > 3) }", "has no word FILTR (at line 2, column 2): did you mean FILTER?", (2, 2)),
        ("ASK { ?s label 'a'@en-GB }", "no word label (at line 1, column 10): a name has a prefix", (1, 10)),
        ("SELECT * { ?s ?p ?o } ORDER ?s", "cannot be read from '?s' at line 1, column 29 on.", (1, 29)),
        ("SELECT * { ?s ?p ?o } LIMIT", "The query ends too early.", (1, 28)),
    ],
)
def test_what_is_wrong_or_missing_is_named_at_its_place(
    serve: Serve, query: str, sentence: str, place: tuple[int, int]
) -> None:
    document = serve("").get("/sparql", query_string={"query": query}).json
    assert document is not None
    assert sentence in document["detail"]
    assert (document["line"], document["column"]) == place


def test_a_syntax_error_is_told_with_line_and_column(serve: Serve) -> None:
    document = serve().get("/sparql?" + urlencode({"query": "SELECT *\nWHERE { ?s ?p ?o }\nLIMIT x"})).get_json()
    assert (document["line"], document["column"]) == (3, 7)
    assert "line 3, column 7" in document["detail"]
    missing = serve().get("/sparql?" + urlencode({"query": "ASK { ?s a skos:Concept }"})).get_json()
    assert "prefix" in missing["detail"]


def test_a_browser_sees_its_mistake_in_a_page(serve: Serve) -> None:
    query = "SELECT * WHERE { ?s ?p ?o } LIMIT <script>"
    response = serve().get("/sparql?" + urlencode({"query": query}), headers={"Accept": "text/html"})
    assert (response.status_code, response.mimetype) == (400, "text/html")
    assert "<script>" not in response.text
    assert "LIMIT &lt;script&gt;</textarea>" in response.text
    assert f"\n{' ' * 34}^</pre>" in response.text


def test_no_answer_shows_a_path_of_the_machine_or_a_stack(serve: Serve, tmp_path: Any) -> None:
    client = serve()
    for path in ("/sparql?query=x", "/nothing", "/id/a/b", "/graph/none", "/queries/none", "/data/a/b.ttl"):
        for accept in ("text/html", "application/json"):
            text = client.get(path, headers={"Accept": accept}).text
            assert str(tmp_path) not in text
            assert "Traceback" not in text


def test_an_unknown_function_is_an_error_of_its_expression(serve: Serve) -> None:
    query = "SELECT (<http://f>(1) AS ?a) (COALESCE(<http://g>(2), 3) AS ?o) { FILTER(!BOUND(?x) || <http://h>(1)) }"
    assert values(serve().get("/sparql?" + urlencode({"query": query}))) == ["3"]


def test_a_query_nests_deep_and_the_server_lives(serve: Serve) -> None:
    client = serve()
    for query in ("ASK " + "{" * 20_000 + "}" * 20_000, "ASK {FILTER(" + "!" * 50_000 + "1)}", "ASK " + "{" * 60_000):
        assert post(client, query, QUERY).status_code in (200, 400)


def test_other_sites_may_ask(serve: Serve) -> None:
    client = serve()
    preflight = client.options(
        "/sparql",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type, x-own",
        },
    )
    assert preflight.status_code == 200
    assert preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert preflight.headers["Access-Control-Allow-Headers"] == "content-type, x-own"
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]
    for path in ("/sparql?query=ASK{}", "/sparql?query=bad", "/nothing"):
        answer = client.get(path)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        exposed = answer.headers["Access-Control-Expose-Headers"].split(", ")
        assert {"Link", "ETag", "Content-Location", "Retry-After", "GUPVI-Version"} <= set(exposed)
        assert len(answer.headers["GUPVI-Version"]) == 16


def test_an_answer_says_since_when_and_what_it_belongs_to(site: Client) -> None:
    path = f"/sparql?{urlencode({'query': ONE})}"
    answer = site.get(path)
    since = answer.headers["Last-Modified"]
    assert since == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert 'rel="collection"' in answer.headers["Link"]
    assert 'rel="license"' in answer.headers["Link"]
    again = site.get(path, headers={"If-Modified-Since": since})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", answer.headers["ETag"])
    for other in ("Wed, 31 Dec 2025 23:59:59 GMT", "yesterday"):
        assert site.get(path, headers={"If-Modified-Since": other}).status_code == 200
    both = {"If-Modified-Since": since, "If-None-Match": '"other"'}
    assert site.get(path, headers=both).status_code == 200


def test_who_has_the_answer_is_told_so_without_evaluation(serve: Serve) -> None:
    client = serve(DATA)
    paths = [
        f"/sparql?{urlencode({'query': ONE})}",
        f"/sparql?{urlencode({'query': ONE, 'format': 'csv'})}",
        f"/sparql?{urlencode({'query': ONE, 'default-graph-uri': 'http://g'})}",
        f"/sparql?{urlencode({'query': ONE + ' LIMIT 1'})}",
    ]
    tags = [client.get(path).headers["ETag"] for path in paths]
    assert len(set(tags)) == len(tags)
    for path, tag in zip(paths, tags, strict=True):
        again = client.get(path, headers={"If-None-Match": f'"other", {tag}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == "public, max-age=300"
        assert client.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    assert "ETag" not in post(client, ONE, QUERY).headers
    for call in ("NOW()", "RAND ()", "uuid()", "STRUUID()"):
        changing = client.get("/sparql?" + urlencode({"query": f"SELECT ({call} AS ?x) {{}}"}))
        assert changing.status_code == 200
        assert "ETag" not in changing.headers


graphs = some.lists(some.sampled_from(["http://g", "http://h", "http://a"]))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(default=graphs, named=graphs, others=some.dictionaries(some.text(), some.text(), max_size=3))
def test_parameters_mean_the_same_in_the_address_and_in_a_form(
    serve: Serve, default: list[str], named: list[str], others: dict[str, str]
) -> None:
    client = serve("<http://g> { <http://a> <http://b> 1 } <http://h> { <http://a> <http://b> 1 , 2 }")
    known = {"query", "update", "format"}
    parameters = [(name, value) for name, value in others.items() if name not in known and not name.endswith("-uri")]
    parameters += [("default-graph-uri", graph) for graph in default] + [("named-graph-uri", graph) for graph in named]
    parameters.append(("query", "SELECT ?o { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } } ORDER BY ?o"))
    in_address = values(client.get("/sparql?" + urlencode(parameters, quote_via=quote)))
    in_form = values(post(client, urlencode(parameters), FORM))
    sizes = {"http://g": ["1"], "http://h": ["1", "2"], "http://a": []}
    union = {value for graph in default for value in sizes[graph]}
    rest = [value for graph in set(named) for value in sizes[graph]]
    assert in_address == in_form == (sorted([*union, *rest]) if default or named else ["1", "1", "2"])
