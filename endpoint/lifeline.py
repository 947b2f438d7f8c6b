"""The dates of a thing on a line: what each claim dates, as bars on a scale of years, for a picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from endpoint import dates
from endpoint.claims import Claim

_MOST = 10
_FROM, _TO = 1939, 1957  # the years that the graph is about are always on the scale
_EVERY = ((20, 5), (60, 10), (200, 50))


@dataclass(frozen=True)
class Bar:
    """A date: in words, what it dates, and where it begins and how long it is in hundredths of the scale."""

    words: str
    of: str
    begin: float
    length: float
    is_open: bool
    is_about: bool


@dataclass(frozen=True)
class Line:
    """The bars by their begin, the years written below with their places in hundredths, and how many are not drawn."""

    bars: tuple[Bar, ...]
    years: tuple[tuple[int, float], ...]
    more: int


def draw(claims: Iterable[Claim]) -> Line:
    """Place the dates of claims on a line; the first ten are drawn."""
    dated = {}
    for claim in claims:
        begin, end = dates.span(claim.edtf)
        first, last = begin if begin is not None else end, end if end is not None else begin
        if first is not None and last is not None:
            dated[claim.edtf, claim.predicate.text] = (first, last, begin is None or end is None)
    low = min([_FROM, *(int(first) for first, _, _ in dated.values())])
    high = max([_TO, *(int(last) + 1 for _, last, _ in dated.values())])
    scale = 100 / (high - low)
    bars = [
        Bar(
            dates.say(edtf),
            of,
            (first - low) * scale,
            max((last - first) * scale, 0.7),
            is_open,
            bool({*"~?%"} & {*edtf}),
        )
        for (edtf, of), (first, last, is_open) in sorted(dated.items(), key=lambda item: item[1])
    ]
    step = next((every for most, every in _EVERY if high - low <= most), 500)
    years = range(-(-low // step) * step, high + 1, step)
    return Line(tuple(bars[:_MOST]), tuple((year, (year - low) * scale) for year in years), max(len(bars) - _MOST, 0))
