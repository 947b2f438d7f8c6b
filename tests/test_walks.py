"""The pages to walk through leave nothing out, draw what is told and no more, and say what they cannot do."""

import math
import re
from datetime import date
from itertools import combinations
from typing import Any

import pytest
from asking import select
from pyoxigraph import QuerySolutions, Store
from werkzeug.test import Client

from endpoint import projection, spreading, strips
from endpoint.claims import NOT_STATED
from endpoint.terms import Shown
from endpoint.testimony import Statement
from ontology import THINGS

GUPVI = "PREFIX gupvi: <https://w3id.org/gupvi/ontology#> PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"


def said(*bounds: float | None) -> Statement:
    shown = Shown("x")
    return Statement(shown, shown, shown, (NOT_STATED,), "", (), shown, (), "persons", bounds, (None,) * 4)


def ask(graph: Store, pattern: str) -> list[list[str]]:
    found = graph.query(f"{GUPVI} SELECT DISTINCT {pattern}", use_default_graph_as_union=True)
    assert isinstance(found, QuerySolutions)
    return [[term.value for term in row] for row in found]


def test_every_contradiction_and_tension_is_among_the_conflicts(site: Client, graph: Store) -> None:
    conflicts: list[dict[str, Any]] = site.get("/conflicts?format=json").json or []
    for name in ("contradicts", "inTensionWith"):
        pairs = ask(graph, f"?a ?b {{ ?a gupvi:{name} ?b }}")
        assert len(pairs) > 40
        for pair in pairs:
            assert any({*pair} <= {*one["claims"]} for one in conflicts), pair


def test_a_claim_of_two_conflicts_on_a_page_is_shown_once_in_each(site: Client) -> None:
    listed = [claim for one in site.get("/conflicts?format=json").get_json()[:20] for claim in one["claims"]]
    assert len(listed) > len(set(listed))
    for row in site.get("/conflicts").text.split("<tr>")[1:]:
        links = re.findall(r'href="/page/passage/([^"]+)"', row.partition("</tr>")[0])
        assert len(links) == len(set(links))


def test_a_conflict_shows_each_claim_with_its_source_and_the_explanation(site: Client) -> None:
    page = site.get("/conflicts?kind=contradiction").text
    card = page.partition("When camp 99 was founded")[2].partition("</section>")[0]
    assert card.count("<tr>") == 7
    for claim in ("d1-p3-08", "bystrov-p2382-01", "frolov-p1-01", "timpul-p1-01", "sakharov-p1-01", "noveslovo-p1-01"):
        assert f"/page/claim/{claim}" in card
    assert card.count('<td class="drawn">') == 6
    assert '<rect class="tone-1 bar"' in card
    assert "When camp 99 was founded" not in site.get("/conflicts?kind=tension").text


def test_a_claim_that_the_axis_of_a_conflict_does_not_hold_says_so(site: Client) -> None:
    page = site.get("/conflicts?kind=tension").text
    card = page.partition("Death rates that do not compare")[2].partition("</section>")[0]
    assert card.count("in percent: not on this axis") == 1
    assert not re.search(r'<td class="drawn"><svg[^>]*>(<line[^>]*>|\s)*</svg>', page)


@pytest.mark.parametrize(
    ("asked", "fitting", "said"),
    [
        ("layer=plausible", "?c gupvi:reliability gupvi:plausible", "a claim graded plausible"),
        ("property=heldCount", "?c rdf:predicate gupvi:heldCount", "number held"),
    ],
)
def test_conflicts_are_kept_to_those_with_a_claim_that_fits(
    site: Client, graph: Store, asked: str, fitting: str, said: str
) -> None:
    everything: list[dict[str, Any]] = site.get("/conflicts?format=json").json or []
    kept: list[dict[str, Any]] = site.get(f"/conflicts?{asked}&format=json").json or []
    claims = {f"{THINGS}{row[0]}" for row in select(graph, f"SELECT ?c {{ {fitting} }}")}
    assert 0 < len(kept) < len(everything)
    assert kept == [one for one in everything if claims & set(one["claims"])]
    page = site.get(f"/conflicts?{asked}").text
    assert f'aria-current="true">{said} <small>{len(kept)}</small>' in page
    assert f"/conflicts?{asked}&amp;kind=" in page or "/conflicts?kind=" not in page


