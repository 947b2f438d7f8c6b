"""What sources say of a thing leads from each statement to its sources, and stands side by side where they disagree."""

import re
from collections.abc import Callable

import pytest
from asking import asked, select
from leafing import glance, section, statements, words
from pyoxigraph import Store
from werkzeug.test import Client

from ontology import PREFIXES, THINGS

Serve = Callable[..., Client]


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


def test_numbers_of_different_people_are_not_summed_up_as_one_range(site: Client) -> None:
    page = site.get("/page/camp/99").text
    told = glance(page)
    assert "66,160 to more than 70,000 persons (prisoners at Spassky)" in told
    assert "1,245 persons (prisoners who came to Spassky in 1944) ; more than 1,100 persons (Romanian POWs" in told
    assert "800" not in told


def test_what_is_opposed_in_short_leads_to_where_it_stands_opposed(site: Client) -> None:
    page = site.get("/page/camp/99").text
    for name, heading in (("established", "founded"), ("number who died", "Death rates")):
        line = page[page.index(f"<dt>{name}</dt>") :].partition("</div>")[0]
        place = line.partition('href="#')[2].partition('-open"')[0]
        assert heading in page[page.index(f'id="{place}"') :].partition("</summary>")[0], name


def test_what_is_said_much_of_begins_with_what_is_opposed_and_the_rest_opens(site: Client) -> None:
    known = section(site.get("/page/camp/99").text, "known")
    before, _, rest = known.partition('<dd class="rest">')
    held = before.rpartition("<dt>")[2]
    rest = rest.partition("</dl>")[0]
    assert (words(held).split(" ")[:2], held.count("<dd>")) == (["number", "held"], 5)
    assert f"{rest.count('<dd>')} more of number held" in words(rest)
    assert "#dispute-" in held
    assert "#dispute-" not in rest


def test_a_page_is_kept_to_the_claims_of_one_layer(site: Client, graph: Store) -> None:
    page = site.get("/page/camp/99?layer=plausible").text
    grade = f"SELECT ?claim {{ ?claim rdf:subject <{THINGS}camp/99> ; gupvi:reliability gupvi:plausible }}"
    assert sorted(set(re.findall(r'href="/page/(claim/[^"]+)"', section(page, "known")))) == sorted(
        claim for (claim,) in asked(graph, grade)
    )
    refused = site.get("/page/camp/99?layer=none")
    assert refused.status_code == 400
    assert "layers are core, reliable" in refused.text


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
    assert "45 kilometres · 37.5 kilometres · unknown value" in words(disputes[0])
    assert ">unknown<" not in disputes[0], "the value says so"
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


def test_contradictions_come_first_in_every_language(site: Client) -> None:
    reader = Client(site.application, use_cookies=False)  # other tests go on in English
    said = [reader.get(f"/page/camp/99?lang={language}").text for language in ("en", "de")]
    english, german = (re.findall(r'<details class="dispute" id="dispute-\d+"( open)?>', page) for page in said)
    assert english == german
    first = said[1].partition('id="dispute-1"')[2].partition("</summary>")[0]
    assert "Widerspruch" in first


def test_the_word_that_a_statement_is_opposed_leads_to_where_it_is_compared(site: Client) -> None:
    page = site.get("/page/camp/99").text
    disputes = dict(re.findall('<details class="dispute" id="([^"]+)"(.*?)</details>', page, re.DOTALL))
    opposed = [one for one in statements(page) if 'href="#dispute-' in one]
    assert len(opposed) > 5
    for one in opposed:
        place = re.findall('href="#(dispute-[^"]+)-open"', one)[0]
        assert set(re.findall('href="/page/(claim/[^"]+)"', one)) & set(
            re.findall('href="/page/(claim/[^"]+)"', disputes[place])
        )
