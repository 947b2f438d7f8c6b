"""What a query says of itself before its WHERE: its form, prefixes and dataset, read without evaluating it.

The terminals are those of SPARQL 1.1 Query section 19.8, read in one pass and without recursion, so that the
front can afford any text. What cannot be read is left to the engine's own parser to judge. Keywords may touch
what follows them (`ASKWHERE{}`), because that parser takes them so.
"""

import functools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from pyoxigraph import NamedNode, RdfFormat, parse

from endpoint.problems import Problem
from ontology import BASE

SPACE = r"(?: [\x20\t\r\n]++ | \#[^\r\n]*+ )*+"
IRI = r'<[^<>"{}|^`\x00-\x20]*+>'
_PREFIX = r"(?: \w[\w.-]*+ )?+"
_LOCAL = r": (?: [\w.:-] | % | \\. )*+"
NAME = rf"{_PREFIX} {_LOCAL}"
_LONG = r"""(?: "{3} (?: [^"\\]++ | \\. | "{1,2}+(?!") )*+ "{3} | '{3} (?: [^'\\]++ | \\. | '{1,2}+(?!') )*+ '{3} )"""
_SHORT = r"""(?: " (?: [^"\\\r\n]++ | \\. )*+ " | ' (?: [^'\\\r\n]++ | \\. )*+ ' )"""
STRING = f"(?: {_LONG} | {_SHORT} )"
FLAGS = re.VERBOSE | re.IGNORECASE | re.DOTALL
# names and brackets, told from strings, comments, IRIs, variables and other words. Prefixes are bounded, since a chain
# of words might be the beginning of one at each of them, and a string that does not end takes what it can
TOKEN = re.compile(
    rf"""{_LONG} | (?! "{{3}} | '{{3}} ) {_SHORT} | (?P<open> "{{3}} .*+ | '{{3}} .*+ | ["'] (?: [^\\\r\n]++ | \\. )*+ )
    | \#[^\r\n]*+ | (?P<iri> {IRI} ) | @\w[\w-]*+ | [?$]\w++
    | (?P<name> (?: \w[\w.-]{{0,99}}+ )?+ {_LOCAL} ) | \w++ | (?P<bracket> [()\[\]{{}}] ) | . """,
    FLAGS,
)
PARTNERS = {"(": ")", "[": "]", "{": "}"}
_DECLARATION = re.compile(
    rf"""{SPACE} (?:
        BASE {SPACE} (?P<base> {IRI} )
      | PREFIX {SPACE} (?P<prefix> {_PREFIX} ) : {SPACE} (?P<iri> {IRI} )
      | VERSION {SPACE} {STRING}
      | (?P<form> SELECT | ASK | CONSTRUCT | DESCRIBE ) )""",
    FLAGS,
)
_TEMPLATE = re.compile(rf"{SPACE} {{", FLAGS)
_CLAUSE = re.compile(
    rf"""{SPACE} (?:
        FROM {SPACE} (?P<named> NAMED {SPACE} )?+ (?P<graph> {IRI} | {NAME} )
      | (?P<where> WHERE | {{ )
      | (?P<bracket> [(\[] )
      | {IRI} | [?$]\w++ | {NAME} | \w[\w.-]*+ | [^"'\\] )""",
    FLAGS,
)
_BRACKET = re.compile(
    rf"""(?: [^"'<\#\\(){{}}\[\]]++ | \\. | {IRI} | < | {STRING} | \#[^\r\n]*+ )*+
    (?: (?P<open> [({{\[] ) | [)}}\]] )""",
    FLAGS,
)
_NAMES_MOST, _EACH = 1_000_000, 400  # letters of all names that are resolved, and as how many the work for one counts
_USUAL = 2000  # characters of a beginning worth remembering
_ABSOLUTE = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\\]*)>")


@dataclass(frozen=True)
class Graphs:
    """A dataset by the IRIs of its graphs: those merged into the default graph, and the named ones."""

    default: frozenset[str]
    named: frozenset[str]


