"""The explorer counts before it opens, keeps its state in the address, and works by list, picture and keyboard."""

import gzip
import re
from html import unescape
from pathlib import Path

import pytest
from asking import select
from browsing import Visitor, faults, needs_scripts
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from werkzeug.test import Client

from ontology import PREFIXES, THINGS

STATIC = Path(__file__).parent.parent / "web" / "static"
OPENED = "/explore?thing=camp/99&open=camp/99+gupvi:successorOf&open=camp/99+%5Egupvi:successorOf"


def relations(page: str) -> dict[str, tuple[str, int, str]]:
    """Read the relations of a page, those of its first thing before others."""
    found = re.findall(r'<li><a href="([^"]+)" data-relation="([^"]+)"[^>]*>([^<]+) \(([\d,]+)\)</a>', page)
    return {name: (words, int(count.replace(",", "")), unescape(href)) for href, name, words, count in reversed(found)}


def test_each_relation_is_counted_in_words_before_it_is_opened(site: Client, graph: Store) -> None:
    shown = relations(site.get("/explore?thing=place/ussr").text)
    counted = select(graph, f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s dct:isPartOf <{THINGS}place/ussr> }}")
    words, count, href = shown["^dct:isPartOf"]
    assert (words, str(count)) == ("has as parts", counted[0][0])
    opened = site.get(href).text
    assert opened.count('<details class="card"') == 1 + min(count, 12)
    assert f"12 of {count}" in opened
    more = re.search(r'<a href="([^"]+)" data-more>', opened)
    assert more
    assert site.get(unescape(more[1])).text.count('<details class="card"') == 1 + min(count, 24)
    assert site.get(relations(opened)["^dct:isPartOf"][2]).text.count('<details class="card"') == 1


@pytest.mark.parametrize("address", ["/search?q=founding+first+Romanian", "/explore?thing=finding/%s"])
def test_no_word_before_a_name_is_doubled_by_the_name(site: Client, address: str) -> None:
    name = "first-romanians-after-founding"
    words = re.sub(r"<[^>]*>", "", site.get(address.replace("%s", name), headers={"Accept": "text/html"}).text).lower()
    assert "xplore: from the founding of camp 99" in words
    assert not re.search(r"\b(from|of) from the founding", words)


def test_filters_narrow_what_is_counted(site: Client) -> None:
    everything = relations(site.get("/explore?thing=camp/99").text)
    core = relations(site.get("/explore?thing=camp/99&source=layer-core").text)
    places = relations(site.get("/explore?thing=camp/99&kind=place").text)
    late = relations(site.get("/explore?thing=camp/99&from=1955&to=1956").text)
    assert core["gupvi:locatedIn"][1] <= everything["gupvi:locatedIn"][1]
    assert len(core) < len(everything)
    assert places.keys() == {"gupvi:locatedIn", "^dct:isPartOf"}
    assert sum(one[1] for one in late.values()) <= sum(one[1] for one in everything.values())


def test_what_is_on_screen_is_sent_as_turtle(site: Client, graph: Store) -> None:
    response = site.get(OPENED.replace("/explore?", "/explore.ttl?") + "&evidence=yes")
    triples = {quad.triple for quad in parse(response.data, RdfFormat.TURTLE)}
    by = NamedNode(PREFIXES["gupvi"] + "successorOf")
    joined = {(one.subject.value, one.object.value) for one in triples if one.predicate == by}
    pattern = "SELECT DISTINCT ?a ?b { ?a gupvi:successorOf ?b FILTER(camp:99 IN (?a, ?b)) }"
    assert len(joined) >= len(select(graph, pattern)) == 4
    assert any("claim/" in str(one.subject) for one in triples)
    assert any(one.predicate.value.endswith("license") for one in triples)
    assert site.get("/explore.ttl").status_code == 400


@pytest.mark.parametrize("path", ["/explore", OPENED, OPENED.replace("/explore?", "/explore.ttl?")])
def test_what_is_on_screen_is_not_sent_again(site: Client, path: str) -> None:
    tag = site.get(path).headers["ETag"]
    assert site.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_claims_are_joined_in_words(site: Client) -> None:
    claims = relations(site.get("/explore?thing=camp/99").text)["^rdf:subject"][2]
    assert re.search(r'data-to="camp/99" data-words="speaks of"', site.get(claims).text)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("thing=camp/none", 404),
        ("thing=camp", 400),
        ("thing=camp/99&open=x", 400),
        ("thing=camp/99&source=x", 400),
        ("thing=camp/99&from=1950&to=1940", 400),
        ("thing=camp/99" + "&hide=camp/1" + "".join(f"&open=camp/99+gupvi:a{n}" for n in range(101)), 400),
    ],
)
def test_what_cannot_be_explored_is_a_clear_word(site: Client, asked: str, status: int) -> None:
    assert site.get(f"/explore?{asked}").status_code == status


