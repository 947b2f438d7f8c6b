"""The questions that are asked of every server: small look-ups, heavy ones, and exports of everything.

Each is a template with a place for a key of the data and one for a number. The number is never the same twice in
a first-time run, so that no query text is, and it hardly changes the work: a limit beyond all rows, a bound beyond
all values, or the page that is turned to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from ontology import PREFIXES

BEYOND = 1_000_000_000  # more than any answer has rows and any number of the data says
KEY, NUMBER = "$KEY", "$NUMBER"
JSON, N_TRIPLES = "application/sparql-results+json", "application/n-triples"


class Kind(Enum):
    """How a query is measured."""

    LOOKUP = "look-up"
    HEAVY = "heavy"
    EXPORT = "export"


@dataclass(frozen=True)
class Query:
    """A template. `keys` names the list of the data from which keys are drawn; `first` is its lowest number."""

    name: str
    title: str
    kind: Kind
    template: str
    keys: str | None = None
    first: int = BEYOND
    accept: str = JSON
    row: bytes = b""  # for exports: what the answer holds once a row

    def text(self, keys: Mapping[str, Sequence[str]], number: int) -> str:
        """The query of this number; its key is the next of the list, over and over."""
        words = self.template.replace(NUMBER, str(self.first + number))
        return words.replace(KEY, draw(keys[self.keys], number)) if self.keys else words


def draw(keys: Sequence[str], number: int) -> str:
    """The key that belongs to a number."""
    return keys[number % len(keys)]


def _query(words: str) -> str:
    """The query with the prefixes that it uses declared before it."""
    used = [f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in sorted(PREFIXES) if f"{name}:" in words]
    return "".join(used) + words


QUERIES = (
    Query(
        "thing",
        "all properties of a thing",
        Kind.LOOKUP,
        _query(f"SELECT ?property ?value WHERE {{ <{KEY}> ?property ?value }} LIMIT {NUMBER}"),
        "things",
    ),
    Query(
        "label",
        "labels by search key",
        Kind.LOOKUP,
        _query(
            f'SELECT ?thing ?label WHERE {{ ?thing gupvi:searchKey "{KEY}" ; skos:prefLabel ?label }} LIMIT {NUMBER}'
        ),
        "names",
    ),
    Query(
        "claims",
        "claims on a thing, with evidence",
        Kind.LOOKUP,
        _query(
            f"""SELECT ?claim ?predicate ?value ?stance ?paragraph ?source WHERE {{
  ?claim rdf:subject <{KEY}> ; rdf:predicate ?predicate ; rdf:object ?value ; gupvi:stance ?stance ;
    gupvi:evidence ?passage . ?passage gupvi:paragraph ?paragraph ; dct:source ?source }} LIMIT {NUMBER}"""
        ),
        "things",
    ),
    Query(
        "ask",
        "ASK whether a number is given",
        Kind.LOOKUP,
        _query(f"ASK {{ ?claim rdf:subject <{KEY}> ; gupvi:upper ?upper FILTER (?upper < {NUMBER}) }}"),
        "things",
    ),
    Query(
        "inverse",
        "what links to a thing",
        Kind.LOOKUP,
        _query(f"SELECT ?subject ?property WHERE {{ ?subject ?property <{KEY}> }} LIMIT {NUMBER}"),
        "things",
    ),
    Query(
        "group",
        "GROUP BY with counts",
        Kind.HEAVY,
        _query(
            f"""SELECT ?predicate ?stance (COUNT(?claim) AS ?claims) (COUNT(DISTINCT ?thing) AS ?things) WHERE {{
  ?claim a gupvi:Claim ; rdf:subject ?thing ; rdf:predicate ?predicate ; gupvi:stance ?stance
}} GROUP BY ?predicate ?stance LIMIT {NUMBER}"""
        ),
    ),
    Query(
        "page",
        "ORDER BY, one page of 50",
        Kind.HEAVY,
        _query(
            f"SELECT ?thing ?key WHERE {{ ?thing gupvi:searchKey ?key }} ORDER BY ?key ?thing LIMIT 50 OFFSET {NUMBER}"
        ),
        first=100,
    ),
    Query(
        "join",
        "join with language filters",
        Kind.HEAVY,
        _query(
            f"""SELECT ?claim ?name ?exactness ?number WHERE {{
  ?claim rdf:subject ?thing ; rdf:object ?number ; gupvi:exactness/skos:prefLabel ?exactness ; gupvi:upper ?upper .
  ?thing skos:prefLabel ?name
  FILTER (LANG(?name) = "en" && LANG(?exactness) = "en" && ?upper < {NUMBER}) }}"""
        ),
    ),
    Query(
        "search",
        "words within search keys",
        Kind.HEAVY,
        _query(
            f"""SELECT ?thing ?label WHERE {{
  ?thing gupvi:searchKey ?key ; skos:prefLabel ?label
  FILTER (CONTAINS(?key, "{KEY}") && LANG(?label) = "en") }} LIMIT {NUMBER}"""
        ),
        "names",
    ),
    Query(
        "rows",
        "export by SELECT, JSON",
        Kind.EXPORT,
        _query(f"SELECT ?subject ?property ?value WHERE {{ ?subject ?property ?value }} LIMIT {NUMBER}"),
        row=b'"subject":',
    ),
    Query(
        "triples",
        "export by CONSTRUCT, N-Triples",
        Kind.EXPORT,
        _query(f"CONSTRUCT {{ ?subject ?property ?value }} WHERE {{ ?subject ?property ?value }} LIMIT {NUMBER}"),
        accept=N_TRIPLES,
        row=b" .\n",
    ),
)
