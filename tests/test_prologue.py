"""The beginning of a query is read as the engine's parser reads it, and quickly for any text."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from endpoint.grammar import parses
from endpoint.problems import Problem
from endpoint.prologue import TOKEN, Graphs, read


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "SELECT"),
        ("select distinct * {}", "SELECT"),
        ("selectdistinct*{}", "SELECT"),
        ("ASKWHERE{}", "ASK"),
        ("# SELECT\nASK {}", "ASK"),
        ("# {\nASK {}", "ASK"),
        ("VERSION '{' ASK {}", "ASK"),
        (f"ASK #{'x' * 3000}\n{{}}", "ASK"),
        ("PREFIX ask: <http://select/>\r\nDESCRIBE ask:x", "DESCRIBE"),
        ("PREFIXx:<http://x/>CONSTRUCT WHERE{x:a x:b x:c}", "CONSTRUCT"),
        ("BASE <http://ask/> # a <b>\n PREFIX : <#>SELECT(1 AS ?x){}", "SELECT"),
        ("PREFIX é.ö-1: <http://x/> ASK {}", "ASK"),
        ("VERSION '1.2' ASK {}", "ASK"),
    ],
)
def test_the_form_is_found(text: str, form: str) -> None:
    assert parses(text)
    assert read(text).form == form


@pytest.mark.parametrize("text", ["", "# ASK {}", "INSERT DATA {}", "PREFIX x ASK {}", "\\u0041SK {}", "'ASK {}'", "{"])
def test_what_begins_otherwise_has_no_form(text: str) -> None:
    assert not parses(text)
    assert read(text).form == ""


@pytest.mark.parametrize(
    ("text", "default", "named"),
    [
        ("SELECT * FROM <http://a> {}", {"http://a"}, set()),
        ("SELECT*FROM<http://a>FROMNAMED<http://b>WHERE{}", {"http://a"}, {"http://b"}),
        ("ASK FROM <http://a> FROM <http://b> FROM <http://a> {}", {"http://a", "http://b"}, set()),
        ("BASE <http://x/y/> ASK FROM <../a> FROM <#b> {}", {"http://x/a", "http://x/y/#b"}, set()),
        ("ASK FROM <a> {}", {"https://w3id.org/gupvi/a"}, set()),
        ("PREFIX : <http://x/> ASK FROM:a FROM NAMED:b\\-c {}", {"http://x/a"}, {"http://x/b-c"}),
        (
            "PREFIX x: <a/> PREFIX y: <http://y/> ASK FROM x:a FROM y: {}",
            {"https://w3id.org/gupvi/a/a", "http://y/"},
            set(),
        ),
        ("SELECT (EXISTS { ?s ?p ')' } AS ?from) (1 < 2 AS ?x) FROM <http://a> {}", {"http://a"}, set()),
        ("SELECT ?from ?where FROM <http://a> { }", {"http://a"}, set()),
        ("CONSTRUCT { ?s ?p '}' , (1 2), [ ?p <http://#{> ] } FROM <http://a> WHERE {}", set(), set()),
        ("CONSTRUCT { ?s ?p '}' , (1 2), [ ?p <http://#> ] } FROM <http://a> WHERE {}", {"http://a"}, set()),
        ('CONSTRUCT { ?s ?p """}"FROM <http://b>""" } # }\nFROM <http://a> {}', {"http://a"}, set()),
        ("CONSTRUCT FROM <http://a> WHERE { ?s ?p ?o }", {"http://a"}, set()),
        ("DESCRIBE <http://x> ?y FROM <http://a>", {"http://a"}, set()),
        ("SELECT * { ?s ?p 'FROM <http://a>' } # FROM <http://b>", set(), set()),
        ("SELECT * { FROM <http://a> }", set(), set()),
    ],
)
def test_the_dataset_clauses_are_found(text: str, default: set[str], named: set[str]) -> None:
    expected = Graphs(frozenset(default), frozenset(named)) if default or named else None
    assert read(text).graphs == expected


def test_prefixes_are_absolute() -> None:
    assert dict(read("BASE <http://x/> PREFIX a: <y#> PREFIX : <http://z/> ASK {}").prefixes) == {
        "a": "http://x/y#",
        "": "http://z/",
    }


parts = [
    "SELECT ",
    "CONSTRUCT",
    "{",
    "}",
    "(",
    ")",
    "[",
    "'",
    '"',
    '"""',
    "'''",
    "\\",
    "<",
    ">",
    "#",
    "\n",
    " ",
    "a:b ",
    "a-",
]
parts += ["FROM ", "FROM <a> ", "NAMED ", "PREFIX ", "a: <b> ", "?x ", "1.", "BASE <../>", "\0", "é"]


@given(some.lists(some.sampled_from(parts)).map("".join))
def test_any_text_is_read(text: str) -> None:
    assert read(text).text == text


@pytest.mark.parametrize("part", parts)
@pytest.mark.parametrize("beginning", ["", "SELECT ", "SELECT (", "CONSTRUCT {", "PREFIX a: <b> SELECT * FROM "])
def test_no_text_takes_long(part: str, beginning: str) -> None:
    """A tenth of a microsecond a byte is usual; what were quadratic would take minutes."""
    for second in ("", "'", "\\", "<"):
        text = beginning + (part + second) * (60_000 // len(part + second))
        began = time.perf_counter()
        with suppress(Problem):
            read(text)
        assert time.perf_counter() - began < 2
        assert sum(1 for _ in TOKEN.finditer(text)) <= len(text)
        assert time.perf_counter() - began < 2


@pytest.mark.parametrize("name", [f"<{'a' * 30_000}>", "<a>"])
def test_names_that_would_keep_others_waiting_are_refused(name: str) -> None:
    with pytest.raises(Problem) as caught:
        read(f"BASE {name}" + "BASE<>" * 5000 + "ASK {}")
    assert caught.value.status == 400
    assert read(f"BASE {name}" + "BASE<>" * 30 + "ASK {}").form == "ASK"
