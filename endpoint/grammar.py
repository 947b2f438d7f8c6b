"""What the engine's own parser says of a query: whether it reads it, where it stops, SERVICE in it."""

import re
from itertools import product

from pyoxigraph import Store

from endpoint.problems import Problem
from endpoint.prologue import TOKEN, Query
from ontology import BASE, PREFIXES

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"\W*\w+ \w+")
_UNDECLARED = "Prefix not found"
_PARTNERS = {"(": ")", "[": "]", "{": "}"}
_STORE = Store()


def parses(text: str, prefixes: dict[str, str] | None = None) -> bool:
    """Ask the parser whether this is a query; nothing is evaluated.

    Two options that exclude each other make pyoxigraph stop after parsing, with a ValueError.
    """
    try:
        _STORE.query(text, base_iri=BASE, prefixes=prefixes, use_default_graph_as_union=True, default_graph=[])
    except SyntaxError:
        return False
    except ValueError:
        return True
    raise AssertionError("pyoxigraph evaluates where it used to stop")


def calls_service(text: str) -> bool:
    """Tell whether SERVICE stands in a query as a keyword (SPARQL 1.1 Federated Query section 2).

    The word is masked by one that begins no keyword and stands nowhere else in the text. In literals,
    comments, IRIs and names that makes no difference to the parser; as a keyword it does.
    """
    lower = text.lower()
    if "service" not in lower:
        return False
    mask = next(word for word in map("".join, product("zqxjk", repeat=7)) if word not in lower)

    def masked(found: re.Match[str]) -> str:
        return "".join(m.upper() if f.isupper() else m for f, m in zip(found[0], mask, strict=True))

    return parses(text) and not parses(_SERVICE.sub(masked, text))


def explain(query: Query, error: SyntaxError) -> Problem:
    """Make the Problem 400 of a query that the parser rejected, with line and column counted from 1.

    pyoxigraph lists every token that it could have taken, which misleads: only its sentences are passed on.
    """
    found = _POSITION.match(str(error))
    if not found:
        return Problem(400, "This is not a SPARQL query.")
    line, column = int(found[1]), int(found[2])
    own = next((part for part in found[3].split(", ") if _SENTENCE.match(part)), "")
    if not query.form:
        sentence = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX and BASE lines."
    elif _UNDECLARED in found[3] and (undeclared := _undeclared(query)):
        prefix, (line, column) = undeclared
        iri = f"<{PREFIXES[prefix]}>" if prefix in PREFIXES else "and its IRI"
        sentence = f"The prefix {prefix}: is not declared: begin the query with PREFIX {prefix}: {iri}."
    elif unmatched := _unmatched(query.text):
        bracket, is_open, (line, column) = unmatched
        what = "is not closed" if is_open else "closes nothing"
        sentence = f"The {bracket} at line {line}, column {column} {what}."
    elif own:
        sentence = f"Near line {line}, column {column}: {own}."
    else:
        sentence = f"The query cannot be read near line {line}, column {column}."
    return Problem(400, sentence, line=line, column=column)


def _undeclared(query: Query) -> tuple[str, tuple[int, int]] | None:
    """Find the first prefix that no PREFIX line declares, and where it is used."""
    declared = dict(query.prefixes)
    for token in TOKEN.finditer(query.text):
        prefix = (token["name"] or "").partition(":")[0]
        if token["name"] and prefix not in declared and prefix != "_":
            return prefix, _place(query.text, token.start())
    return None


def _unmatched(text: str) -> tuple[str, bool, tuple[int, int]] | None:
    """Find a bracket that has no partner, whether it opens, and where it stands."""
    waiting: list[tuple[str, int]] = []
    for token in TOKEN.finditer(text):
        bracket = token["bracket"] or ""
        if bracket in _PARTNERS:
            waiting.append((bracket, token.start()))
        elif bracket and not waiting:
            return bracket, False, _place(text, token.start())
        elif bracket and _PARTNERS[waiting[-1][0]] != bracket:
            break
        elif bracket:
            waiting.pop()
    return (waiting[-1][0], True, _place(text, waiting[-1][1])) if waiting else None


def _place(text: str, at: int) -> tuple[int, int]:
    """Count the line and column of a position, from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
