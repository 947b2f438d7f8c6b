"""A date says no more than is written: what is unknown stays open, and what no calendar has is refused."""

from datetime import date

import pytest

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
