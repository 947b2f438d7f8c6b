"""In a real browser: pages fit every screen, shut nobody out, ask nobody else, and do without scripts."""

from urllib.parse import urlencode

import pytest
from browsing import Visitor, faults, needs_axe, needs_scripts

ROWS = 'SELECT ?n ?name WHERE { VALUES (?n ?name) { (2 "b") (10 "a"@hu) (1 "c") } }'
BROKEN = "SELECT * WHERE {\n  ?s ?p ?o .\n  ?s ! ?o\n}"
PAGES = {
    "home": "/",
    "query": "/sparql",
    "answer": "/sparql?" + urlencode({"query": ROWS}),
    "question": "/queries/how-many-romanians-were-at-spassky",
    "thing": "/page/camp/99",
    "ontology": "/ontology",
    "conflicts": "/conflicts",
    "sources": "/sources",
    "source": "/sources/lynch-blog",
    "browse": "/browse?class=camp",
    "timeline": "/timeline",
    "map": "/map",
    "nothing": "/nothing",
}
SCREENS = [(False, False), (True, True)]  # a desktop by day, a phone at night: contrast is tested for all


@needs_axe
@pytest.mark.parametrize(("phone", "dark"), SCREENS)
@pytest.mark.parametrize("name", [name for name in PAGES if name != "nothing"])
def test_a_page_shuts_nobody_out_and_fits_the_screen(visitor: Visitor, name: str, phone: bool, dark: bool) -> None:
    page = visitor.visit(PAGES[name], phone, dark)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_does_without_scripts(visitor: Visitor, name: str) -> None:
    page = visitor.visit(PAGES[name], scripts=False)
    visitor.errors.clear()  # a page that is not there is told as an error
    assert page.locator("main h1").is_visible()
    assert page.locator("nav a").first.is_visible()


def test_a_query_is_asked_and_answered_without_scripts(visitor: Visitor) -> None:
    page = visitor.visit("/sparql", scripts=False)
    page.fill("#query", ROWS)
    page.click("text=Run")
    assert page.locator("#answer tbody tr").count() == 3
    page.fill("#query", BROKEN)
    page.click("text=Run")
    assert "3" in page.locator("#answer .notice").inner_text()
    assert page.input_value("#query").replace("\r", "") == BROKEN
    visitor.errors.clear()  # the refusal


def test_the_menu_of_a_phone_opens_without_scripts(visitor: Visitor) -> None:
    page = visitor.visit("/", phone=True, scripts=False)
    assert not page.locator("nav a").first.is_visible()
    page.click("text=Menu")
    page.click("nav >> text=Ontology")
    assert page.url.endswith("/ontology")


@needs_scripts
def test_nothing_moves_when_scripts_take_over(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    moved = """new Promise((done) => {
        const add = (list) => list.getEntries().reduce((sum, entry) => sum + entry.value, 0);
        new PerformanceObserver((list) => done(add(list))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 300);
    })"""
    assert page.evaluate(moved) < 0.02


@needs_scripts
def test_the_editor_is_light(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    sizes = "performance.getEntries().filter((entry) => entry.encodedBodySize).map((entry) => entry.encodedBodySize)"
    assert sum(page.evaluate(sizes)) < 200_000
