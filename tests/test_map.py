"""The map is opened at a thing: it shows the part around it and marks it, without scripts too."""

import re
from html import unescape

import pytest
from browsing import Visitor, faults, needs_axe, needs_scripts
from werkzeug.test import Client

from endpoint.atlas import VIEWS
from ontology import THINGS

BOX = re.compile(r'viewBox="([^"]+)" data-world')
RING = re.compile(r'class="here" d="M([\d.]+) ([\d.]+)h0"')


@pytest.mark.parametrize("thing", ["camp/99", "place/karaganda", "camp/108"])
def test_a_thing_is_marked_in_the_middle_of_what_is_around_it(site: Client, thing: str) -> None:
    page = site.get(f"/map?thing={thing}").text
    left, top, width, height = map(float, BOX.findall(page)[0].split())
    x, y = map(float, RING.findall(page)[0])
    assert width < VIEWS["all"][2] / 2
    assert abs(x - left - width / 2) < width / 10
    assert abs(y - top - height / 2) < height / 10
    assert re.search(rf'<tr[^>]* aria-current="true"><th scope="row"><a href="/page/{thing}"', page)
    assert re.search(rf'Marked: <a href="/page/{thing}"', page)


def test_the_mark_stays_in_a_year_a_part_and_other_choices(site: Client) -> None:
    page = site.get("/map?thing=camp/99&year=1945&view=west&kind=filtrationCamp").text
    assert RING.search(page)
    assert list(map(float, BOX.findall(page)[0].split())) == list(VIEWS["west"])
    assert "thing=camp%2F99&amp;year=1944" in page
    assert '<input type="hidden" name="thing" value="camp/99">' in page
    assert 'class="here"' not in site.get("/map").text


def test_a_view_is_kept_apart_from_what_filters_because_it_leaves_the_counts_as_they_are(site: Client) -> None:
    page = site.get("/map?view=urals&year=1943&kind=filtrationCamp").text
    form, _, figure = page.partition("<main")[2].partition("</details>")
    assert 'id="view"' not in form
    assert '<input type="hidden" name="view" value="urals">' in form
    looks = re.findall(r'href="\?([^"]+)#years"( aria-current="true")?>([^<]+)<', unescape(figure))
    assert [words for _, chosen, words in looks if chosen] == ["Urals and Kazakhstan"]
    assert len(looks) == len(VIEWS)
    assert all("kind=filtrationCamp" in look and "year=1943" in look for look, *_ in looks)
    (told, everywhere) = (
        re.findall(r'role="status">([^<]+)<', site.get(f"/map?{asked}").text) for asked in (looks[0][0], looks[2][0])
    )
    assert told == everywhere


def test_around_a_thing_no_view_is_chosen_until_one_is(site: Client) -> None:
    around, whole = (site.get(f"/map?thing=camp/99{asked}").text for asked in ("", "&view=all"))
    assert not re.search(r'#years" aria-current', around)
    assert list(map(float, BOX.findall(whole)[0].split())) == list(VIEWS["all"])
    assert RING.search(whole)


def test_what_has_no_position_is_not_on_the_map_and_its_page_does_not_lead_there(site: Client) -> None:
    placed = {spot["thing"]["title"].removeprefix(THINGS) for spot in site.get("/map?format=json").get_json()}
    for thing in (
        "camp/99",
        "place/karaganda",
        "place/karaganda-oblast",
        "person/friedrich-paulus",
        "division/tudor-vladimirescu",
    ):
        leads = f'href="/map?thing={thing}#atlas"' in site.get(f"/page/{thing}").text
        assert leads == (thing in placed), thing
        assert site.get(f"/map?thing={thing}").status_code == (200 if leads else 404)


def test_camps_of_a_year_that_have_no_position_are_counted_and_listed(site: Client) -> None:
    everything, page = site.get("/map").text, site.get("/map?year=1943").text
    (counted,) = re.findall(r"and (\d+) dated 1943 without a position\.", page)
    listed = re.findall(r'<li data-years="(\d+) (\d+)"><a href="/page/camp/', page)
    assert len(listed) == int(counted) > 5
    assert all(int(first) <= 1943 <= int(last) for first, last in listed)
    assert len(re.findall('<li data-years="', everything)) > len(listed)
    assert '<li data-years="" class="away">' in page
    assert '<li data-years="" class="away">' not in everything


