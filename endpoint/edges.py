"""The edges of the graph at some things: what each joins, which graphs hold it, which claims make it, and of when."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from endpoint import labels, reading
from endpoint.desk import Desk
from endpoint.reading import Term
from endpoint.terms import shorten
from ontology import GRAPHS, THINGS

# names are shown by themselves, and what is looked up by them would only crowd a picture
_EDGES = f"""SELECT ?thing ?property ?other ?ahead ?graph {{
  {{ VALUES ?thing {{ %(things)s }} GRAPH ?graph {{ ?thing ?property ?other }} BIND(true AS ?ahead) }}
  UNION {{ VALUES ?thing {{ %(things)s }} GRAPH ?graph {{ ?other ?property ?thing }} BIND(false AS ?ahead) }}
  FILTER(ISIRI(?other) && ?property != gupvi:nameOf && STRSTARTS(STR(?other), "{THINGS}"))
}}"""
_CLAIMED = """SELECT ?subject ?property ?object ?graph ?claim ?edtf ?first ?last {
  { VALUES ?subject { %(things)s } GRAPH ?graph { ?claim rdf:subject ?subject ; rdf:object ?object } }
  UNION
  { VALUES ?object { %(things)s } GRAPH ?graph { ?claim rdf:object ?object ; rdf:subject ?subject } }
  FILTER(ISIRI(?object))
  GRAPH ?graph { ?claim rdf:predicate ?property }
  OPTIONAL { ?claim gupvi:edtf ?edtf }
  OPTIONAL { ?claim gupvi:earliestBegin ?first } OPTIONAL { ?claim gupvi:latestEnd ?last }
}"""
_LIVES = """SELECT ?thing ?what ?first ?last { VALUES ?thing { %s }
  VALUES ?what { gupvi:established gupvi:began gupvi:occurred dct:issued gupvi:dissolved }
  ?claim rdf:subject ?thing ; rdf:predicate ?what ; gupvi:stance gupvi:asserted
  OPTIONAL { ?claim gupvi:earliestBegin ?first } OPTIONAL { ?claim gupvi:latestEnd ?last }
}"""
_BEGUN = {"gupvi:established", "gupvi:began", "gupvi:occurred", "dct:issued"}
_ENDED = {"gupvi:occurred", "dct:issued", "gupvi:dissolved"}
Years = tuple[int | None, int | None]


@dataclass(frozen=True)
class Said:
    """A claim that makes an edge: in which graph it stands, its time in EDTF, and the years within which that lies."""

    claim: str
    graph: str
    edtf: str
    years: Years


@dataclass
class Edge:
    """A triple between two things, seen from one of them: whether it leads on from there, and where it is said.

    Things are keys such as `camp/99`, `graphs` the names of the named graphs that hold the triple.
    """

    thing: str
    by: NamedNode
    other: str
    is_ahead: bool
    graphs: set[str] = field(default_factory=set)
    said: list[Said] = field(default_factory=list)

    @property
    def relation(self) -> str:
        """Name the property as a path from the thing: `gupvi:head`, or `^gupvi:head` where it leads here."""
        return ("" if self.is_ahead else "^") + shorten(self.by.value)


def read(desk: Desk, things: Collection[str]) -> dict[str, list[Edge]]:
    """Read the edges at each of these things, given by key."""
    named = {"things": " ".join(str(NamedNode(THINGS + key)) for key in things)}
    found: dict[tuple[str, Term | None, str, bool], Edge] = {}
    for thing, property_, other, ahead, graph in _rows(desk, _EDGES % named):
        if isinstance(property_, NamedNode):
            at = (_key(thing), property_, _key(other), _text(ahead) == "true")
            found.setdefault(at, Edge(at[0], property_, at[2], at[3])).graphs.add(_text(graph).removeprefix(GRAPHS))
    for subject, property_, thing, graph, claim, edtf, first, last in _rows(desk, _CLAIMED % named):
        said = Said(_key(claim), _text(graph).removeprefix(GRAPHS), _text(edtf), (_year(first), _year(last)))
        ends = _key(subject), _key(thing)
        for place in ((ends[0], property_, ends[1], True), (ends[1], property_, ends[0], False)):
            if place in found and said not in found[place].said:
                found[place].said.append(said)
    edges: dict[str, list[Edge]] = {key: [] for key in things}
    for edge in found.values():
        edges[edge.thing].append(edge)
    return edges


def read_lives(desk: Desk, things: Collection[str]) -> dict[str, Years]:
    """Read within which years things existed, so far as sources tell: not before the first, not after the last."""
    lives: dict[str, Years] = {}
    named = " ".join(str(NamedNode(THINGS + key)) for key in things)
    for thing, what, first, last in _rows(desk, _LIVES % named) if things else ():
        begun, ended = lives.get(_key(thing), (None, None))
        words, year, end = shorten(_text(what)), _year(first), _year(last)
        if words in _BEGUN and year is not None:
            begun = year if begun is None else min(begun, year)
        if words in _ENDED and end is not None:
            ended = end if ended is None else max(ended, end)
        lives[_key(thing)] = (begun, ended)
    return lives


def _rows(desk: Desk, text: str) -> Iterator[tuple[Term | None, ...]]:
    yield from reading.rows(desk, labels.DECLARED + text)


def _text(term: Term | None) -> str:
    return term.value if isinstance(term, NamedNode | Literal) else ""


def _key(term: Term | None) -> str:
    return _text(term).removeprefix(THINGS)


def _year(term: Term | None) -> int | None:
    return int(_text(term)[:4]) if _text(term)[:4].isdecimal() else None