class Query(NamedTuple):
    """A query text with what its beginning says.

    `form` is SELECT, ASK, CONSTRUCT or DESCRIBE, and empty when it could not be read. `graphs` are the FROM
    and FROM NAMED clauses, None when there are none. `prefixes` pairs names with absolute IRIs.
    """

    text: str
    form: str = ""
    graphs: Graphs | None = None
    prefixes: tuple[tuple[str, str], ...] = ()


@dataclass
class Names:
    """BASE and PREFIX declarations as they stand so far."""

    base: str = BASE
    prefixes: dict[str, str] = field(default_factory=dict)
    left: int = _NAMES_MOST

    def resolve(self, term: str) -> str:
        """Make the absolute IRI of an IRI reference or a prefixed name, as the engine's own parser would.

        So many that reading them would keep others waiting are a Problem 400.
        """
        if absolute := _ABSOLUTE.fullmatch(term):
            return absolute[1]
        declaration = ""
        if not term.startswith("<"):
            prefix = term.partition(":")[0]
            declaration = f"PREFIX {prefix}: <{self.prefixes[prefix]}> "
        quad = next(parse(f"{declaration}{term} a {term} .", RdfFormat.TURTLE, base_iri=self.base))
        iri = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
        self.left -= len(iri) + _EACH
        if self.left < 0:
            raise Problem(400, "The names before WHERE are too many or too long: give fewer prefixes and graphs.")
        return iri


def read(text: str) -> Query:
    """Read the beginning of a query, see `Query`; it fails only as `Names.resolve` does."""
    has_dataset, beginning = "from" in text.lower(), text.partition("{")[0]
    if not has_dataset and len(beginning) < _USUAL:
        form, prefixes = _begin(beginning)
        if form:
            return Query(text, form, None, prefixes)
    names, form, graphs = Names(), "", None
    try:
        form, position = _declare(text, names)
        if has_dataset:
            graphs = _dataset(_clauses(text, position, form, names))
    except (KeyError, ValueError, SyntaxError):
        pass  # the engine will say what is wrong
    return Query(text, form, graphs, tuple(names.prefixes.items()))


@functools.lru_cache(maxsize=512)
def _begin(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Read form and prefixes from what stands before the first brace, where many queries are alike; "" if it fails."""
    names = Names()
    try:
        return _declare(text, names)[0], tuple(names.prefixes.items())
    except (KeyError, ValueError, SyntaxError):
        return "", ()


def _dataset(clauses: Iterable[tuple[str, bool]]) -> Graphs | None:
    default, named = set[str](), set[str]()
    for graph, is_named in clauses:
        (named if is_named else default).add(graph)
    return Graphs(frozenset(default), frozenset(named)) if default or named else None


def declare(text: str) -> Names:
    """Read the declarations at the beginning of a query."""
    names = Names()
    _declare(text, names)
    return names


def _declare(text: str, names: Names) -> tuple[str, int]:
    """Read the declarations into `names`; return the form in capitals and the position behind it."""
    position = 0
    while match := _DECLARATION.match(text, position):
        position = match.end()
        if match["form"]:
            return match["form"].upper(), position
        if match["base"]:
            names.base = names.resolve(match["base"])
        elif match["iri"]:
            names.prefixes[match["prefix"]] = names.resolve(match["iri"])
    raise ValueError


def _clauses(text: str, position: int, form: str, names: Names) -> Iterator[tuple[str, bool]]:
    """Read the dataset clauses as (graph, whether it is FROM NAMED), up to the WHERE group."""
    if form == "CONSTRUCT" and (template := _TEMPLATE.match(text, position)):
        position = _skip(text, template.end())
    while (match := _CLAUSE.match(text, position)) and not match["where"]:
        position = match.end()
        if match["graph"]:
            yield names.resolve(match["graph"]), bool(match["named"])
        elif match["bracket"]:
            position = _skip(text, position)


def _skip(text: str, position: int) -> int:
    """Find the position behind the bracket that is open: a select expression or a CONSTRUCT template."""
    depth = 1
    while depth:
        match = _BRACKET.match(text, position)
        if not match:
            raise ValueError
        depth += 1 if match["open"] else -1
        position = match.end()
    return position
