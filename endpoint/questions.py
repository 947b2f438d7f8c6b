"""The example questions: grouped by what they are about, and each with its answer."""

import functools
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

from flask import Response, render_template
from pyoxigraph import Literal

import queries
from endpoint import dates, labels, meanings, prologue, reading
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.reading import Term
from endpoint.terms import Shown, show
from queries import Question

# those with short answers that show what the graph is for
_SHOWN_FIRST = (
    "how-many-romanians-were-at-spassky",
    "which-industry-did-each-production-camp-serve",
    "who-says-that-gupvi-was-under-the-nkvd",
)
_ROWS_MOST = 200
_RESEMBLING_MOST = 3
_OTHERS = "more"
# columns of dates in EDTF
_DATED = re.compile(
    r"(?:gupvi:edtf|rdf:predicate (?:gupvi:(?:established|dissolved|began|occurred)|dct:issued) ; rdf:object)\s+\?(\w+)"
)


@functools.cache
def examples() -> tuple[Question, ...]:
    """Read the example questions, once."""
    return tuple(queries.read_all())


@functools.cache
def groups() -> list[tuple[str, list[Question]]]:
    """Group the questions by their first keyword, the largest group first; what stands alone comes together."""
    found: dict[str, list[Question]] = defaultdict(list)
    for example in examples():
        found[example.keywords[0]].append(example)
    large = {keyword: group for keyword, group in found.items() if len(group) > 1}
    alone = [group[0] for group in found.values() if len(group) == 1]
    ordered = sorted(large.items(), key=lambda pair: -len(pair[1]))
    return [*ordered, (_OTHERS, alone)] if alone else ordered


@functools.cache
def by_keyword() -> dict[str, list[Question]]:
    """List the questions under each of their keywords, in the order of the alphabet."""
    known = sorted({keyword for example in examples() for keyword in example.keywords}, key=str.casefold)
    return {keyword: [example for example in examples() if keyword in example.keywords] for keyword in known}


def resemble(text: str) -> list[Question]:
    """Find the questions that share at least two meanings with a text, and half of what it tells, the nearest first."""
    worded, weights = _worded()
    asked = meanings.mean(text)
    known = {name: asked & told for name, told in worded.items()}
    told = {name: sum(weights[one] for one in shared) for name, shared in known.items() if len(shared) > 1}
    least = max(sum(weights.get(one, weights[""]) for one in asked) / 2, max(told.values(), default=0) * 2 / 3)
    near = [example for example in examples() if example.name in told and told[example.name] >= least]
    return sorted(near, key=lambda one: (-told[one.name], len(worded[one.name])))[:_RESEMBLING_MOST]


@functools.cache
def _worded() -> tuple[dict[str, set[str]], Mapping[str, float]]:
    """Find what each question means, by its words, its name and its keywords, and weigh that, once."""
    worded = {
        example.name: meanings.mean(" ".join((example.words, example.name.replace("-", " "), *example.keywords)))
        for example in examples()
    }
    return worded, meanings.weigh(worded.values())


def answered_first(desk: Desk) -> list[tuple[Question, tuple[str, ...], list[list[Shown]]]]:
    """Give the questions of the home page with the columns and rows of their answers."""
    chosen = [example for name in _SHOWN_FIRST for example in examples() if example.name == name]
    return [(example, *answer(desk, desk.edition.version, example.text)) for example in chosen]


@once(512)
def answer(desk: Desk, version: str, text: str) -> tuple[tuple[str, ...], list[list[Shown]]]:
    """Answer a question of ours once for each version, with labels, dates in words, and counts as pages write them."""
    table = reading.read(desk, prologue.read(text), None, _ROWS_MOST)
    words = labels.find(desk, (term for row in table.rows for term in row))
    if table.truth is not None:
        return ("answer",), [[Shown("yes" if table.truth else "no")]]
    dated = {found[1] for found in _DATED.finditer(text)}

    def say(column: str, term: Term | None) -> Shown:
        if column in dated and isinstance(term, Literal):
            return Shown(dates.say(term.value), title=term.value)
        shown = show(term, words)  # years and the official numbers of camps are no integers
        return replace(shown, text=f"{int(shown.text):,}") if shown.title == "xsd:integer" else shown

    return table.columns, [list(map(say, table.columns, row)) for row in table.rows]


def list_all(_: Desk) -> str:
    """Show all questions by their keywords."""
    return render_template("questions.html", listed=by_keyword(), total=len(examples()))


def respond(desk: Desk, name: str) -> str | Response:
    """Show a question with its answer, or send its query when the name ends in `.rq`."""
    found = next((example for example in examples() if example.name == name.removesuffix(".rq")), None)
    if found is None:
        raise Problem(404, "There is no question of this name.")
    if name.endswith(".rq"):
        return Response(found.text, content_type="application/sparql-query; charset=utf-8")
    columns, rows = answer(desk, desk.edition.version, found.text)
    return render_template("question.html", question=found, columns=columns, rows=rows)
