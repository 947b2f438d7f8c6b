"""The years told of a camp: from the first to the last in the dates of any claim about it, in a layer or in all."""

import re
from collections import defaultdict

from endpoint import labels, reading
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.reading import Term
from endpoint.terms import Shown, show

Years = tuple[int, int]
_Found = defaultdict[Term | None, dict[str, list[int]]]
ALL = ""  # layers together
_TIMES = """SELECT DISTINCT ?thing ?grade ?edtf {
  ?thing a gupvi:Camp . ?claim a gupvi:Claim ; rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank ;
    gupvi:reliability ?grade ; gupvi:edtf ?edtf FILTER(?rank != gupvi:deprecated)
}"""
_YEAR = re.compile(r"\d{4}")


@once(10)
def read(desk: Desk, version: str) -> dict[Shown, dict[str, Years]]:
    """Find the first and the last year of each camp, by layer; once for each version.

    "About 1950" tells of 1950, not of its margin.
    """
    found: _Found = defaultdict(lambda: defaultdict(list))
    for thing, grade, edtf in reading.rows(desk, labels.DECLARED + _TIMES):
        years = [int(year) for year in _YEAR.findall(show(edtf).text)]
        for layer in (ALL, show(grade).key):
            found[thing][layer] += years
    words = labels.find(desk, found)
    return {
        show(thing, words): {layer: (min(years), max(years)) for layer, years in layers.items() if years}
        for thing, layers in found.items()
    }


def take_in(years: Years | None, first: int, last: int) -> bool:
    """Tell whether the years told of something reach into these."""
    return years is not None and years[0] <= last and years[1] >= first


def say(years: Years | None) -> str:
    """Say the years, a single one once."""
    return "–".join(map(str, dict.fromkeys(years or ())))
