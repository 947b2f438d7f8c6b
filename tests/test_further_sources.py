"""The further sources: nothing of the collection is lost, camps are told apart, and layers can be chosen."""

import re
from itertools import chain
from math import cos, hypot, radians

import pytest
from asking import ask, rows, select
from pyoxigraph import NamedNode, Store

from loader import terms
from loader.known import GRADES
from ontology import PREFIXES

FACTS, PLACES = 1566, 88  # of the collection that was taken in
DEGREE = 111  # kilometres


def test_every_fact_of_the_collection_is_in_a_table_or_refused_with_a_reason() -> None:
    mapped = {f for row in chain(rows("further-claims.csv"), rows("gazetteer.csv")) for f in row["fact"].split(";")}
    refused = {row["fact"] for row in rows("refused.csv") if row["reason"]}
    assert mapped & refused == set()
    assert mapped | refused == {str(n + 1) for n in range(FACTS)} | {f"p{n + 1}" for n in range(PLACES)}


def test_a_camp_bears_the_number_that_its_key_names_and_no_other() -> None:
    numbered = 0
    for row in (*rows("claims.csv"), *rows("further-claims.csv")):
        if row["predicate"] == "number" and row["subject"].startswith("camp/"):
            key = re.match(r"camp/(?:pfl-|special-)?(\d+)", row["subject"])
            assert key, row["id"]
            assert key[1] == row["value"], row["id"]
            numbered += 1
    assert numbered > 200


def test_camps_of_one_number_and_kind_lie_in_different_places_or_may_be_the_same(graph: Store) -> None:
    merged = """SELECT ?one ?two {
      ?one gupvi:number ?number ; gupvi:kind ?kind ; gupvi:locatedIn ?place ; a gupvi:Camp .
      ?two gupvi:number ?number ; gupvi:kind ?kind ; gupvi:locatedIn ?place ; a gupvi:Camp .
      ?place gupvi:kind gupvi:city . FILTER (STR(?one) < STR(?two))
      FILTER NOT EXISTS { ?one gupvi:possiblySame|gupvi:successorOf|^gupvi:successorOf ?two } }"""
    assert select(graph, merged) == []


def test_what_may_be_the_same_says_so_both_ways_with_the_reason(graph: Store) -> None:
    pairs = rows("identities.csv")
    assert len(pairs) > 40
    for row in pairs:
        for one, other in ((row["one"], row["other"]), (row["other"], row["one"])):
            assert ask(graph, f"ASK {{ <{terms.thing(one).value}> gupvi:possiblySame <{terms.thing(other).value}> }}")


def test_a_count_of_nought_is_no_claim(graph: Store) -> None:
    assert not ask(graph, "ASK { ?claim rdf:predicate gupvi:presentCount ; rdf:object 0 }")


def test_what_is_doubtful_is_never_said_outright(graph: Store) -> None:
    layer = NamedNode(terms.layer("doubtful").value)
    said = {quad.predicate for quad in graph.quads_for_pattern(None, None, None, layer)}
    assert NamedNode(PREFIXES["rdf"] + "object") in said
    assert terms.term("locatedIn") not in said


@pytest.mark.parametrize("grade", GRADES)
def test_a_layer_holds_the_claims_of_its_grade_and_their_passages(graph: Store, grade: str) -> None:
    layer = terms.layer(grade).value
    found = select(graph, f"SELECT DISTINCT ?grade {{ GRAPH <{layer}> {{ ?claim gupvi:reliability ?grade }} }}")
    assert found == [[grade]]
    lost = f"""ASK {{ GRAPH <{layer}> {{ ?claim gupvi:evidence ?passage
                 FILTER NOT EXISTS {{ ?passage gupvi:locator ?locator ; dct:source ?source }} }} }}"""
    assert not ask(graph, lost)


def test_a_camp_lies_near_the_place_in_which_it_is_said_to_lie(graph: Store) -> None:
    pairs = select(
        graph,
        """SELECT ?camp ?lat ?long ?lat0 ?long0 { ?camp a gupvi:Camp ; geo:lat ?lat ; geo:long ?long ;
             gupvi:locatedIn ?place . ?place gupvi:kind gupvi:city ; geo:lat ?lat0 ; geo:long ?long0
             FILTER NOT EXISTS { ?camp gupvi:locatedIn ?other . ?other gupvi:kind gupvi:city FILTER (?other != ?place) }
           }""",
    )
    assert len(pairs) > 5
    for camp, *position in pairs:
        lat, long, lat0, long0 = (float(str(number)) for number in position)
        assert hypot(lat - lat0, (long - long0) * cos(radians(lat))) * DEGREE < 30, camp
