"""Where a query that finds nothing loses its last match: at which pattern, filter or clause."""

import re
import time
from collections.abc import Iterator
from typing import NamedTuple

from pyoxigraph import NamedNode

from endpoint import prologue, reading
from endpoint.desk import Desk
from endpoint.grammar import calls_service
from endpoint.problems import Problem
from endpoint.prologue import TOKEN, Graphs, Query

_PARTNERS = {"(": ")", "[": "]", "{": "}"}
# what stands in a group beside triples (SPARQL 1.1 Query section 19.8), and the brackets within which it ends
_ENDS = {"filter": "({", "bind": "(", "optional": "{", "minus": "{", "graph": "{", "values": "{", "{": "{"}
_SEPARATORS = (".", ";", ",")
_FRACTION = re.compile(r"\.\d")
_AFTER = ("HAVING", "OFFSET", "VALUES")
_LETTERS_MOST, _MOST, _SHOWN_MOST = 20_000, 32, 120  # of a query, its parts, and what is shown of one
_PATIENCE_S = 2.0  # until the last question


class Loss(NamedTuple):
    """The text that leaves no match, its line counted from 1, and whether it has none alone, being the first."""

    text: str
    line: int
    is_first: bool


class _Word(NamedTuple):
    text: str
    begin: int
    end: int


class _Part(NamedTuple):
    begin: int
    end: int
    is_filter: bool


def find(desk: Desk, query: Query, graphs: Graphs | None, client: str) -> Loss | None:
    """Ask whether the query matches as far as some part, each time of half of those left; None if nothing can be told.

    Every part but an OPTIONAL leaves fewer matches, so that one of them is the first that leaves none. Filters hold for
    their whole group, and come last.
    """
    if len(query.text) > _LETTERS_MOST or calls_service(query.text):  # which is not bothered again
        return None
    words, until = list(_words(query.text)), time.monotonic() + _PATIENCE_S
    try:
        head, opening = _head(query, words)
        closing = _partner(words, opening)
        if words[opening + 1].text.lower() == "select":
            return None  # the inner query has the patterns
        parts = sorted(_parts(words[opening + 1 : closing]), key=lambda part: part.is_filter)
        found, lost = 0, len(parts) + 1
        while lost - found > 1:
            if len(parts) > _MOST or time.monotonic() > until:
                return None
            middle = (found + lost) // 2
            asked = prologue.read(f"{head} {{ {_body(query.text, words[opening].end, parts, middle)} }}")
            if reading.read(desk, asked, graphs, client=client).truth:
                found = middle
            else:
                lost = middle
    except (Problem, LookupError):
        return None
    if found < len(parts):
        return _loss(query.text, parts[found].begin, parts[found].end, not found)
    after = next((word for word in words[closing:] if word.text.upper() in _AFTER), None)
    return _loss(query.text, after.begin, after.end, False) if after else None


def _loss(text: str, begin: int, end: int, is_first: bool) -> Loss:
    return Loss(" ".join(text[begin:end].split())[:_SHOWN_MOST], text.count("\n", 0, begin) + 1, is_first)


def _words(text: str) -> Iterator[_Word]:
    """Read tokens other than space and comments; the dot that a name seems to end with, and does not, is its own."""
    for token in TOKEN.finditer(text):
        begin, end = token.span()
        if token["name"] and re.search(r"(?<!\\)\.$", token[0]):
            yield from (_Word(token[0][:-1], begin, end - 1), _Word(".", end - 1, end))
        elif token[0].strip() and token[0][0] != "#" and not _FRACTION.match(text, begin):
            yield _Word(token[0], begin, end)


def _head(query: Query, words: list[_Word]) -> tuple[str, int]:
    """Write the query as an ASK as far as its main group, which the second value's word opens."""
    form = at = next((at for at, word in enumerate(words) if word.text.upper() == query.form), len(words))
    if query.form == "CONSTRUCT" and words[at + 1].text == "{":
        at = _partner(words, at + 1) + 1
    while words[at].text != "{":
        at = _partner(words, at) + 1
    graphs = query.graphs or Graphs(frozenset(), frozenset())
    chosen = [f"FROM {NamedNode(graph)}" for graph in graphs.default]
    chosen += [f"FROM NAMED {NamedNode(graph)}" for graph in graphs.named]
    return f"{query.text[: words[form].begin]} ASK {' '.join(chosen)}", at


def _partner(words: list[_Word], at: int) -> int:
    """Find the word that closes the bracket of this one, which else is itself."""
    waiting = []
    while True:
        if words[at].text in _PARTNERS:
            waiting.append(_PARTNERS[words[at].text])
        elif waiting and words[at].text == waiting[-1]:
            waiting.pop()
        if not waiting:
            return at
        at += 1


def _parts(words: list[_Word]) -> Iterator[_Part]:
    """Cut the words of a group at what separates its triples from each other and from all else."""
    at, begin = 0, -1  # the word at hand, and where the triples before it begin
    while at < len(words):
        name = words[at].text.lower()
        is_triples = name not in _ENDS and name not in _SEPARATORS
        if begin >= 0 and not is_triples:
            yield _Part(begin, words[at - 1].end, False)
            begin = -1
        if name in _ENDS:
            first = words[at].begin
            while words[at].text not in _ENDS[name]:
                at += 1
            at = _partner(words, at)
            while at + 2 < len(words) and words[at + 1].text.lower() == "union":
                at = _partner(words, at + 2)
            yield _Part(first, words[at].end, name == "filter")
        elif is_triples:
            begin = words[at].begin if begin < 0 else begin
            at = _partner(words, at)
        at += 1
    if begin >= 0:
        yield _Part(begin, words[-1].end, False)


def _body(text: str, start: int, parts: list[_Part], many: int) -> str:
    """Write so many parts of the group. Where a filter stood an empty group keeps what is beside it apart."""
    end = max((part.end for part in parts[:many] if not part.is_filter), default=start)
    pieces, at = [], start
    for part in parts:
        if part.is_filter and part.begin < end:
            pieces.append(text[at : part.begin])
            at = part.end
    filters = (text[part.begin : part.end] for part in parts[:many] if part.is_filter)
    return " ".join(["{}".join([*pieces, text[at:end]]), *filters])
