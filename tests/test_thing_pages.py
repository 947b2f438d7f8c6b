"""The page of a thing tells the whole in short, leads through its parts and on to others, and stays light."""

import gzip
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from asking import asked
from leafing import glance, section, statements, words
from pyoxigraph import Store
from werkzeug.test import Client

from endpoint import inverses, reading
from endpoint.terms import shorten
from ontology import PREFIXES, THINGS

Serve = Callable[..., Client]
STATIC = Path(__file__).parent.parent / "web" / "static"
SHOWN_OTHERWISE = {"rdf:subject", "gupvi:nameOf", "gupvi:compares", "gupvi:evidence"}


def test_a_page_tells_the_whole_in_short_with_bounds_and_disagreement(site: Client, graph: Store) -> None:
    page = site.get("/page/camp/99").text
    shown = glance(page)
    assert "located in Karaganda Oblast ; Spassky-Zavod" in shown
    shown = shown.replace(" ,", ",")
    assert "established July 1941, or January 1942 to about March 1942, or 1941, or June 1941 contradicted" in shown
    assert "dissolved 1950, or about 1950" in shown
    assert "number held 66,160 to more than 70,000 persons (prisoners at Spassky)" in shown
    assert "and 1 other count in tension" in shown
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
    counted = dict(re.findall(r'href="#([^"]+)">[^<]+<small>(\d+)(?: [a-z]+)?</small>', line))
    assert len(counted) == line.count("<a") - 1
    if "side-by-side" in counted:
        assert int(counted["side-by-side"]) == page.count('<details class="dispute"')
    if "known" in counted:
        assert int(counted["known"]) == section(page, "known").count('<div class="evidence">')


def test_alike_counts_of_a_page_agree_and_say_what_they_count(site: Client, graph: Store) -> None:
    text = f"""SELECT (COUNT(?claim) AS ?n) {{ ?claim a %s ; rdf:subject <{THINGS}camp/99> }}"""
    kinds = ("claim", "finding", "silence")
    claims, findings, silences = (int(asked(graph, text % f"gupvi:{kind.title()}")[0][0]) for kind in kinds)
    page = site.get("/page/camp/99").text
    assert re.findall(r"<small>([\d,]+ (?:claim|finding|silence)s)</small>", page) == [
        f"{claims} claims", f"{findings} findings", f"{silences} silences"
    ]  # fmt: skip
    layers = words(page.partition('aria-label="Claims by the reliability')[2].partition("</nav>")[0])
    every, *some = map(int, re.findall(r"\d+", layers))
    assert every == sum(some) == claims
    assert f"{claims} claims in {len(list(statements(page)))} statements" in page


def test_a_link_leads_to_the_claim_that_carries_it(site: Client, graph: Store) -> None:
    text = """SELECT ?person ?claim ?source ?where {
        ?claim rdf:subject ?person ; rdf:predicate gupvi:heldAt ; rdf:object <https://w3id.org/gupvi/id/%s> ;
            gupvi:evidence [ gupvi:locator ?where ; dct:source/skos:prefLabel ?source ] }"""
    for thing in ("camp/27-krasnogorsk", "camp/160-suzdal"):
        held = asked(graph, text % thing)
        assert len(held) > 1
        for query in ("", "?links=gupvi:heldAt"):
            page = site.get(f"/page/{thing}{query}").text
            for person, claim, source, where in held:
                line = page.partition(f'<li><a href="/page/{person}"')[2].partition("</li>")[0]
                assert f'href="/page/{claim}"' in line
                assert f"{source}, {where}" in words(line)


@pytest.mark.parametrize(
    ("path", "thing"),
    [
        ("/page/camp/100-suslonger", "camp/171-suslonger"),
        ("/page/finding/first-deportation-wave-time", "comparison/first-wave-and-battle"),
        ("/queries/which-camps-may-be-the-same", "camp/171-suslonger"),
    ],
)
def test_what_a_note_names_by_its_key_is_a_link_with_its_label(site: Client, path: str, thing: str) -> None:
    page = site.get(path).text
    assert re.search(rf'(Possibly the same as|\(see) <a href="/page/{thing}"[^>]*>[A-Z]', page)
    assert f" {thing}" not in words(page)


