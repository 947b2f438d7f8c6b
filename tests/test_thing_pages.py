"""The page of a thing leads from each statement to its sources, puts disagreement side by side, and stays light."""

import gzip
import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from asking import select
from pyoxigraph import Store
from werkzeug.test import Client

from endpoint import dates, inverses, reading
from endpoint.terms import shorten
from ontology import PREFIXES, THINGS

Serve = Callable[..., Client]
STATIC = Path(__file__).parent.parent / "web" / "static"
SHOWN_OTHERWISE = {"rdf:subject", "gupvi:nameOf", "gupvi:compares", "gupvi:evidence"}


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", unescape(html)).split())


def section(page: str, name: str) -> str:
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def asked(graph: Store, text: str) -> list[list[str]]:
    return [[word or "" for word in row] for row in select(graph, text)]


def statements(page: str) -> Iterator[str]:
    yield from re.findall(r"<dd>(.*?)</dd>", section(page, "known"), re.DOTALL)


@pytest.mark.parametrize("thing", ["camp/99", "directorate/gupvi", "division/tudor-vladimirescu", "act/gko-order-7161"])
def test_each_statement_is_one_click_from_source_paragraph_and_grade(site: Client, graph: Store, thing: str) -> None:
    page = site.get(f"/page/{thing}").text
    known = [words for words in statements(page) if "<summary>" in words]
    assert known
    assert all(
        re.search(r'<details><summary>\d+ sources?</summary>.*href="/page/source/', one, re.DOTALL) for one in known
    )
    text = f"""SELECT ?claim ?passage {{
        ?claim a gupvi:Claim ; rdf:subject <{THINGS}{thing}> ; gupvi:evidence ?passage }}"""
    claims = asked(graph, text)
    assert len(claims) > 3
    for claim, passage in claims:
        evidence = next(
            part for part in re.split('<div class="evidence">', section(page, "known")) if f'"/page/{claim}"' in part
        )
        assert f'href="/page/{passage}"' in evidence
        assert "reliability" in evidence


def test_claims_that_say_the_same_are_one_statement_with_several_sources(site: Client) -> None:
    founded = next(one for one in statements(site.get("/page/camp/99").text) if "July 1941" in one)
    assert "3 sources" in founded
    assert "contradicted" in founded


def test_a_statement_that_is_denied_or_unknown_says_so(site: Client, graph: Store) -> None:
    found = select(
        graph, "SELECT ?thing { ?claim gupvi:stance gupvi:denied ; rdf:subject ?thing } ORDER BY ?thing LIMIT 1"
    )
    page = site.get(f"/page/{found[0][0]}").text
    assert any(re.search('class="tag"[^>]*>denied<', one) for one in statements(page))


def test_claims_that_disagree_stand_side_by_side_with_the_explanation(site: Client, graph: Store) -> None:
    shown = words(section(site.get("/page/camp/99").text, "side-by-side"))
    found = asked(
        graph,
        f"""SELECT DISTINCT ?comparison ?label ?explanation {{
            ?comparison gupvi:compares/rdf:subject <{THINGS}camp/99> ; skos:prefLabel ?label ;
                        dct:description ?explanation }}""",
    )
    assert len(found) > 3
    for _, label, explanation in found:
        assert words(label) in shown
        assert words(explanation) in shown
    kinds = re.findall(r"\b(contradiction|agreement of sources)\b", shown)
    assert kinds == sorted(kinds, reverse=True)


def test_claims_that_disagree_without_an_explanation_are_shown_too(serve: Serve) -> None:
    claims = " . ".join(
        f"claim:{name} rdf:subject camp:1 ; rdf:predicate gupvi:established ; rdf:object '{year}'"
        for name, year in (("a", 1941), ("b", 1942))
    )
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    page = serve(f"{prefixes} {claims} . claim:a gupvi:contradicts claim:b .").get("/page/camp/1").text
    shown = words(section(page, "side-by-side"))
    assert "Worked out: the same is spoken of" in shown
    assert "1941" in shown
    assert "1942" in shown


def test_what_disagrees_is_opened_by_a_line_that_tells_it_in_short(site: Client) -> None:
    disputes = re.findall("<details class=.dispute.*?</details>", site.get("/page/camp/99").text, re.DOTALL)
    assert len(disputes) > 5
    assert [number for number, one in enumerate(disputes) if one.partition(">")[0].endswith(" open")] == [0]
    for one in disputes:
        short = words(one.partition("<summary>")[2].partition("</summary>")[0])
        assert re.search("contradiction|tension|identity", short)
        values = list(dict.fromkeys(words(value) for value in re.findall('class="value">(.*?)</div>', one)))
        assert short.endswith(" · ".join(values[:5])) or f"and {len(values) - 5} more" in short
    assert "January 1942 to about March 1942 · July 1941 · 1941 · June 1941" in words(disputes[1])


