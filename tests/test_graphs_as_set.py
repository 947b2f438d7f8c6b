"""Graphs chosen together are their union as a set; what is not chosen is not there (SPARQL 1.1 Query section 13)."""

from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from werkzeug.test import Client

Serve = Callable[..., Client]
DATA = """
<http://s> <http://p> "default", "everywhere" .
<http://1> { <http://s> <http://p> "one", "shared", "everywhere" }
<http://2> { <http://s> <http://p> "two", "shared", "everywhere" . _:b <http://p> _:b }
<http://3> { <http://s> <http://p> "three", "everywhere" }
"""
BOTH = "{ { ?s <http://p> ?o BIND('default' AS ?g) } UNION { GRAPH ?g { ?s <http://p> ?o } } FILTER(isLiteral(?o)) }"


def found(client: Client, query: str, *parameters: tuple[str, str]) -> list[str]:
    response = client.get("/sparql?" + urlencode([("query", query), *parameters]))
    assert response.status_code == 200, response.text
    rows = response.get_json()["results"]["bindings"]
    return sorted(f"{row['g']['value'].removeprefix('http://')}: {row['o']['value']}" for row in rows)


DEFAULT = ["default: default", "default: everywhere"]
NAMED = [
    "1: everywhere", "1: one", "1: shared", "2: everywhere", "2: shared", "2: two", "3: everywhere", "3: three",
]  # fmt: skip


@pytest.mark.parametrize(
    ("default", "named", "expected"),
    [
        ("", "", [*NAMED, *DEFAULT]),
        ("3", "", ["default: everywhere", "default: three"]),
        ("33", "", ["default: everywhere", "default: three"]),
        ("12", "", ["default: everywhere", "default: one", "default: shared", "default: two"]),
        ("", "3", ["3: everywhere", "3: three"]),
        ("3", "1", ["1: everywhere", "1: one", "1: shared", "default: everywhere", "default: three"]),
        ("13", "3", ["3: everywhere", "3: three",
                     "default: everywhere", "default: one", "default: shared", "default: three"]),
        ("9", "9", []),
        ("39", "", ["default: everywhere", "default: three"]),
    ],
)  # fmt: skip
def test_clauses_and_parameters_choose_alike(serve: Serve, default: str, named: str, expected: list[str]) -> None:
    client = serve(DATA)
    clauses = "".join(f"FROM <http://{n}> " for n in default) + "".join(f"FROM NAMED <http://{n}> " for n in named)
    parameters = [("default-graph-uri", f"http://{n}") for n in default]
    parameters += [("named-graph-uri", f"http://{n}") for n in named]
    assert found(client, f"SELECT ?g ?o {clauses} {BOTH}") == expected
    assert found(client, f"SELECT ?g ?o {BOTH}", *parameters) == expected
    if default or named:
        overridden = f"SELECT ?g ?o FROM <http://1> FROM <http://2> FROM NAMED <http://2> {BOTH}"  # noqa: S608
        assert found(client, overridden, *parameters) == expected


def test_a_triple_counts_once_and_blank_nodes_stay_one(serve: Serve) -> None:
    client = serve(DATA)
    three = "FROM <http://1> FROM <http://2> FROM <http://3>"
    count = f"SELECT (COUNT(*) AS ?o) ('n' AS ?g) {three} {{ ?s ?p %s }}"
    assert found(client, count % '"everywhere"') == ["n: 1"]
    assert found(client, count % "?x") == ["n: 6"]
    assert found(client, count % "?x . ?x ?p ?x FILTER(isBlank(?x))") == ["n: 1"]


def test_relative_and_prefixed_names_of_graphs_are_resolved(serve: Serve) -> None:
    client = serve("<https://w3id.org/gupvi/graph/a> { <x> <y> 1 } <https://w3id.org/gupvi/graph/b> { <x> <y> 1 , 2 }")
    for clauses in (
        "FROM <graph/a> FROM <graph/b>",
        "FROM <GRAPH/../graph/a> FROM <https://w3id.org/gupvi/graph/b>",
        "FROM <graph/\\u0061> FROM <graph/b>",
    ):
        assert found(client, f"SELECT ('' AS ?g) ?o {clauses} {{ ?s ?p ?o }}") == [": 1", ": 2"]
    prefixed = "PREFIX g: <graph/> SELECT ('' AS ?g) ?o FROM g:a FROM g:b { ?s ?p ?o }"
    assert found(client, prefixed) == [": 1", ": 2"]
    assert found(client, f"BASE <graph/> {prefixed.replace('graph/', '')}") == [": 1", ": 2"]


def test_too_large_a_union_is_refused(serve: Serve) -> None:
    client = serve(DATA, merged_triples=6)
    query = "ASK FROM <http://1> FROM <http://%s> {}"
    assert client.get("/sparql", query_string={"query": query % 3}).status_code == 200
    refused = client.get("/sparql", query_string={"query": query % 2})
    assert refused.status_code == 403
    assert refused.get_json()["limit"] == 6


def test_unions_make_room_for_each_other(serve: Serve) -> None:
    client = serve(DATA, merged_kept=1)
    for _ in range(3):
        for other, word in (("2", "two"), ("3", "three")):
            query = "SELECT ('' AS ?g) ?o FROM <http://1> FROM <http://%s> { <http://s> ?p ?o }"
            assert f": {word}" in found(client, query % other)
