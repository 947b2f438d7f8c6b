"""Where sources disagree on a thing: the claims side by side, with the editors' explanation where there is one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from endpoint import claims, labels, reading
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.terms import Shown, show
from ontology import GUPVI

_COMPARISONS = """SELECT DISTINCT ?comparison ?label ?kind ?words ?claim {
  { ?mine rdf:subject|gupvi:evidence %(thing)s . ?comparison gupvi:compares ?mine }
  UNION { ?comparison gupvi:compares %(thing)s }
  UNION { %(thing)s gupvi:compares ?any BIND(%(thing)s AS ?comparison) }
  ?comparison gupvi:compares ?claim ; skos:prefLabel ?label ; gupvi:kind ?kind .
  OPTIONAL { ?comparison dct:description ?words }
} ORDER BY ?comparison ?claim"""

_UNEXPLAINED = {GUPVI.contradicts.value: GUPVI.contradiction, GUPVI.inTensionWith.value: GUPVI.tension}
RULES = {
    "contradiction": "Worked out: the same is spoken of, and no value agrees with all that is said.",
    "tension": "Worked out: what is said differs, and all of it can be true.",
}
_RANKS = {"contradiction": 0, "tension": 1, "agreementOfSources": 3}  # other kinds: 2


@dataclass(frozen=True)
class Dispute:
    """Claims to be read together; `comparison` is empty where no editor has compared them, and `words` are a rule's."""

    comparison: Shown
    kind: Shown
    words: tuple[str, ...]
    claims: tuple[Claim, ...]


def read(desk: Desk, thing: NamedNode, known: Collection[Claim]) -> list[Dispute]:
    """Read the comparisons that take in this thing, or claims about it, and the oppositions that none explains."""
    groups: dict[Shown, tuple[Shown, dict[str, None], list[str]]] = {}
    rows = reading.rows(desk, labels.DECLARED + _COMPARISONS % {"thing": thing})
    worked_out_kinds = {_UNEXPLAINED[by] for one in known for _, by in one.opposed}
    names = labels.find(desk, {*(kind for _, _, kind, _, _ in rows), *worked_out_kinds})
    for comparison, label, kind, explanation, claim in rows:
        shown = Shown(show(label).text, show(comparison).href, show(comparison).title)
        _, explained, compared = groups.setdefault(shown, (show(kind, names), {}, []))
        if explanation:
            explained[show(explanation).text] = None
        if (iri := show(claim).title) not in compared:
            compared.append(iri)
    together = [set(compared) for _, _, compared in groups.values()]
    for one in known:
        for other, by in one.opposed:
            pair = {one.claim.title, other}
            if not any(pair <= known_pair for known_pair in together):
                together.append(pair)
                worked_out = show(_UNEXPLAINED[by], names)
                groups[Shown("", title=f"{one.claim.title} {other}")] = (
                    worked_out,
                    {RULES[worked_out.key]: None},
                    sorted(pair),
                )
    wanted = sorted({iri for _, _, compared in groups.values() for iri in compared if iri})  # without blank nodes
    values = " ".join(str(NamedNode(iri)) for iri in wanted)
    read_ = {one.claim.title: one for one in claims.read(desk, f"VALUES ?claim {{ {values} }}")} if wanted else {}
    found = [
        Dispute(shown, kind, tuple(explained), _arrange(read_[iri] for iri in compared if iri in read_))
        for shown, (kind, explained, compared) in groups.items()
    ]
    return sorted(found, key=lambda one: _RANKS.get(one.kind.key, 2))


def _arrange(compared: Iterable[Claim]) -> tuple[Claim, ...]:
    """Begin with what says something."""
    return tuple(sorted(compared, key=lambda one: not one.is_known))