def test_conflicts_are_found_by_names_of_what_they_speak_of_however_written(site: Client) -> None:
    everything: list[dict[str, Any]] = site.get("/conflicts?format=json").json or []
    kept: list[dict[str, Any]] = (
        site.get("/conflicts", query_string={"name": "SPÁSSKY 99", "format": "json"}).json or []
    )
    assert 0 < len(kept) < len(everything)
    labels = [one["label"] for one in kept]
    assert "When camp 99 was founded" in labels  # which speaks of Spassky camp no. 99
    assert "When camp 84 was founded" not in labels
    assert not any("names" in one for one in kept)
    page = site.get("/conflicts?name=spassky&kind=tension").text
    assert '<input type="hidden" name="kind" value="tension">' in page
    assert "name=spassky&amp;kind=contradiction" in page or "kind=contradiction&amp;name=spassky" in page
    for bad in ("name=" + "a" * 501, "name=%E2%80%94"):
        assert site.get(f"/conflicts?{bad}").status_code == 400


def test_a_bound_that_nobody_gives_stays_open() -> None:
    rows = [said(8000, 8000, None), said(66000, 66000, 66000), said(None, 5000, None), said(1000, None, 2000)]
    scale = strips.scale_numbers(rows)
    assert scale
    more, exact, about, between = (strips.mark_number(scale, row) for row in rows)
    assert more
    assert exact
    assert about
    assert between
    assert (more.shape, more.end, more.open_right, more.open_left) == ("bar", 100, True, False)
    assert (exact.shape, about.shape) == ("point", "about")
    assert more.start < exact.start < 100
    assert (between.open_left, between.open_right) == (False, False)
    assert strips.mark_number(scale, said(None, None, None)) is None
    assert strips.scale_numbers(rows[:1]) is None


def test_a_date_is_drawn_as_long_as_it_is_vague() -> None:
    scale = strips.scale_years(1939, 1956)
    year = strips.mark_time(scale, (date(1941, 1, 1), date(1941, 12, 31)) * 2)
    day = strips.mark_time(scale, (date(1941, 7, 1),) * 4)
    begun = strips.mark_time(scale, (date(1939, 1, 1), date(1939, 12, 31), None, None))
    assert year
    assert day
    assert begun
    assert (year.shape, day.shape) == ("bar", "point")
    assert year.start < day.start < year.end
    assert (begun.open_left, begun.open_right) == (False, True)
    assert strips.mark_time(scale, (date(1917, 11, 7),) * 4) is None


def test_the_sources_carry_every_claim(site: Client, graph: Store) -> None:
    sources: list[dict[str, Any]] = site.get("/sources?format=json").json or []
    claims = ask(graph, "?c ?s { ?c a gupvi:Claim ; gupvi:evidence/<http://purl.org/dc/terms/source> ?s }")
    assert sum(one["claims"] for one in sources) == len(claims)
    assert len(sources) == len(ask(graph, "?s { ?s a gupvi:Source }"))
    cited = ask(graph, "?p { ?c a gupvi:Claim ; gupvi:evidence ?p . ?p <http://purl.org/dc/terms/source> ?s }")
    assert sum(one["passages"] for one in sources) == len(cited)
    key = "hungarian-labor"
    shown = set()
    for page in (1, 2):
        for passage in site.get(f"/sources/{key}?page={page}&format=json").json or []:
            shown |= {one["claim"]["title"] for one in passage["statements"]}
    assert shown == {claim for claim, source in claims if source.endswith(f"/{key}")}
    assert site.get(f"/sources/{key}?page=3").status_code == 404


def test_things_are_found_by_class_and_narrowed(site: Client, graph: Store) -> None:
    camps = site.get("/browse?class=camp&format=json").json or []
    assert len(camps) == len(ask(graph, "?c { ?c a gupvi:Camp }"))
    filtering = site.get("/browse?class=camp&kind=filtrationCamp&format=json").json or []
    assert 0 < len(filtering) < len(camps)
    labels = [one["label"] for one in camps]
    assert labels.index("Camp no. 27 (Krasnogorsk)") < labels.index("Camp no. 144 (Voroshilovgrad)")
    assert site.get("/browse?class=camp&page=2").text.count("<tr ") == 51


