"""In a real browser: the editor of a query and the ways to look at its answer."""

from typing import Any
from urllib.parse import urlencode

import pytest
from browsing import ROWS, Visitor, faults, moved, needs_scripts, weight

QUESTION = "/queries/how-many-romanians-were-at-spassky"
BROKEN = "SELECT * WHERE {\n  ?s ?p ?o .\n  ?s ! ?o\n}"


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


@needs_scripts
def test_a_question_is_changed_and_answered_on_its_own_page(visitor: Visitor) -> None:
    page = visitor.visit(QUESTION)
    page.locator("form.query").scroll_into_view_if_needed()
    page.locator(".cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" LIMIT 3")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#answer .sort")
    assert page.locator("#answer tbody tr").count() == 3
    assert page.url.endswith(QUESTION)
    assert faults(page) == []
    assert weight(page) < 200_000


def test_a_question_is_asked_without_scripts_as_any_query(visitor: Visitor) -> None:
    page = visitor.visit(QUESTION, scripts=False)
    page.click("button:text-is('Run')")
    assert "/sparql?query=" in page.url
    assert page.locator("#answer tbody tr").count() > 5


@pytest.mark.parametrize("dark", [False, True])
def test_a_table_wider_than_its_box_shows_that_it_goes_on(visitor: Visitor, dark: bool) -> None:
    page = visitor.visit(QUESTION, phone=True, dark=dark)
    table = page.locator(".scroll").first

    def look(width: str, is_at_end: bool) -> list[bytes]:
        """The left and the right edge of a table of this width, in which nothing is written."""
        fill = """(box, [width, isAtEnd]) => {
            box.replaceChildren(document.createElement("table"));
            Object.assign(box.firstChild.style, { width, height: "8rem" });
            box.scrollTo(isAtEnd ? box.scrollWidth : 0, 0);
        }"""
        table.evaluate(fill, [width, is_at_end])
        box = table.bounding_box()
        return [
            page.screenshot(clip={"x": left, "y": box["y"] + 20, "width": 18, "height": 60})
            for left in (box["x"] + 2, box["x"] + box["width"] - 20)
        ]

    left, right = look("100%", False)
    assert [edge == plain for edge, plain in zip(look("200%", False), (left, right), strict=True)] == [True, False]
    assert [edge == plain for edge, plain in zip(look("200%", True), (left, right), strict=True)] == [False, True]


@needs_scripts
def test_the_editor_is_light(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    assert weight(page) < 200_000


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
@pytest.mark.parametrize("phone", [False, True])
@pytest.mark.parametrize("asked", ["", "?" + urlencode({"query": ROWS})])
def test_nothing_moves_when_an_answer_comes(visitor: Visitor, phone: bool, asked: str) -> None:
    page = visitor.visit(f"/sparql{asked}", phone)
    # late enough that the click excuses nothing
    page.evaluate("""((ask) => { window.fetch = async (...asked) => {
        await new Promise((done) => setTimeout(done, 700));
        return ask(...asked);
    }; })(fetch)""")
    page.click("text=Run")
    page.wait_for_selector("#answer:not([aria-busy]) .sort")
    assert moved(page) < 0.001


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
def test_an_error_is_shown_at_its_line_and_told_once(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, BROKEN)
    page.keyboard.press("Control+Enter")
    page.locator("#answer [role=alert]").wait_for()
    assert page.locator(".cm-line.fault").count() == 1
    told = page.locator("#answer [role=alert] .unseen").inner_text()
    assert page.locator(".word").inner_text() == told.strip()
    page.click("#answer >> text=Go to line")
    assert page.evaluate("document.activeElement.className") == "editor"
    page.keyboard.type(" ")
    assert page.locator(".word").is_visible()
    page.click("[aria-label='New query']")
    assert page.locator(".word").count() == 0
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
def test_a_date_far_off_does_not_press_the_others_together(visitor: Visitor) -> None:
    years = " ".join(f'("{year}" "{year}")' for year in (1941, 1942, 1943, 1945, 1946, 1812, 2010))
    page = ask(visitor, f"SELECT ?what ?time {{ VALUES (?what ?time) {{ {years} }} }}")
    page.click("#answer button:text-is('Timeline')")
    bars = page.locator(".times .bar")
    assert page.locator("#answer .view [role=status]").inner_text() == (
        "Shown are 1941 to 1946, where most dates lie; 2 rows lie outside."
    )
    assert bars.count() == 5
    assert bars.first.bounding_box()["width"] > 50
    page.click("#answer button:text-is('Show all')")
    assert bars.count() == 7
    page.click("#answer button:text-is('Only 1941 to 1946')")
    assert bars.count() == 5


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