def test_a_page_links_to_its_explorer_which_is_light(site: Client) -> None:
    assert '/explore?thing=camp/99"' in site.get("/page/camp/99").text
    assert 'href="/explore"' in site.get("/").text
    scripts = [*STATIC.glob("dist/explore.js"), *STATIC.glob("dist/search.js")]
    text = "".join(path.read_text(encoding="utf-8") for path in scripts)
    shared = [path for path in STATIC.glob("dist/chunk-*") if path.name in text]
    files = [STATIC / "site.css", STATIC / "explore.css", *scripts, *shared]
    loaded = sum(len(gzip.compress(path.read_bytes())) for path in files)
    assert loaded + len(gzip.compress(site.get(OPENED).data)) < 100_000


@needs_scripts
def test_the_explorer_expands_by_keyboard_in_place(visitor: Visitor) -> None:
    page = visitor.visit("/explore?thing=camp/99")
    page.evaluate("window.stays = true")
    page.locator("[data-relation='gupvi:successorOf']").focus()
    page.keyboard.press("Enter")
    page.locator("#picture a").nth(2).wait_for(state="attached")
    assert page.evaluate("window.stays")
    assert page.evaluate("document.activeElement.dataset.relation") == "gupvi:successorOf"
    assert page.locator("#told").inner_text().startswith("Added: ")
    assert "gupvi:successorOf" in page.url
    page.locator("#picture a").first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.locator("#picture a").last.focus()
    page.keyboard.press("Delete")
    page.locator("#picture a").nth(2).wait_for(state="detached")
    page.go_back()
    page.locator("#picture a").nth(2).wait_for(state="attached")
    with page.expect_download() as saved:
        page.click("text=Picture as SVG")
    text = Path(saved.value.path()).read_text(encoding="utf-8")
    assert "<svg" in text
    assert "CC BY-SA 4.0" in text


@needs_scripts
def test_arrow_keys_walk_the_picture_and_buttons_change_its_size(visitor: Visitor) -> None:
    page = visitor.visit("/explore?thing=place/ussr&open=place/ussr+%5Edct:isPartOf+12")
    where = """(() => { const box = document.activeElement.getBoundingClientRect();
        return [box.x + box.width / 2, box.y + box.height / 2]; })()"""
    size = "document.querySelector('#picture svg').getBoundingClientRect().width"
    page.locator("#picture a").first.focus()
    for key, axis, sign in (("ArrowRight", 0, 1), ("ArrowLeft", 0, -1), ("ArrowDown", 1, 1), ("ArrowUp", 1, -1)):
        page.locator("#picture a").first.focus()
        before = page.evaluate(where)
        page.keyboard.press(key)
        assert (page.evaluate(where)[axis] - before[axis]) * sign > 0, key
    before = page.evaluate(size)
    page.click("[aria-label='Larger']")
    assert page.evaluate(size) > before
    for _ in range(9):
        page.click("[aria-label='Smaller']", force=True)
    assert page.evaluate(size) < before
    assert page.locator("[aria-label='Smaller']").is_disabled()


@needs_scripts
@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_nothing_in_the_picture_overlaps(visitor: Visitor, phone: bool, dark: bool) -> None:
    page = visitor.visit("/explore?thing=place/ussr&open=place/ussr+%5Edct:isPartOf+24", phone, dark)
    touching = """[...document.querySelectorAll("#picture rect, #picture .relation")]
        .map((one) => one.getBoundingClientRect())
        .flatMap((a, at, all) => all.slice(at + 1).filter((b) => a.left < b.right - 1 && b.left < a.right - 1
            && a.top < b.bottom - 1 && b.top < a.bottom - 1)).length"""
    assert page.locator("#picture rect").count() > 12
    assert page.evaluate(touching) == 0
    assert faults(page) == []


@needs_scripts
@pytest.mark.parametrize("opened", ["camp/99+%5Erdf:subject+24", "place/moscow-oblast+%5Egupvi:locatedIn+24"])
def test_no_arrow_goes_through_a_thing_and_each_says_its_relation(visitor: Visitor, opened: str) -> None:
    page = visitor.visit(f"/explore?thing={opened.partition('+')[0]}&open={opened}")
    through = """[...document.querySelectorAll("#picture .way")].flatMap((way) => {
        const line = way.querySelector(".line"), length = line.getTotalLength();
        const boxes = [...document.querySelectorAll("#picture [data-key]")].filter(({ dataset }) =>
            ![way.dataset.from, way.dataset.to].includes(dataset.key))
            .map((one) => one.querySelector("rect").getBBox());
        return boxes.filter(({ x, y, width, height }) => Array.from({ length: 100 }, (_, at) =>
            line.getPointAtLength(length * at / 99)).some((one) =>
            one.x > x && one.x < x + width && one.y > y && one.y < y + height));
    }).length"""
    assert page.locator("#picture .way").count() > 10
    assert page.evaluate(through) == 0
    page.locator("#picture a").first.focus()
    told = page.locator("#picture .told .relation")
    assert told.count() > 0
    assert all(told.nth(at).is_visible() for at in range(told.count()))
    assert ": " in (page.locator("#picture a desc").first.text_content() or "")
