"""The claims in RDF 1.2: each reifies the triple that it makes, which need not hold for that."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Store, Triple

from loader import dumps, terms
from loader.mapping import RDF_TYPE
from ontology import GUPVI

SUBJECT, PREDICATE, OBJECT, REIFIES = (
    terms.known(f"rdf:{name}") for name in ("subject", "predicate", "object", "reifies")
)


def write(store: Store, target: Path) -> None:
    """Write the claims as packed Turtle 1.2."""
    dumps.write(reify(store), target, b'VERSION "1.2"\n')


def reify(store: Store) -> Iterator[Triple]:
    """The claims with all that is said of them (RDF 1.2 Concepts, section 1.5).

    The triple of a claim stands by itself too where the simple layer has it.
    """
    claims = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, GUPVI.Claim, terms.DEFAULT))
    for claim in sorted((claim for claim in claims if isinstance(claim, NamedNode)), key=str):
        about = sorted((q.triple for q in store.quads_for_pattern(claim, None, None, terms.DEFAULT)), key=str)
        said = {triple.predicate: triple.object for triple in about}
        subject, predicate = said[SUBJECT], said[PREDICATE]
        if isinstance(subject, NamedNode) and isinstance(predicate, NamedNode):
            made = Triple(subject, predicate, said[OBJECT])
            if any(store.quads_for_pattern(subject, predicate, said[OBJECT], terms.DEFAULT)):
                yield made
            yield Triple(claim, REIFIES, made)
        yield from (triple for triple in about if triple.predicate not in (SUBJECT, PREDICATE, OBJECT))