def test_two_contradictions_are_both_open(serve: Serve) -> None:
    pairs = [("established", "a", "1941", "b", "1942"), ("dissolved", "c", "1948", "d", "1950")]
    claims = " . ".join(
        f"claim:{name} rdf:subject camp:1 ; rdf:predicate gupvi:{property_} ; rdf:object '{year}'"
        for property_, one, first, other, second in pairs
        for name, year in ((one, first), (other, second))
    )
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    opposed = "claim:a gupvi:contradicts claim:b . claim:c gupvi:contradicts claim:d ."
    page = serve(f"{prefixes} {claims} . {opposed}").get("/page/camp/1").text
    assert len(re.findall('<details class="dispute" id="dispute-[12]" open>', page)) == 2


def test_the_word_that_a_statement_is_opposed_leads_to_where_it_is_compared(site: Client) -> None:
    page = site.get("/page/camp/99").text
    disputes = dict(re.findall('<details class="dispute" id="([^"]+)"(.*?)</details>', page, re.DOTALL))
    opposed = [one for one in statements(page) if 'href="#dispute-' in one]
    assert len(opposed) > 5
    for one in opposed:
        place = re.findall('href="#(dispute-[^"]+)"', one)[0]
        assert set(re.findall('href="/page/(claim/[^"]+)"', one)) & set(
            re.findall('href="/page/(claim/[^"]+)"', disputes[place])
        )


def test_topics_stand_in_the_order_in_which_a_reader_asks(site: Client) -> None:
    known = section(site.get("/page/camp/99").text, "known")
    order = [words(topic) for topic in re.findall("<dt>(.*?)</dt>", known)]
    asked = (
        "kind, located in, distance, established, dissolved, number held, number who died, industry, description, name"
    )
    assert [topic for topic in order if topic in asked.split(", ")] == asked.split(", ")
    assert order[-2:] == ["name", "other name"]


def test_dates_stand_in_the_order_of_time(serve: Serve) -> None:
    told = (("dissolved", "1950"), ("lastAttested", "1949~"), ("established", "../1942"), ("firstAttested", "1943"))
    claims = " . ".join(
        f"claim:{property_} rdf:subject camp:1 ; rdf:predicate gupvi:{property_} ; rdf:object '{date}' ; "
        f"gupvi:edtf '{date}'"
        for property_, date in told
    )
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    page = serve(f"{prefixes} {claims} .").get("/page/camp/1").text
    order = re.findall('<dt><a href="/ontology#([a-zA-Z]+)', section(page, "known"))
    assert order == ["established", "firstAttested", "lastAttested", "dissolved"]
    assert "until 1942" in glance(page)
    assert "about 1949" in glance(page)


def glance(page: str) -> str:
    return words(page.partition('aria-label="At a glance">')[2].partition("</section>")[0])


def test_a_page_tells_the_whole_in_short_with_bounds_and_disagreement(site: Client, graph: Store) -> None:
    page = site.get("/page/camp/99").text
    shown = glance(page)
    assert "located in Karaganda Oblast ; Spassky-Zavod" in shown
    shown = shown.replace(" ,", ",")
    assert "established July 1941, or January 1942 to about March 1942, or 1941, or June 1941 contradicted" in shown
    assert "dissolved 1950, or about 1950" in shown
    assert re.search(r"number held \d+ to more than 70,000 persons by \d+ claims of various people", shown)
    assert re.search("number who died 800 to 1,245 persons by 3 claims .* in tension", shown)
    text = f"""SELECT (COUNT(DISTINCT ?source) AS ?n) {{
        ?claim a gupvi:Claim ; rdf:subject <{THINGS}camp/99> ; gupvi:evidence/dct:source ?source }}"""
    assert f"told by {asked(graph, text)[0][0]} sources" in shown
    counts = [int(count) for count in re.findall(r"(?:contradiction|tension|identity) (\d+)", shown)]
    assert sum(counts) == page.count('<details class="dispute"')


def test_what_is_denied_or_not_there_is_not_told_in_short(serve: Serve) -> None:
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    told = """claim:a rdf:subject camp:1 ; rdf:predicate gupvi:locatedIn ; rdf:object place:here .
        claim:b rdf:subject camp:1 ; rdf:predicate gupvi:locatedIn ; rdf:object place:there ;
            gupvi:stance gupvi:denied .
        claim:c rdf:subject camp:2 ; rdf:predicate gupvi:office ; rdf:object 'none' ."""
    client = serve(prefixes + told)
    shown = glance(client.get("/page/camp/1").text)
    assert "here" in shown
    assert "there" not in shown
    assert "At a glance" not in client.get("/page/camp/2").text


