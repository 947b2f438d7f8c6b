"""The graph says what the tables say: nothing is lost or added, every claim has its evidence, every thing its names."""

import re
import tracemalloc
from collections import Counter
from collections.abc import Iterator

import pytest
from asking import rows, select
from pyoxigraph import BlankNode, NamedNode, Store

from loader.build import TABLES
from loader.checks import check
from loader.claims import claims
from loader.tables import Row, Tables
from ontology import THINGS


def test_every_claim_of_the_tables_is_in_the_graph_with_source_and_paragraph(graph: Store) -> None:
    found = select(
        graph,
        """SELECT ?claim ?source ?paragraph { ?claim a gupvi:Claim ; gupvi:evidence ?passage .
           ?passage dct:source ?source ; gupvi:paragraph ?paragraph }""",
    )
    found += select(
        graph,
        """SELECT ?claim ?source ?passage { ?claim a gupvi:Claim ; gupvi:evidence ?passage .
           ?passage dct:source ?source FILTER NOT EXISTS { ?passage gupvi:paragraph ?paragraph } }""",
    )
    written = [[f"claim/{row['id']}", row["source"], row["paragraph"]] for row in rows("claims.csv")]
    written += [
        [f"claim/{row['id']}", row["source"], f"passage/{row['id'].rpartition('-')[0]}"]
        for row in rows("further-claims.csv")
    ]
    assert sorted(found, key=str) == sorted(written, key=str)
    assert len(written) == 347 + 2200


def test_the_documents_have_as_many_claims_as_were_found_in_them(graph: Store) -> None:
    found = select(
        graph,
        """SELECT ?key (COUNT(?claim) AS ?claims) {
             ?claim gupvi:reliability gupvi:core ; gupvi:evidence/dct:source/dct:identifier ?key
           } GROUP BY ?key ORDER BY ?key""",
    )
    assert found == [["d0", "71"], ["d1", "95"], ["d2", "132"], ["d3", "49"]]


def test_every_filled_cell_of_a_claim_is_in_the_graph(graph: Store) -> None:
    both = [*rows("claims.csv"), *rows("further-claims.csv")]
    cells = Counter(column for row in both for column, cell in row.items() if cell)
    held = {
        "lower": "gupvi:lower",
        "upper": "gupvi:upper",
        "exactness": "gupvi:exactness",
        "unit": "gupvi:unit",
        "quantifier": "gupvi:quantifier",
        "population": "gupvi:population",
        "edtf": "gupvi:edtf",
        "time_basis": "gupvi:timeBasis",
        "place": "gupvi:place",
        "people": "gupvi:people",
        "agent": "gupvi:agent",
        "attributed_to": "gupvi:attributedTo",
        "stance": "gupvi:stance",
        "rank": "gupvi:rank",
        "before": "gupvi:before",
        "after": "gupvi:after",
        "during": "gupvi:during",
        "jointly_with": "gupvi:jointlyWith",
        "mentions": "schema:mentions",
        "circumstance": "gupvi:circumstance",
        "open_list": "gupvi:openList",
        "note": "skos:editorialNote",
    }
    for column, predicate in held.items():
        counted = select(graph, f"SELECT (COUNT(DISTINCT ?c) AS ?n) {{ ?c a gupvi:Claim ; {predicate} ?v }}")
        assert counted == [[str(cells[column])]], column


def test_every_thing_of_the_tables_is_in_the_graph_with_a_name(graph: Store) -> None:
    files = [file for file in Tables(TABLES).tables if "printed_in" in rows(file)[0] and file != "names.csv"]
    keys = [row["id"] for file in files for row in rows(file)]
    assert len(keys) > 250
    named = {thing for (thing,) in select(graph, 'SELECT ?t { ?t skos:prefLabel ?l FILTER(LANG(?l) = "en") }')}
    assert set(keys) - named == set()


def test_a_name_carries_the_time_for_which_it_held_in_its_sources_graph(graph: Store) -> None:
    timed = select(
        graph,
        """SELECT ?words ?time { GRAPH graph:pow-labor {
             ?name a gupvi:Name ; gupvi:nameOf directorate:upv ; skosxl:literalForm ?words ; gupvi:edtf ?time } }""",
    )
    assert sorted(timed) == [
        ["Directorate for Prisoners' Affairs", "1939/.."],
        ["управление по делам военнопленных", "1939/.."],
    ]


