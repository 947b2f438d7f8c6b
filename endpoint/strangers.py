"""Names in a query that stand nowhere in the data, which is why it may find nothing, and those that look like them."""

import difflib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from endpoint import group, prologue, reading
from endpoint.desk import Desk
from endpoint.problems import Problem
from endpoint.prologue import FLAGS, SPACE, TOKEN, Query
from endpoint.reading import Table
from endpoint.terms import shorten
from ontology import PREFIXES, THINGS

_CALL = re.compile(rf"{SPACE} \(", FLAGS)
_MOST, _TOLD_MOST = 50, 5  # names looked up, and those told, for each of which its vocabulary may be searched
_LETTERS_MOST = 500  # of a name
_SEARCHED_MOST = 1_000_000  # triples among which a name that looks alike is worth searching for
_LIKENESS = 0.7
_ABSENT = """SELECT ?name { VALUES ?name { %s } FILTER(NOT EXISTS { ?name ?p ?o } && NOT EXISTS { ?s ?name ?o }
  && NOT EXISTS { ?s ?p ?name } && NOT EXISTS { GRAPH ?name { ?s ?p ?o } } && NOT EXISTS { GRAPH ?g { ?name ?p ?o } }
  && NOT EXISTS { GRAPH ?g { ?s ?name ?o } } && NOT EXISTS { GRAPH ?g { ?s ?p ?name } }) }"""
_BESIDE = """SELECT DISTINCT ?name { { ?s ?name ?o } UNION { ?s a ?name } FILTER(STRSTARTS(STR(?name), %s)) }"""
_WORDED = """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?name ?words ?defined { { ?name rdfs:label ?words } UNION { ?name skos:prefLabel ?words }
  UNION { ?name skos:altLabel ?words } UNION { ?name skos:definition ?words BIND(true AS ?defined) }
  FILTER(STRSTARTS(STR(?name), %s)) }"""
_WORD = re.compile(r"[^\W\d_][^\W\d_A-Z]*|\d+")  # of a name in camel case too
_SHORT = 4  # letters from which on a word may go on otherwise: death, deaths


@dataclass(frozen=True)
class Stranger:
    """A name as it is written in the query; the one in the data, or the namespace of its prefix, that may be meant."""

    written: str
    meant: str = ""
    space: str = ""

    @property
    def is_variable(self) -> bool:
        """Whether it is a variable, which stands nowhere else in the query."""
        return self.written[0] in "?$"


def finds_nothing(table: Table) -> bool:
    """Tell whether an answer has no rows, is No, or has only counts of nothing."""
    if table.truth is not None or table.more:
        return table.truth is False
    return all(isinstance(term, Literal) and term.value == "0" for row in table.rows for term in row)


def blank(table: Table) -> list[str]:
    """List the variables that have no value in any row, if there are rows."""
    if table.more or not table.rows:
        return []
    return [name for at, name in enumerate(table.columns) if not any(row[at] for row in table.rows)]


def alone(names: Iterable[str], query: Query) -> list[Stranger]:
    """Find those of some variables that are asked for and stand nowhere else in the query."""
    words = [word.text for word in group.words(query.text)]
    asked = words.index("{") if "{" in words else len(words)
    given = {word[1:] for at, word in enumerate(words) if at > asked or words[at - 1].upper() == "AS"}
    return [Stranger(f"?{name}") for name in names if name not in given]


def find(desk: Desk, query: Query) -> list[Stranger]:
    """Find the names that stand nowhere in the data; datatypes and functions are none."""
    if not query.form:
        return []
    written: dict[str, str] = {}
    seen = set[str]()
    names = prologue.declare(query.text)
    spaces = {names.base, *names.prefixes.values()}
    for token in TOKEN.finditer(query.text):
        name = token["name"] or token["iri"]
        is_datatype = query.text.endswith("^^", 0, token.start())
        is_none = not name or is_datatype or name.startswith("_:") or _CALL.match(query.text, token.end())
        if is_none or len(name) > _LETTERS_MOST or name in seen:
            continue
        seen.add(name)
        try:
            iri = names.resolve(name)
        except (KeyError, SyntaxError):
            continue
        except Problem:
            break
        if iri not in spaces:
            written.setdefault(iri, name)
        if len(written) == _MOST:
            break
    absent = _absent(desk, list(written))[:_TOLD_MOST]
    moved = {}  # to the namespace that this site knows the prefix for
    for iri in absent:
        prefix = written[iri].partition(":")[0]
        if prefix in PREFIXES and prefix in names.prefixes:
            moved[iri] = PREFIXES[prefix], PREFIXES[prefix] + iri.removeprefix(names.prefixes[prefix])
    nowhere = _absent(desk, [other for _, other in moved.values()])
    known = {iri: space for iri, (space, other) in moved.items() if other not in nowhere}
    return [
        Stranger(written[iri], "" if iri in known else _guess(desk, iri, query), known.get(iri, "")) for iri in absent
    ]


def _absent(desk: Desk, iris: list[str]) -> list[str]:
    """List those that stand nowhere in the data."""
    looked_up = " ".join(str(NamedNode(iri)) for iri in iris if iri)
    rows = reading.rows(desk, _ABSENT % looked_up) if looked_up else []
    return [term.value for (term,) in rows if isinstance(term, NamedNode)]


def _guess(desk: Desk, iri: str, query: Query) -> str:
    """Guess which property or class was meant: by a label, the spelling, or a definition, in the same vocabulary.

    Things have too many.
    """
    space, local = re.fullmatch(r"(.*[/#]|)(.*)", iri, re.DOTALL).groups()  # type: ignore[union-attr]
    if space.startswith(THINGS) or desk.edition.triples > _SEARCHED_MOST:
        return ""
    beside = [str(term)[1 + len(space) : -1] for (term,) in reading.rows(desk, _BESIDE % Literal(space))]
    lowered = {name.lower(): name for name in beside}
    near = [lowered[name] for name in difflib.get_close_matches(local.lower(), lowered, 1, _LIKENESS)]
    labelled, defined = _worded(desk, space, local)
    return shorten(space + (labelled + near + defined)[0], query.prefixes) if labelled or near or defined else ""


def _worded(desk: Desk, space: str, local: str) -> tuple[list[str], list[str]]:
    """Find terms of a vocabulary by the words of a name: in labels, in definitions; the shortest texts come first."""
    wanted = _split(local)
    found: dict[bool, list[tuple[int, str]]] = {False: [], True: []}
    for name, words, is_defined in reading.rows(desk, _WORDED % Literal(space)) if wanted else ():
        if isinstance(name, NamedNode) and isinstance(words, Literal):
            other, said = name.value.removeprefix(space), _split(words.value)
            if other[:1].isupper() == local[:1].isupper() and all(any(map(_alike(one), said)) for one in wanted):
                found[bool(is_defined)].append((len(said), other))
    labelled, defined = ([name for _, name in sorted(found[which])] for which in (False, True))
    return labelled, defined


def _split(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def _alike(word: str) -> Callable[[str], bool]:
    """Compare with a word, which may have another ending."""

    def compare(other: str) -> bool:
        return word == other or (
            min(len(word), len(other)) >= _SHORT and (word.startswith(other) or other.startswith(word))
        )

    return compare