@pytest.mark.parametrize("thing", ["camp/99", "directorate/gupvi", "place/ussr", "passage/d1-p3", "claim/d1-p3-14"])
def test_jump_links_lead_to_each_part_that_is_there_in_the_order_of_the_page(site: Client, thing: str) -> None:
    page = site.get(f"/page/{thing}").text
    line = page.partition('aria-label="On this page">')[2].partition("</nav>")[0]
    assert re.findall('href="#([^"]+)"', line) == re.findall('<h2 id="([^"]+)"', page)
    counted = dict(re.findall('href="#([^"]+)">[^<]+<small>([^<]+)</small>', line))
    assert len(counted) == line.count("<a") - 1
    if "side-by-side" in counted:
        assert int(counted["side-by-side"]) == page.count('<details class="dispute"')
    if "known" in counted:
        assert int(counted["known"]) == len(list(statements(page)))


def test_what_is_short_stands_before_the_long_lists(site: Client) -> None:
    page = site.get("/page/camp/99").text
    parts = ["names", "around", "dates", "filed", "known", "side-by-side", "worked-out", "unsaid", "linked", "use"]
    assert re.findall('<h2 id="([^"]+)"', page) == parts


def test_a_short_page_has_no_jump_links(site: Client) -> None:
    assert 'aria-label="On this page"' not in site.get("/page/person/friedrich-paulus").text


def test_a_page_is_kept_to_the_claims_of_one_layer(site: Client, graph: Store) -> None:
    page = site.get("/page/camp/99?layer=plausible").text
    grade = f"SELECT ?claim {{ ?claim rdf:subject <{THINGS}camp/99> ; gupvi:reliability gupvi:plausible }}"
    assert sorted(set(re.findall(r'href="/page/(claim/[^"]+)"', section(page, "known")))) == sorted(
        claim for (claim,) in asked(graph, grade)
    )
    refused = site.get("/page/camp/99?layer=none")
    assert refused.status_code == 400
    assert "layers are core, reliable" in refused.text


def test_a_page_has_the_names_in_each_language(site: Client, graph: Store) -> None:
    names = section(site.get("/page/camp/99").text, "names")
    found = asked(
        graph,
        f"""SELECT DISTINCT ?name (LANG(?name) AS ?language) {{
            <{THINGS}camp/99> skos:prefLabel|skos:altLabel ?name }}""",
    )
    assert len({language for _, language in found}) > 2
    for name, language in found:
        assert f'<dd lang="{language}">{name}</dd>' in names


