"""The lists of things are narrowed, sorted and carried on from without losing anything, by address alone."""

import csv
import re
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlencode, urlparse

import pytest
from browsing import Visitor, faults, needs_axe
from werkzeug.test import Client

from ontology import THINGS

NARROWED = "/browse?class=camp&kind=prisonerOfWarCamp&name=krasno&sort=-locatedIn"
ROWS = re.compile(r'<tr role="row"><th scope="row".*?</tr>', re.DOTALL)


def listed(site: Client, **asked: str) -> list[str]:
    """The labels of a narrowed list of camps."""
    things: list[dict[str, Any]] = (
        site.get("/browse", query_string={"class": "camp", **asked, "format": "json"}).json or []
    )
    return [one["label"] for one in things]


def links(page: str, pattern: str) -> list[str]:
    """The addresses of the links whose words fit a pattern."""
    return [unescape(href) for href in re.findall(rf'<a [^>]*href="([^"]+)"[^>]*>{pattern}</a>', page)]


def facet(page: str, words: str) -> str:
    return (
        page.partition(f"<summary>{words} ")[2].partition('<details class="facet"')[0].partition('<div class="row">')[0]
    )


def test_every_value_of_a_facet_can_be_chosen_and_gives_as_many_as_it_counts(site: Client) -> None:
    page = site.get("/browse?class=camp").text
    for name, words in (("kind", "Kind"), ("industry", "Industry"), ("locatedIn", "Place")):
        shown = re.findall(
            rf'href="\?class=camp&amp;{name}=([^"]+)"[^>]*>.*? <small>(\d+)</small></a>', facet(page, words)
        )
        counts = dict(shown)
        assert page.partition(f"<summary>{words} <small>")[2].startswith(f"{len(counts)}</small>")
        for value in list(counts)[:: max(1, len(counts) // 12)]:
            assert len(listed(site, **{name: value})) == int(counts[value]), value
    assert "karaganda-oblast" in counts
    assert "<summary>All " not in facet(page, "Kind")
    assert re.search(rf"<summary>All {len(counts)}<", facet(page, "Place"))


def test_a_place_takes_in_what_lies_in_its_parts_and_leads_to_the_camps_there(site: Client) -> None:
    inside, parts = listed(site, locatedIn="urals"), listed(site, locatedIn="sverdlovsk-oblast")
    assert len(inside) > len(parts) > 1
    assert set(parts) <= set(inside)
    page = site.get("/page/place/urals").text
    assert links(page, f"{len(inside)} camps in it") == ["/browse?class=camp&locatedIn=urals"]
    assert "in it</a>" not in site.get("/page/camp/99").text


def test_what_no_source_tells_can_be_asked_for_too(site: Client) -> None:
    page = site.get("/browse?class=camp&industry=untold&locatedIn=untold").text
    cells = re.findall('data-label="(Industry|Place)">(.*?)</td>', page)
    assert len(cells) > 10
    assert not [words for _, words in cells if words]
    assert re.search(r"untold[^>]*>not told <small>\d+</small></a></li>\s*</ul>", facet(page, "Industry"))
    assert "Remove Place: not told" in page


def test_camps_are_narrowed_to_a_year_as_on_the_map(site: Client) -> None:
    found = listed(site, existed="1946")
    lines = site.get("/timeline?kind=camp&from=1946&to=1946&way=existed&format=json").get_json()
    assert sorted(found) == sorted(line[0]["text"] for line in lines)
    page = site.get("/browse?class=camp&existed=1946&industry=untold").text
    assert "Remove Existed in: 1946" in page
    assert 0 < len(listed(site, existed="1946", industry="untold")) < len(found)
    for asked in ("class=camp&existed=x", "class=camp&existed=46", "class=act&existed=1946"):
        assert site.get(f"/browse?{asked}").status_code == 400


def test_another_value_of_a_facet_can_be_chosen_in_place_of_the_first(site: Client) -> None:
    page = site.get("/browse?class=camp&industry=coal-industry&name=camp").text
    others = links(facet(page, "Industry"), ".*?")
    assert len(others) > 3
    assert all("name=camp" in other and other.count("industry=") == 1 for other in others)
    assert len(re.findall('aria-current="true"', facet(page, "Industry"))) == 2  # among the commonest and among all


@pytest.mark.parametrize(
    "text", ["spassky 99", "SPASSKY", "лагерь 99", "Lagărul Spassk", "lagarul", "PoW camp spassky"]
)
def test_a_list_is_narrowed_by_a_part_of_any_name_however_it_is_written(site: Client, text: str) -> None:
    assert "Spassky camp no. 99" in listed(site, name=text)
    assert len(listed(site, name=text)) < len(listed(site))


def test_a_form_without_scripts_narrows_by_name_and_keeps_the_other_choices(visitor: Visitor) -> None:
    page = visitor.visit("/browse?class=camp&kind=prisonerOfWarCamp&sort=-name", scripts=False)
    page.fill("#name", "Krásno")
    page.click("text=Show")
    asked = parse_qs(urlparse(page.url).query)
    assert asked == {"class": ["camp"], "kind": ["prisonerOfWarCamp"], "sort": ["-name"], "name": ["Krásno"]}
    assert page.locator("tbody th").first.inner_text().startswith("Camp no. 473")
    page.get_by_role("link", name="Remove Kind: prisoner-of-war camp").click()
    assert parse_qs(urlparse(page.url).query) == {"class": ["camp"], "sort": ["-name"], "name": ["Krásno"]}
    page.get_by_role("link", name="Remove Name contains: Krásno").click()
    assert page.locator(".chips").count() == 0


def test_lists_say_their_dates_in_words_and_sort_by_them(site: Client) -> None:
    page = site.get("/browse?class=camp&sort=established").text
    dates = re.findall(r'data-label="Established">([^<]*)<', page)
    years = [int(re.findall(r"\d{4}", date)[0]) for date in dates if re.search(r"\d{4}", date)]
    assert any(re.match(r"\w+ 19\d\d$", date) for date in dates)
    assert years == sorted(years)
    assert "Dissolved" in page
    assert 'data-label="Happened">23 August 1944<' in site.get("/browse?class=event").text
    assert "Established" not in site.get("/browse?class=voice").text


def test_headings_sort_both_ways_and_those_without_a_value_come_last(site: Client) -> None:
    assert listed(site, sort="-name") == listed(site)[::-1]
    up, down = listed(site, sort="locatedIn"), listed(site, sort="-locatedIn")
    assert sorted(up) == sorted(down) == sorted(listed(site))
    assert up[0] != down[0]
    assert up[-1] == down[-1]
    page = site.get("/browse?class=camp&sort=locatedIn").text
    first = ROWS.findall(page)[0]
    assert "Abinskaya" in first
    assert re.findall(r'aria-sort="(\w+)"><a class="sorts" href="([^"]+)">(\w+)', page) == [
        ("ascending", "?class=camp&amp;sort=-locatedIn", "Place")
    ]
    assert 'aria-sort="descending"' in site.get("/browse?class=camp&sort=-locatedIn").text
    assert links(page, "Next") == ["?class=camp&sort=locatedIn&page=2"]


@pytest.mark.parametrize(
    "path",
    [
        *("/browse?class=camp", NARROWED, "/browse?class=camp&industry=coal-industry&locatedIn=karaganda-oblast"),
        *("/browse?class=place&name=oblast&sort=-kind", "/browse?class=person&name=stalin&sort=industry"),
        *(
            "/browse?class=act&sort=-issued",
            "/browse?class=camp&sort=established",
            "/browse?class=camp&locatedIn=urals",
            "/browse?class=camp&locatedIn=untold&kind=prisonerOfWarCamp",
            *("/browse?class=camp&existed=1946&industry=untold", "/browse?class=camp&existed=1939&sort=-name"),
            "/browse?class=event&sort=-occurred",
        ),
        *("/browse?class=silence", "/browse?class=comparison&name=founded", "/browse?class=camp&name=xyzzy"),
    ],
)
def test_a_narrowed_list_goes_on_as_a_query_and_as_csv_with_the_same_things(site: Client, path: str) -> None:
    page = site.get(path).text
    (query,), (table,) = links(page, "As a query"), links(page, "CSV")
    rows = list(csv.DictReader(site.get(table).text.splitlines()))
    things: list[dict[str, str]] = site.get(f"{path}&format=json").json or []
    assert sorted(row["thing"] for row in rows) == sorted(one["iri"] for one in things)
    assert all(row["name"] for row in rows) or "silence" in path
    shown = site.get(query, headers={"Accept": "text/html"})
    assert shown.status_code == 200
    assert "# Browse" in shown.text


def test_what_has_no_name_is_listed_by_what_it_says(site: Client) -> None:
    listed = site.get("/browse?class=claim&format=json").get_json()
    labels = {one["iri"].removeprefix(THINGS): one["label"] for one in listed}
    assert labels["claim/d1-p3-14"].startswith("Spassky camp no. 99: number held, more than 8,000 persons")
    assert not [label for label in labels.values() if label.startswith("claim:")]


def test_a_label_or_a_text_cannot_break_out_of_the_query(site: Client) -> None:
    text = 'a")) } #\n}'
    (query,) = links(site.get("/browse", query_string={"class": "camp", "name": text}).text, "As a query")
    assert site.get(f"{query}&format=csv").status_code == 200
    assert len(parse_qs(urlparse(query).query)["query"][0].splitlines()[0]) < 80


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "x"},
        {"industry": "prisonerOfWarCamp"},
        {"locatedIn": '"><script>'},
        {"kind": ["productionCamp", "transitCamp"]},
        {"sort": "x"},
        {"sort": "--name"},
        {"name": "!!"},
        {"name": "a" * 501},
        {"format": "exe"},
    ],
)
def test_a_faulty_choice_is_refused_in_a_sentence(site: Client, wrong: dict[str, str | list[str]]) -> None:
    refused = site.get("/browse?" + urlencode({"class": "camp", **wrong}, doseq=True))
    assert refused.status_code == 400
    assert refused.get_json()["detail"].endswith(".")


@needs_axe
@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_a_narrowed_list_shuts_nobody_out_and_shows_every_column(visitor: Visitor, phone: bool, dark: bool) -> None:
    page = visitor.visit(NARROWED, phone, dark)
    assert page.evaluate("[...document.querySelectorAll('.scroll')].every((box) => box.scrollWidth <= box.clientWidth)")
    assert page.get_by_role("table").get_by_role("row").count() == 6
    assert page.get_by_role("columnheader", name="Place").get_attribute("aria-sort") == "descending"
    place = page.get_by_role("cell").filter(has_text="Moscow Oblast")
    assert place.is_visible()
    label = place.evaluate("(cell) => getComputedStyle(cell, '::before').content")
    assert ("Place: " in label) == phone
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
