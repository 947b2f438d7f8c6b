"""In a real browser: pages fit every screen, shut nobody out, ask nobody else, and do without scripts."""

from urllib.parse import urlencode, urlsplit

import pytest
from browsing import ROWS, Visitor, faults, moved, needs_axe, needs_scripts, weight

PAGES = {
    "home": "/",
    "query": "/sparql",
    "answer": "/sparql?" + urlencode({"query": ROWS}),
    "questions": "/queries",
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
    "map at a thing": "/map?thing=camp/99",
    "fragments": "/fragments",
    "explorer": "/explore",
    "explored": "/explore?thing=camp/99&open=camp/99+gupvi:successorOf",
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


def test_the_word_contradicted_opens_the_comparison_that_it_leads_to(visitor: Visitor) -> None:
    page = visitor.visit("/page/camp/99")
    page.click("dl.summary a.tag:text('contradicted') >> nth=0")
    page.wait_for_function("location.hash && document.querySelector(location.hash).closest('details').open")


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
    assert moved(page) < 0.02


@pytest.mark.parametrize("path", ["/sources", "/page/camp/99", "/map?thing=camp/99"])
def test_nothing_moves_while_a_long_page_arrives(visitor: Visitor, path: str) -> None:
    assert moved(visitor.visit(path)) == 0


@needs_scripts
def test_the_map_is_light_and_its_years_pass_live_by_keyboard(visitor: Visitor) -> None:
    page = visitor.visit("/map?kind=prisonerOfWarCamp")
    assert weight(page) < 250_000
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


@needs_scripts
def test_a_finger_beside_a_camp_means_the_camp(visitor: Visitor) -> None:
    page = visitor.visit("/map", phone=True)
    name = page.evaluate(
        """(() => { const camps = [...document.querySelectorAll(".atlas svg a[data-years]")].map((mark) => {
            const { x, y } = mark.querySelector(".dot").getBoundingClientRect(); return { mark, x, y }; });
        const far = (one, other) => Math.hypot(other.x - one.x, other.y - one.y) > 20;
        const { mark, x, y } = camps.find((one) => camps.every((other) => other === one || far(one, other)));
        const press = { bubbles: true, pointerType: "touch", clientX: x, clientY: y - 8 };
        document.querySelector(".atlas svg").dispatchEvent(new PointerEvent("click", press));
        return mark.querySelector("title").textContent; })()"""
    )
    assert name in page.locator("#pressed").inner_text()


def test_the_choice_of_a_language_shuts_the_menu_of_a_phone(visitor: Visitor) -> None:
    page = visitor.visit("/map", phone=True, scripts=False)
    page.click("text=Menu")
    assert page.locator("nav#places").is_visible()
    page.click("header .tongues summary")
    assert not page.locator("nav#places").is_visible()


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
    assert urlsplit(page.url).path == "/map"
    for _ in range(4):
        page.click("text=Farther", force=True)
    assert page.evaluate(shown)[2] == width
    assert faults(page) == []