def test_the_map_places_things_as_the_basemap_does(site: Client) -> None:
    # as d3-geo places Moscow, Karaganda and the Sea of Japan
    for degrees, pixels in (
        ((55.75, 37.6), (304.2, 317.1)),
        ((49.8, 73.1), (492.9, 408.2)),
        ((43, 132), (855.6, 284.3)),
    ):
        assert projection.read().place(*degrees) == pixels
    assert projection.graticule().count("M") > 10
    spots: list[dict[str, Any]] = site.get("/map?format=json").json or []
    assert len(spots) > 150
    assert site.get("/map").text.count('class="dot') == len(spots)


def test_in_a_year_the_map_counts_everything_and_drops_nothing_silently(site: Client, graph: Store) -> None:
    page = site.get("/map?year=1945").text
    told, camps, undated, others = map(
        int,
        re.findall(r"(\d+) of (\d+) camps in 1945; (\d+) undated shown hollow; (\d+) told of in other years", page)[0],
    )
    assert told + undated + others == camps
    assert min(told, undated, others) > 0
    assert page.count('class="hole"') == undated
    spots: list[dict[str, Any]] = site.get("/map?year=1945&format=json").json or []
    dated = [spot["years"] for spot in spots if spot["years"]]
    assert len(dated) == told
    assert all(first <= 1945 <= last for first, last in dated)
    (unplaced,) = re.findall(r"(\d+) without a position", site.get("/map").text)
    assert camps + int(unplaced) == len(ask(graph, "?c { ?c a gupvi:Camp }"))


def test_the_map_is_narrowed_by_each_facet_to_as_many_as_it_counts(site: Client) -> None:
    page = site.get("/map").text
    for name in ("kind", "industry", "people", "grade"):
        (choices,) = re.findall(rf'<select id="{name}".*?</select>', page)
        counted = re.findall(r'<option value="([^"]+)">[^<]* \((\d+)\)', choices)
        assert len(counted) > 1
        for value, count in counted:
            assert len(site.get(f"/map?{name}={value}&format=json").json or []) == int(count)


def test_marks_are_moved_apart_and_no_farther_than_need_be() -> None:
    points = [(100.0, 100.0)] * 9 + [(300.0, 300.0), (302.0, 300.0)]
    moved = spreading.spread(points, 10, fixed=1)
    assert moved[0] == points[0]
    assert moved == spreading.spread(points, 10, fixed=1)
    assert min(math.dist(one, other) for one, other in combinations(moved, 2)) > 9
    assert max(map(math.dist, points, moved)) < 30


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/conflicts?kind=x", 400),
        ("/conflicts?layer=x", 400),
        ("/conflicts?property=x", 400),
        ("/conflicts?page=0", 400),
        ("/conflicts?page=999", 404),
        ("/sources/nothing", 404),
        ("/browse?class=x", 400),
        ("/browse?class=camp&page=x", 400),
        ("/timeline?kind=x", 400),
        ("/timeline?from=x", 400),
        ("/timeline?layer=x", 400),
        ("/timeline?page=99", 404),
        ("/timeline?way=x", 400),
        ("/timeline?from=1950&to=1940", 400),
        ("/map?year=12345", 400),
        ("/map?kind=x", 400),
        ("/map?year=1938", 400),
        ("/map?people=x", 400),
        ("/map?view=x", 400),
    ],
)
def test_what_cannot_be_shown_is_a_clear_word(site: Client, path: str, status: int) -> None:
    response = site.get(path)
    assert response.status_code == status
    assert response.json
    assert response.json["detail"].endswith(".")


def test_the_home_page_has_the_same_marks_as_the_map_and_waits_for_no_script(site: Client) -> None:
    page = site.get("/").text
    picture = page.partition('<a class="atlas" href="/map">')[2].partition("</a>")[0]
    assert picture.count("h0") == site.get("/map").text.count('class="dot')
    assert page.count('<script type="module"') <= 1  # the search box
    assert page.index("<h2") > page.index("contradictions")
