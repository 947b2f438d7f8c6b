"""SERVICE never leaves the house, however it is spelt; the word itself may stand anywhere."""

import socket
from collections.abc import Callable, Iterator
from typing import Any

import pyoxigraph as ox
import pytest
from werkzeug.test import Client

from endpoint.grammar import calls_service, parses

Serve = Callable[..., Client]
# ADDRESS stands for an address at which nobody may knock, REST for all but its first letter
CALLS = (
    "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { service <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { SeRvIcE SILENT <ADDRESS> { ?s ?p ?o } }",
    "SELECT*{SERVICE<ADDRESS>{?s?p?o}}",
    "SELECT * {SERVICESILENT<ADDRESS>{?s ?p ?o}}",
    "SELECT * { SERVICE#>\n<ADDRESS>{ ?s ?p ?o } }",
    "SELECT * { SERVICE\t\r\n#service\n<ADDRESS>\n{ ?s ?p ?o } }",
    "PREFIX e: <ADDRESS> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "PREFIX e: <ADDRESS> SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "PREFIX : <ADDRESS> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "PREFIX service: <ADDRESS> SELECT * { SERVICE service:x { ?s ?p ?o } }",
    "PREFIX SERVICE: <ADDRESS> PREFIX : <ADDRESS> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "BASE <ADDRESS> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "SELECT * { SERVICE <\\u0068REST> { ?s ?p ?o } }",
    "SELECT * { BIND(<ADDRESS> AS ?service) SERVICE ?service { ?s ?p ?o } }",
    "SELECT * { VALUES ?x { <ADDRESS> } SERVICE ?x { ?s ?p ?o } }",
    'SELECT * { BIND(IRI(CONCAT("ADDRESS", "sparql")) AS ?x) SERVICE ?x { ?s ?p ?o } }',
    "SELECT * { SERVICE#>\n?x{ ?s ?p ?o } VALUES ?x { <ADDRESS> } }",
    "SELECT * { ?a ?b ?c . SERVICE <ADDRESS> { ?s ?p ?o } }",
    "SELECT * { ?a ?b 1SERVICE<ADDRESS>{ ?s ?p ?o } }",
    "SELECT * { { { SERVICE <ADDRESS> { ?s ?p ?o } } } }",
    "SELECT * { OPTIONAL { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { { ?s ?p ?o } UNION { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { ?s ?p ?o MINUS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { GRAPH ?g { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT * { FILTER NOT EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "SELECT (EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } AS ?x) {}",
    "SELECT * { { SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } } } }",
    "SELECT * { SERVICE <ADDRESS> { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "ASK { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "DESCRIBE ?s { SERVICE <ADDRESS> { ?s ?p ?o } }",
    'SELECT * { BIND("zzzzzzz" AS ?zzzzzzq) SERVICE <ADDRESS> { ?zervice ?p ?o } }',
)
HARMLESS = (
    'SELECT * { BIND("SERVICE <http://example.org/> {}" AS ?x) }',
    'SELECT * { BIND("""\nSERVICE <http://example.org/> {}""" AS ?x) }',
    "SELECT * { BIND('''it's a SERVICE''' AS ?x) }",
    "SELECT * {} # SERVICE <http://example.org/> {}",
    "SELECT * { ?s <http://example.org/SERVICE> ?o }",
    "SELECT * { ?service ?SERVICE ?Service }",
    "PREFIX service: <http://example.org/> SELECT * { service:x service:SERVICE ?o }",
    "PREFIX service: <http://a/> PREFIX Service: <http://b/> SELECT * { service:x Service:x ?o }",
    'SELECT * { ?s ?p "x"@service }',
    "SELECT * { _:service ?p ?o }",
    "SELECT * { ?s ?p ?o FILTER(REGEX(STR(?o), 'service')) }",
)


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A socket that nobody may knock at."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening


@pytest.mark.parametrize("pattern", CALLS)
def test_service_is_refused_and_nobody_knocks(serve: Serve, door: socket.socket, pattern: str) -> None:
    address = f"http://127.0.0.1:{door.getsockname()[1]}/"
    query = pattern.replace("ADDRESS", address).replace("REST", address[1:])
    assert parses(query)
    response = serve("<http://a> <http://b> 1 .").post("/sparql", data=query, content_type="application/sparql-query")
    assert response.status_code == 403
    assert "SERVICE" in response.get_json()["detail"]
    with pytest.raises(BlockingIOError):
        door.accept()


@pytest.mark.parametrize("query", HARMLESS)
def test_the_word_may_stand_anywhere_else(serve: Serve, query: str) -> None:
    response = serve().post("/sparql", data=query, content_type="application/sparql-query")
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVI\\u0043E <http://a/> {} }", "SELECT * { ſERVICE <http://a/> {} }", "SERVICE", "LOAD <http://a/>"],
)
def test_what_is_no_query_is_a_bad_one(serve: Serve, query: str) -> None:
    assert serve().post("/sparql", data=query, content_type="application/sparql-query").status_code == 400


def test_from_opens_nothing(serve: Serve, door: socket.socket, tmp_path: object) -> None:
    for graph in (f"http://127.0.0.1:{door.getsockname()[1]}/", f"file://{tmp_path}/dataset.trig"):
        for clause in ("FROM", "FROM NAMED"):
            query = f"SELECT * {clause} <{graph}> {{ {{ ?s ?p ?o }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}"
            response = serve("<http://a> <http://b> 1 .").get("/sparql", query_string={"query": query})
            assert response.get_json()["results"]["bindings"] == []
    with pytest.raises(BlockingIOError):
        door.accept()


def test_the_parser_is_asked_without_evaluating() -> None:
    """The check stands on pyoxigraph refusing two options together after parsing, with these very exceptions."""
    options: dict[str, Any] = {"use_default_graph_as_union": True, "default_graph": []}
    with pytest.raises(ValueError, match="should not be set at the same time"):
        ox.Store().query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } } ORDER BY ?s", **options)
    with pytest.raises(SyntaxError):
        ox.Store().query("SELECT * { ZERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", **options)


def test_a_text_full_of_masks_is_still_judged() -> None:
    words = " ".join(f'"{a}{b}zzzzz" "zzzzz{a}{b}"' for a in "zqxjk" for b in "zqxjk")
    query = f"SELECT * {{ VALUES ?x {{ {words} }} %s }}"
    assert calls_service(query % "SERVICE <http://a/> { ?s ?p ?o }")
    assert not calls_service(query % "BIND('SERVICE' AS ?y)")
