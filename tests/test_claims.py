"""The graph says what the tables say: nothing is lost, added or smoothed over, and everything has its evidence."""

import csv
import tracemalloc
from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, QueryBoolean, QuerySolutions, Store

from loader import terms
from loader.build import TABLES
from loader.checks import check
from loader.claims import claims
from loader.findings import infer
from loader.tables import Row, Tables
from ontology import GRAPHS, NAMESPACE, PREFIXES, THINGS
from ontology.properties import properties

SOURCES = ("pow-labor", "romanian-pows", "hungarian-labor", "lynch-blog")
FILED = {  # what the editors file of a thing, which is no statement about history
    PREFIXES["rdf"] + "type",
    *(
        PREFIXES["skos"] + name
        for name in ("prefLabel", "altLabel", "broader", "inScheme", "editorialNote", "exactMatch")
    ),
    *(NAMESPACE + name for name in ("kind", "searchKey", "people")),
    *(PREFIXES["dct"] + name for name in ("identifier", "bibliographicCitation", "license", "rights", "isPartOf")),
    *(PREFIXES["foaf"] + name for name in ("page", "isPrimaryTopicOf")),
    PREFIXES["rdfs"] + "seeAlso",
}


def select(graph: Store, text: str) -> list[list[str | None]]:
    """The rows of a SELECT as lexical forms, IRIs of things and terms without their beginnings."""
    result = graph.query(text, prefixes=PREFIXES)
    assert isinstance(result, QuerySolutions)
    return [[None if v is None else short(v) for v in row] for row in result]


