"""The page of the ontology has every term at its anchor, with its use, rules, alignments and queries, and a diagram."""

import re
from html import unescape
from itertools import combinations

import pytest
from werkzeug.test import Client

from ontology import BASE, GUPVI, NAMESPACE, read
from ontology.properties import properties

BROWSER = {"Accept": "text/html"}
BOX = re.compile(r'<a href="([^"]+)"[^>]*><rect x="(\d+)" y="([\d.]+)" width="(\d+)" height="(\d+)"')


@pytest.fixture(scope="module")
def page(library: Client) -> str:
    return unescape(library.get("/ontology", headers=BROWSER).text)


def entry(page: str, anchor: str) -> str:
    return re.sub(
        r"<[^>]+>", "", page.partition(f'<article class="entry" id="{anchor}">')[2].partition("</article>")[0]
    )


def test_every_term_has_an_anchor_that_its_iri_names(page: str) -> None:
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(GUPVI) <= set(anchors)
    assert {name.replace(":", "-") for name in properties()} <= set(anchors)
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)


def test_a_release_stands_where_its_version_leads(library: Client, page: str) -> None:
    version = next(q.object.value for q in read("gupvi.ttl") if q.predicate.value.endswith("versionIRI"))  # type: ignore[union-attr]
    path = version.replace(BASE, "/")
    release = unescape(library.get(path, headers=BROWSER).text)
    assert release.partition("<main")[2] == page.partition("<main")[2]
    turtle = library.get(f"{path}/", headers={"Accept": "text/turtle"})
    assert turtle.data == library.get("/ontology", headers={"Accept": "text/turtle"}).data
    assert "Accept" in turtle.headers["Vary"]
    assert library.get("/ontology/0.0.9/", headers=BROWSER).status_code == 404


def test_an_entry_tells_use_rules_alignments_and_questions(library: Client, page: str) -> None:
    number = library.get(
        "/sparql", query_string={"query": f"SELECT (COUNT(*) AS ?n) {{ ?c a <{NAMESPACE}Camp> }}", "format": "csv"}
    ).text.split()[1]
    assert f"{int(number):,} in the graph" in entry(page, "Camp")
    assert "exactly 1" in entry(page, "stance")
    assert "crm:P82a_begin_of_the_begin" in entry(page, "earliestBegin")
    assert "gupvi:Camp" in entry(page, "Facility")
    assert "Which camps worked for the coal industry" in entry(page, "industry")


@pytest.mark.parametrize("anchor", ["Camp", "locatedIn", "moreThan", "stanceScheme", "dct-title"])
def test_the_query_of_an_entry_has_rows(library: Client, page: str, anchor: str) -> None:
    html = page.partition(f'<article class="entry" id="{anchor}">')[2].partition("</article>")[0]
    address = re.search(r'href="(/sparql\?[^"]+)"', html)
    assert address
    assert len(library.get(address[1], headers={"Accept": "text/csv"}).text.splitlines()) > 1


def test_boxes_of_the_diagram_do_not_overlap(page: str) -> None:
    boxes = [(float(x), float(y), float(w), float(h)) for _, x, y, w, h in BOX.findall(page)]
    assert len(boxes) > 20
    for (x, y, w, h), (a, b, c, d) in combinations(boxes, 2):
        assert x + w <= a or a + c <= x or y + h <= b or b + d <= y
