"""The example queries as statements, in the form in which query editors look for them."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from loader import terms
from ontology import BASE, GRAPHS, PREFIXES
from queries import Question

QUESTIONS = NamedNode(f"{GRAPHS}queries")
DECLARATIONS = NamedNode(f"{QUESTIONS.value}#prefixes")
FORMS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": "Describe"}


def exemplify(questions: Iterable[Question]) -> Iterator[Quad]:
    """The example queries as sh:SPARQLExecutable (SHACL Advanced Features, the form that query editors read)."""
    for question in questions:
        form = next(form for form in FORMS if form in question.text)
        triples: list[tuple[str, terms.Term]] = [
            ("rdf:type", terms.known("sh:SPARQLExecutable")),
            ("rdf:type", terms.known(f"sh:SPARQL{FORMS[form]}Executable")),
            ("rdfs:comment", terms.words(question.words)),
            (f"sh:{form.lower()}", Literal(question.text)),
            ("sh:prefixes", DECLARATIONS),
            ("schema:target", NamedNode(f"{BASE}sparql")),
        ]
        triples += [("schema:keywords", terms.words(keyword)) for keyword in question.keywords]
        for predicate, object_ in triples:
            yield Quad(NamedNode(f"{BASE}queries/{question.name}"), terms.known(predicate), object_, QUESTIONS)
    yield from declare()


def declare() -> Iterator[Quad]:
    """The prefixes of the example queries (SHACL, section 5.2.1)."""
    for prefix, namespace in PREFIXES.items():
        node = NamedNode(f"{QUESTIONS.value}#prefix-{prefix}")
        address = Literal(namespace, datatype=terms.known("xsd:anyURI"))
        yield Quad(DECLARATIONS, terms.known("sh:declare"), node, QUESTIONS)
        yield Quad(node, terms.known("rdf:type"), terms.known("sh:PrefixDeclaration"), QUESTIONS)
        yield Quad(node, terms.known("sh:prefix"), Literal(prefix), QUESTIONS)
        yield Quad(node, terms.known("sh:namespace"), address, QUESTIONS)
