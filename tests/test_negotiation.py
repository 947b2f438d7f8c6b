"""The format of an answer follows RFC 9110 section 12.5.1 and is chosen before anything is evaluated."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as some
from werkzeug.test import Client

from endpoint.formats import (
    CSV,
    GRAPHS,
    HTML,
    JSON,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    ROWS,
    TSV,
    TURTLE,
    WRITTEN,
    XML,
    Format,
    choose,
)

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
SAMPO = (
    "application/sparql-results+json, application/sparql-results+xml;q=0.9, text/tab-separated-values;q=0.7, "
    "text/csv;q=0.5, application/json;q=0.2, application/xml;q=0.2, */*;q=0.1"
)
COMPACTED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("*", JSON),
        ("text/*", CSV),
        ("text/*, text/csv;q=0", TSV),
        ("application/sparql-results+json; charset=utf-8", JSON),
        ("text/csv; charset=utf-8", CSV),
        ("TEXT/CSV", CSV),
        ("*/*;q=1, application/sparql-results+json;q=0, text/csv;q=0.5", XML),
        ("text/csv;charset=utf-8;q=0, text/csv;q=1, text/tab-separated-values;q=0.5", TSV),
        ("text/csv;header=absent;q=0, text/csv;q=1", CSV),
        ("text/csv;charset=iso-8859-1;q=0, text/csv;q=1, application/sparql-results+json;q=0.5", CSV),
        ("text/csv;charset=iso-8859-1", CSV),
        ("application/foo", None),
        ("text/turtle", None),
        ("*/*;q=0", None),
        ("application/json, application/sparql-results+json;q=0", None),
        ("text/foo;q=0.9,text/csv", CSV),
        ("application/json", JSON),
        ("text/json,text/foo", JSON),
        ("text/foo;q=0.5 , text/json ; q = 0.7", JSON),
        ("application/xml;q=0.4, application/json;q=0.3", XML),
        (BROWSER, XML),
        (SAMPO, JSON),
    ],
)
def test_accept_chooses_among_rows(accept: str | None, chosen: Format | None) -> None:
    assert choose(accept, ROWS) == chosen


@pytest.mark.parametrize(
    ("accept", "chosen"),
    [
        (None, TURTLE),
        (COMPACTED, JSON_LD),
        ("application/rdf+xml, text/turtle;q=0.9", RDF_XML),
        ("text/html, */*;q=0.1", HTML),
        (BROWSER, HTML),
        ("text/plain", N_TRIPLES),
        ("application/json", JSON_LD),
    ],
)
def test_accept_chooses_among_graphs_and_pages(accept: str | None, chosen: Format | None) -> None:
    assert choose(accept, (*GRAPHS, HTML)) == chosen


ranges = some.sampled_from([*(f.essence for f in ROWS), "text/*", "*/*", "image/png"])
qualities = some.integers(0, 1000)
accepts = some.dictionaries(ranges, qualities, min_size=1)


@given(accepts)
def test_the_chosen_format_has_the_best_quality(wishes: dict[str, int]) -> None:
    def quality(offer: Format) -> int:
        for name in (offer.essence, offer.essence.partition("/")[0] + "/*", "*/*"):
            if name in wishes:
                return wishes[name]
        return 0

    chosen = choose(", ".join(f"{name};q={q / 1000}" for name, q in wishes.items()), ROWS)
    best = max(ROWS, key=quality)
    assert chosen == (best if quality(best) else None)


@given(some.text())
def test_any_accept_is_read(accept: str) -> None:
    assert choose(accept, ROWS) in (*ROWS, None)


Serve = Callable[..., Client]
SELECT, ASK, CONSTRUCT = "SELECT * {?s ?p ?o}", "ASK {}", "CONSTRUCT WHERE {?s ?p ?o}"


def accept_of(client: Client, query: str, **parameters: str) -> tuple[int, str]:
    accept = parameters.pop("accept", None)
    response = client.get(
        "/sparql", query_string={"query": query, **parameters}, headers={"Accept": accept} if accept else None
    )
    assert response.vary.as_set() >= {"accept"}
    return response.status_code, response.mimetype or ""


@pytest.mark.parametrize("form", [form for form in WRITTEN if form])
def test_every_format_of_a_form_is_written(serve: Serve, form: str) -> None:
    client = serve("<http://a> <http://b> 1 .")
    query = {"SELECT": SELECT, "ASK": ASK, "CONSTRUCT": CONSTRUCT, "DESCRIBE": "DESCRIBE <http://a>"}[form]
    for written in WRITTEN[form]:
        assert accept_of(client, query, accept=written.media_type) == (200, written.essence)
        assert accept_of(client, query, format=written.name) == (200, written.essence)
        assert accept_of(client, query, format=written.essence, accept="image/png") == (200, written.essence)


@pytest.mark.parametrize(
    ("query", "accept"),
    [(SELECT, "text/turtle"), (SELECT, "image/png"), (ASK, "text/csv"), (ASK, "text/tab-separated-values")],
)
def test_what_nothing_satisfies_is_refused_with_the_offer(serve: Serve, query: str, accept: str) -> None:
    client = serve()
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.status_code == 406
    assert "application/sparql-results+json" in response.get_json()["offered"]


def test_a_graph_asked_for_in_formats_of_rows_is_turtle(serve: Serve) -> None:
    client = serve("<http://a> <http://b> 1 .")
    assert accept_of(client, CONSTRUCT, accept="application/sparql-results+json") == (200, "text/turtle")
    assert accept_of(client, CONSTRUCT, accept="image/png") == (406, "application/problem+json")
    assert accept_of(client, CONSTRUCT, format="csv") == (406, "application/problem+json")


def test_the_refusal_comes_before_evaluation(serve: Serve) -> None:
    endless = "SELECT * {" + "?s ?p ?o . " + " ".join(f"?a{i} ?b{i} ?c{i} ." for i in range(12)) + "} ORDER BY ?s"
    client = serve(" ".join(f"<http://a> <http://b> {i} ." for i in range(50)))
    assert accept_of(client, endless, accept="text/turtle")[0] == 406
