"""The columns of SELECT * stand on pages as its variables do in the query; programs get them as ever."""

import re
from collections.abc import Callable

import pytest
from browsing import Visitor, ask, needs_scripts
from werkzeug.test import Client

ORDERS = [
    ("PREFIX select: <http://a#?a> SELECT DISTINCT * { # ?o\n VALUES (?s ?p) { (1 2) } BIND('?k' AS ?b) }", "s p b"),
    ("SELECT * { { SELECT ?z ?s { VALUES (?s ?z ?o) { (1 2 3) } } } }", "z s"),
    ("SELECT ?b ?a { { SELECT * { VALUES (?a ?b ?c) { (1 2 3) } } } }", "b a"),
    (
        "CONSTRUCT { ?subject ?p ?o } { SELECT * { VALUES (?subject ?p ?o) { (<x:a> <x:b> 1) } } }",
        "subject predicate object",
    ),
]


@pytest.mark.parametrize(("query", "columns"), ORDERS)
def test_a_page_without_scripts(serve: Callable[..., Client], query: str, columns: str) -> None:
    client = serve("")
    page = client.get("/sparql", query_string={"query": query}, headers={"Accept": "text/html"}).text
    assert " ".join(re.findall(r'<th scope="col"[^>]*>(\w+)</th>', page)) == columns
    if "SELECT *" in query[:10]:
        assert client.get("/sparql", query_string={"query": query, "format": "csv"}).text.startswith("s,z")


@needs_scripts
@pytest.mark.parametrize(("query", "columns"), ORDERS)
def test_the_editor(visitor: Visitor, query: str, columns: str) -> None:
    page = ask(visitor, query)
    assert page.locator("#answer .sort").all_inner_texts() == columns.split()
    page.click("#answer .sort >> nth=0")
    assert page.locator("#answer th").first.get_attribute("aria-sort") == "ascending"
