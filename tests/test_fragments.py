"""Triple pattern fragments: every match on some page, an exact count, and controls that lead on."""

from urllib.parse import urlencode

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse
from rdflib import Graph, Literal, Namespace, URIRef
from werkzeug.test import Client

from ontology import GUPVI, PREFIXES, THINGS

HYDRA, VOID, FOAF = (
    Namespace("http://www.w3.org/ns/hydra/core#"),
    Namespace(PREFIXES["void"]),
    Namespace(PREFIXES["foaf"]),
)
HERE = "http://localhost"


@pytest.mark.parametrize(
    ("asked", "pattern"),
    [
        ({"predicate": GUPVI.established.value}, ("?s", str(GUPVI.established), "?o")),
        ({"subject": f"{THINGS}camp/99", "predicate": "?p"}, (f"<{THINGS}camp/99>", "?p", "?o")),
        ({"object": '"1941-07"'}, ("?s", "?p", '"1941-07"')),
        ({"object": '"Spassky camp"@en'}, ("?s", "?p", '"Spassky camp"@en')),
        ({"object": f'"6740"^^{PREFIXES["xsd"]}integer'}, ("?s", "?p", "6740")),
        ({"predicate": GUPVI.rank.value}, ("?s", str(GUPVI.rank), "?o")),
        ({"object": '"no such words"'}, ("?s", "?p", '"no such words"')),
    ],
)
def test_the_pages_hold_every_match_once(
    site: Client, graph: Store, asked: dict[str, str], pattern: tuple[str, str, str]
) -> None:
    text = " ".join(pattern)
    wanted = {str(triple) for triple in graph.query(f"CONSTRUCT {{ {text} }} WHERE {{ {text} }}")}  # type: ignore[union-attr]
    place: str | None = f"{HERE}/fragments?{urlencode(asked)}"
    found: list[str] = []
    while place:
        response = site.get(place.removeprefix(HERE), headers={"Accept": "application/trig"})
        assert response.mimetype == "application/trig"
        quads = list(parse(response.data, RdfFormat.TRIG))
        about = Graph(identifier=URIRef(f"{place}#metadata"))
        for quad in quads:
            if isinstance(quad.graph_name, NamedNode):
                about.parse(data=f"{quad.triple} .", format="nt")
            else:
                found.append(str(quad.triple))
        assert (URIRef(f"{place}#metadata"), FOAF.primaryTopic, URIRef(place)) in about
        fragment = about.value(predicate=VOID.subset, object=URIRef(place))
        assert fragment is not None
        assert about.value(URIRef(place), HYDRA.totalItems) == Literal(len(wanted))
        assert str(next(about.objects(None, HYDRA.template))) == f"{HERE}/fragments{{?subject,predicate,object}}"
        following = about.value(URIRef(place), HYDRA.next)
        place = str(following) if following else None
    assert len(found) == len(set(found))
    assert set(found) == wanted


def test_a_next_page_keeps_the_form_of_what_was_asked(site: Client) -> None:
    query = f"predicate={GUPVI.rank.value.replace('#', '%23')}&x=%C3%A9"
    found = Graph().parse(data=site.get(f"/fragments?{query}&page=2&format=ttl").data, format="turtle")
    following = {str(page) for page in found.objects(None, HYDRA.next)}
    assert following == {f"{HERE}/fragments?{query}&format=ttl&page=3"}


def test_a_fragment_is_not_sent_twice(site: Client) -> None:
    tag = site.get("/fragments").headers["ETag"]
    assert site.get("/fragments", headers={"If-None-Match": tag}).status_code == 304
    assert site.get("/fragments?page=2", headers={"If-None-Match": tag}).status_code == 200


def test_a_browser_gets_a_page_of_what_matches_and_a_program_never(site: Client) -> None:
    path = f"/fragments?{urlencode({'predicate': GUPVI.rank.value})}"
    page = site.get(path, headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
    assert page.mimetype == "text/html"
    assert "Accept" in page.vary
    assert page.text.count("<tr>") == 101
    assert f'value="{GUPVI.rank.value}"' in page.text
    assert 'rel="next"' in page.text
    again = {"Accept": "text/html", "If-None-Match": page.headers["ETag"]}
    assert site.get(path, headers=again).status_code == 304
    for accept in ("", "*/*", "text/html;q=0.5, application/trig", "application/n-quads,text/html;q=0.2"):
        response = site.get(path, headers={"Accept": accept, "If-None-Match": page.headers["ETag"]})
        assert response.status_code == 200
        assert response.mimetype != "text/html"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("page=0", 400),
        ("page=-1", 400),
        ("page=x", 400),
        ("page=99999999999999999999999", 404),
        ("subject=camp", 400),
        ("subject=%22literal%22", 400),
        ("subject=_:b", 400),
        ("predicate=http://a%20b", 400),
        ("object=%22a%22%40!", 400),
        ("object=%22a%22^^nothing", 400),
        ("object=%22a%22^^http://www.w3.org/1999/02/22-rdf-syntax-ns%23langString", 400),
        ('x={"<|^`\\[]', 200),
        ("x=%C3%A4%FF", 200),
        ("object=<http://a>%20%7D%20UNION%20%7B%20?s%20?p%20?o", 400),
        ("object=%22%00%22", 200),
        ("object=%22%5C%22%0A%22", 200),
        ("object=%22" + "a" * 30_000 + "%22", 200),
        ("subject=%FF", 400),
    ],
)
def test_what_cannot_be_a_pattern_is_told(site: Client, query: str, status: int) -> None:
    response = site.get(f"/fragments?{query}")
    assert response.status_code == status
    if status != 200:
        assert len(response.get_json()["detail"]) < 500
