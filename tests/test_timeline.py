"""The timeline: dates as vague as they are told, what existed as on the map, and every choice as many as counted."""

import re
from datetime import date

from asking import select
from pyoxigraph import Store
from werkzeug.test import Client

from endpoint import strips


def test_a_camp_existed_on_the_timeline_in_the_years_in_which_the_map_has_it(site: Client) -> None:
    for year in (1941, 1943, 1955):
        asked = f"kind=camp&from={year}&to={year}&way=existed"
        listed = {line[0]["title"] for line in site.get(f"/timeline?{asked}&format=json").get_json()}
        told, unplaced = map(
            int, re.findall(rf"(\d+) of .* and (\d+) dated {year} without", site.get(f"/map?year={year}").text)[0]
        )
        spots = site.get(f"/map?year={year}&format=json").get_json()
        assert {spot["thing"]["title"] for spot in spots if spot["years"]} <= listed
        assert len(listed) == told + unplaced
    page = site.get("/timeline?kind=camp&from=1943&to=1943&way=existed").text
    assert 'href="/map?year=1943">the map of 1943</a>' in page
    assert "neither begin nor end told" in page
    assert "neither begin nor end told" not in site.get("/timeline?kind=camp&from=1943&to=1943").text


def test_what_existed_is_narrowed_to_as_many_as_the_timeline_counts(site: Client) -> None:
    page = site.get("/timeline?way=existed").text
    (choices,) = re.findall(r'<select id="layer".*?</select>', page)
    for value, count in re.findall(r'<option value="([^"]+)">[^<]* \((\d+)\)', choices):
        assert len(site.get(f"/timeline?way=existed&layer={value}&format=json").get_json()) == int(count)


def test_the_timeline_has_the_years_that_are_asked_for(site: Client) -> None:
    everything, late = (site.get(f"/timeline?{asked}").text for asked in ("", "from=1953&to=1956"))
    assert "NKVD camp of Kozelsk" in everything
    assert "NKVD camp of Kozelsk" not in late
    assert "POW labour in the Soviet Union" in late
    assert "Nothing is dated to these years" in site.get("/timeline?from=1900&to=1901").text


def test_the_timeline_tells_what_has_a_date_in_a_year_from_what_existed_in_it(site: Client) -> None:
    dated, existed = (site.get(f"/timeline?from=1943&to=1943{way}") for way in ("", "&way=existed"))
    assert "began, happened or ended in 1943, or" in dated.text
    assert "existed in 1943, by" in existed.text
    assert "dated before and after" not in dated.text
    assert "told of in 1941–1950" in existed.text
    assert "<span>1943</span><span>July 1943</span><span>1944</span>" in dated.text
    few, many = (site.get(f"/timeline?from=1943&to=1943{way}&format=json").get_json() for way in ("", "&way=existed"))
    assert 0 < len(few) < len(many)
    assert all(line in many for line in few)


def test_orders_stand_on_the_timeline_and_in_their_list_by_the_day_of_issue(site: Client) -> None:
    orders = site.get("/timeline?kind=act&format=json").get_json()
    assert len(orders) > 50
    page = site.get("/browse?class=act&sort=issued").text
    days = re.findall(r'data-label="Issued">([^<]*)<', page)
    assert days[0] == "19 September 1939"
    assert [day[-4:] for day in days] == sorted(day[-4:] for day in days)


def test_the_timeline_goes_on_over_pages_and_counts_what_no_source_dates(site: Client, graph: Store) -> None:
    everything = site.get("/timeline?kind=camp&format=json").json or []
    pages = [site.get(f"/timeline?kind=camp&page={page}").text for page in range(1, -(-len(everything) // 40) + 1)]
    assert len(pages) > 1
    assert sum(page.count('<th scope="row">') for page in pages) == len(everything)
    assert max(len(page) for page in pages) < 60_000
    dated = site.get("/timeline?kind=camp&from=1900&to=2030&format=json").json or []
    (undated,) = re.findall(r"No source tells when (\d+) more", pages[0])
    assert int(undated) + len(dated) == len(select(graph, "SELECT DISTINCT ?c { ?c a gupvi:Camp }"))


def test_the_timeline_is_narrowed_to_as_many_as_it_counts(site: Client) -> None:
    page = site.get("/timeline").text
    for name in ("kind", "layer"):
        (choices,) = re.findall(rf'<select id="{name}".*?</select>', page)
        counted = re.findall(r'<option value="([^"]+)">[^<]* \((\d+)\)', choices)
        assert len(counted) > 3
        for value, count in counted:
            assert len(site.get(f"/timeline?{name}={value}&format=json").json or []) == int(count)


def test_the_timeline_says_dates_in_words_and_draws_the_vague_as_vague(site: Client) -> None:
    page = site.get("/timeline").text
    assert ">19 September 1939</a>" in page
    assert ">1939-09" not in page
    scale = strips.scale_years(1939, 1956)
    days = (date(1943, 1, 1), None, None, date(1943, 3, 31))
    marks = [strips.mark_time(scale, days, is_about) for is_about in (False, True)]
    assert [mark and mark.shape for mark in marks] == ["bar", "vague"]
