"""Statements: claims that say the same put together, by the property of which they speak."""

from collections.abc import Iterable
from dataclasses import dataclass

from endpoint.claims import Claim, Pairs
from endpoint.terms import Shown
from ontology import GUPVI, PREFIXES

_NAMES = [PREFIXES["skos"] + local for local in ("prefLabel", "altLabel")]
_OPPOSED = {GUPVI.contradicts.value: "contradicted", GUPVI.inTensionWith.value: "in tension"}


@dataclass(frozen=True)
class Statement:
    """What one or more claims say; `opposed` are the words for how other claims stand against them, if any do."""

    value: tuple[Shown, ...]
    limits: Pairs
    claims: tuple[Claim, ...]
    sources: int
    opposed: str


@dataclass(frozen=True)
class Topic:
    """The statements with one property about one subject."""

    subject: Shown
    property: Shown
    statements: tuple[Statement, ...]


def gather(claims: Iterable[Claim]) -> list[Topic]:
    """Put claims of equal value and limits together; what has most sources comes first, and names last."""
    topics: dict[tuple[Shown, Shown], dict[tuple[tuple[Shown, ...], Pairs], list[Claim]]] = {}
    for claim in claims:
        said = topics.setdefault((claim.subject, claim.predicate), {})
        said.setdefault((claim.value, claim.limits), []).append(claim)
    return [
        Topic(subject, property_, tuple(sorted((_state(*item) for item in said.items()), key=lambda one: -one.sources)))
        for (subject, property_), said in sorted(topics.items(), key=lambda topic: topic[0][1].title in _NAMES)
    ]


def _state(key: tuple[tuple[Shown, ...], Pairs], claims: list[Claim]) -> Statement:
    sources = {evidence.source for claim in claims for evidence in claim.evidence}
    opposed = {by for claim in claims for _, by in claim.opposed}
    words = next((words for by, words in _OPPOSED.items() if by in opposed), "")
    return Statement(*key, tuple(claims), len(sources), words)