def test_what_is_no_key_of_a_thing_stays_as_it_is_in_a_note(serve: Serve) -> None:
    note = "<https://w3id.org/gupvi/id/camp/1> skos:editorialNote 'camp/0 and http://a/camp/1; camp/1 & <b>'@en ."
    page = serve(f"PREFIX skos: <{PREFIXES['skos']}> {note}").get("/page/camp/1").text
    assert "camp/0 and http://a/camp/1; camp/1 &amp; &lt;b&gt;" in page


def test_what_is_denied_carries_no_link(serve: Serve) -> None:
    prefixes = "".join(f"PREFIX {name}: <{iri}> " for name, iri in PREFIXES.items())
    claim = (
        "a gupvi:Claim ; rdf:subject person:a ; rdf:predicate gupvi:heldAt ; rdf:object camp:1 ; gupvi:stance gupvi:"
    )
    page = serve(
        f"{prefixes} camp:1 a gupvi:Camp . person:a gupvi:heldAt camp:1 ."
        f"claim:b {claim}denied . claim:c {claim}asserted ."
    )
    linked = section(page.get("/page/camp/1").text, "linked").partition("heldAt")[2].partition("</ul>")[0]
    assert re.findall("/page/claim/.", linked) == ["/page/claim/c"]


def test_what_is_short_stands_before_the_long_lists(site: Client) -> None:
    page = site.get("/page/camp/99").text
    parts = ["names", "around", "dates", "filed", "known", "side-by-side", "worked-out", "unsaid", "linked", "use"]
    assert re.findall('<h2 id="([^"]+)"', page) == parts


def test_a_short_page_has_no_jump_links(site: Client) -> None:
    assert 'aria-label="On this page"' not in site.get("/page/person/friedrich-paulus").text


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


@pytest.mark.parametrize("thing", ["place/karaganda", "place/spassky-zavod", "group/ro-ussr", "group/hu-deported"])
def test_no_two_claims_that_link_to_a_thing_read_the_same(site: Client, thing: str) -> None:
    linked = section(site.get(f"/page/{thing}").text, "linked")
    for titles in re.findall('<ul class="linked">(.*?)</ul>', linked, re.DOTALL):
        read = [words(title) for title in re.findall('<li><a href="/page/claim/.*?</li>', titles)]
        assert len(read) == len(set(read))
    if thing == "place/karaganda":
        assert "distance, 45 kilometres (Karaganda; D. Frolov" in linked


def test_every_relation_between_things_has_words_to_read_it_backwards(graph: Store) -> None:
    text = f"""SELECT DISTINCT (CONCAT("<", STR(?p), ">") AS ?property) {{ ?thing ?p ?other FILTER(ISIRI(?other) &&
                STRSTARTS(STR(?thing), "{THINGS}") && STRSTARTS(STR(?other), "{THINGS}")) }}"""
    relations = {shorten(property_.strip("<>")) for (property_,) in asked(graph, text)}
    assert len(relations) > 40
    assert relations - SHOWN_OTHERWISE - inverses.WORDS.keys() == set()


def test_a_thing_page_is_light_from_cold(site: Client) -> None:
    files = [*(STATIC / name for name in ("site.css", "thing.css", "icon.svg")), *STATIC.glob("dist/search.js")]
    loaded = sum(len(gzip.compress(path.read_bytes())) for path in files)
    for thing in ("camp/99", "place/ussr", "passage/d1-p3", "source/romanian-pows", "concept/german"):
        page = site.get(f"/page/{thing}")
        assert page.status_code == 200
        assert page.text.count("<script") <= 1  # the search box
        assert len(gzip.compress(page.data)) + loaded <= 60_000, thing


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
