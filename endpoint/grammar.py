"""What the engine's own parser says of a query: whether it reads it, and SERVICE in it."""

import re
from itertools import product

from pyoxigraph import Store

from ontology import BASE

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
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
