"""Arithmetic with numbers as sources give them: exact, about, over, up to, or between two bounds."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True)
class Amount:
    """A number as a claim gives it: its value if printed, its bounds, and how exact it is."""

    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    exactness: str

    @property
    def number(self) -> Decimal:
        """The printed number; a range has none, which is a ValueError."""
        if self.value is None:
            raise ValueError("a range is no single number")
        return self.value

    @property
    def low(self) -> Decimal:
        """The least that is told: the lower bound, else the number."""
        return self.number if self.lower is None else self.lower

    @property
    def high(self) -> Decimal:
        """The most that is told: the upper bound, else the number."""
        return self.number if self.upper is None else self.upper


def add(amounts: list[Amount]) -> Amount:
    """The sum, as exact as its least exact part; a range among the parts makes it a range."""
    kinds = [amount.exactness for amount in amounts]
    if "range" in kinds:
        return Amount(None, total(a.low for a in amounts), total(a.high for a in amounts), "range")
    kind = next((kind for kind in ("about", "moreThan", "almost", "atMost") if kind in kinds), "exact")
    return of_kind(total(amount.number for amount in amounts), kind)


def subtract(amounts: list[Amount]) -> Amount:
    """The first less the others; a range among them makes it a range."""
    first, *others = amounts
    if any(amount.exactness == "range" for amount in amounts):
        low = first.high if first.lower is None else first.low
        return Amount(None, low - total(a.high for a in others), first.high - total(a.low for a in others), "range")
    kind = "exact" if all(amount.exactness == "exact" for amount in amounts) else "about"
    return of_kind(first.number - total(amount.number for amount in others), kind)


def multiply(amounts: list[Amount]) -> Amount:
    """The first, a percentage, of the second; bounded as the second is."""
    percentage, base = amounts
    return of_kind(percentage.number / 100 * base.number, base.exactness)


def divide(amounts: list[Amount]) -> Amount:
    """The first as a percentage of all together, to one decimal."""
    share = amounts[0].number / total(amount.number for amount in amounts) * 100
    return of_kind(share.quantize(Decimal("0.1"), ROUND_HALF_UP), "about")


def total(numbers: Iterable[Decimal]) -> Decimal:
    """The numbers added up."""
    return sum(numbers, Decimal(0))


def of_kind(value: Decimal, exactness: str) -> Amount:
    """The amount of a single number, with the bounds that its exactness sets."""
    lower = value if exactness in ("exact", "moreThan") else None
    upper = value if exactness in ("exact", "almost", "atMost") else None
    return Amount(value, lower, upper, exactness)


ARITHMETIC = {"sum": add, "difference": subtract, "product": multiply, "share": divide}
