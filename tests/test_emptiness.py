"""An answer of nothing says which part of the query leaves no match."""

import html
import re
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, cast
from urllib.parse import urlencode

import pytest
from serving import client
from werkzeug.test import Client

from endpoint import emptiness, prologue
from endpoint.settings import Settings
from queries import Question, read_all

if TYPE_CHECKING:
    from endpoint.desk import Desk

DATA = """PREFIX x: <http://x/>
x:a x:p 1 ; x:q "one"@en ; a x:T . x:b x:p 2.5 . x:c x:r x:d, x:e .
x:g { x:a x:s x:b }"""
PREFIX = "PREFIX x: <http://x/>\n"
FIRST, UNTIL, LEFT = "Nothing in the data matches", "There are matches until", ", which leaves none."


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for as long as a slow machine takes."""
    monkeypatch.setattr(emptiness, "_PATIENCE_S", 60.0)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    file = tmp_path_factory.mktemp("small") / "data.trig"
    file.write_text(DATA, encoding="utf-8")
    with ExitStack() as opened:
        yield client(opened, Settings(dataset=file, readers=2))


def told(site: Client, query: str, *more: tuple[str, str], held: bool = False) -> str:
    """Give the sentence of a page on what leaves nothing, or those on what is held there, without its markup."""
    page = site.get(f"/sparql?{urlencode([('query', query), *more])}", headers={"Accept": "text/html"})
    assert page.status_code == 200, page.text
    said = page.text.partition('<div id="strangers" class="notice">')[2].partition("</div>")[0]
    sentence, *others = re.split("(?=There <|In place of <)", said)
    return " ".join(html.unescape(re.sub(r"</?\w+( class=\S+)?>", "", "".join(others) if held else sentence)).split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n?s x:p 3 }", f"{FIRST} ?s x:p 3 (line 3)."),
        ('SELECT * { ?s x:p ?n ;\n x:q "two" }', f'{UNTIL} x:q "two" (line 3){LEFT}'),
        ("SELECT * { x:c x:r x:d ,\n\n x:a }", f"{UNTIL} x:a (line 4){LEFT}"),
        ("SELECT * { ?s a x:T. ?s x:p 2.5. }", f"{UNTIL} ?s x:p 2.5 (line 2){LEFT}"),
        ("SELECT * { ?s x:p ?n FILTER(?n < 9) FILTER (?n >\n 9) ?s a x:T }", f"{UNTIL} FILTER (?n > 9) (line 2){LEFT}"),
        ("SELECT * { FILTER (?n > 9) ?s x:p ?n }", f"{UNTIL} FILTER (?n > 9) (line 2){LEFT}"),
        ("SELECT * { ?s x:p 1 FILTER regex(?q, '}') ?s x:q ?q }", f"{UNTIL} FILTER regex(?q, '}}') (line 2){LEFT}"),
        ("SELECT * { ?s x:p 1 FILTER NOT EXISTS {?s a x:T}}", f"{UNTIL} FILTER NOT EXISTS {{?s a x:T}} (line 2){LEFT}"),
        ("SELECT * { ?s a x:T OPTIONAL { ?s x:q ?q } ?q x:p ?m }", f"{UNTIL} ?q x:p ?m (line 2){LEFT}"),
        ("SELECT * { {?s x:p 7} UNION {?s x:p 8} ?s a x:T }", f"{FIRST} {{?s x:p 7}} UNION {{?s x:p 8}} (line 2)."),
        ("SELECT * { ?s a x:T MINUS { ?s x:p 1 } }", f"{UNTIL} MINUS {{ ?s x:p 1 }} (line 2){LEFT}"),
        ("SELECT * { ?s x:p ?n VALUES (?n) { (4) (5) } }", f"{UNTIL} VALUES (?n) {{ (4) (5) }} (line 2){LEFT}"),
        ("SELECT * { BIND(5 AS ?n) ?s x:p ?n }", f"{UNTIL} ?s x:p ?n (line 2){LEFT}"),
        ("SELECT * { ?s a x:T . GRAPH ?g { ?s x:s x:a } }", f"{UNTIL} GRAPH ?g {{ ?s x:s x:a }} (line 2){LEFT}"),
        ("SELECT * { [ x:p 1 ; x:q ?q ] a x:T ; x:p .5 }", f"{UNTIL} x:p .5 (line 2){LEFT}"),
        ("SELECT * { ?s x:p|^x:r ?o . ?o (x:p/x:q)* 3 }", f"{UNTIL} ?o (x:p/x:q)* 3 (line 2){LEFT}"),
        ("SELECT * { ?s x:p 1 # . {\n . ?s x:p 2.5 }", f"{UNTIL} ?s x:p 2.5 (line 3){LEFT}"),
        ("SELECT (COUNT(*) AS ?n) { ?s x:p 3 }", f"{FIRST} ?s x:p 3 (line 2)."),
        ("SELECT ?s WHERE { ?s x:p ?n } OFFSET 5", f"{UNTIL} OFFSET (line 2){LEFT}"),
        ("SELECT ?s { ?s x:p ?n } GROUP BY ?s HAVING (COUNT(*) > 3)", f"{UNTIL} HAVING (line 2){LEFT}"),
        ("SELECT ?s { ?s x:p ?n } OFFSET 1 LIMIT 0", f"{UNTIL} LIMIT 0 (line 2){LEFT}"),
        ("ASK { ?s x:p 1 , 2 }", f"{UNTIL} 2 (line 2){LEFT}"),
        ("CONSTRUCT { ?s x:p 4 } WHERE { ?s x:p 3 }", f"{FIRST} ?s x:p 3 (line 2)."),
        ("CONSTRUCT WHERE { ?s x:p 3 }", f"{FIRST} ?s x:p 3 (line 2)."),
        ("SELECT * FROM x:g { ?s x:s ?o . ?s x:p ?n }", f"{UNTIL} ?s x:p ?n (line 2){LEFT}"),
    ],
)  # fmt: skip
def test_the_part_that_leaves_nothing_is_told(small: Client, query: str, words: str) -> None:
    assert told(small, PREFIX + query) == words


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * { ?s x:p 3 . ?s a x:T }", 'In place of 3 there is, for one, "2.5"^^xsd:decimal.'),
        ('SELECT * { ?s a x:T ; x:p ?n ; x:q "one" }', 'In place of "one" there is, for one, "one"@en.'),
        ('SELECT * { ?s a x:T ; x:q "one"@de , ?q }', 'In place of "one"@de there is, for one, "one"@en.'),
        ('SELECT * { ?s a x:T ; x:p "1"^^x:n }', 'In place of "1"^^x:n there is, for one, "1"^^xsd:integer.'),
        ("SELECT * { ?s a x:p FILTER(?s != x:a) }", "In place of x:p there is, for one, x:T."),
        ('SELECT * { ?s x:q ?q FILTER(?q = "one") ?s a x:T }', 'There ?q is, for one, "one"@en.'),
        (
            "SELECT * { ?s x:q ?q FILTER(?q > ?s || ?q > ?s) }",
            'There ?q is, for one, "one"@en. There ?s is, for one, x:a.',
        ),
        ("SELECT * { ?s x:q ?q FILTER(?none = 1) }", ""),
        ("SELECT * { ?s x:q ?q FILTER(1 = 2) }", ""),
        ("SELECT * { ?s x:q ?q ; x:r ?r }", ""),
        ("SELECT * { ?s x:q ?q ; x:s [] }", ""),
    ],
)  # fmt: skip
def test_what_stands_there_instead_is_told(small: Client, query: str, words: str) -> None:
    assert told(small, PREFIX + query, held=True) == words


def test_the_graphs_of_a_request_are_those_asked(small: Client) -> None:
    query = PREFIX + "SELECT * { ?s x:s ?o . ?s x:p ?n }"
    assert told(small, query) == f"{FIRST} ?s x:s ?o (line 2)."
    assert told(small, query, ("default-graph-uri", "http://x/g")) == f"{UNTIL} ?s x:p ?n (line 2){LEFT}"


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s x:p ?n }",
        "SELECT (COUNT(?q) AS ?n) { ?s x:p 2.5 OPTIONAL { ?s x:q ?q } }",
        "SELECT * { SELECT ?s { ?s x:p 3 } }",
        "SELECT * { ?s x:p 1 ; x:p " + ", ".join(["1"] * 40) + ", 2 }",
        "SELECT ?s { ?s x:p ?n } GROUP BY ?s HAVING (true) OFFSET 9",
    ],
)
def test_nothing_is_said_where_it_is_not_known(serve: Callable[..., Client], query: str) -> None:
    assert told(serve(DATA), PREFIX + query) == ""


def test_a_service_is_not_asked_again() -> None:
    query = prologue.read("SELECT * { ?s ?p 3 OPTIONAL { SERVICESILENT<http://x/a>{ ?s ?p 3 } } }")
    assert emptiness.find(cast("Desk", None), query, None, "") is None  # and so is nobody


def test_a_reason_is_not_sought_for_longer_than_a_reader_waits(small: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptiness, "_PATIENCE_S", 0.5)
    cross = " . ".join(f"?a{at} ?b{at} ?c{at}" for at in range(9))
    concat = ", ".join(f"STR(?c{at})" for at in range(9))
    began = time.monotonic()
    query = f"SELECT * {{ {{ SELECT * {{ {cross} FILTER(STRLEN(CONCAT({concat})) < 0) }} }} ?s ?p ?o FILTER(false) }}"
    assert told(small, query) == ""
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("question", list(read_all()), ids=lambda question: question.name)
def test_real_queries_are_cut_where_they_may_be(site: Client, question: Question) -> None:
    begin, end, rest = question.text.rpartition("}")
    query = begin + "\nFILTER (1 > 2)" + end + rest
    line = query[: query.index("FILTER (1 > 2)")].count("\n") + 1
    assert told(site, query) == f"{UNTIL} FILTER (1 > 2) (line {line}){LEFT}"
