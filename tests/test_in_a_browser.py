"""In a real browser: pages fit every screen, shut nobody out, ask nobody else, and do without scripts."""

from typing import Any
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
    "release": "/ontology/0.1.0/",
    "conflicts": "/conflicts",
    "sources": "/sources",
    "source": "/sources/lynch-blog",
    "browse": "/browse?class=camp",
    "timeline": "/timeline",
    "map": "/map",
    "map of a year": "/map?year=1945&view=west",
    "fragments": "/fragments",
    "explorer": "/explore",
    "explored": "/explore?thing=camp/99&open=camp/99+gupvi:successorOf",
    "nothing": "/nothing",
}
SIZES = "performance.getEntries().filter((entry) => entry.encodedBodySize).map((entry) => entry.encodedBodySize)"
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
@pytest.mark.parametrize("path", ["/sparql", "/map?year=1945"])
def test_nothing_moves_when_scripts_take_over(visitor: Visitor, path: str) -> None:
    page = visitor.visit(path)
    moved = """new Promise((done) => {
        const add = (list) => list.getEntries().reduce((sum, entry) => sum + entry.value, 0);
        new PerformanceObserver((list) => done(add(list))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 300);
    })"""
    assert page.evaluate(moved) < 0.02


@needs_scripts
def test_the_editor_is_light(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    assert sum(page.evaluate(SIZES)) < 200_000


@needs_scripts
def test_the_map_is_light_and_its_years_pass_live_by_keyboard(visitor: Visitor) -> None:
    page = visitor.visit("/map?kind=prisonerOfWarCamp")
    assert sum(page.evaluate(SIZES)) < 250_000
    seen = "[...document.querySelectorAll('.rows tbody tr')].filter((row) => row.checkVisibility()).length"
    everything = page.evaluate(seen)
    page.locator("input[type=range]").focus()
    page.keyboard.press("Home")
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert "kind=prisonerOfWarCamp&year=1945" in page.url
    live = page.locator("#said").inner_text()
    assert page.locator("input[type=range]").get_attribute("aria-valuetext") == live
    shown = page.evaluate(seen)
    assert 0 < shown < everything
    page.reload(wait_until="networkidle")
    assert page.evaluate(seen) == shown
    plain = visitor.visit(page.url.partition(page.url.split("/")[2])[2], scripts=False)
    assert plain.locator("#said").inner_text() == live
    page.click("button:text-is('All years')")
    assert page.evaluate(seen) == everything
    assert "year" not in page.url


@needs_scripts
def test_the_years_play_by_themselves_only_for_who_likes_motion(visitor: Visitor) -> None:
    page = visitor.visit("/map")
    page.click("text=Play the years")
    page.locator("#said:text('in 1940')").wait_for()
    page.click("text=Stop")
    page.emulate_media(reduced_motion="reduce")
    page.goto(page.url, wait_until="networkidle")
    page.click("text=Next year")
    assert "in 1941" in page.locator("#said").inner_text()
    page.wait_for_timeout(1500)
    assert "in 1941" in page.locator("#said").inner_text()


@needs_scripts
def test_a_mark_says_what_it_is_and_leads_there(visitor: Visitor) -> None:
    page = visitor.visit("/map")
    page.locator(".atlas a[href$='/camp/108'] .dot").click(force=True)
    words = page.locator("#pressed").inner_text()
    assert "Camp no. 108" in words
    assert "prisoner-of-war camp" in words.lower()
    assert "that of" in words
    assert faults(page) == []
    page.click("text=Open its page")
    assert page.url.endswith("/page/camp/108")


def type_query(page: Any, text: str) -> None:
    """Open an empty tab and write a query in it."""
    page.click("[aria-label='New query']")
    page.locator(".cm-content").click()
    page.keyboard.insert_text(text)


def ask(visitor: Visitor, query: str) -> Any:
    page = visitor.visit("/sparql?" + urlencode({"query": query}))
    page.wait_for_selector("#answer .sort")
    return page


@needs_scripts
def test_a_query_typed_is_run_by_keyboard_and_its_rows_sorted_and_filtered(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    many = " ".join(f'({number} "name {number}")' for number in range(120))
    type_query(page, f"SELECT ?n ?name WHERE {{ VALUES (?n ?name) {{ {many} }} }}")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer .sort")
    assert page.locator("#told").inner_text().startswith("120 rows in ")
    assert page.locator("#answer tbody tr").count() == 50
    page.click("#answer >> text=Next")
    assert page.locator("#answer td").first.inner_text() == "50"
    page.click(".sort >> nth=0")
    page.click(".sort >> nth=0")
    assert page.locator("#answer td").first.inner_text() == "119"
    assert page.locator("th").first.get_attribute("aria-sort") == "descending"
    page.fill("[aria-label='Filter rows']", "name 11")
    page.wait_for_function("document.querySelectorAll('#answer tbody tr').length === 11")
    assert "query=" in page.url


@needs_scripts
def test_completion_offers_the_words_of_this_endpoint_and_declares_their_prefix(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "SELECT * WHERE { ?camp ")
    page.keyboard.type("located", delay=40)
    option = page.locator(".cm-tooltip-autocomplete .cm-completionLabel").first
    option.wait_for()
    assert option.inner_text() == "gupvi:locatedIn"
    assert page.locator(".cm-content").get_attribute("aria-activedescendant")
    page.wait_for_timeout(200)  # a list that opens under somebody's fingers takes no key at first
    page.keyboard.press("Enter")
    page.keyboard.type(" spassk", delay=40)
    page.locator(".cm-tooltip-autocomplete >> text=Spassky-Zavod").first.wait_for()
    text = page.locator(".cm-content").inner_text()
    assert text.startswith("PREFIX gupvi: <https://w3id.org/gupvi/ontology#>\nSELECT")


@needs_scripts
def test_an_error_is_shown_at_its_line(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, BROKEN)
    page.keyboard.press("Control+Enter")
    page.locator("#answer [role=alert]").wait_for()
    assert page.locator(".cm-line.fault").count() == 1
    page.click("#answer >> text=Go to line")
    assert page.evaluate("document.activeElement.className") == "editor"
    visitor.errors.clear()  # the refusal
    reloaded = visitor.visit("/sparql?" + urlencode({"query": BROKEN}))
    assert reloaded.locator(".cm-line.fault").count() == 1
    visitor.errors.clear()


@needs_scripts
def test_a_limit_that_was_hit_is_said_in_a_plain_word_and_a_query_can_be_cancelled(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.keyboard.press("Control+Enter")
    page.click("#cancel")
    page.locator("#told:text('Cancelled.')").wait_for()
    page.click("text=Run")
    page.locator("#answer [role=alert]").wait_for()
    assert "3 seconds" in page.locator("#answer").inner_text()
    assert "Ask for less" in page.locator("#answer").inner_text()
    visitor.errors.clear()  # the refusal


@needs_scripts
def test_tabs_are_kept_in_the_browser_and_walked_by_keyboard(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "# Two\nASK {}")
    page.reload(wait_until="networkidle")
    tabs = page.locator("[role=tab]")
    assert [tab.partition("×")[0] for tab in tabs.all_inner_texts()] == ["Query 1", "Two"]
    assert "ASK" in page.locator(".cm-content").inner_text()
    tabs.nth(1).focus()
    page.keyboard.press("ArrowLeft")
    assert tabs.nth(0).get_attribute("aria-selected") == "true"
    page.locator("[role=tab]").nth(0).focus()
    page.keyboard.press("Delete")
    assert tabs.count() == 1


@needs_scripts
def test_a_query_is_shared_as_a_link_and_as_commands(visitor: Visitor) -> None:
    page = ask(visitor, ROWS)
    page.click("#share")
    copied = {}
    for way in ("Link", "curl", "Python", "R"):
        page.click(f"dialog button:text-is('{way}')")
        page.click("dialog >> text=Copy")
        page.locator("dialog >> text=Copied.").wait_for()
        copied[way] = page.evaluate("navigator.clipboard.readText()")
    assert faults(page) == []
    page.goto(copied["Link"])
    page.wait_for_selector("#answer .sort")
    assert page.locator("#answer tbody tr").count() == 3
    assert copied["curl"].startswith("curl 'http://127.0.0.1:")
    assert "pandas.read_csv" in copied["Python"]
    assert "httr2" in copied["R"]


@needs_scripts
@pytest.mark.parametrize(
    ("view", "query", "drawn"),
    [
        ("Bars", ROWS, ".bars .bar"),
        ("Timeline", 'SELECT ?what ?time { VALUES (?what ?time) { ("a" "1941-07") ("b" "1943/..") } }', ".times .bar"),
        ("Map", 'SELECT ?a ?lat ?long { VALUES (?a ?lat ?long) { ("x" 49.5 73.2) ("y" 55.7 37.6) } }', ".map circle"),
        ("Graph", "CONSTRUCT WHERE { ?s <https://w3id.org/gupvi/ontology#locatedIn> ?o }", "#answer .picture rect"),
        ("Text", ROWS, ".raw:text('bindings')"),
    ],
)
def test_an_answer_is_drawn_where_its_columns_allow(visitor: Visitor, view: str, query: str, drawn: str) -> None:
    page = ask(visitor, query)
    page.click(f"#answer button:text-is('{view}')")
    page.locator(drawn).first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []


PLACED = """PREFIX camp: <https://w3id.org/gupvi/id/camp/>
SELECT ?a ?number ?time ?lat ?long { VALUES (?a ?number ?time ?lat ?long)
  { (camp:99 1 "1941-07" 49.5 73.2) (camp:75 2 "1943/.." 49.5 73.2) (camp:27 3 "1944" 55.7 37.6) } }"""


@needs_scripts
def test_what_is_drawn_leads_on(visitor: Visitor) -> None:
    page = ask(visitor, PLACED)
    for view in ("Bars", "Timeline"):
        page.click(f"#answer button:text-is('{view}')")
        page.locator(".bars .what a").first.wait_for()
        assert page.locator(".bars .what a").count() == 3
    page.click("#answer button:text-is('Map')")
    page.locator(".map .several").focus()
    page.keyboard.press("Enter")
    assert page.locator("#answer .view p[role=status]").inner_text().startswith("2 stand here: ")
    assert page.locator("#answer .view p[role=status] a").count() == 2
    assert faults(page) == []


@needs_scripts
@pytest.mark.parametrize("phone", [False, True])
def test_the_graph_of_an_answer_is_seen_whole_and_names_its_links(visitor: Visitor, phone: bool) -> None:
    few = "SELECT ?s ?by ?o { VALUES ?by { <https://w3id.org/gupvi/ontology#successorOf> } ?s ?by ?o } LIMIT 4"
    page = visitor.visit(f"/sparql?{urlencode({'query': few})}", phone)
    page.click("#answer button:text-is('Graph')")
    page.click("[aria-label='Whole picture']", force=True)
    inside = """(() => { const frame = document.querySelector("#answer .picture").getBoundingClientRect();
        return [...document.querySelectorAll("#answer .picture rect")].map((one) => one.getBoundingClientRect())
            .every((box) => box.left >= frame.left && box.right <= frame.right
                && box.top >= frame.top && box.bottom <= frame.bottom); })()"""
    assert page.evaluate(inside)
    assert ": successor of: " in page.locator("#answer .picture title").first.text_content()
    page.locator("#answer .picture a").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.closest('.picture') !== null")


@needs_scripts
@pytest.mark.parametrize("phone", [False, True])
def test_the_map_is_looked_at_nearer_and_elsewhere_and_a_drag_presses_nothing(visitor: Visitor, phone: bool) -> None:
    page = visitor.visit("/map", phone)
    shown = "document.querySelector('.atlas svg').getAttribute('viewBox').split(' ').map(Number)"
    left, _, width, _ = page.evaluate(shown)
    page.click("text=Nearer")
    nearer, top, narrower, _ = page.evaluate(shown)
    assert (nearer > left, narrower < width) == (True, True)
    page.locator(".atlas svg").scroll_into_view_if_needed()
    x, y = page.evaluate(
        """(() => { const frame = document.querySelector(".atlas svg").getBoundingClientRect();
        return [...document.querySelectorAll(".atlas svg a:not(.away) .dot")].map((one) => one.getBoundingClientRect())
            .map((box) => [box.x + box.width / 2, box.y + box.height / 2])
            .find(([x, y]) => x > frame.left + 80 && x < frame.right - 80 && y > frame.top + 60 && y < frame.bottom - 60
                && document.elementFromPoint(x, y)?.closest("a")); })()"""
    )
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 60, y + 30, steps=4)
    page.mouse.up()
    dragged, risen, _, _ = page.evaluate(shown)
    assert (dragged > nearer, risen < top) == (True, True)
    assert not page.locator("#pressed").is_visible()
    assert page.url.endswith("/map")
    for _ in range(4):
        page.click("text=Farther", force=True)
    assert page.evaluate(shown)[2] == width
    assert faults(page) == []
