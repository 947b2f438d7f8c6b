"""How figures, dates, amounts and names look in the text of a paragraph."""

import re
from calendar import month_name
from collections.abc import Iterator

CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER = re.compile(r"(?:([a-z]+) )?(\d[\d,]*)(?:th|st|nd|rd)?( million)?( ?%| percent)?")
MONTHS = "|".join(month.casefold() for month in month_name[1:])
NO_AMOUNT = re.compile(  # numbers that date or number a thing: days, years, numbers of camps and orders
    rf"\b(?:{MONTHS}) \d{{1,2}}\b(?!\d)|\b(?:1[5-9]|20)\d\d\b(?!,\d)|\b(?:no\.|order) (?:no\. )?\d+"
)
HEDGES = {  # exactness: the word before a number that says so
    "moreThan": {"over"},
    "atMost": {"to"},
    "almost": {"almost"},
    "about": {"about", "some", "approximately", "estimated"},
}
HEDGED = set().union(*HEDGES.values())
AMOUNTS = {  # words of amount that the sources print otherwise than the graph labels them
    "all": ("all",),
    "largeNumber": ("large number",),
    "majority": ("majority", "most"),
    "notOnly": ("not only",),
    "notUncommon": ("not uncommon",),
    "whole": ("whole", "across"),
}
IN_NO_WORD = frozenset({"jointly"})  # said by the grammar


def plain(text: str) -> str:
    """The text on one line in small letters, with straight quotation marks and hyphens."""
    text = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(text.split()).casefold()


def candidates(figure: int, exactness: str | None, text: str, percent: bool = False) -> int:
    """How often a figure stands in a text, as an amount and after a word that fits how exact the claim makes it."""
    if exactness:
        text = NO_AMOUNT.sub("", text)
    before = [word for word, number, share in numbers(text, exactness is None) if (number, share) == (figure, percent)]
    if exactness in HEDGES:
        return sum(word in HEDGES[exactness] for word in before)
    return sum(word not in HEDGED for word in before) if exactness == "exact" else len(before)


def numbers(text: str, ordered: bool = True) -> Iterator[tuple[str, int, bool]]:
    """Every number in a text made plain, with the word before it and whether it is a percentage.

    Numbers in words are read too, those of an order only where `ordered` says so.
    """
    for word, digits, million, percent in NUMBER.findall(text):
        yield word, int(digits.replace(",", "")) * (1_000_000 if million else 1), bool(percent)
    for word in re.findall(r"[a-z]+", text):
        for series in (CARDINALS, ORDINALS) if ordered else (CARDINALS,):
            if word in series:
                yield "", series.index(word), False


def pattern(date: str) -> str:
    """What a date looks like in a text made plain; of a vague one, its words."""
    if not date[0].isdigit():
        return re.escape(plain(date))
    year, *rest = date.split("-")
    if not rest:
        return rf"\b{year}\b|\b{year[:2]}\d\d-{year[2:]}\b"
    month = month_name[int(rest[0])].casefold()
    return rf"{month} {int(rest[1])},? {year}" if len(rest) == 2 else rf"{month}(?: to [a-z]+)? {year}"


def stands(quoted: str, text: str) -> bool:
    """Whether quoted words stand in a text made plain."""
    return re.search(rf"(?<!\w){re.escape(plain(quoted))}(?!\w)", text) is not None


def amount(quantifier: str, text: str) -> bool:
    """Whether a word of amount stands in a text made plain."""
    return any(stands(word, text) for word in AMOUNTS.get(quantifier, (quantifier,)))