def test_one_camp_is_not_said_to_be_several(site: Client) -> None:
    page = site.get("/map").text
    (one,) = set(re.findall(r'<option value="([^"]+)">[^<]* \(1\)', page.partition('name="industry"')[2])[:1])
    assert re.search(r'status">1 camp in all years', site.get(f"/map?industry={one}").text)


def test_the_margin_of_a_vague_date_is_no_year_told(site: Client) -> None:
    spots = {spot["thing"]["title"]: spot for spot in site.get("/map?format=json").get_json()}
    assert spots[f"{THINGS}camp/99"]["years"] == [1941, 1950]


def test_peoples_who_came_to_a_camp_are_told_of_there(site: Client) -> None:
    for people in ("german", "italian", "romanian", "hungarian"):
        found = site.get(f"/map?people={people}&format=json").get_json()
        assert f"{THINGS}camp/93" in [spot["thing"]["title"] for spot in found], people


@needs_axe
@needs_scripts
def test_with_the_script_it_is_looked_at_nearer_still(visitor: Visitor) -> None:
    page = visitor.visit("/page/camp/99")
    page.click("text=On the map")
    page.wait_for_load_state("networkidle")
    width = "Number(document.querySelector('[data-world]').getAttribute('viewBox').split(' ')[2])"
    begun = page.evaluate(width)
    page.click("text=Nearer")
    assert page.evaluate(width) < begun < VIEWS["all"][2] / 2
    assert page.locator(".here").count() == 2
    assert "thing=camp%2F99" in page.url
    assert faults(page) == []


@needs_scripts
@pytest.mark.parametrize("phone", [False, True])
def test_who_comes_back_sees_the_part_that_was_looked_at(visitor: Visitor, phone: bool) -> None:
    page = visitor.visit("/map?view=urals&year=1943", phone=phone)
    assert page.locator(".hint").is_visible()
    look = "document.querySelector('[data-world]').getAttribute('viewBox').split(' ').slice(0, 3).map(Number)"
    for _ in range(2):
        page.click("text=Nearer")
    page.wait_for_url("**at=*")
    seen = page.evaluate(look)
    page.goto(page.url.partition("/map")[0] + "/queries")
    page.go_back(wait_until="networkidle")
    assert page.evaluate(look) == pytest.approx(seen, abs=0.2)
    assert page.locator("#year").input_value() == "1943"
    page.click("text=Siberia and Far East")
    page.wait_for_load_state("networkidle")
    assert "at=" not in page.url
    assert page.evaluate("document.querySelector('.years').getBoundingClientRect().top >= 0")


def test_a_part_that_is_none_is_refused_and_a_large_one_is_the_whole(site: Client) -> None:
    assert [site.get(f"/map?at={at}").status_code for at in ("1", "a,b,c", "1,2,-3", "1e9,1,1")] == [400] * 4
    assert list(map(float, BOX.findall(site.get("/map?at=110,110,9999").text)[0].split())) == list(VIEWS["all"])


_NAMED = """[...document.querySelectorAll(".town")].filter(({ style }) => style.display !== "none").map((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  return [one.textContent, left, right, top, bottom];
})"""


@needs_scripts
@pytest.mark.parametrize("phone", [False, True])
def test_names_of_towns_lie_on_no_other_and_more_stand_there_nearer(visitor: Visitor, phone: bool) -> None:
    page = visitor.visit("/map", phone=phone)
    page.wait_for_load_state("networkidle")
    named = []
    for _ in range(3):
        names = page.evaluate(_NAMED)
        named.append({name for name, *_ in names})
        for at, (_, left, right, top, bottom) in enumerate(names):
            for _, *other in names[at + 1 :]:
                assert other[0] >= right or other[1] <= left or other[2] >= bottom or other[3] <= top
        page.click("text=Nearer")
    assert named[0]
    assert named[2] - named[0], "names that had no room"
