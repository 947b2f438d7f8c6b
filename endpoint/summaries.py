"""A thing in a few lines: where it is, when it was there, and its commonest numbers, of what is asserted of it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from endpoint.claims import Pairs
from endpoint.statements import OPPOSED, PLACES, Rank, Statement, Topic
from endpoint.terms import Shown
from ontology import GUPVI

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_COUNTS = 2  # of the people of whom numbers are told
_MOST = 4  # numbers, and dates or places in a line: what there is room for


@dataclass(frozen=True)
class Summary:
    """A topic in a line: its values joined by a word, what else must be said with them, and what of it is opposed."""

    property: Shown
    values: tuple[Shown, ...]
    joint: str
    more: str
    opposed: Statement | None


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
    values = {value.text: value for one in asserted for value in one.value if is_date or value.href.startswith(PLACES)}
    left = len(values) - _MOST
    if values:
        more = f"and {left} more" if left > 0 else ""
        joint = ", or " if is_date else "; "
        yield Summary(topic.property, tuple(values.values())[:_MOST], joint, more, _oppose(asserted))


def _measure(topic: Topic) -> Iterator[tuple[int, Summary]]:
    """Sum up numbers by unit, each from lowest to highest of the same people, with how many claims give them."""
    units: dict[str, dict[Pairs, list[Statement]]] = {}
    for one in topic.statements:
        if one.is_asserted and _FIGURE.search(one.value[0].text):
            counts = units.setdefault(_FIGURE.split(one.value[0].text)[-1], {})
            counts.setdefault(one.limits, []).append(one)
    for unit, counts in units.items():
        order = sorted(counts.items(), key=lambda item: (-_weigh(item[1]), -max(map(max, map(_figures, item[1])))))
        values = tuple(Shown(_count(*item, unit)) for item in order[:_COUNTS])
        left = len(counts) - _COUNTS
        more = f"and {left} other {'counts' if left > 1 else 'count'}" if left > 0 else ""
        every = [one for same in counts.values() for one in same]
        yield _weigh(every), Summary(topic.property, values, "; ", more, _oppose(every))


def _weigh(statements: Iterable[Statement]) -> int:
    return sum(len(one.claims) for one in statements)


def _count(limits: Pairs, same: list[Statement], unit: str) -> str:
    """Say numbers of the same people, and who these are."""
    low = min(same, key=lambda one: _figures(one)[0]).value[0].text
    high = max(same, key=lambda one: _figures(one)[-1]).value[0].text
    people = [value.text for name, value in limits if name.title == GUPVI.population.value]
    of = ", ".join(people or [value.text for _, value in limits])
    return _span(low, high, unit) + (f" ({of})" if of else "")


def _span(low: str, high: str, unit: str) -> str:
    """Say from where to where numbers go, with their bounds, the unit once; what is a range itself stays whole."""
    if low == high:
        return low
    is_range = " to " in low or " to " in high
    return f"lowest {low}, highest {high}" if is_range else f"{low.removesuffix(unit)} to {high}"


def _figures(statement: Statement) -> list[float]:
    return [float(figure.replace(",", "")) for figure in _FIGURE.findall(statement.value[0].text)]


def _oppose(statements: Iterable[Statement]) -> Statement | None:
    """Find the statement that is opposed most."""
    return min(
        (one for one in statements if one.opposed),
        key=lambda one: [*OPPOSED.values()].index(one.opposed),
        default=None,
    )
