"""What things are called: by their label, and where they have none, by what they say or where they stand."""

from collections import Counter
from collections.abc import Iterable

from pyoxigraph import NamedNode

from endpoint import claims, labels, reading
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.reading import Term
from endpoint.terms import Label, show
from ontology import PREFIXES

_PARTS = """SELECT ?thing ?source ?where {
  VALUES ?thing { %s }
  { ?thing gupvi:locator ?where ; dct:source/skos:prefLabel ?source } UNION { ?thing skosxl:literalForm ?source }
}"""


def find(desk: Desk, terms: Iterable[Term | None]) -> dict[str, Label]:
    """Find the titles of things: a claim is called by what it says, a passage by its source, a name by its words.

    Claims that say the same are told apart by their limits and where they stand.
    """
    iris = {term for term in terms if isinstance(term, NamedNode)}
    found = labels.find(desk, iris)
    if said := _of(iris, "claim", "finding", "silence"):
        known = {one: _say(one) for one in claims.read(desk, f"VALUES ?claim {{ {said} }}")}
        counted = Counter(known.values())
        for one, words in known.items():
            found.setdefault(one.claim.title, Label(words + (_distinguish(one) if counted[words] > 1 else "")))
    if parts := _of(iris, "passage", "name"):
        for thing, source, where in reading.rows(desk, labels.DECLARED + _PARTS % parts):
            words = ", ".join(filter(None, (show(source).text, show(where).text)))
            found.setdefault(show(thing).title, Label(words))
    return found


def _say(claim: Claim) -> str:
    return f"{claim.subject.text}: {claim.predicate.text}, {'; '.join(value.text for value in claim.value)}"


def _distinguish(claim: Claim) -> str:
    where = (", ".join(filter(None, (one.source.text, one.locator))) for one in claim.evidence)
    return f" ({'; '.join([*(value.text for _, value in claim.limits), *where])})"


def _of(iris: Iterable[NamedNode], *kinds: str) -> str:
    return " ".join(sorted(str(iri) for iri in iris if any(iri.value.startswith(PREFIXES[kind]) for kind in kinds)))
