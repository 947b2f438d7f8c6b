"""The ontology explains every term, is consistent, and is all that the graph is written in."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from owlrl import DeductiveClosure, OWLRL_Semantics
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store, parse, serialize
from pyoxigraph import Literal as Term
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, Namespace, URIRef

from ontology import FOLDER, GUPVI, NAMESPACE, PREFIXES, THINGS
from ontology.properties import properties

WORDS = Namespace(NAMESPACE)
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, SKOS.Concept, SKOS.ConceptScheme)


@pytest.fixture(scope="module")
def vocabulary() -> Graph:
    graph = Graph()
    for name in ("gupvi.ttl", "concepts.ttl", "alignments.ttl"):
        graph.parse(FOLDER / name)
    return graph


def own(vocabulary: Graph) -> Iterator[URIRef]:
    for kind in KINDS:
        for term in vocabulary.subjects(RDF.type, kind):
            if isinstance(term, URIRef) and term.startswith(NAMESPACE):
                yield term


def test_every_own_term_has_label_definition_example_and_home(vocabulary: Graph) -> None:
    terms = list(own(vocabulary))
    assert len(terms) > 240
    for term in terms:
        labels = [*vocabulary.objects(term, RDFS.label), *vocabulary.objects(term, SKOS.prefLabel)]
        assert any(isinstance(label, Literal) and label.language == "en" for label in labels), term
        assert len(list(vocabulary.objects(term, SKOS.definition))) == 1, term
        assert list(vocabulary.objects(term, RDFS.isDefinedBy)) == [URIRef(NAMESPACE.rstrip("#"))], term
        assert list(vocabulary.objects(term, SKOS.example)), term


def test_all_terms_are_labelled_in_five_languages(vocabulary: Graph) -> None:
    for kind in KINDS:
        for term in vocabulary.subjects(RDF.type, kind):
            labels = [*vocabulary.objects(term, RDFS.label), *vocabulary.objects(term, SKOS.prefLabel)]
            languages = [label.language for label in labels if isinstance(label, Literal)]
            assert sorted(map(str, languages)) == ["de", "en", "hu", "ro", "ru"], term


def test_examples_name_things_that_exist(vocabulary: Graph, graph: Store) -> None:
    named = 0
    for example in vocabulary.objects(None, SKOS.example):
        for word in str(example).replace(",", " ").replace(":", " : ").split():
            if "/" in word and word.split("/")[0].isalpha() and not word.endswith("…"):
                thing = NamedNode(THINGS + word.rstrip(".;"))
                assert next(graph.quads_for_pattern(thing, None, None), None), example
                named += 1
    assert named > 100


def test_header_says_version_licence_and_namespace(vocabulary: Graph) -> None:
    header = URIRef(NAMESPACE.rstrip("#"))
    vann, dct = Namespace(PREFIXES["vann"]), Namespace(PREFIXES["dct"])
    for predicate in (dct.title, dct.description, dct.license, OWL.versionIRI, vann.preferredNamespacePrefix):
        assert vocabulary.value(header, predicate), predicate
    assert str(vocabulary.value(header, vann.preferredNamespaceUri)) == NAMESPACE


def test_a_term_that_does_not_exist_cannot_be_named() -> None:
    assert GUPVI.Claim == NamedNode(NAMESPACE + "Claim")
    with pytest.raises(AttributeError, match="no term 'Clam'"):
        _ = GUPVI.Clam


def test_the_graph_uses_no_own_term_that_the_ontology_lacks(graph: Store) -> None:
    used = {
        term.value.removeprefix(NAMESPACE)
        for quad in graph
        for term in (quad.predicate, quad.object)
        if isinstance(term, NamedNode) and term.value.startswith(NAMESPACE)
    }
    assert used - set(GUPVI) == set()
    assert len(used) > 150


def test_context_covers_every_property_and_class(vocabulary: Graph) -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    mapped = {entry["@id"] if isinstance(entry, dict) else entry for entry in context.values()}
    for name in properties():
        assert (name if ":" in name else f"gupvi:{name}") in mapped, name
    for term in vocabulary.subjects(RDF.type, OWL.Class):
        assert f"gupvi:{str(term).removeprefix(NAMESPACE)}" in mapped, term


def test_context_reads_back_as_the_triples_it_was_written_from() -> None:
    context = json.loads((FOLDER / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    document = {
        "@context": context,
        "id": THINGS + "camp/99",
        "type": "Camp",
        "locatedIn": THINGS + "place/karaganda-oblast",
        "established": "1941-07",
        "prefLabel": {"en": "Spassky camp no. 99"},
    }
    quads = list(parse(json.dumps(document), format=RdfFormat.JSON_LD))
    assert {(quad.predicate, quad.object) for quad in quads} == {
        (NamedNode(PREFIXES["rdf"] + "type"), GUPVI.Camp),
        (GUPVI.locatedIn, NamedNode(THINGS + "place/karaganda-oblast")),
        (GUPVI.established, Term("1941-07")),
        (NamedNode(PREFIXES["skos"] + "prefLabel"), Term("Spassky camp no. 99", language="en")),
    }
    assert {quad.subject for quad in quads} == {NamedNode(THINGS + "camp/99")}


def direct_layer(graph: Store) -> Graph:
    """The ontology with the things and what is said of them outright, without claims."""
    text = """
        CONSTRUCT { ?s ?p ?o } WHERE {
          ?s ?p ?o .
          FILTER NOT EXISTS { ?s a ?made . VALUES ?made { gupvi:Claim gupvi:Finding gupvi:Silence } }
        }"""
    triples = graph.query(text, prefixes={"gupvi": NAMESPACE})
    assert not isinstance(triples, QuerySolutions | bool)
    return Graph().parse(serialize(triples, format=RdfFormat.N_TRIPLES), format="nt")  # type: ignore[arg-type]


def complaints(graph: Graph) -> list[str]:
    """What the OWL 2 RL rules find inconsistent."""
    DeductiveClosure(OWLRL_Semantics).expand(graph)
    return [str(o) for _, p, o in graph if str(p).endswith("agent-ont#error")]


def test_the_ontology_and_the_things_are_consistent_in_owl_2_rl(graph: Store) -> None:
    assert complaints(direct_layer(graph)) == []


def test_the_consistency_check_can_fail(vocabulary: Graph) -> None:
    spoilt = Graph() + vocabulary
    spoilt.add((URIRef("urn:x"), RDF.type, WORDS.Person))
    spoilt.add((URIRef("urn:x"), RDF.type, WORDS.Place))
    assert complaints(spoilt)


def test_the_ontology_is_consistent_under_hermit(vocabulary: Graph, tmp_path: Path) -> None:
    owlready2 = pytest.importorskip("owlready2", reason="needs the extra: pip install -e '.[reasoner]'")
    if shutil.which("java") is None:
        pytest.skip("HermiT needs Java on the path")
    path = tmp_path / "ontology.nt"
    vocabulary.serialize(path, format="nt", encoding="utf-8")
    world = owlready2.World()
    with world.get_ontology(path.as_uri()).load():
        owlready2.sync_reasoner_hermit(world, debug=0)
    assert list(world.inconsistent_classes()) == []


def test_every_alignment_has_its_reason_above_it() -> None:
    lines = (FOLDER / "alignments.ttl").read_text(encoding="utf-8").splitlines()
    aligned = [number for number, line in enumerate(lines) if line.startswith("gupvi:")]
    assert len(aligned) > 50
    for number in aligned:
        assert lines[number - 1].startswith("# "), lines[number]


def test_default_graph_carries_labels_of_measures(graph: Store) -> None:
    label = NamedNode(PREFIXES["rdfs"] + "label")
    labels = {quad.object for quad in graph.quads_for_pattern(GUPVI.diedCount, label, None, DefaultGraph())}
    assert Term("number who died", language="en") in labels
