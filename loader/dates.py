"""Dates as historians give them: EDTF in, the four days between which a time began and ended out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from edtf import Interval, parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException


@dataclass(frozen=True)
class Bounds:
    """First and last day on which a time can have begun and ended; None where nothing bounds it."""

    earliest_begin: date | None
    latest_begin: date | None
    earliest_end: date | None
    latest_end: date | None


@dataclass(frozen=True)
class Reading:
    """How a vague date is read, from the table of dates, with the words of time that the source prints."""

    printed: str
    bounds: Bounds


class Unreadable(ValueError):
    """The text is no date in EDTF, or is an approximate one that nothing says how to read."""


def bound(edtf: str, readings: Mapping[str, Reading]) -> Bounds:
    """The four days of an EDTF date or interval (ISO 8601-2, level 1); Unreadable when they cannot be told.

    Approximate dates and open intervals are read as the table of dates says; a date of lesser precision
    than the day can have begun and ended on any day of its year or month.
    """
    return readings[edtf].bounds if edtf in readings else _compute(edtf)


@cache  # the grammar takes tens of milliseconds a date, and dates recur
def _compute(edtf: str) -> Bounds:
    try:
        parsed = parse_edtf(edtf)
    except (EDTFParseException, AttributeError, TypeError, ValueError):  # the library fails in all these ways
        raise Unreadable("is no date in EDTF") from None
    if "~" in edtf or "%" in edtf or ".." in edtf:
        raise Unreadable("is a vague date that dates.csv does not say how to read")
    begin, end = (parsed.lower, parsed.upper) if isinstance(parsed, Interval) else (parsed, parsed)
    before, _, after = edtf.partition("/")
    bounds = Bounds(
        *(_days(begin) if before else (None, None)), *(_days(end) if after or end is begin else (None, None))
    )
    if bounds.earliest_begin and bounds.latest_end and bounds.earliest_begin > bounds.latest_end:
        raise Unreadable("is an interval that ends before it begins")
    return bounds


def _days(moment: Any) -> tuple[date, date]:
    """The first and last day of a date of any precision; an unknown end, left blank in EDTF, has none."""
    try:
        first, last = (
            date(day.tm_year, day.tm_mon, day.tm_mday) for day in (moment.lower_strict(), moment.upper_strict())
        )
    except (ValueError, OverflowError, AttributeError, TypeError):
        raise Unreadable("is no day, month or year of the calendar") from None
    return first, last