def short(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix(THINGS).removeprefix(NAMESPACE)


def ask(graph: Store, text: str) -> bool:
    result = graph.query(text, prefixes=PREFIXES)
    assert isinstance(result, QueryBoolean)
    return bool(result)


def rows(file: str) -> list[dict[str, str]]:
    with (TABLES / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_claim_of_the_tables_is_in_the_graph_with_source_and_paragraph(graph: Store) -> None:
    found = select(
        graph,
        """SELECT ?claim ?source ?paragraph { ?claim a gupvi:Claim ; gupvi:evidence ?passage .
           ?passage dct:source ?source ; gupvi:paragraph ?paragraph }""",
    )
    written = [[f"claim/{row['id']}", row["source"], row["paragraph"]] for row in rows("claims.csv")]
    assert sorted(found, key=str) == sorted(written, key=str)
    assert len(written) == 326


def test_the_documents_have_as_many_claims_as_were_found_in_them(graph: Store) -> None:
    found = select(
        graph,
        """SELECT ?key (COUNT(?claim) AS ?claims) {
             ?claim a gupvi:Claim ; gupvi:evidence/dct:source/dct:identifier ?key } GROUP BY ?key ORDER BY ?key""",
    )
    assert found == [["d0", "65"], ["d1", "91"], ["d2", "121"], ["d3", "49"]]


def test_every_filled_cell_of_a_claim_is_in_the_graph(graph: Store) -> None:
    cells = Counter(column for row in rows("claims.csv") for column, cell in row.items() if cell)
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


def test_nothing_is_said_outright_without_a_claim_that_says_it(graph: Store) -> None:
    spoken = {quad.predicate for quad in graph if quad.graph_name == DefaultGraph()}
    facts = {p.iri for p in properties().values() if p.iri.value not in FILED} & spoken
    unsaid = []
    for predicate in facts:
        for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
            about = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            kind = about.removeprefix(THINGS).partition("/")[0]
            if about.startswith(THINGS) and kind not in (
                "claim",
                "passage",
                "name",
                "finding",
                "comparison",
                "silence",
            ):
                said = f"rdf:subject <{about}> ; rdf:predicate <{predicate.value}> ; rdf:object {quad.object}"
                if not ask(graph, f"ASK {{ ?claim a gupvi:Claim ; {said} }}"):
                    unsaid.append(said)
    assert unsaid == []


def test_numbers_denials_allegations_and_furniture_are_never_said_outright(graph: Store) -> None:
    outright = """ASK { ?claim a gupvi:Claim ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o . ?s ?p ?o .
                  { ?claim a gupvi:QuantityClaim } UNION { ?claim gupvi:rank gupvi:deprecated }
                  UNION { ?claim gupvi:stance ?stance . VALUES ?stance
                          { gupvi:denied gupvi:alleged gupvi:supposed gupvi:judged gupvi:unknown } } }"""
    assert not ask(graph, outright)
    assert not ask(graph, "ASK { group:hu-convicts gupvi:destination organization:gupvi-camp-system }")


def test_camp_99_under_gupvi_is_marked_as_inferred_and_not_said(graph: Store) -> None:
    assert not ask(graph, "ASK { camp:99 gupvi:subordinateTo ?body }")
    assert select(
        graph,
        """SELECT ?body ?kind ?stance (COUNT(?claim) AS ?inputs) { ?finding a gupvi:Finding ; rdf:subject camp:99 ;
             rdf:predicate gupvi:subordinateTo ; rdf:object ?body ; gupvi:kind ?kind ; gupvi:stance ?stance ;
             prov:wasDerivedFrom ?claim } GROUP BY ?body ?kind ?stance""",
    ) == [["directorate/gupvi", "inference", "derived", "2"]]


def test_the_sum_over_the_regions_is_never_the_total(graph: Store) -> None:
    totals = select(
        graph,
        "SELECT ?o { ?c rdf:subject facility-group:hungarian ; rdf:predicate gupvi:facilityCount ; rdf:object ?o }",
    )
    assert totals == [["2000"]]
    summed = select(graph, "SELECT ?f ?p ?caveat { ?f rdf:object 1472 ; rdf:predicate ?p ; dct:description ?caveat }")
    assert [row[:2] for row in summed] == [["finding/identified-camps-total", "identifiedCount"]]
    assert "Not the total" in str(summed[0][2])


def test_civilians_and_dead_of_200_000_stay_apart(graph: Store) -> None:
    found = select(
        graph,
        """SELECT ?c ?p ?who { ?c a gupvi:QuantityClaim ; rdf:predicate ?p ; rdf:object 200000 ;
                                  gupvi:population ?who } ORDER BY ?c""",
    )
    assert found == [
        ["claim/d2.p1.06", "personCount", "group/hu-civilians"],
        ["claim/d2.p1.08", "diedCount", "group/hu-perished"],
        ["claim/d2.p13.11", "diedCount", "group/hu-perished"],
    ]


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
                assert value.startswith(f"{THINGS}passage/{key}."), quad
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


def test_findings_come_out_as_worked_by_hand(graph: Store) -> None:
    found = select(
        graph, "SELECT ?f ?o ?e { ?f a gupvi:Finding ; rdf:object ?o OPTIONAL { ?f gupvi:exactness ?e } } ORDER BY ?f"
    )
    assert [[str(row[0]).removeprefix("finding/"), *row[1:]] for row in found] == [
        ["axis-deaths-floor", "750000", "moreThan"],
        ["between-the-two-divisions", "18", "about"],
        ["camp-99-under-gupvi", "directorate/gupvi", None],
        ["camps-of-the-system", "918", "moreThan"],
        ["central-russia-share", "42.6", "about"],
        ["convicts-not-counted-as-returned", "6500", "about"],
        ["facilities-of-the-system", "1553", "moreThan"],
        ["first-deportation-wave-time", "1944-11~/1944-12~", None],
        ["first-romanians-after-founding", "39-69", "range"],
        ["hungarians-accounted-for", "530000-580000", "range"],
        ["hungarians-not-returned", "220000-270000", "range"],
        ["identified-camps-total", "1472", "exact"],
        ["molotov-report-exact-part", "82073", "exact"],
        ["molotov-report-total", "132073", "about"],
        ["romanians-captured-or-missing", "265000", "almost"],
        ["upv-established", "1939", None],
    ]


Bounds = tuple[int, int | None, int | None, bool]


def quantity(name: str, number: int, lower: int | None, upper: int | None, closed: bool) -> Iterator[Quad]:
    """A made-up claim on how many were held at a made-up camp in 1943."""
    claim = NamedNode(f"urn:{name}")
    text = f"""INSERT DATA {{ <urn:{name}> a gupvi:Claim, gupvi:QuantityClaim ; rdf:subject <urn:camp> ;
      rdf:predicate gupvi:heldCount ; rdf:object {number} ; gupvi:population <urn:who> ; gupvi:unit gupvi:persons ;
      gupvi:exactness gupvi:exact ; gupvi:stance gupvi:asserted ; gupvi:rank gupvi:normal ;
      gupvi:earliestBegin "1943-01-01"^^xsd:date ; gupvi:latestEnd "1943-12-31"^^xsd:date
      {f"; gupvi:lower {lower} ; gupvi:lowerInclusive {str(closed).lower()}" if lower is not None else ""}
      {f"; gupvi:upper {upper} ; gupvi:upperInclusive {str(closed).lower()}" if upper is not None else ""} }}"""
    store = Store()
    store.update("".join(f"PREFIX {p}: <{n}> " for p, n in PREFIXES.items()) + text)
    yield from store.quads_for_pattern(claim, None, None)


@pytest.mark.parametrize(
    ("one", "other", "contradiction"),
    [
        ((100, 100, 100, True), (200, 200, 200, True), True),
        ((100, 100, 100, True), (100, 100, 100, True), False),
        ((100, None, 100, True), (100, 100, None, True), False),
        ((100, None, 100, False), (100, 100, None, False), True),
        ((100, 100, None, True), (200, 200, None, True), False),
        ((100, None, 100, True), (200, None, 200, True), False),
        ((100, 50, 150, True), (120, 120, None, True), False),
    ],
)
def test_claims_contradict_when_their_bounds_leave_no_common_number(
    one: Bounds, other: Bounds, contradiction: bool
) -> None:
    store = Store()
    store.extend([*quantity("one", *one), *quantity("other", *other)])
    assert bool(list(infer(store, "contradictions"))) is contradiction


def test_claims_of_different_times_do_not_contradict() -> None:
    store = Store()
    store.extend([*quantity("one", 100, 100, 100, True), *quantity("other", 200, 200, 200, True)])
    assert list(infer(store, "contradictions"))
    store.update(
        """PREFIX gupvi: <https://w3id.org/gupvi/ontology#> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
        DELETE { <urn:other> gupvi:earliestBegin ?b ; gupvi:latestEnd ?e }
        INSERT { <urn:other> gupvi:earliestBegin "1944-01-01"^^xsd:date ; gupvi:latestEnd "1944-12-31"^^xsd:date }
        WHERE { <urn:other> gupvi:earliestBegin ?b ; gupvi:latestEnd ?e }"""
    )
    assert list(infer(store, "contradictions")) == []


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
