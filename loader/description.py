"""How the dataset describes itself: VoID with a subset for each source, and the questions as SHACL executables."""

from collections.abc import Iterable, Iterator

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QuerySolutions, Store, Triple

import ontology
from loader import terms
from loader.mapping import PREFERRED, RDF_TYPE, findable, put
from ontology import BASE, GRAPHS, PREFIXES, THINGS
from queries import Question

Term = NamedNode | BlankNode | Literal | Triple
VOID, QUESTIONS, ONTOLOGY = (NamedNode(GRAPHS + name) for name in ("void", "queries", "ontology"))
LICENCE = NamedNode(ontology.LICENCE)
TITLE, DESCRIPTION = terms.known("dct:title"), terms.known("dct:description")
FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def define() -> Iterator[Quad]:
    """The ontology, in its own graph and in the merged one, where labels of terms are needed and searched."""
    for quad in ontology.read():
        for graph in (terms.DEFAULT, ONTOLOGY):
            yield Quad(quad.subject, quad.predicate, quad.object, graph)
        if quad.predicate == PREFERRED and isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal):
            yield from put(findable(quad.subject, quad.object.value), ONTOLOGY)


def describe(store: Store, version: str, sources: Iterable[str]) -> Iterator[Quad]:
    """The VoID description (W3C Interest Group Note) of the merged dataset and of each source's graph."""
    yield from typed(terms.DATASET, "void:Dataset")
    yield stated(terms.DATASET, "dct:title", terms.words("GUPVI Graph"))
    about = "What sources say of the Soviet prisoner-of-war and forced-labour system, 1939-1956, claim by claim."
    yield stated(terms.DATASET, "dct:description", terms.words(about))
    yield stated(terms.DATASET, "dct:license", LICENCE)
    yield stated(terms.DATASET, "dct:hasVersion", Literal(version))
    yield stated(terms.DATASET, "void:uriSpace", Literal(THINGS))
    yield stated(terms.DATASET, "void:exampleResource", terms.thing("camp/99"))
    yield stated(terms.DATASET, "void:vocabulary", NamedNode(BASE + "ontology"))
    yield from counted(store, terms.DATASET, terms.DEFAULT)
    for source in sources:
        graph = terms.graph(source)
        yield stated(terms.DATASET, "void:subset", graph)
        yield from typed(graph, "void:Dataset")
        yield stated(graph, "dct:source", terms.thing(source))
        yield stated(graph, "dct:license", LICENCE)
        yield from counted(store, graph, graph)


def counted(store: Store, subject: NamedNode, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    """How many triples, subjects, classes and properties a graph has, and how many entities of each class."""
    counts = {
        "void:triples": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
        "void:distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "void:distinctObjects": "SELECT (COUNT(DISTINCT ?o) AS ?n) { ?s ?p ?o }",
        "void:properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "void:classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    }
    for predicate, query in counts.items():
        for row in solutions(store, query, graph):
            yield stated(subject, predicate, row[0])
    name = subject.value.rpartition("/")[2]
    for row in solutions(store, "SELECT ?c (COUNT(?s) AS ?n) { ?s a ?c } GROUP BY ?c ORDER BY ?c", graph):
        class_, number = row[0], row[1]
        if isinstance(class_, NamedNode):
            local = class_.value.replace("#", "/").rpartition("/")[2]
            partition = NamedNode(f"{VOID.value}#{name}-{local}")
            yield stated(subject, "void:classPartition", partition)
            yield stated(partition, "void:class", class_)
            yield stated(partition, "void:entities", number)


def solutions(store: Store, query: str, graph: NamedNode | DefaultGraph) -> QuerySolutions:
    """The rows of a SELECT over one graph."""
    result = store.query(query, default_graph=graph)
    if not isinstance(result, QuerySolutions):
        raise TypeError("the query is no SELECT")
    return result


def typed(subject: NamedNode, class_: str) -> Iterator[Quad]:
    """The class of a node of the description."""
    yield Quad(subject, RDF_TYPE, terms.known(class_), VOID)


def stated(subject: NamedNode, predicate: str, object_: Term) -> Quad:
    """A statement of the description's own graph."""
    return Quad(subject, terms.known(predicate), object_, VOID)


def exemplify(questions: Iterable[Question]) -> Iterator[Quad]:
    """The example queries as sh:SPARQLExecutable (SHACL Advanced Features, the form that query editors read)."""
    for question in questions:
        subject = NamedNode(f"{BASE}queries/{question.name}")
        form = next(form for form in FORMS if form in question.text)
        triples: list[tuple[NamedNode, Term]] = [
            (RDF_TYPE, terms.known("sh:SPARQLExecutable")),
            (RDF_TYPE, terms.known(f"sh:SPARQL{FORMS[form]}Executable")),
            (terms.known("rdfs:comment"), terms.words(question.words)),
            (terms.known(f"sh:{form.lower()}"), Literal(question.text)),
            (terms.known("schema:target"), NamedNode(f"{BASE}sparql")),
        ]
        triples += [(terms.known("schema:keywords"), terms.words(keyword)) for keyword in question.keywords]
        for predicate, object_ in triples:
            yield Quad(subject, predicate, object_, QUESTIONS)
    declared = NamedNode(f"{QUESTIONS.value}#prefixes")
    for prefix, namespace in PREFIXES.items():
        node = NamedNode(f"{QUESTIONS.value}#prefix-{prefix}")
        yield Quad(declared, terms.known("sh:declare"), node, QUESTIONS)
        yield Quad(node, terms.known("sh:prefix"), Literal(prefix), QUESTIONS)
        any_uri = terms.known("xsd:anyURI")
        yield Quad(node, terms.known("sh:namespace"), Literal(namespace, datatype=any_uri), QUESTIONS)
