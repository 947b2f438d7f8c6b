"""Phrases: the number of a claim with its bounds, and its times, put into words."""

from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from endpoint import dates
from endpoint.reading import Term
from endpoint.terms import Shown, show
from ontology import GUPVI, PREFIXES

OBJECT = NamedNode(PREFIXES["rdf"] + "object")
Properties = Mapping[NamedNode, list[Term]]
_BEFORE_NUMBERS = {GUPVI.about, GUPVI.moreThan, GUPVI.almost, GUPVI.atMost}


def say_times(properties: Properties) -> list[str]:
    """Say times in the words of the source where they are vague, else as dates in words."""
    printed = [show(term).text for term in properties.get(GUPVI.printedTime, [])]
    return printed or [dates.say(show(term).text) for term in properties.get(GUPVI.edtf, [])]


def show_values(properties: Properties, words: Mapping[str, str]) -> list[Shown]:
    """Show what a claim says, a date in words."""
    times = properties.get(GUPVI.edtf, [])

    def value(term: Term) -> Shown:
        if term in times and isinstance(term, Literal):
            return Shown(dates.say(term.value), title=term.value)
        return show(term, words)

    return [value(term) for term in properties.get(OBJECT, [])]


def say_amount(properties: Properties, words: Mapping[str, str]) -> str:
    """Write a number with its bounds in words: more than 8,000 persons; 330,000 to 380,000 persons."""
    exactness = next(iter(properties.get(GUPVI.exactness, [])), None)

    def first(name: NamedNode) -> str:
        value = next(iter(properties.get(name, [])), None)
        return words.get(value.value, "") if isinstance(value, NamedNode) else _number(value)

    if exactness is None:
        return ""
    limit = first(GUPVI.exactness) if exactness in _BEFORE_NUMBERS else ""
    number = f"{first(GUPVI.lower)} to {first(GUPVI.upper)}" if exactness == GUPVI.range else first(OBJECT)
    unit = "" if exactness == GUPVI.qualitative else first(GUPVI.unit)
    return " ".join(word for word in (limit, number, unit) if word)


def _number(term: Term | None) -> str:
    if not isinstance(term, Literal):
        return ""
    return f"{int(term.value):,}" if term.value.isdecimal() else term.value
