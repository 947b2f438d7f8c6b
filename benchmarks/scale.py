"""The logarithmic scale on which ratios are drawn: 1 in its place, slower to the left, faster to the right."""

import math
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Scale:
    """From 10**low to 10**high, whole numbers around zero."""

    low: int
    high: int

    def place(self, ratio: float) -> float:
        """Where a ratio lies between 0 and 1; what is beyond an end lies at it."""
        return min(1.0, max(0.0, (math.log10(ratio) - self.low) / (self.high - self.low)))

    @property
    def marks(self) -> list[float]:
        """The powers of ten."""
        return [10.0**power for power in range(self.low, self.high + 1)]


def span(ratios: Sequence[float]) -> Scale:
    """The scale that holds all ratios, and 0.1 to 10 at least."""
    powers = [math.log10(ratio) for ratio in ratios]
    return Scale(min([-1, *map(math.floor, powers)]), max([1, *map(math.ceil, powers)]))


def ruler(scale: Scale, width: int) -> str:
    """A line of text with the names of the marks around their places, as far as there is room for them."""
    cells = [" "] * (width + len(name(scale.marks[0])))
    # the ends and 1 say most, so they are written first
    for mark in sorted(scale.marks, key=lambda mark: mark not in (scale.marks[0], 1.0, scale.marks[-1])):
        words = name(mark)
        start = max(0, round(scale.place(mark) * (width - 1)) - len(words) // 2)
        if all(cell == " " for cell in cells[max(0, start - 1) : start + len(words) + 1]):
            cells[start : start + len(words)] = words
    return "".join(cells).rstrip()


def name(mark: float) -> str:
    """A mark in words, such as `0.01×`."""
    return f"{mark:g}×"
