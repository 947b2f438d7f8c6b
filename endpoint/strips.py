"""Strips: numbers and times drawn on one scale, a strip a row; places are in per cent, so that any width will do."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from endpoint.testimony import Statement

_ROOM = 1.12  # to the right of the greatest number, for what has no upper bound
_STEPS = (1, 1.5, 2, 3, 4, 5, 6, 8, 10, 15)
Days = tuple[date | None, ...]


@dataclass(frozen=True)
class Mark:
    """From `start` to `end`; a side that nothing bounds is open; `shape` is point, about, bar or vague."""

    shape: str
    start: float
    end: float
    open_left: bool = False
    open_right: bool = False


@dataclass(frozen=True)
class Scale:
    """Which part of the axis is drawn, and the words at its beginning, middle and end."""

    low: float
    high: float
    words: tuple[str, ...]

    def place(self, value: float) -> float:
        """Place a value in per cent from the left, at the edge where it lies beyond."""
        share = (value - self.low) / (self.high - self.low)
        return round(100 * min(max(share, 0), 1), 2)


def scale_numbers(rows: Iterable[Statement]) -> Scale | None:
    """Find a scale for the numbers of these, from 0; None when fewer than two have any."""
    numbers = [[number for number in row.bounds if number is not None] for row in rows]
    if sum(map(bool, numbers)) < 2 or not (most := max(map(max, filter(None, numbers)))) > 0:
        return None
    size = 10 ** math.floor(math.log10(most))
    high = next(step * size for step in _STEPS if step * size >= most * _ROOM)
    return Scale(0, high, tuple(f"{value:,.0f}" if high > 10 else f"{value:g}" for value in (0, high / 2, high)))


def mark_number(scale: Scale, row: Statement) -> Mark | None:
    """Mark a number with its bounds; None when it is a word or unknown."""
    lower, value, upper = row.bounds
    if lower is None and upper is None:
        return None if value is None else Mark("about", scale.place(value), scale.place(value))
    if lower == upper and lower is not None:
        return Mark("point", scale.place(lower), scale.place(lower))
    start = scale.place(lower) if lower is not None else 0
    end = scale.place(upper) if upper is not None else 100
    return Mark("bar", start, end, lower is None, upper is None)


def scale_years(first: int, last: int) -> Scale:
    """Make a scale from the beginning of one year to the end of another; the middle of an odd number is July."""
    low, high = date(first, 1, 1).toordinal(), date(last + 1, 1, 1).toordinal()
    middle, is_july = divmod(first + last + 1, 2)
    return Scale(low, high, (str(first), f"July {middle}" if is_july else str(middle), str(last + 1)))


def span(days: Iterable[Days]) -> tuple[int, int] | None:
    """Find the first and the last year of these times; None when there is no day among them."""
    years = [day.year for each in days for day in each if day]
    return (min(years), max(years)) if years else None


def mark_time(scale: Scale, days: Days, is_about: bool = False) -> Mark | None:
    """Mark the days on which a thing may have begun, happened or ended, or about which; None beyond the scale."""
    known = [day for day in days if day]
    if not known or max(known).toordinal() < scale.low or min(known).toordinal() >= scale.high:
        return None
    start, end = scale.place(min(known).toordinal()), scale.place(max(known).toordinal() + 1)
    if end - start < 1 and any(days[:2]) and any(days[2:]):
        return Mark("about" if is_about else "point", start, end)
    return Mark("vague" if is_about else "bar", start, end, not any(days[:2]), not any(days[2:]))
