"""Choices of a form: each is one of a list, or none is made."""

from collections.abc import Collection

from flask import Request

from endpoint.problems import Problem


def chosen(request: Request, name: str, known: Collection[str]) -> str:
    """Read a choice; one that is not known is a Problem 400."""
    value = request.args.get(name, "")
    if value and value not in known:
        raise Problem(400, f"The parameter {name} is one of {', '.join(known)}.")
    return value
