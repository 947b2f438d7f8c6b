"""A date says no more than is written: what is unknown stays open, in words too; what no calendar has is refused."""

from datetime import date

import pytest

from endpoint import dates
from loader.dates import Bounds, Unreadable, bound

FIRST, LAST = date(1945, 1, 1), date(1945, 12, 31)


@pytest.mark.parametrize(
    ("edtf", "bounds"),
    [
        ("1945", Bounds(FIRST, LAST, FIRST, LAST)),
        ("/1945", Bounds(None, None, FIRST, LAST)),
        ("1945/", Bounds(FIRST, LAST, None, None)),
        ("1945/1946", Bounds(FIRST, LAST, date(1946, 1, 1), date(1946, 12, 31))),
    ],
)
def test_an_unknown_end_has_no_days(edtf: str, bounds: Bounds) -> None:
    assert bound(edtf, {}) == bounds


@pytest.mark.parametrize(
    "edtf", ["1941-02-29", "XXXX", "Y12000", "-0500", "0000", "/..", "/", "1941-07/1941-03", "1941~", "July 1941"]
)
def test_a_date_that_has_no_days_is_unreadable(edtf: str) -> None:
    with pytest.raises(Unreadable):
        bound(edtf, {})


@pytest.mark.parametrize(
    ("edtf", "span"),
    [
        ("1941", (1941, 1942)),
        ("1941-07", (1941.5, 1941.583)),
        ("1939/1956", (1939, 1957)),
        ("../1943", (None, 1944)),
        ("1939/..", (1939, None)),
        ("eventually", (None, None)),
    ],
)
def test_a_date_has_a_place_on_a_line(edtf: str, span: tuple[float | None, float | None]) -> None:
    assert dates.span(edtf) == pytest.approx(span, abs=0.001)


@pytest.mark.parametrize(
    ("edtf", "said"),
    [
        ("1941", "1941"),
        ("1941-07", "July 1941"),
        ("1944-08-03", "3 August 1944"),
        ("1950~", "about 1950"),
        ("1945?", "perhaps 1945"),
        ("1943-10~/1944-03", "about October 1943 to March 1944"),
        ("1939/..", "from 1939"),
        ("../1945-02-20", "until 20 February 1945"),
        ("194X", "194X"),
        ("1941-13", "1941-13"),
        ("eventually", "eventually"),
    ],
)
def test_a_date_is_said_in_words(edtf: str, said: str) -> None:
    assert dates.say(edtf) == said


@pytest.mark.parametrize(
    ("edtf", "words"), [("1939-23", "autumn 1939"), ("1941-21/..", "from spring 1941"), ("1941-25", "1941-25")]
)
def test_seasons_are_said_in_words(edtf: str, words: str) -> None:
    assert dates.say(edtf) == words