def test_every_group_of_facilities_whose_place_is_printed_lies_there(graph: Store) -> None:
    nowhere = select(
        graph,
        """SELECT ?group { ?claim rdf:subject ?group ; rdf:predicate ?measure ; gupvi:place ?place .
             ?group a gupvi:FacilityGroup . VALUES ?measure { gupvi:facilityCount gupvi:identifiedCount }
             FILTER NOT EXISTS { ?group gupvi:locatedIn ?place } FILTER NOT EXISTS { ?claim gupvi:edtf ?time } }""",
    )
    assert nowhere == []


def test_every_page_about_a_thing_says_how_sure_it_is(graph: Store) -> None:
    found = Counter(how for _, how in select(graph, "SELECT ?page ?how { ?page gupvi:confidence ?how }"))
    written = {(row["page"], row["confidence"]) for row in rows("links.csv")}
    written |= {(row["geonames"], row["confidence"]) for row in rows("gazetteer.csv") if row["geonames"]}
    assert found == Counter(how for _, how in written)


def test_there_are_no_blank_nodes(graph: Store) -> None:
    assert not any(isinstance(term, BlankNode) for quad in graph for term in (quad.subject, quad.object))


@pytest.mark.parametrize(
    ("typed", "thing"),
    [
        ("closca crisan", "division/horia-closca-crisan"),
        ("ГУПВИ".lower(), "directorate/gupvi"),
        ("forced labour", "source/hungarian-labor"),
        ("forced labor", "event/hungarian-forced-labour"),
        ("malenkaya rabota", "concept/malenkij-robot"),
        ("маленькая работа", "concept/malenkij-robot"),
        ("рабочий батальон", "facility-group/worker-battalions"),
        ("lascar", "person/mihail-lascar"),
        ("orok tel", "work/eternal-winter"),
        ("szorakesz", "organization/szorakesz"),
        ("spassky zavod", "place/spassky-zavod"),
        ("prisoners of war in the soviet union", "source/romanian-pows"),
        ("romanian pows", "source/romanian-pows"),
    ],
)
def test_a_name_is_found_by_what_people_type(graph: Store, typed: str, thing: str) -> None:
    found = select(graph, f'SELECT DISTINCT ?t {{ ?t gupvi:searchKey ?key FILTER(CONTAINS(?key, "{typed}")) }}')
    assert [thing] in found


def test_mapping_holds_no_more_rows_in_memory_however_many_there_are() -> None:
    tables = Tables(TABLES)
    known = check(tables)
    keys = {short: source for source, short in known.sources.items()}
    sample = list(tables.rows("claims.csv"))

    def many(times: int) -> Iterator[Row]:
        for _ in range(times):
            yield from sample

    def peak(times: int) -> int:
        tracemalloc.start()
        for _ in claims(many(times), keys, known.readings):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(1)
    assert peak(20) < 2 * peak(2) + 100_000


@pytest.mark.parametrize(
    "pattern",
    [
        "claim:d1-p3-08 rdf:object ?date",
        "VALUES ?claim { claim:d1-p3-08 claim:d9-p9-99 } ?claim rdf:object ?date",
        "?claim rdf:object ?date FILTER (?claim IN (claim:d1-p3-08, claim:d9-p9-99))",
    ],
)
def test_a_claim_can_be_asked_for_by_its_prefixed_name(graph: Store, pattern: str) -> None:
    assert select(graph, f"SELECT ?date {{ {pattern} }}") == [["1941-07"]]


def test_every_key_can_be_written_as_a_prefixed_name(graph: Store) -> None:
    terms = {term for quad in graph for term in (quad.subject, quad.object) if isinstance(term, NamedNode)}
    keys = [term.value.removeprefix(THINGS) for term in terms if term.value.startswith(THINGS)]
    assert len(keys) > 1000
    assert [key for key in keys if re.search(r"\.\d|\..*\.|\.$", key)] == []
