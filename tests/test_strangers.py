"""An answer of nothing says which names of the query the data do not know, and what may have been meant."""

from collections.abc import Callable
from urllib.parse import quote

import pytest
from browsing import Visitor, needs_scripts
from werkzeug.test import Client

from ontology import PREFIXES

Serve = Callable[..., Client]
GUPVI = f"PREFIX gupvi: <{PREFIXES['gupvi']}> PREFIX camp: <{PREFIXES['camp']}> PREFIX xsd: <{PREFIXES['xsd']}> "
MISSPELT = GUPVI + "SELECT * { ?camp gupvi:nummber ?n }"


def told(site: Client, query: str) -> str:
    """Give what a page says of unknown names, without its markup."""
    page = site.get(f"/sparql?query={quote(query)}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    said = (
        page.text.partition('<div id="strangers" class="notice">')[2]
        .partition("</div>")[0]
        .partition('<p class="loss">')[0]
    )
    return " ".join(said.replace("<p>", "").replace("</p>", "").split())


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            "SELECT * { ?camp gupvi:nummber ?n }",
            "<code>gupvi:nummber</code> stands nowhere in the data. Is <code>gupvi:number</code> meant?",
        ),
        (
            "ASK { ?camp a gupvi:Kamp }",
            "<code>gupvi:Kamp</code> stands nowhere in the data. Is <code>gupvi:Camp</code> meant?",
        ),
        ("SELECT (COUNT(*) AS ?n) { camp:9999 ?p ?o }", "<code>camp:9999</code> stands nowhere in the data."),
        ("SELECT * FROM <http://x/> { ?s ?p ?o }", "<code>&lt;http://x/&gt;</code> stands nowhere in the data."),
        ("SELECT * { ?s gupvi:number '1'^^xsd:token # gupvi:none\n FILTER(xsd:byte(?s) = 'gupvi:none') }", ""),
        ("SELECT * { camp:99 gupvi:number camp:99 }", ""),
        ("SELECT (COUNT(*) AS ?n) { camp:99 ?p ?o }", ""),
    ],
)
def test_names_that_the_data_do_not_know_are_told(site: Client, query: str, words: str) -> None:
    assert told(site, GUPVI + query) == words


@pytest.mark.parametrize(
    ("name", "meant"),
    [("chief", "head"), ("deaths", "diedCount"), ("imprisonedAt", "heldAt"), ("founded", "established"),
     ("Lager", "Camp"), ("ledBody", "head"), ("weather", "")],
)  # fmt: skip
def test_a_name_is_known_by_the_words_for_it(site: Client, name: str, meant: str) -> None:
    said = told(site, f"{GUPVI} SELECT * {{ ?s gupvi:{name} ?o }}")
    assert said.partition("data.")[2].strip() == (f"Is <code>gupvi:{meant}</code> meant?" if meant else "")


def test_a_file_of_strangers_has_its_own_names(serve: Serve) -> None:
    site = serve("<http://x/a> <http://x/colour> 1 .")
    assert "Is <code>http://x/colour</code> meant?" in told(site, "SELECT * { ?s <http://x/color> ?o }")
    assert told(site, "SELECT * { <http://x/a> <http://x/colour> 2 }") == ""


def test_what_stands_in_a_named_graph_alone_is_no_stranger(serve: Serve) -> None:
    site = serve("<http://x/g> { <http://x/a> <http://x/colour> <http://x/b> }")
    assert told(site, "SELECT * { <http://x/a> <http://x/colour> <http://x/b> }") == ""
    assert "http://x/c&gt;</code> stands nowhere" in told(site, "SELECT * { GRAPH ?g { ?s ?p <http://x/c> } }")


def test_a_known_prefix_with_another_namespace_is_told(site: Client) -> None:
    declared = "PREFIX concept: <https://w3id.org/gupvi/concept/> PREFIX gupvi: <http://gupvi/>"
    assert told(site, f"{declared} SELECT * {{ ?s ?p concept:romanian, gupvi:none }}") == (
        "<code>concept:romanian</code> stands nowhere in the data."
        f" <code>concept:</code> is <code>&lt;{PREFIXES['concept']}&gt;</code> here."
        " <code>gupvi:none</code> stands nowhere in the data."
    )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?camp { ?c a gupvi:Camp }", "<code>?camp</code> stands nowhere else in the query."),
        ("SELECT ?c ?i { ?c a gupvi:Camp OPTIONAL { ?c gupvi:industri ?i } }", "Is <code>gupvi:industry</code> meant?"),
        ("SELECT * { ?c a gupvi:Camp OPTIONAL { ?c gupvi:industri ?i } }", "Is <code>gupvi:industry</code> meant?"),
        ("SELECT ?c (1/0 AS ?x) { ?c a gupvi:Camp }", ""),
        ("SELECT ?c ?s { ?c a gupvi:Camp OPTIONAL { ?c gupvi:industry ?s FILTER(false) } } LIMIT 3", ""),
    ],
)
def test_a_column_without_a_value_is_explained(site: Client, query: str, words: str) -> None:
    said = told(site, GUPVI + query)
    assert words in said if words else not said


def test_an_editor_may_ask_for_the_reasons_alone(site: Client) -> None:
    brief = {"Accept": "text/html", "Prefer": "return=minimal"}
    said = site.post("/sparql", data={"query": MISSPELT}, headers=brief)
    assert said.text.strip().startswith('<div id="strangers"')
    assert said.headers["Preference-Applied"] == "return=minimal"
    assert site.post("/sparql", data={"query": GUPVI + "ASK {}"}, headers=brief).text.strip() == ""


@needs_scripts
def test_the_editor_tells_them_too(visitor: Visitor) -> None:
    page = visitor.visit(f"/sparql?query={quote(MISSPELT)}")
    page.locator("#answer #strangers").wait_for()
    assert "Is gupvi:number meant?" in page.locator("#answer").inner_text()
