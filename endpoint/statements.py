"""Statements: claims that say the same put together by the property of which they speak, ordered and summed up."""

import re
from collections.abc import Iterable, Iterator
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
_PLACES = "/page/place/"
_OPPOSED = {GUPVI.contradicts.value: "contradicted", GUPVI.inTensionWith.value: "in tension"}
_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MOST = 4  # numbers, and dates or places in a line: what there is room for


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


@dataclass(frozen=True)
class Summary:
    """A topic in a line: its values joined by a word, and what else must be said with them."""

    property: Shown
    values: tuple[Shown, ...]
    joint: str
    more: str
    opposed: str


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


def sum_up(topics: Iterable[Topic], iri: str) -> list[Summary]:
    """Say in a few lines where a thing is, when it was there, and its commonest numbers, of what is asserted of it."""
    own = [topic for topic in topics if topic.subject.title == iri]
    measures = [one for topic in own if topic.rank is Rank.NUMBER for one in _measure(topic)]
    most = sorted(measures, key=lambda pair: -pair[0])[:_MOST]
    told = [one for topic in own if topic.rank in (Rank.WHERE, Rank.WHEN) for one in _tell(topic)]
    return told + [one for number, one in measures if (number, one) in most]


def _tell(topic: Topic) -> Iterator[Summary]:
    """Sum up a topic of places or dates: each value once."""
    is_date = topic.rank is Rank.WHEN
    asserted = [one for one in topic.statements if one.is_asserted]
    values = {value.text: value for one in asserted for value in one.value if is_date or value.href.startswith(_PLACES)}
    left = len(values) - _MOST
    if values:
        more = f"and {left} more" if left > 0 else ""
        joint = ", or " if is_date else "; "
        yield Summary(topic.property, tuple(values.values())[:_MOST], joint, more, _oppose(asserted))


def _measure(topic: Topic) -> Iterator[tuple[int, Summary]]:
    """Sum up numbers by their unit, with how many claims give them: the lowest and the highest as they are said."""
    units: dict[str, list[Statement]] = {}
    for one in topic.statements:
        if one.is_asserted and _FIGURE.search(one.value[0].text):
            units.setdefault(_FIGURE.split(one.value[0].text)[-1], []).append(one)
    for unit, same in units.items():
        claims = sum(len(one.claims) for one in same)
        low = min(same, key=lambda one: _figures(one)[0]).value[0].text
        high = max(same, key=lambda one: _figures(one)[-1]).value[0].text
        more = f"by {claims} claims" if claims > 1 else ""
        if len({one.limits for one in same}) > 1:
            more += " of various people, places or times"
        yield claims, Summary(topic.property, (Shown(_span(low, high, unit)),), "", more, _oppose(same))


def _span(low: str, high: str, unit: str) -> str:
    """Say from where to where numbers go, with their bounds, the unit once; what is a range itself stays whole."""
    if low == high:
        return low
    is_range = " to " in low or " to " in high
    return f"lowest {low}, highest {high}" if is_range else f"{low.removesuffix(unit)} to {high}"


def _figures(statement: Statement) -> list[float]:
    return [float(figure.replace(",", "")) for figure in _FIGURE.findall(statement.value[0].text)]


def _oppose(statements: Iterable[Statement]) -> str:
    opposed = {one.opposed for one in statements}
    return next((words for words in _OPPOSED.values() if words in opposed), "")


def _rank(property_: str, claims: Iterable[Claim]) -> Rank:
    """Tell what a property is about: by itself where that must be, else by what its values are."""
    for rank, properties in ((Rank.NAME, _NAMES), (Rank.DESCRIPTION, _DESCRIPTIONS), (Rank.WHAT, _WHAT)):
        if property_ in properties:
            return rank
    if property_ in _WHERE or any(value.href.startswith(_PLACES) for claim in claims for value in claim.value):
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
    words = next((words for by, words in _OPPOSED.items() if by in opposed), "")
    return Statement(*key, tuple(claims), len(sources), words)
