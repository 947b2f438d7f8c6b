"""What is worked out is marked so, and what is said outright has a claim behind it that says so."""

from collections.abc import Iterator

import pytest
from asking import ask, select
from pyoxigraph import DefaultGraph, NamedNode, Quad, Store

from loader.findings import infer
from ontology import NAMESPACE, PREFIXES, THINGS
from ontology.properties import properties

FILED = {  # what the editors file of a thing, which is no statement about history
    PREFIXES["rdf"] + "type",
    *(
        PREFIXES["skos"] + name
        for name in ("prefLabel", "altLabel", "broader", "inScheme", "editorialNote", "exactMatch", "closeMatch")
    ),
    *(NAMESPACE + name for name in ("kind", "searchKey", "people", "possiblySame")),
    *(PREFIXES["dct"] + name for name in ("identifier", "bibliographicCitation", "license", "rights", "isPartOf")),
    *(PREFIXES["foaf"] + name for name in ("page", "isPrimaryTopicOf")),
    PREFIXES["rdfs"] + "seeAlso",
}
FILED_OF_SOURCES = PREFIXES["dct"] + "title"  # as their citation is, where no text is at hand that says it itself


def test_nothing_is_said_outright_without_a_claim_that_says_it(graph: Store) -> None:
    spoken = {quad.predicate for quad in graph if quad.graph_name == DefaultGraph()}
    facts = {p.iri for p in properties().values() if p.iri.value not in FILED} & spoken
    unsaid = []
    for predicate in facts:
        for quad in graph.quads_for_pattern(None, predicate, None, DefaultGraph()):
            about = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
            kind = about.removeprefix(THINGS).partition("/")[0]
            if predicate.value == FILED_OF_SOURCES and kind == "source":
                continue
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
                  FILTER NOT EXISTS { ?other rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ;
                                        gupvi:stance gupvi:asserted ; gupvi:rank gupvi:normal ; gupvi:after ?event .
                                      ?claim gupvi:before ?event }  # not until then, and from then on
                  { ?claim a gupvi:QuantityClaim } UNION { ?claim gupvi:rank gupvi:deprecated }
                  UNION { ?claim gupvi:stance ?stance . VALUES ?stance
                          { gupvi:denied gupvi:alleged gupvi:supposed gupvi:judged gupvi:unknown } } }"""
    assert not ask(graph, outright)
    assert not ask(graph, "ASK { group:hu-convicts gupvi:destination organization:gupvi-camp-system }")


def test_what_came_not_until_an_event_is_denied_before_it(graph: Store) -> None:
    denied = select(
        graph, "SELECT ?c ?e { ?c gupvi:stance gupvi:denied ; rdf:predicate gupvi:fate ; gupvi:before ?e } ORDER BY ?c"
    )
    assert denied == [
        ["claim/d1-p4-05", "event/romania-switch-of-sides"],
        ["claim/d1-p4-12", "event/end-of-ww2"],
        ["claim/d2-p1-02", "event/fall-of-communism"],
        ["claim/d2-p1-03", "event/dissolution-of-ussr"],
    ]


def test_every_comparison_that_links_says_which_claims_it_links(graph: Store) -> None:
    unlinked = """SELECT ?comparison { ?comparison gupvi:kind ?kind . VALUES ?kind
      { gupvi:tension gupvi:contradiction gupvi:agreementOfSources }
      FILTER NOT EXISTS { ?comparison gupvi:compares ?one, ?other .
                          ?one gupvi:inTensionWith|gupvi:contradicts|gupvi:agreesWith ?other } }"""
    assert select(graph, unlinked) == []


def test_a_group_of_people_without_a_number_is_known_to_have_none(graph: Store) -> None:
    uncounted = """SELECT ?group { ?group a gupvi:PopulationGroup . FILTER EXISTS { ?any a gupvi:Claim ; ?p ?group }
      FILTER NOT EXISTS { ?number a gupvi:QuantityClaim ; rdf:subject|gupvi:population ?group }
      FILTER NOT EXISTS { ?silence a gupvi:Silence ; rdf:subject ?group } }"""
    assert select(graph, uncounted) == []


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
        ["claim/d2-p1-06", "personCount", "group/hu-civilians"],
        ["claim/d2-p1-08", "diedCount", "group/hu-perished"],
        ["claim/d2-p13-11", "diedCount", "group/hu-perished"],
    ]


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
        ["interned-7161-countries", "112480", "exact"],
        ["interned-7161-men-and-women", "112480", "exact"],
        ["molotov-report-exact-part", "82073", "exact"],
        ["molotov-report-total", "132073", "about"],
        ["romanians-captured-or-missing", "265000", "almost"],
        ["spassky-nations", "65112", "exact"],
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


def stated(name: str, stance: str, more: str) -> str:
    """A made-up claim that camp 1 is held to be in place 1."""
    return f"""<urn:{name}> a gupvi:Claim ; rdf:subject <urn:camp> ; rdf:predicate gupvi:locatedIn ;
      rdf:object <urn:place> ; gupvi:stance gupvi:{stance} ; gupvi:rank gupvi:normal {more} ."""


@pytest.mark.parametrize(
    ("denied", "asserted", "contradiction"),
    [
        ("", "", True),
        ("; gupvi:before <urn:war>", "; gupvi:after <urn:war>", False),
        ("; gupvi:before <urn:war>", "; gupvi:before <urn:war>", True),
        ('; gupvi:latestEnd "1943-12-31"^^xsd:date', '; gupvi:earliestBegin "1944-01-01"^^xsd:date', False),
        ("; gupvi:population <urn:these>", "; gupvi:population <urn:those>", False),
    ],
)
def test_what_one_asserts_and_another_denies_contradict(denied: str, asserted: str, contradiction: bool) -> None:
    store = Store()
    claims = stated("no", "denied", denied) + stated("yes", "asserted", asserted)
    store.update("".join(f"PREFIX {p}: <{n}> " for p, n in PREFIXES.items()) + f"INSERT DATA {{ {claims} }}")
    assert bool(list(infer(store, "contradictory-stances"))) is contradiction


@pytest.mark.parametrize("limit", ["gupvi:place <urn:x>", "gupvi:quantifier gupvi:some", "gupvi:jointlyWith <urn:x>"])
def test_claims_of_different_extent_do_not_agree(limit: str) -> None:
    for more, agreement in (("", True), (f"; {limit}", False)):
        store = Store()
        claims = stated("one", "asserted", "") + stated("other", "asserted", more)
        store.update("".join(f"PREFIX {p}: <{n}> " for p, n in PREFIXES.items()) + f"INSERT DATA {{ {claims} }}")
        assert bool(list(infer(store, "agreements"))) is agreement
