"""Each source has a world of its own: its claims, its names, and nothing of another source or of the editors."""

import pytest
from asking import SOURCES, ask, rows, select
from pyoxigraph import DefaultGraph, NamedNode, Store

from loader import terms
from ontology import GRAPHS, THINGS
from ontology.folding import search_keys


@pytest.mark.parametrize("source", SOURCES)
def test_the_graph_of_a_source_holds_its_own_claims_and_no_others(graph: Store, source: str) -> None:
    own = f"{THINGS}source/{source}"
    key = next(row["key"] for row in rows("sources.csv") if row["id"] == f"source/{source}")
    inside = list(graph.quads_for_pattern(None, None, None, NamedNode(GRAPHS + source)))
    claimed = {q.subject.value for q in inside if isinstance(q.subject, NamedNode) and "/id/claim/" in q.subject.value}
    assert claimed == {
        f"{THINGS}claim/{row['id']}" for row in rows("claims.csv") if row["source"] == f"source/{source}"
    }
    for quad in inside:
        for term in (quad.subject, quad.object):
            value = term.value if isinstance(term, NamedNode) else ""
            if value.startswith(f"{THINGS}passage/"):
                assert value.startswith(f"{THINGS}passage/{key}-"), quad
            if value.startswith(f"{THINGS}source/"):
                assert value == own, quad
            assert not value.startswith((f"{THINGS}finding/", f"{THINGS}comparison/", f"{THINGS}silence/")), quad


def test_names_from_outside_the_documents_never_stand_in_a_documents_graph(graph: Store) -> None:
    outside = {
        quad.subject
        for quad in graph.quads_for_pattern(
            None, terms.known("dct:source"), terms.thing("source/editors"), DefaultGraph()
        )
    }
    assert len(outside) > 200
    for source in SOURCES:
        inside = {quad.subject for quad in graph.quads_for_pattern(None, None, None, NamedNode(GRAPHS + source))}
        assert outside & inside == set()


def test_the_merged_graph_holds_all_that_the_sources_graphs_hold(graph: Store) -> None:
    merged = {(q.subject, q.predicate, q.object) for q in graph.quads_for_pattern(None, None, None, DefaultGraph())}
    preferred, other = terms.known("skos:prefLabel"), terms.known("skos:altLabel")
    for source in (*SOURCES, "editors", "ontology"):
        for quad in graph.quads_for_pattern(None, None, None, NamedNode(GRAPHS + source)):
            triple = (quad.subject, quad.predicate, quad.object)
            # the name to show in a source's graph is the source's own, which may be one of several in the merged one
            shown = quad.predicate == preferred and (quad.subject, other, quad.object) in merged
            assert triple in merged or shown


@pytest.mark.parametrize("source", SOURCES)
def test_whatever_a_source_speaks_of_has_a_name_in_its_graph(graph: Store, source: str) -> None:
    unnamed = select(
        graph,
        f"""SELECT DISTINCT ?thing {{ GRAPH graph:{source} {{ ?claim a gupvi:Claim ; rdf:subject|rdf:object ?thing
              FILTER (STRSTARTS(STR(?thing), "{THINGS}"))
              FILTER NOT EXISTS {{ ?thing skos:prefLabel ?name FILTER (LANG(?name) = "en") }} }} }}""",
    )
    assert unnamed == []


@pytest.mark.parametrize("source", SOURCES)
def test_whatever_a_source_names_is_found_in_its_graph_by_the_name_it_shows(graph: Store, source: str) -> None:
    labels = "?thing skos:prefLabel ?label FILTER (LANG(?label) = 'en')"
    found = select(graph, f"SELECT ?thing ?label {{ GRAPH graph:{source} {{ {labels} }} }}")
    assert len(found) > 20
    for thing, label in found:
        key = search_keys(str(label))[0]
        assert ask(graph, f"ASK {{ GRAPH graph:{source} {{ <{THINGS}{thing}> gupvi:searchKey '{key}' }} }}"), thing


def test_a_name_of_a_source_that_is_not_the_one_to_show_does_not_take_its_place(graph: Store) -> None:
    shown = "SELECT ?label { GRAPH graph:lynch-blog { event:ww2 skos:prefLabel ?label FILTER (LANG(?label) = 'en') } }"
    assert select(graph, shown) == [["World War II"]]
