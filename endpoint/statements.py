"""Statements: claims that say the same put together by the property of which they speak, and ordered."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from functools import cache

from pyoxigraph import NamedNode

from endpoint import dates
from endpoint.claims import Claim, Pairs
from endpoint.terms import Shown
from ontology import GUPVI, PREFIXES, read

_NAMES = {PREFIXES["skos"] + local for local in ("prefLabel", "altLabel")}
_DESCRIPTIONS = {PREFIXES["dct"] + local for local in ("description", "tableOfContents")}
_WHAT = {GUPVI.kind.value, GUPVI.number.value, GUPVI.postalNumber.value, PREFIXES["dct"] + "title"}
_WHERE = {GUPVI.distance.value, *(PREFIXES["geo"] + local for local in ("lat", "long"))}  # the rest leads to places
PLACES = "/page/place/"
OPPOSED = {GUPVI.contradicts.value: "contradicted", GUPVI.inTensionWith.value: "in tension"}


class Rank(IntEnum):
    """What a topic is about, in the order in which a reader asks."""

    WHAT = 0
    WHERE = 1
    WHEN = 2
    NUMBER = 3
    OTHER = 4
    DESCRIPTION = 5
    NAME = 6


@dataclass(frozen=True)
class Statement:
    """What one or more claims say; `opposed` are the words for how other claims stand against them, if any do."""

    value: tuple[Shown, ...]
    limits: Pairs
    claims: tuple[Claim, ...]
    sources: int
    opposed: str

    @property
    def is_asserted(self) -> bool:
        """Tell what a source asserts from what it denies, doubts or does not know."""
        return all(name.title != GUPVI.stance.value for name, _ in self.limits)


@dataclass(frozen=True)
class Topic:
    """The statements with one property about one subject."""

    subject: Shown
    property: Shown
    statements: tuple[Statement, ...]
    rank: Rank


def gather(claims: Iterable[Claim]) -> list[Topic]:
    """Put claims of equal value and limits together; what has most sources comes first, then what is opposed.

    Topics are ordered by what they are about, those of dates by the first date, and then as the ontology has them.
    """
    topics: dict[tuple[Shown, Shown], dict[tuple[tuple[Shown, ...], Pairs], list[Claim]]] = {}
    for claim in claims:
        said = topics.setdefault((claim.subject, claim.predicate), {})
        said.setdefault((claim.value, claim.limits), []).append(claim)
    gathered = [
        Topic(
            subject,
            property_,
            tuple(sorted((_state(*item) for item in said.items()), key=lambda one: (-one.sources, not one.opposed))),
            _rank(property_.title, [claim for same in said.values() for claim in same]),
        )
        for (subject, property_), said in topics.items()
    ]
    return sorted(gathered, key=_place)


def _rank(property_: str, claims: Iterable[Claim]) -> Rank:
    """Tell what a property is about: by itself where that must be, else by what its values are."""
    for rank, properties in ((Rank.NAME, _NAMES), (Rank.DESCRIPTION, _DESCRIPTIONS), (Rank.WHAT, _WHAT)):
        if property_ in properties:
            return rank
    if property_ in _WHERE or any(value.href.startswith(PLACES) for claim in claims for value in claim.value):
        return Rank.WHERE
    if any(_is_dated(claim) for claim in claims):
        return Rank.WHEN
    return Rank.NUMBER if any(claim.is_quantity for claim in claims) else Rank.OTHER


def _is_dated(claim: Claim) -> bool:
    """Tell a claim that gives a date from one that is bound to a time."""
    return bool(claim.edtf) and any(value.title == claim.edtf for value in claim.value)


def _place(topic: Topic) -> tuple[Rank, float, int]:
    spans = [dates.span(claim.edtf) for one in topic.statements for claim in one.claims if topic.rank is Rank.WHEN]
    first = min((day for span in spans for day in span if day is not None), default=0)
    return topic.rank, first, _order().get(topic.property.title, len(_order()))


@cache
def _order() -> dict[str, int]:
    """Number the terms of the ontology as its file introduces them, what things are called and are first."""
    terms = dict.fromkeys(quad.subject.value for quad in read("gupvi.ttl") if isinstance(quad.subject, NamedNode))
    return {term: number for number, term in enumerate(terms)}


def _state(key: tuple[tuple[Shown, ...], Pairs], claims: list[Claim]) -> Statement:
    sources = {evidence.source for claim in claims for evidence in claim.evidence}
    opposed = {by for claim in claims for _, by in claim.opposed}
    words = next((words for by, words in OPPOSED.items() if by in opposed), "")
    return Statement(*key, tuple(claims), len(sources), words)
