"""In a real browser: the editor of a query."""

from typing import Any
from urllib.parse import urlencode

import pytest
from browsing import ROWS, Visitor, ask, faults, moved, needs_scripts, weight

from ontology import PREFIXES

GUPVI = PREFIXES["gupvi"]
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


@needs_scripts
def test_the_editor_is_light(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    assert weight(page) < 200_000


def type_query(page: Any, text: str) -> None:
    """Open an empty tab and write a query in it."""
    page.click("[aria-label='New query']")
    page.locator(".cm-content").click()
    page.keyboard.insert_text(text)


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
    if phone:  # the examples make room below
        page.click("text=Run")
    else:  # not by a click, which would excuse what moves soon after
        page.evaluate("document.querySelector('form.query button').click()")
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
def test_completion_offers_first_what_the_class_at_hand_has_and_finds_words_of_definitions(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    counts = f"?class\t?property\t?number\n<{GUPVI}Camp>\t<{GUPVI}head>\t9\n"  # as VoID has them, which is not here
    answer = {"content_type": "text/tab-separated-values", "body": counts}
    page.route(lambda url: "%3Fclass+%3Fproperty" in url, lambda route: route.fulfill(**answer))
    for typed, first in (
        ("SELECT * WHERE { ?camp a gupvi:Camp ; gupvi:", "gupvi:head"),
        ("SELECT * WHERE { ?claim a gupvi:Claim . ?claim gupvi:begin", "gupvi:earliestBegin"),
        ("SELECT * WHERE { ?claim gupvi:nation", "gupvi:people"),
        ("SELECT * WHERE { ?claim gupvi:source", "gupvi:evidence"),
        ('SELECT * WHERE { FILTER(?day > "1943-01-01"^^x', "xsd:date"),
        ("SELECT * WHERE { ?camp gupvi:kind pri", "gupvi:prisonerOfWarCamp"),
        ("SELECT * WHERE { ?camp a gupvi:Camp ; gupvi:kind gupvi:prisonerOf", "gupvi:prisonerOfWarCamp"),
    ):
        type_query(page, typed[:-1])
        page.keyboard.type(typed[-1])
        page.locator(f".cm-tooltip-autocomplete li:first-child >> text={first}").wait_for()


@needs_scripts
def test_a_line_behind_an_open_brace_stands_deeper(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "ASK ")
    for keys in ("{", "Enter", "?s ?p ?o .", "Enter", "?o"):
        (page.keyboard.press if keys == "Enter" else page.keyboard.type)(keys)
    assert page.locator(".cm-content").inner_text() == "ASK {\n  ?s ?p ?o .\n  ?o\n}"


@needs_scripts
def test_the_groups_of_questions_count_those_that_are_left(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    page.fill("#examples input", "romanian")
    groups = [group for group in page.locator("#examples details").all() if group.is_visible()]
    assert groups
    for group in groups:
        assert int(group.locator("small").inner_text()) == group.locator("li:visible").count() > 0


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
def test_a_prefix_that_is_missing_is_added_by_a_button(visitor: Visitor) -> None:
    page = visitor.visit("/sparql?" + urlencode({"query": "SELECT * { ?camp gupvi:number ?n } LIMIT 3"}))
    page.click("text=Add it and run")
    page.wait_for_selector("#answer .sort")
    assert page.locator(".cm-content").inner_text().startswith(f"PREFIX gupvi: <{GUPVI}>\nSELECT")
    assert page.locator(".word").count() == 0
    visitor.errors.clear()  # the refusal


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
    assert "add a LIMIT" in page.locator("#answer").inner_text()
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
def test_each_tab_has_its_own_answer(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "# One\nASK {}")
    page.click("text=Run")
    page.locator(".truth:text('Yes')").wait_for()
    page.click("[aria-label='New query']")
    assert page.locator("#answer > *").count() == 0
    assert page.locator("#told").inner_text() == ""
    assert "query=" not in page.url
    page.locator("[role=tab]:has-text('One')").click()
    assert page.locator(".truth").inner_text() == "Yes"
    assert "Answered in" in page.locator("#told").inner_text()


@needs_scripts
def test_the_work_for_a_tab_stops_when_another_is_shown(visitor: Visitor) -> None:
    page = visitor.visit("/sparql")
    type_query(page, "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    page.click("text=Run")
    page.locator("#cancel").wait_for()
    page.click("[aria-label='New query']")
    assert page.locator("#cancel").is_hidden()
    type_query(page, "ASK {}")
    page.click("text=Run")
    page.locator(".truth:text('Yes')").wait_for()
    page.wait_for_timeout(300)
    assert "Answered in" in page.locator("#told").inner_text()


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