def test_links_are_counted_in_words_read_backwards_and_paged(site: Client, graph: Store) -> None:
    counted = (
        "SELECT ?source (COUNT(DISTINCT ?part) AS ?n) { ?part dct:source ?source } GROUP BY ?source ORDER BY DESC(?n)"
    )
    source, count = asked(graph, counted)[0]
    assert 200 < int(count) <= 2000
    assert f"cited for</span> <small>{int(count):,}</small>" in site.get(f"/page/{source}").text
    last = -(-int(count) // 100)
    pages = [site.get(f"/page/{source}?links=dct:source&page={number}").text for number in range(1, last + 1)]
    lists = [page.partition('<ul class="linked">')[2].partition("</ul>")[0] for page in pages]
    assert len(set(re.findall('href="([^"]+)"', "".join(lists)))) == int(count)
    assert f"{int(count):,} in all" in words(pages[0])
    for none in (f"links=dct:source&page={last + 1}", "links=gupvi:nothing", "links=nothing"):
        assert site.get(f"/page/{source}?{none}").status_code == 404
    assert site.get(f"/page/{source}?links=dct:source&page=0").status_code == 400


@pytest.mark.parametrize(
    ("thing", "title"),
    [
        ("claim/d1-p3-14", "Spassky camp no. 99: number held, more than 8,000 persons"),
        ("passage/d1-p3", "Romanian prisoners of war in the Soviet Union, paragraph 3"),
    ],
)
def test_what_has_no_name_is_called_by_what_it_says_or_where_it_stands(site: Client, thing: str, title: str) -> None:
    assert f"<h1>{title}</h1>" in site.get(f"/page/{thing}").text
    assert title in site.get("/page/source/romanian-pows?links=dct:source").text or thing.startswith("claim")


def test_every_relation_between_things_has_words_to_read_it_backwards(graph: Store) -> None:
    text = f"""SELECT DISTINCT (CONCAT("<", STR(?p), ">") AS ?property) {{ ?thing ?p ?other FILTER(ISIRI(?other) &&
                STRSTARTS(STR(?thing), "{THINGS}") && STRSTARTS(STR(?other), "{THINGS}")) }}"""
    relations = {shorten(property_.strip("<>")) for (property_,) in asked(graph, text)}
    assert len(relations) > 40
    assert relations - SHOWN_OTHERWISE - inverses.WORDS.keys() == set()


def test_a_thing_page_is_light_from_cold(site: Client) -> None:
    styles = sum(len(gzip.compress((STATIC / name).read_bytes())) for name in ("site.css", "thing.css", "icon.svg"))
    for thing in ("camp/99", "place/ussr", "passage/d1-p3", "source/romanian-pows", "concept/german"):
        page = site.get(f"/page/{thing}")
        assert page.status_code == 200
        assert "<script" not in page.text
        assert len(gzip.compress(page.data)) + styles <= 60_000, thing


def test_a_page_with_4000_links_asks_for_no_more_than_one_with_40(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    located = f"<{PREFIXES['gupvi']}locatedIn>"
    links = [(number, place) for place, count in (("many", 4000), ("few", 40)) for number in range(count)]
    triples = [f"<{THINGS}camp/{place}-{number}> {located} <{THINGS}place/{place}> ." for number, place in links]
    names = [f'<{THINGS}place/{place}> <{PREFIXES["skos"]}prefLabel> "{place}"@en .' for place in ("many", "few")]
    client = serve("\n".join(triples + names))
    asked: list[int] = []
    read = reading.read

    def counting(*given: Any, **named: Any) -> reading.Table:
        table = read(*given, **named)
        asked.append(len(table.rows))
        return table

    monkeypatch.setattr(reading, "read", counting)
    costs = {}
    for place in ("many", "few"):
        asked.clear()
        page = client.get(f"/page/place/{place}").text
        costs[place] = (len(asked), sum(asked))
        assert f"place of</span> <small>{4000 if place == 'many' else 40:,}</small>" in page
    assert costs["many"] == costs["few"]
    assert costs["many"][0] <= 10
    assert costs["many"][1] < 40


@pytest.mark.parametrize(
    "thing", ["camp/99", "event/pow-labour", "division/tudor-vladimirescu", "person/joseph-stalin"]
)
def test_the_pictures_hold_what_the_page_says_and_lead_on(site: Client, thing: str) -> None:
    page = site.get(f"/page/{thing}").text
    for x, width in re.findall(r'<rect class="[^"]*" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', page):
        assert float(x) >= 0
        assert float(x) + float(width) <= 303
    for said, of in re.findall(
        "([^:;]+): ([^;]+)", unescape(page.partition('role="img" aria-label="')[2].partition('"')[0])
    ):
        assert said.strip() in page
        assert of in page.replace(section(page, "dates"), "")
    around = section(page, "around")
    links = re.findall('<a href="([^"]+)"', around)
    assert len(links) > 1
    assert all(page.replace(around, "").count(f'href="{link}"') for link in links)


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("1941", (1941, 1942)),
        ("1941-07", (1941.5, 1941.583)),
        ("1939/1956", (1939, 1957)),
        ("../1943", (None, 1944)),
        ("1939/..", (1939, None)),
        ("eventually", (None, None)),
    ],
)
def test_a_date_has_a_place_on_a_line(edtf: str, span: tuple[float | None, float | None]) -> None:
    assert dates.span(edtf) == pytest.approx(span, abs=0.001)


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("1941", "1941"),
        ("1941-07", "July 1941"),
        ("1944-08-03", "3 August 1944"),
        ("1950~", "about 1950"),
        ("1945?", "perhaps 1945"),
        ("1943-10~/1944-03", "about October 1943 to March 1944"),
        ("1939/..", "from 1939"),
        ("../1945-02-20", "until 20 February 1945"),
        ("194X", "194X"),
        ("1941-13", "1941-13"),
        ("eventually", "eventually"),
    ],
)
def test_a_date_is_said_in_words(edtf: str, said: str) -> None:
    assert dates.say(edtf) == said


def test_contradictions_come_first_in_every_language(site: Client) -> None:
    said = [site.get(f"/page/camp/99?lang={language}").text for language in ("en", "de")]
    english, german = (re.findall(r'<details class="dispute" id="dispute-\d+"( open)?>', page) for page in said)
    assert english == german
    first = said[1].partition('id="dispute-1"')[2].partition("</summary>")[0]
    assert "Widerspruch" in first
