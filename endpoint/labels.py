"""The words for IRIs: labels as the store has them, in English where there is a choice."""

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from endpoint import reading
from endpoint.engine import Engine
from endpoint.reading import Term
from ontology import PREFIXES

DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
# a variable for the property would be joined with every label of the graph, which takes ten times as long
_LABELS = """SELECT ?term ?label {
  VALUES ?term { %s }
  { ?term skos:prefLabel ?label } UNION { ?term rdfs:label ?label } UNION { ?term dct:title ?label }
}"""


def find(engine: Engine, terms: Iterable[Term | None]) -> dict[str, str]:
    """Find the label of each IRI among the terms; those without one are left out."""
    iris = sorted({str(term) for term in terms if isinstance(term, NamedNode)})
    best: dict[str, tuple[int, str]] = {}
    for term, label in reading.rows(engine, DECLARED + _LABELS % " ".join(iris)) if iris else ():
        if isinstance(term, NamedNode) and isinstance(label, Literal):
            # 0: English, 1: no language, 2: another
            rank = {"en": 0, None: 1}.get(label.language and label.language[:2], 2)
            best[term.value] = min(best.get(term.value, (3, "")), (rank, label.value))
    return {iri: label for iri, (_, label) in best.items()}
