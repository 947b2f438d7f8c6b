"""Dates as a reader says them: the Extended Date/Time Format (EDTF, level 1) put into English words."""

import re
from calendar import month_name

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?([~?%]?)")
_SEASON = re.compile(r"(\d{4})-2([1-4])")
_SEASONS = ("spring", "summer", "autumn", "winter")
_DOUBTS = {"": "", "~": "about ", "?": "perhaps ", "%": "perhaps about "}


def say(edtf: str) -> str:
    """Say a date or an interval: `1941-07` is July 1941, `../1943-12` is until December 1943; the rest as it is."""
    begin, is_interval, end = edtf.partition("/")
    if not is_interval:
        return _day(begin)
    if begin in ("..", ""):
        return f"until {_day(end)}"
    if end in ("..", ""):
        return f"from {_day(begin)}"
    return f"{_day(begin)} to {_day(end)}"


def _day(edtf: str) -> str:
    if season := _SEASON.fullmatch(edtf):
        return f"{_SEASONS[int(season[2]) - 1]} {season[1]}"
    found = _DATE.fullmatch(edtf)
    if not found:
        return edtf
    year, month, day, doubt = found.groups()
    words = (str(int(day)) if day else "", month_name[int(month)] if month else "", year)
    return _DOUBTS[doubt] + " ".join(filter(None, words))


def span(edtf: str) -> tuple[float | None, float | None]:
    """Give begin and end of a date or interval in years, 1941-07 being 1941.5 to 1941.58; None where it is open."""
    begin, is_interval, end = edtf.partition("/")
    return _years(begin)[0], _years(end if is_interval else begin)[1]


def _years(edtf: str) -> tuple[float | None, float | None]:
    found = _DATE.fullmatch(edtf)
    if not found:
        return None, None
    year, month, day, _ = found.groups()
    begin = int(year) + (int(month or 1) - 1) / 12 + (int(day or 1) - 1) / 372
    return begin, begin + (1 / 372 if day else 1 / 12 if month else 1)
