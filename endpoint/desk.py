"""The desk: where a visitor asks the engine, with the language in which the visitor would have labels."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Request, Response, g, request

from endpoint.engine import Engine
from endpoint.files import Edition
from endpoint.formats import Format
from endpoint.parts import Parts
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query

PARAMETER = "lang"  # of an address, and the name of the cookie
_KEPT_SECONDS = 31_536_000
_LABELLED = {"text/html", "application/json"}
ENGLISH = "en"
# the languages of the labels, as they call themselves
LANGUAGES = {ENGLISH: "English", "ru": "русский", "hu": "magyar", "ro": "română", "de": "Deutsch"}


@dataclass(frozen=True)
class Desk:
    """The engine as pages ask it. Desks of one language are equal: what is kept for a visitor serves the next."""

    engine: Engine
    language: str = ENGLISH

    @property
    def edition(self) -> Edition:
        """What is in service now."""
        return self.engine.edition

    @property
    def plain(self) -> "Desk":
        """The desk for what is the same in every language, so that it is kept once for all of them."""
        return Desk(self.engine)

    def answer(
        self, query: Query, graphs: Graphs | None, written: Format, client: str = "", patience: float | None = None
    ) -> Parts:
        """Ask the engine and wait until the answer begins; a failure until then is raised as a Problem."""
        return self.engine.answer(query, graphs, written, client, patience)


def receive(engine: Engine) -> None:
    """Note for a request what is in service, and in which language its labels are."""
    g.edition, g.desk = engine.edition, Desk(engine)  # in English if the language asked for is refused
    g.desk = Desk(engine, _choose(request))


def _choose(request: Request) -> str:
    """Find the language of a request: that of its address, else the one chosen before, else English.

    A language that there is not is a Problem 400 in an address, and nothing in a cookie.
    """
    asked = request.args.get(PARAMETER)
    if asked is not None and asked not in LANGUAGES:
        known = ", ".join(LANGUAGES)
        raise Problem(
            400, f"There are no labels in the language {asked!r}; the parameter {PARAMETER} is one of {known}."
        )
    kept = request.cookies.get(PARAMETER, "")
    return asked or (kept if kept in LANGUAGES else ENGLISH)


def at(view: Callable[..., Any], *rest: object) -> Callable[..., Any]:
    """Let a view answer at the desk of whoever asks."""
    return lambda **parts: view(g.desk, *rest, **parts)


def remember(root: str, response: Response) -> Response:
    """Keep the language that an address names for the pages to come, in a cookie for the paths below `root`."""
    if response.mimetype in _LABELLED:
        response.vary.add("Cookie")
    if response.mimetype == "text/html" and request.args.get(PARAMETER) == g.desk.language:
        path = f"{root}/"
        response.set_cookie(PARAMETER, g.desk.language, _KEPT_SECONDS, path=path, httponly=True, samesite="Lax")
    return response
