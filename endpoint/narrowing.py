"""How the list of the things of a class is narrowed and sorted: what an address asks for, and the same as a query."""

import functools
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Request
from pyoxigraph import NamedNode

from endpoint import choices
from endpoint.problems import Problem
from endpoint.terms import Shown
from ontology import PREFIXES
from ontology.folding import fold

PLACE = "locatedIn"
FACETS = {"kind": "Kind", "industry": "Industry", PLACE: "Place"}
# columns to sort by; there are too many dates to choose one
DATES = {
    "established": "Established",
    "firstAttested": "First told of",
    "lastAttested": "Last told of",
    "dissolved": "Dissolved",
    "began": "Began",
    "occurred": "Happened",
    "issued": "Issued",
}
NAME, EXISTED = "name", "existed"
DATED = "camp"  # the class of which years are told by any claim with a date, as on the map
_YEAR = re.compile(r"1[89]\d\d|20\d\d")
_EXISTED = """{
    # between the first and the last year that sources tell of it
    SELECT ?thing {
      ?claim rdf:subject ?thing ; gupvi:stance gupvi:asserted ; gupvi:rank ?rank ; gupvi:edtf ?edtf
      FILTER(?rank != gupvi:deprecated && REGEX(?edtf, "[0-9]{4}"))
    } GROUP BY ?thing
    HAVING (MIN(REPLACE(?edtf, "^.*?([0-9]{4}).*$", "$1")) <= "YEAR"
      && MAX(REPLACE(?edtf, "^.*([0-9]{4}).*$", "$1")) >= "YEAR")
  }"""
_COLUMNS = (NAME, *FACETS, *DATES)
_SORTS = [f"{sign}{column}" for column in _COLUMNS for sign in ("", "-")]
NOT_TOLD = Shown("not told", title="/untold")
# what has no key for searching is found by its label
NAMES = """{ ?thing gupvi:searchKey ?said }
    UNION { ?thing skos:prefLabel ?label BIND(LCASE(STR(?label)) AS ?said) }"""


@dataclass(frozen=True)
class Narrowing:
    """What is asked for of a class: values of facets by the ends of their IRIs, part of a name, an order, a year."""

    of: str
    chosen: tuple[tuple[str, str], ...] = ()
    text: str = ""
    sort: str = NAME
    year: str = ""

    @functools.cached_property
    def words(self) -> list[str]:
        """The words that a name has to contain, as names are folded for searching."""
        return fold(self.text).split()

    @property
    def parameters(self) -> dict[str, str]:
        """The parameters of the address that asks for it."""
        sort = {} if self.sort == NAME else {"sort": self.sort}
        named = {name: value for name, value in ((NAME, self.text), (EXISTED, self.year)) if value}
        return {"class": self.of, **dict(self.chosen), **named, **sort}

    def address(self, **others: str) -> str:
        """Write the query string that asks for it, or for what differs from it in these; an empty one asks for less."""
        return "?" + urlencode({name: value for name, value in (self.parameters | others).items() if value})

    def without(self, name: str) -> "Narrowing":
        """Leave the choice of one facet open."""
        return replace(self, chosen=tuple(pair for pair in self.chosen if pair[0] != name))

    def order(self, column: str) -> str:
        """Tell how a column is sorted, as `aria-sort` has it; empty if by another."""
        return {column: "ascending", f"-{column}": "descending"}.get(self.sort, "")

    def turned(self, column: str) -> str:
        """Write the query string that sorts by a column, the other way round where it is sorted by that already."""
        return self.address(sort=f"-{column}" if self.sort == column else column)


def read(request: Request, of: str) -> Narrowing:
    """Read what an address asks for. Parameters out of their bounds are a Problem 400."""
    text = choices.typed(request, NAME)
    if twice := next((name for name in FACETS if len(request.args.getlist(name)) > 1), None):
        raise Problem(400, f"The parameter {twice} is given twice; choose one at a time.")
    year = request.args.get(EXISTED, "").strip()
    if year and (of != DATED or not _YEAR.fullmatch(year)):
        raise Problem(400, f"The parameter {EXISTED} is a year such as 1946, and is for the class {DATED} alone.")
    chosen = tuple((name, request.args[name]) for name in FACETS if request.args.get(name))
    return Narrowing(of, chosen, text, choices.chosen(request, "sort", _SORTS) or NAME, year)


def term_of(name: str) -> str:
    """Give the property of a column by its name."""
    return f"{'dct' if name == 'issued' else 'gupvi'}:{name}"


def query(asked: Narrowing, term: str, chosen: Mapping[str, Shown], columns: Collection[str]) -> str:
    """Write the query that gives the same things with these columns, in English as all that is for programs."""
    said = [f"{FACETS[name].lower()} {value.text}" for name, value in chosen.items()]
    said += [f"name with {' '.join(asked.words)}"] if asked.words else []
    said += [f"existed in {asked.year}"] if asked.year else []
    # the editor calls a query by the comment at its head; a label must not break out of that
    head = " ".join(", ".join([f"Browse {asked.of.replace('-', ' ')}", *said]).split())
    lines = [f"?thing a gupvi:{term} ."]
    lines += [
        f"FILTER NOT EXISTS {{ ?thing gupvi:{name} ?{name} }}"
        if value is NOT_TOLD
        else f"?thing gupvi:{name}{'/dct:isPartOf*' if name == PLACE else ''} {NamedNode(value.title)} ."
        for name, value in chosen.items()
    ]
    if asked.words:
        contained = " && ".join(f'CONTAINS(?said, "{word}")' for word in asked.words)
        lines.append(f"FILTER EXISTS {{\n    {NAMES}\n    FILTER({contained})\n  }}")
    if asked.year:
        lines.append(_EXISTED.replace("YEAR", asked.year))
    lines.append('OPTIONAL { ?thing skos:prefLabel ?words FILTER(LANG(?words) = "en") }')
    lines += [
        f"OPTIONAL {{ ?thing {term_of(name)} ?{name}Words }}"
        if name in DATES
        else f'OPTIONAL {{ ?thing gupvi:{name}/skos:prefLabel ?{name}Words FILTER(LANG(?{name}Words) = "en") }}'
        for name in columns
    ]
    joined = [f'(GROUP_CONCAT(DISTINCT ?{name}Words; SEPARATOR="; ") AS ?{name})' for name in columns]
    column = asked.sort.removeprefix("-")
    ordered = f"DESC(?{column})" if asked.sort.startswith("-") else f"?{column}"
    order = [*([ordered] if column in (NAME, *columns) else []), *([f"?{NAME}"] if column != NAME else []), "?thing"]
    return "\n".join(
        [
            f"# {head}",
            *(f"PREFIX {prefix}: <{PREFIXES[prefix]}>" for prefix in ("dct", "gupvi", "rdf", "skos")),
            f"SELECT ?thing (MIN(?words) AS ?{NAME})",
            *(f"  {one}" for one in joined),
            "WHERE {",
            *(f"  {line}" for line in lines),
            f"}} GROUP BY ?thing ORDER BY {' '.join(order)}",
        ]
    )
