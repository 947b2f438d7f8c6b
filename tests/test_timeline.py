"""What existed then on the timeline: camps in the years of the map, and every choice as many as it counts."""

import re

from werkzeug.test import Client


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
