"""What the engine's own parser says of a query: whether it reads it, where it stops, SERVICE in it."""

import re
from itertools import product

from pyoxigraph import Store

from endpoint.problems import Problem
from endpoint.prologue import Query
from ontology import BASE, PREFIXES

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"\W*\w+ \w+")
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
    where = f"line {line}, column {column}"
    own = next((part for part in found[3].split(", ") if _SENTENCE.match(part)), "")
    if not query.form:
        sentence = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX and BASE lines."
    elif parses(query.text, PREFIXES):
        sentence = f"Near {where} a prefix is used that no PREFIX line declares."
    elif own:
        sentence = f"Near {where}: {own}."
    else:
        sentence = f"The query cannot be read near {where}."
    return Problem(400, sentence, line=line, column=column)
