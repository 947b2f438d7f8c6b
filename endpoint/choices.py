"""Choices of a form: each is one of a list, or none is made; and words that somebody types."""

from collections.abc import Collection

from flask import Request

from endpoint.problems import Problem
from ontology.folding import fold

_LETTERS_MOST = 500


def chosen(request: Request, name: str, known: Collection[str]) -> str:
    """Read a choice; one that is not known is a Problem 400."""
    value = request.args.get(name, "")
    if value and value not in known:
        raise Problem(400, f"The parameter {name} is one of {', '.join(known)}.")
    return value


def typed(request: Request, name: str) -> str:
    """Read a part of a name; one that is too long, or without letters and digits, is a Problem 400."""
    text = request.args.get(name, "").strip()
    if len(text) > _LETTERS_MOST:
        raise Problem(400, f"A part of a name has at most {_LETTERS_MOST} letters.")
    if text and not fold(text):
        raise Problem(400, "A part of a name has a letter or a digit at least.")
    return text
