"""The search box offers names while somebody types, by keyboard or press, and is the plain form without scripts."""

import gzip
from pathlib import Path
from typing import Any

import pytest
from browsing import Visitor, faults, needs_axe, needs_scripts
from werkzeug.test import Client

DIST = Path(__file__).parent.parent / "web" / "static" / "dist"
SHIFTS = """new Promise((done) => new PerformanceObserver((list) => done(list.getEntries().length))
    .observe({ type: "layout-shift", buffered: true }) ?? setTimeout(() => done(0), 300))"""


def typed(visitor: Visitor, text: str, path: str = "/map", **seen: bool) -> Any:
    """A page with words in its search box and names below it."""
    page = visitor.visit(path, **seen)
    page.locator("header [type=search]").press_sequentially(text, delay=20)
    page.locator("header [role=option]").first.wait_for()
    return page


@needs_scripts
def test_a_name_is_chosen_by_keyboard_and_leads_to_its_page(visitor: Visitor) -> None:
    page = typed(visitor, "spassky camp")
    box = page.locator("header [type=search]")
    assert box.get_attribute("aria-expanded") == "true"
    assert "Spassky camp no. 99 Spassky campcamp" in page.locator("[role=option]").all_text_contents()
    page.keyboard.press("ArrowDown")
    chosen = page.locator("[aria-selected=true]")
    assert chosen.get_attribute("id") == box.get_attribute("aria-activedescendant")
    key = chosen.get_attribute("data-key")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/page/{key}")


@needs_scripts
def test_a_name_is_pressed_and_one_in_another_language_is_told_beside(visitor: Visitor) -> None:
    page = typed(visitor, "спасский лаг")
    assert page.locator("[role=option] >> nth=0 >> small[lang=ru]").inner_text() == "Спасский лагерь № 99"
    page.click("[role=option] >> nth=0")
    page.wait_for_url("**/page/camp/99")
    page = typed(visitor, "спасский лаг", "/map?lang=ru")
    assert page.locator("[role=option] >> nth=0 >> span[lang=ru]").inner_text() == "Спасский лагерь № 99"


@needs_scripts
def test_without_a_choice_it_searches_and_escape_closes(visitor: Visitor) -> None:
    page = typed(visitor, "spassky")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    assert not page.locator("[role=listbox]").is_visible()
    assert page.input_value("header [type=search]") == "spassky"
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=spassky")


@needs_scripts
def test_an_answer_to_what_is_no_longer_asked_is_not_shown(visitor: Visitor) -> None:
    page = visitor.visit("/map")
    held: list[Any] = []
    page.route("**/search?q=karag*", lambda route: held.append(route))
    given_up: list[str] = []
    page.on("requestfailed", lambda request: given_up.append(request.url))
    box = page.locator("header [type=search]")
    with page.expect_request("**/search?q=karag*"):  # one, for all letters of it
        box.press_sequentially("karag", delay=20)
    box.fill("paulus")
    page.locator("[role=option]:has-text('Paulus')").first.wait_for()
    assert len(held) == len(given_up) == 1
    assert page.locator("[role=option]:has-text('Karag')").count() == 0


@needs_axe
@needs_scripts
@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_what_is_offered_shuts_nobody_out_and_moves_nothing(visitor: Visitor, phone: bool, dark: bool) -> None:
    page = typed(visitor, "camp", phone=phone, dark=dark)
    page.keyboard.press("ArrowDown")
    assert faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SHIFTS) == 0


@needs_scripts
def test_it_is_light(site: Client) -> None:
    text = (DIST / "search.js").read_text(encoding="utf-8")
    shared = [path for path in DIST.glob("chunk-*.js") if path.name in text]
    assert sum(len(gzip.compress(path.read_bytes())) for path in (DIST / "search.js", *shared)) < 3000
    assert "/dist/search.js?v=" in site.get("/page/camp/99").text


def test_what_is_begun_is_found_only_while_somebody_types(site: Client) -> None:
    found = [site.get(f"/search?q=pa&format=json{more}").get_json()["total"] for more in ("", "&typing=yes")]
    assert found[0] < found[1]
    assert site.get("/search?q=pa&typing=no").status_code == 400
