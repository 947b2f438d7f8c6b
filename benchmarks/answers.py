"""Answers made comparable: rows as a multiset, exports as a count."""

import json
from collections import Counter
from collections.abc import Mapping
from typing import Any

from ontology import PREFIXES

Row = frozenset[tuple[str, tuple[str, ...]]]
Answer = Counter[Row] | bool | int

_STRING = f"{PREFIXES['xsd']}string"


def read(body: bytes) -> Answer:
    """The rows of an answer in JSON, or the truth value; anything else is a ValueError."""
    try:
        document = json.loads(body)
        if "boolean" in document:
            return bool(document["boolean"])
        return Counter(_row(row) for row in document["results"]["bindings"])
    except (KeyError, TypeError, AttributeError):
        raise ValueError("this is no answer in SPARQL JSON") from None


def _row(row: Mapping[str, Any]) -> Row:
    return frozenset((variable, _term(term)) for variable, term in row.items())


def _term(term: Mapping[str, str]) -> tuple[str, ...]:
    """A term without what may be written in two ways: the datatype of strings, and the case of a language tag."""
    kind = "literal" if term["type"] == "typed-literal" else term["type"]
    if kind == "bnode":
        return (kind,)  # its name differs from server to server
    datatype = term.get("datatype", "")
    return kind, term["value"], "" if datatype == _STRING else datatype, term.get("xml:lang", "").lower()


class Tally:
    """Counts how often a mark occurs in bytes that come in parts, also where it lies across two of them."""

    def __init__(self, mark: bytes) -> None:
        self.found = 0
        self._mark = mark
        self._tail = b""

    def take(self, part: bytes) -> None:
        """Count in the next part."""
        joined = self._tail + part
        self.found += joined.count(self._mark)
        # one byte less than the mark is kept, so that nothing is counted twice
        self._tail = joined[len(joined) - len(self._mark) + 1 :] if len(joined) >= len(self._mark) else joined
