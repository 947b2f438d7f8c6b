"""The home page counts what other pages list, in their units and their way of writing, and leads there."""

import re

import pytest
from werkzeug.test import Client

from queries import read_all


def figures(site: Client) -> dict[str, tuple[str, str]]:
    """The figures by their words, with the address each leads to."""
    found = re.findall(r'<dt><a href="([^"]+)">([^<]+)</a></dt><dd>([^<]+)</dd>', site.get("/").text)
    return {words: (number, href) for href, words, number in found}


def test_every_figure_leads_to_where_it_is_listed(site: Client) -> None:
    page, found = site.get("/").text, figures(site)
    assert len(found) == page.partition('<dl class="numbers">')[2].partition("</dl>")[0].count("<dd>") == 8
    for number, href in found.values():
        assert re.search(rf"\b{number}\b", re.sub(r"<[^>]*>", " ", site.get(href).text)), href
    lead = re.sub(r"<[^>]*>", "", site.get("/sources").text.partition('class="lead">')[2])
    assert lead.startswith(f"{found['sources'][0]} sources carry {found['claims'][0]} claims.")
    sources = site.get("/sources?format=json").get_json()
    assert found["sources"][0] == f"{len(sources):,}"
    assert found["claims"][0] == f"{sum(one['claims'] for one in sources):,}"


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ("claims", "/browse?class=claim"),
        ("camps", "/browse?class=camp"),
        ("people", "/browse?class=person"),
        ("places", "/browse?class=place"),
        ("events", "/browse?class=event"),
        ("contradictions", "/conflicts?kind=contradiction"),
        ("tensions", "/conflicts?kind=tension"),
    ],
)
def test_a_figure_is_as_many_as_its_page_lists(site: Client, words: str, path: str) -> None:
    listed = site.get(f"{path}&format=json").get_json()
    assert figures(site)[words] == (f"{len(listed):,}", path)


def test_all_questions_are_listed_under_their_keywords_and_lead_back_there(site: Client) -> None:
    page = site.get("/queries").text
    assert 'href="/queries"' in site.get("/").text
    anchors = re.findall(r'<h2 id="([^"]+)"', page)
    assert sorted(anchors) == sorted(re.findall(r'href="#([^"]+)">[^<]+ <small>', page))
    names = re.findall(r'href="/queries/([^"]+)"', page)
    assert {*names} == {question.name for question in read_all()}
    for name in sorted({*names}):
        leads = re.findall(r'class="tag" href="/queries#([^"]+)"', site.get(f"/queries/{name}").text)
        assert {*leads} <= {*anchors}
        assert len(leads) == names.count(name)


def test_a_count_is_written_in_one_way_and_the_number_of_a_camp_stays_as_it_is(site: Client) -> None:
    page = site.get("/").text
    answers = page[page.index('class="answered"') : page.index('id="cite"')]
    assert '<td role="cell" class="number" data-label="number"><span title="xsd:integer">1,100</span></td>' in answers
    assert not re.search(r'class="number">(?:<[^>]*>)*\d{4}', page)
    assert '<td role="cell" data-label="number"><span>108</span></td>' in answers
