"""What is wrong with a query that the engine's parser has rejected, in one sentence, and where."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from endpoint.problems import Problem
from endpoint.prologue import TOKEN, Query
from ontology import PREFIXES

_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"\W*\w+ \w+")
_UNDECLARED = "Prefix not found"
_PARTNERS = {"(": ")", "[": "]", "{": "}"}
# the keywords and functions of SPARQL 1.1 Query section 19.8
_WORDS = re.findall(
    r"\w+",
    """
    a abs as asc ask avg base bind bnode bound by ceil coalesce concat construct contains count datatype day
    desc describe distinct encode_for_uri exists false filter floor from graph group group_concat having hours
    if in iri isblank isiri isliteral isnumeric isuri lang langmatches lcase limit max md5 min minus minutes
    month named not now offset optional order prefix rand reduced regex replace round sameterm sample seconds
    select separator service sha1 sha256 sha384 sha512 silent str strafter strbefore strdt strends strlang
    strlen strstarts struuid substr sum timezone true tz ucase undef union uri uuid values version where year
    istriple lateral adjust triple subject predicate object
    """,
)


class _Mistake(NamedTuple):
    """A sentence, with {} where the place goes, and the offset of that place."""

    sentence: str
    at: int


def explain(query: Query, error: SyntaxError) -> Problem:
    """Make the Problem 400 of a query that the parser rejected, with line and column counted from 1.

    pyoxigraph lists every token that it could have taken, which misleads: only its sentences are passed on. Mistakes
    that people make come first, for it can see them late only.
    """
    found = _POSITION.match(str(error))
    if not found:
        return Problem(400, "This is not a SPARQL query.")
    text, own = query.text, next((part for part in found[3].split(", ") if _SENTENCE.match(part)), "")
    at = _offset(text, int(found[1]), int(found[2]), found[3])
    if not query.form:
        words = "A query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, after its PREFIX and BASE lines."
        mistake = _Mistake(words, at)
    else:
        slip = (_undeclared(query) if _UNDECLARED in found[3] else None) or next(_slips(text), None)
        mistake = slip or (_Mistake(f"Near {{}}: {own}.", at) if own else _unread(text, at))
    line, column = text.count("\n", 0, mistake.at) + 1, mistake.at - text.rfind("\n", 0, mistake.at)
    return Problem(400, mistake.sentence.replace("{}", f"line {line}, column {column}"), line=line, column=column)


def _offset(text: str, line: int, column: int, expected: str) -> int:
    """Find where the parser stopped. Where it wanted a keyword, it counts as read as many letters as that has."""
    lines = text.split("\n")
    at = sum(map(len, lines[: line - 1])) + line - 1 + column - 1
    wanted = expected.split(", ")
    keyword = min(len(word) for word in wanted) if all(word.isalpha() and word.isupper() for word in wanted) else 0
    return max(0, min(at - keyword, len(text)))


def _undeclared(query: Query) -> _Mistake | None:
    """Find the first prefix that no PREFIX line declares."""
    declared = dict(query.prefixes)
    for token in TOKEN.finditer(query.text):
        prefix = (token["name"] or "").partition(":")[0]
        if token["name"] and prefix not in declared and prefix != "_":
            iri = f"<{PREFIXES[prefix]}>" if prefix in PREFIXES else "and its IRI"
            words = f"The prefix {prefix}: is not declared: begin the query with PREFIX {prefix}: {iri}."
            return _Mistake(words, token.start())
    return None


def _slips(text: str) -> Iterator[_Mistake]:
    """Find strings that do not end, brackets without a partner, and words that SPARQL does not have, in this order."""
    tokens = list(TOKEN.finditer(text))
    for token in tokens:
        if token[0] in "\"'":
            yield _Mistake("The string that begins at {} does not end on its line.", token.start())
    yield from _unmatched(tokens)
    for token in tokens:
        if re.fullmatch(r"[^\W\d]\w*", token[0]) and token[0].lower() not in _WORDS and not token["name"]:
            near = get_close_matches(token[0].lower(), _WORDS, 1, 0.7)
            remedy = (
                f"did you mean {near[0].upper()}?" if near else "a name has a prefix, and a variable begins with ?."
            )
            yield _Mistake(f"SPARQL has no word {token[0][:50]} (at {{}}): {remedy}", token.start())


def _unmatched(tokens: Iterable[re.Match[str]]) -> Iterator[_Mistake]:
    """Find a bracket that has no partner."""
    waiting: list[tuple[str, int]] = []
    for token in tokens:
        bracket = token["bracket"] or ""
        if bracket in _PARTNERS:
            waiting.append((bracket, token.start()))
        elif bracket and not waiting:
            yield _Mistake(f"The {bracket} at {{}} closes nothing.", token.start())
            return
        elif bracket and _PARTNERS[waiting[-1][0]] != bracket:
            break
        elif bracket:
            waiting.pop()
    if waiting:
        yield _Mistake(f"The {waiting[-1][0]} at {{}} is not closed.", waiting[-1][1])


def _unread(text: str, at: int) -> _Mistake:
    """Show what stands where the parser stopped."""
    at += len(text[at:]) - len(text[at:].lstrip())
    if at == len(text):
        return _Mistake("The query ends too early.", at)
    token = TOKEN.match(text, at)
    return _Mistake(f"The query cannot be read from {token[0][:50] if token else ''!r} at {{}} on.", at)
