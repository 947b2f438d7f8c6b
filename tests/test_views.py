"""In a real browser: the ways to look at an answer."""

from itertools import pairwise
from urllib.parse import urlencode

import pytest
from browsing import ROWS, Visitor, ask, faults, needs_scripts

PLACED = """PREFIX camp: <https://w3id.org/gupvi/id/camp/>
SELECT ?a ?number ?time ?lat ?long { VALUES (?a ?number ?time ?lat ?long)
  { (camp:99 1 "1941-07" 49.5 73.2) (camp:75 2 "1943/.." 49.5 73.2) (camp:27 3 "1944" 55.7 37.6) } }"""


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


@needs_scripts
def test_what_is_drawn_leads_on(visitor: Visitor) -> None:
    page = ask(visitor, PLACED)
    for view in ("Bars", "Timeline"):
        page.click(f"#answer button:text-is('{view}')")
        page.locator(".bars .what a").first.wait_for()
        assert page.locator(".bars .what a").count() == 3
    page.click("#answer button:text-is('Map')")
    page.locator(".map .several").focus()
    assert page.locator(".map .name").all_text_contents() == ["Spassky camp no. 99 +1", "camp:27"]
    page.keyboard.press("Enter")
    assert page.locator("#answer .view p[role=status]").inner_text().startswith("2 stand here: ")
    assert page.locator("#answer .view p[role=status] a").count() == 2
    assert faults(page) == []


@needs_scripts
def test_bars_whose_words_are_alike_are_told_apart(visitor: Visitor) -> None:
    page = ask(visitor, 'SELECT ?a ?b ?n { VALUES (?a ?b ?n) { ("x" "one" 1) ("x" "two" 2) ("y" "one" 3) } }')
    page.click("#answer button:text-is('Bars')")
    page.locator(".bars .what").first.wait_for()
    assert page.locator(".bars .what").all_inner_texts() == ["x, one", "x, two", "y"]


@needs_scripts
def test_dates_are_said_in_words_and_an_end_that_is_not_told_is_open(visitor: Visitor) -> None:
    dated = '("a" "1942-12~/1943-01~" UNDEF) ("b" UNDEF "1944") ("c" "1945" "1946-02-03")'
    page = ask(visitor, f"SELECT ?what ?begin ?end {{ VALUES (?what ?begin ?end) {{ {dated} }} }}")
    date = page.locator("[title='1942-12~/1943-01~']")
    assert date.inner_text() == "about December 1942 to about January 1943"
    page.click("#answer button:text-is('Timeline')")
    page.locator(".times .bar").first.wait_for()
    assert [bar.get_attribute("class") for bar in page.locator(".times .bar").all()] == [
        "bar after",
        "bar before",
        "bar",
    ]
    assert date.inner_text() == "about December 1942 to about January 1943 –"
    assert page.locator(".times .number").last.inner_text() == "1945 – 3 February 1946"


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
def test_rows_along_time_that_share_a_label_are_told_apart(visitor: Visitor) -> None:
    rows = '("HQ" "one" "Ann" "1939" "1943") ("HQ" "one" "Bob" "1943" "1952-06") ("Camp" "one" "Cid" "1941" "1945")'
    rows += ' ("Camp 2" "one" "Dan" UNDEF UNDEF)'
    page = ask(visitor, f"SELECT * {{ VALUES (?body ?kind ?person ?begin ?end) {{ {rows} }} }}")
    page.set_viewport_size({"width": 760, "height": 900})
    page.click("#answer button:text-is('Timeline')")
    page.locator(".times .bar").first.wait_for()
    assert page.locator(".times[role=list] .what").all_inner_texts() == ["HQ\nAnn", "Camp", "HQ\nBob"]
    assert page.locator("#answer .view").inner_text().endswith("1 row without a date is not shown.")
    years = [each.bounding_box() for each in page.locator(".axis span").all() if each.is_visible()]
    assert len(years) > 1
    assert all(one["x"] + one["width"] < other["x"] for one, other in pairwise(years))


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
def test_a_graph_takes_a_column_for_a_relation_only_where_the_query_does(visitor: Visitor) -> None:
    page = ask(visitor, "SELECT * { VALUES (?one ?place ?kind) { (<http://x/1> <http://x/2> <http://x/3>) } }")
    page.click("#answer button:text-is('Graph')")
    page.locator("#answer .picture rect").first.wait_for()
    titles = " ".join(page.locator("#answer .picture title").all_text_contents())
    assert ": place: " in titles
    assert ": kind: " in titles


@pytest.mark.parametrize("dark", [False, True])
def test_a_table_wider_than_its_box_shows_that_it_goes_on(visitor: Visitor, dark: bool) -> None:
    page = visitor.visit("/queries/how-many-romanians-were-at-spassky", phone=True, dark=dark)
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
@pytest.mark.parametrize(
    ("rows", "said"), [(50_000, None), (55_007, "The first 50,000 of 55,007 rows are shown. A download has all.")]
)
def test_rows_are_said_to_be_missing_only_where_some_are(visitor: Visitor, rows: int, said: str | None) -> None:
    body = "?many\n" + "".join(f"{number}\n" for number in range(rows))
    answer = {"content_type": "text/tab-separated-values", "body": body}
    page = visitor.visit("/sparql")
    page.route(lambda url: "%3Fmany" in url, lambda route: route.fulfill(**answer))
    page.click("[aria-label='New query']")
    page.locator(".cm-content").click()
    page.keyboard.insert_text("SELECT ?many {}")
    page.keyboard.press("Control+Enter")
    page.locator("#told:text('50,000 rows in')").wait_for()
    notices = page.locator("#answer .notice").all_inner_texts()
    assert notices == ([said] if said else [])
