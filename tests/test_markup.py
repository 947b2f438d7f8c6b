"""XML answers survive every XML parser; what XML cannot carry is refused."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some
from rdflib import Graph
from werkzeug.test import Client

from endpoint.markup import Mended
from endpoint.problems import Problem

Serve = Callable[..., Client]
SELECT, CONSTRUCT = "SELECT ?o { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }"


class Sink:
    """Takes bytes as an output does."""

    def __init__(self) -> None:
        self.taken = b""

    def write(self, data: bytes, /) -> int:
        """Take bytes."""
        self.taken += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


@pytest.mark.parametrize("text", ["a\\rb", "a\\r\\nb", "\\r", " a\\tb ", "<&>]]>\\\"'"])
def test_white_space_survives(serve: Serve, text: str) -> None:
    client = serve(f'<http://a> <http://b> "{text}" .')
    value = text.encode().decode("unicode_escape")
    results = client.get("/sparql", query_string={"query": SELECT, "format": "xml"})
    literals = ElementTree.fromstring(results.data).iter("{http://www.w3.org/2005/sparql-results#}literal")  # noqa: S314
    assert [literal.text for literal in literals] == [value]
    graph = client.get("/sparql", query_string={"query": CONSTRUCT, "format": "rdf"})
    assert [str(o) for o in Graph().parse(graph.data, format="xml").objects()] == [value]


@pytest.mark.parametrize("code", [1, 8, 0xB, 0xC, 0x1F, 0xFFFE, 0xFFFF])
def test_what_xml_cannot_carry_is_refused(serve: Serve, code: int) -> None:
    client = serve(f'<http://a> <http://b> "\\u{code:04X}" .')
    for query, written in ((SELECT, "xml"), (CONSTRUCT, "rdf")):
        refused = client.get("/sparql", query_string={"query": query, "format": written})
        assert refused.status_code == 406
        assert f"U+{code:04X}" in refused.get_json()["detail"]
    assert client.get("/sparql", query_string={"query": SELECT}).status_code == 200


def test_a_property_without_an_xml_name_is_refused(serve: Serve) -> None:
    client = serve("<http://a> <http://b/1> 1 .")
    assert client.get("/sparql", query_string={"query": CONSTRUCT, "format": "rdf"}).status_code == 406
    assert client.get("/sparql", query_string={"query": CONSTRUCT, "format": "ttl"}).status_code == 200


@given(some.text(), some.lists(some.integers(1, 20)))
def test_the_cuts_between_writes_do_not_matter(text: str, cuts: list[int]) -> None:
    data = text.encode()
    sink = Sink()
    mended = Mended(sink)
    bad = any(ord(c) < 32 and c not in "\t\n\r" for c in text) or any(c in text for c in "\ufffe\uffff")
    try:
        for cut in cuts:
            mended.write(data[:cut])
            data = data[cut:]
        mended.write(data)
        mended.flush()
    except Problem:
        assert bad
    else:
        assert not bad
        assert sink.taken == text.encode().replace(b"\r", b"&#13;")
