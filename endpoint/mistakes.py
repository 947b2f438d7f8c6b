"""What is wrong with a query that the engine's parser has rejected, in one sentence, and where."""

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import NamedTuple

from endpoint import group
from endpoint.problems import Problem
from endpoint.prologue import PARTNERS, TOKEN, Query
from ontology import PREFIXES

_POSITION = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_SENTENCE = re.compile(r"\W*\w+ \w+")
_UNDECLARED, _UNGROUPED = "Prefix not found", "variable that is unbound"
_FORMS, _LIKENESS = ("select", "ask", "construct", "describe"), 0.7
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
        unknown = next(_unknown(TOKEN.finditer(text)), None)
        near = unknown and get_close_matches(unknown[0].lower(), _FORMS, 1, _LIKENESS)
        mistake = _misspelt(unknown, near) if unknown and near else _Mistake(words, at)
    else:
        slip = _undeclared(query) if _UNDECLARED in found[3] else _ungrouped(text) if _UNGROUPED in own else None
        slip = slip or next(_slips(text), None)
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
    """Find the prefixes that no PREFIX line declares: those that are known here, or one that is not."""
    declared, missing = dict(query.prefixes), dict[str, int]()
    for token in TOKEN.finditer(query.text):
        prefix = (token["name"] or "").partition(":")[0]
        if token["name"] and prefix not in declared and prefix != "_":
            missing.setdefault(prefix, token.start())
    if not missing:
        return None
    first = next(iter(missing))
    named = [prefix for prefix in missing if prefix in PREFIXES] if first in PREFIXES else [first]
    lines = " ".join(f"PREFIX {one}: {f'<{PREFIXES[one]}>' if one in PREFIXES else 'and its IRI'}" for one in named)
    names = ", ".join(f"{one}:" for one in named)
    said = f"The prefix {names} is" if len(named) == 1 else f"The prefixes {names} are"
    return _Mistake(f"{said} not declared: begin the query with {lines}.", missing[first])


def _ungrouped(text: str) -> _Mistake | None:
    """Find the first variable that the only SELECT has beside aggregates, and GROUP BY has not."""
    words = list(group.words(text))
    names = [word.text.lower() for word in words]
    if names.count("select") != 1:
        return None
    grouped = names[len(names) - names[::-1].index("group") :] if "group" in names else []
    depth = 0
    for word in words[names.index("select") :]:
        depth += {"(": 1, ")": -1}.get(word.text, 0)
        if word.text == "{":
            break
        if not depth and word.text[0] in "?$" and word.text[1:].lower() not in (name[1:] for name in grouped):
            remedy = "add it to GROUP BY." if grouped else f"end the query with GROUP BY {word.text}."
            return _Mistake(f"SELECT has {word.text} (at {{}}) beside aggregates: {remedy}", word.begin)
    return None


def _slips(text: str) -> Iterator[_Mistake]:
    """Find strings that do not end, brackets without a partner, and words that SPARQL does not have, in this order."""
    tokens = list(TOKEN.finditer(text))
    for token in tokens:
        if token["open"]:
            where = "" if token["open"][:3] in ('"""', "'''") else " on its line"
            yield _Mistake(f"The string that begins at {{}} does not end{where}.", token.start())
    yield from _unmatched(tokens)
    for token in _unknown(tokens):
        yield _misspelt(token, get_close_matches(token[0].lower(), _WORDS, 1, _LIKENESS))


def _unknown(tokens: Iterable[re.Match[str]]) -> Iterator[re.Match[str]]:
    """Find the words that SPARQL does not have."""
    for token in tokens:
        if re.fullmatch(r"[^\W\d]\w*", token[0]) and token[0].lower() not in _WORDS and not token["name"]:
            yield token


def _misspelt(token: re.Match[str], near: list[str]) -> _Mistake:
    remedy = f"did you mean {near[0].upper()}?" if near else "a name has a prefix, and a variable begins with ?."
    return _Mistake(f"SPARQL has no word {token[0][:50]} (at {{}}): {remedy}", token.start())


def _unmatched(tokens: Iterable[re.Match[str]]) -> Iterator[_Mistake]:
    """Find a bracket that has no partner. AS stands in brackets of its own: COUNT(?x AS ?n) means COUNT(?x) AS ?n."""
    waiting: list[tuple[str, int]] = []
    for token in tokens:
        if token[0].lower() == "as" and [one for one, _ in waiting[-2:]] == ["(", "("]:
            break
        bracket = token["bracket"] or ""
        if bracket in PARTNERS:
            waiting.append((bracket, token.start()))
        elif bracket and not waiting:
            opening = next(one for one, partner in PARTNERS.items() if partner == bracket)
            yield _Mistake(f"The {bracket} at {{}} closes nothing: no {opening} is open before it.", token.start())
            return
        elif bracket and PARTNERS[waiting[-1][0]] != bracket:
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
