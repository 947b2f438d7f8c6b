"""What links to a thing: by relation, in words read backwards, counted, and a page of each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from endpoint import claims, labels, reading, titles
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.inverses import WORDS
from endpoint.problems import Problem
from endpoint.reading import Term
from endpoint.terms import Shown, shorten, show

FEW, PAGE = 12, 100
_ASIDE = "rdf:subject, gupvi:nameOf, gupvi:compares, gupvi:evidence"  # shown by themselves
_COUNTS = f"SELECT ?p (COUNT(?s) AS ?n) {{ ?s ?p %s FILTER(?p NOT IN ({_ASIDE})) }} GROUP BY ?p"
_OTHERS = "{ SELECT (%s AS ?p) ?s { ?s %s %s } ORDER BY ?s LIMIT %d OFFSET %d }"
# as in loader/inferences/direct.rq: what is denied, doubted or not known carries no link
_CARRYING = """VALUES (?other ?by) { %s }
  ?claim a gupvi:Claim ; rdf:subject ?other ; rdf:predicate ?by ; rdf:object %s ; gupvi:stance ?stance
  FILTER(?stance IN (gupvi:asserted, gupvi:accused))"""


@dataclass(frozen=True)
class Relation:
    """The things that link to a thing by one property: how many there are, and those of one page, from 1.

    `claims` are those that say so, by the IRI of what links; a link that no source says has none.
    """

    name: str
    words: str
    property: Shown
    count: int
    others: tuple[Shown, ...]
    page: int
    pages: int
    claims: Mapping[str, list[Claim]] = field(default_factory=dict)


def read(desk: Desk, thing: NamedNode, only: str = "", page: int = 1) -> list[Relation]:
    """Read the first few links of each relation, or a page of the one relation whose prefixed name is given.

    A relation or a page that there is not is a Problem 404.
    """
    counts = {
        property_: int(count.value)
        for property_, count in reading.rows(desk, labels.DECLARED + _COUNTS % thing)
        if isinstance(property_, NamedNode) and isinstance(count, Literal)
        if not only or shorten(property_.value) == only
    }
    size = PAGE if only else FEW
    if only and page > -(-max(counts.values(), default=0) // PAGE):
        raise Problem(404, f"There is no page {page} of links to {thing.value} by {only}.")
    if not counts:
        return []
    parts = [_OTHERS % (name, name, thing, size, (page - 1) * size) for name in counts]
    found = reading.rows(desk, f"SELECT ?p ?s {{ {' UNION '.join(parts)} }}")
    carrying = _carry(desk, thing, found)
    words = titles.find(desk, {*counts, *(other for _, other in found)})
    relations = [
        Relation(
            shorten(name.value),
            WORDS.get(shorten(name.value)) or f"is its {show(name, words).text}",
            show(name, words),
            count,
            tuple(show(other, words) for by, other in found if by == name),
            page,
            -(-count // PAGE),
            carrying.get(name.value, {}),
        )
        for name, count in counts.items()
    ]
    return sorted(relations, key=lambda one: ("claims" in one.words, -one.count, one.words))


def _carry(desk: Desk, thing: NamedNode, found: Iterable[tuple[Term | None, ...]]) -> dict[str, dict[str, list[Claim]]]:
    """Find the claims that carry links, by the property and by what links."""
    pairs = " ".join(f"({other} {by})" for by, other in found if isinstance(other, NamedNode))
    carrying: dict[str, dict[str, list[Claim]]] = {}
    for claim in claims.read(desk, _CARRYING % (pairs, thing)):
        carrying.setdefault(claim.predicate.title, {}).setdefault(claim.subject.title, []).append(claim)
    return carrying
