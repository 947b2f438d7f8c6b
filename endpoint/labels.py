"""The words for IRIs: labels as the store has them, in the language of whoever asks where there is one."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from endpoint import reading
from endpoint.desk import ENGLISH, Desk
from endpoint.reading import Term
from endpoint.terms import Label
from ontology import PREFIXES

DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
# a variable for the property would be joined with every label of the graph, which takes ten times as long
_LABELS = """SELECT ?term ?label {
  VALUES ?term { %s }
  { ?term skos:prefLabel ?label } UNION { ?term rdfs:label ?label } UNION { ?term dct:title ?label }
}"""


def find(desk: Desk, terms: Iterable[Term | None]) -> dict[str, Label]:
    """Find the label of each IRI among the terms, in English if not in the language asked for.

    Those without a label are left out.
    """
    ranks = {"": 2, ENGLISH: 1, desk.language: 0}
    iris = sorted({str(term) for term in terms if isinstance(term, NamedNode)})
    best: dict[str, tuple[int, Label]] = {}
    for term, label in reading.rows(desk, DECLARED + _LABELS % " ".join(iris)) if iris else ():
        if isinstance(term, NamedNode) and isinstance(label, Literal):
            found = Label(label.value, label.language or "")
            rank = ranks.get(ENGLISH if found.language.startswith("en-") else found.language, len(ranks))
            best[term.value] = min(best.get(term.value, (rank, found)), (rank, found))
    return {iri: label for iri, (_, label) in best.items()}
