"""The feed of changes, after the specifications LDES and TREE: an event stream whose full pages never change again."""

import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

from flask import Request, Response, render_template
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from endpoint import addresses, formats, history, labels, writing
from endpoint.desk import Desk
from endpoint.formats import GRAPHS, HTML, Format
from endpoint.history import Row
from endpoint.problems import Problem
from endpoint.settings import Settings
from endpoint.terms import Shown, show
from endpoint.writing import term
from ontology import BASE, LICENCE, THINGS

PAGE = 250  # changes
FOREVER = "public, max-age=31536000, immutable"
STREAM = NamedNode(f"{BASE}feed")
_A = term("rdf:type")
_TIME, _THING = term("prov:generatedAtTime"), term("dct:isVersionOf")
_ENDS = "SELECT number, time FROM changes WHERE number % ? IN (0, 1) ORDER BY number"
_SAID = {"Create": "created", "Update": "updated", "Delete": "withdrawn"}
_BEGINNING = "SELECT time FROM changes WHERE number = 1"
_SINCE = "SELECT MIN(number) FROM changes WHERE time >= ?"
_CHANGES = "SELECT time, kind, thing FROM changes WHERE number BETWEEN ? AND ? ORDER BY number"


def begin(desk: Desk, settings: Settings, request: Request) -> Response:
    """Send the root of the feed: what kind of stream it is, and which times each of its pages holds.

    Since a time it is the changes that are not older, as far as their page has them, and the pages after that one.
    """
    ends = history.ask(desk, settings, _ENDS, PAGE)
    if not ends:
        raise Problem(404, "Nothing has happened yet.")
    began, last = _digits(ends[0][1]), (ends[-1][0] - 1) // PAGE + 1
    number, rows, later = last, [], ends
    if since := _read_since(request):
        ((first,),) = history.ask(desk, settings, _SINCE, since)
        number = (first - 1) // PAGE + 1 if first else last
        rows = history.ask(desk, settings, _CHANGES, first, number * PAGE) if first else []
        later = [end for end in ends if end[0] > number * PAGE]
    if (written := _picked(request)) is HTML:
        if not since:
            rows = history.ask(desk, settings, _CHANGES, (last - 1) * PAGE + 1, last * PAGE)
        return _show(desk, settings, request, rows, began, number, last)
    here, pages = NamedNode(addresses.asked(settings, request)), f"{addresses.base(settings, request)}feed/{began}/"
    return _answer(written, [*_stream(here), *_members(rows), *_relations(here, pages, later)], ends[-1][1])


def page(desk: Desk, settings: Settings, request: Request, began: str, number: int) -> Response:
    """Send a page of changes, the oldest first; one of a history that has begun anew meanwhile is a Problem 410."""
    if "since" in request.args:
        raise Problem(400, "A page of the feed holds what it holds; the parameter since belongs to /feed.")
    ((beginning,),) = history.ask(desk, settings, _BEGINNING)
    if began != _digits(beginning):
        raise Problem(410, "The history of changes has begun anew: read the feed from its beginning.")
    # one more than the page holds tells whether it is full
    rows = history.ask(desk, settings, _CHANGES, (number - 1) * PAGE + 1, number * PAGE + 1)
    if not rows or number < 1:
        raise Problem(404, f"The feed has no page {number}.")
    is_full = len(rows) > PAGE
    if (written := _picked(request)) is HTML:
        return _show(desk, settings, request, rows[:PAGE], began, number, number + is_full)
    here = NamedNode(addresses.asked(settings, request))
    triples = [Triple(here, _A, term("tree:Node")), *_members(rows[:PAGE])]
    if is_full:
        triples.insert(1, Triple(here, term("ldes:immutable"), Literal(True)))
    response = _answer(written, triples, rows[:PAGE][-1][0])
    if is_full:
        response.headers["Cache-Control"] = FOREVER
    return response


def _stream(here: NamedNode) -> Iterator[Triple]:
    title = Literal("Things of GUPVI Graph that were created, updated or withdrawn", language="en")
    yield Triple(STREAM, _A, term("ldes:EventStream"))
    yield Triple(STREAM, term("dct:title"), title)
    yield Triple(STREAM, term("dct:license"), NamedNode(LICENCE))
    yield Triple(STREAM, term("ldes:timestampPath"), _TIME)
    yield Triple(STREAM, term("ldes:versionOfPath"), _THING)
    for kind in ("Create", "Update", "Delete"):
        yield Triple(STREAM, term(f"ldes:version{kind}Object"), term(f"as:{kind}"))
    yield Triple(STREAM, term("tree:view"), here)
    yield Triple(here, _A, term("tree:Node"))


def _relations(here: NamedNode, pages: str, ends: list[Row]) -> Iterator[Triple]:
    """Relate the root to each page, by the time of its first change and, when it is full, of its last."""
    for number, time in ends:
        page, place = divmod(number - 1, PAGE)
        bounds = [(0, "GreaterThanOrEqualTo"), (PAGE - 1, "LessThanOrEqualTo")]
        for kind in [name for at, name in bounds if at == place]:
            relation = BlankNode(f"page-{page + 1}-{kind}")
            yield Triple(here, term("tree:relation"), relation)
            yield Triple(relation, _A, term(f"tree:{kind}Relation"))
            yield Triple(relation, term("tree:path"), _TIME)
            yield Triple(relation, term("tree:value"), writing.moment(time))
            yield Triple(relation, term("tree:node"), NamedNode(f"{pages}{page + 1}"))


def _members(rows: list[Row]) -> Iterator[Triple]:
    """Tell changes as activities (Activity Streams 2.0); what has changed is to be fetched from the thing itself."""
    for time, kind, key in rows:
        change, thing = NamedNode(f"{STREAM.value}#{time}/{key}"), NamedNode(THINGS + key)
        yield Triple(STREAM, term("tree:member"), change)
        yield Triple(change, _A, term(f"as:{kind}"))
        yield Triple(change, term("as:object"), thing)
        yield Triple(change, _THING, thing)
        yield Triple(change, _TIME, writing.moment(time))


def _read_since(request: Request) -> str:
    """Read the time since which changes are asked for, as the history writes it; what is none is a Problem 400."""
    since = request.args.get("since")
    if since is None:
        return ""
    try:
        time = datetime.fromisoformat(since)
        return (time if time.tzinfo else time.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        words = "The parameter since is a date or a time after ISO 8601, such as 2026-01-31 or 2026-01-31T12:00:00Z."
        raise Problem(400, words) from None


def _picked(request: Request) -> Format:
    """Pick a form: RDF unless a page is wanted more."""
    return formats.pick("The feed", (*GRAPHS, HTML), request.headers.get("Accept"), request.args.get("format"))


def _show(
    desk: Desk, settings: Settings, request: Request, rows: list[Row], began: str, number: int, last: int
) -> Response:
    """Show changes to a reader; such a page has the look of its time, so that it is named and kept like any other."""
    things = [NamedNode(THINGS + key) for _, _, key in rows]
    words = labels.find(desk, things)
    table = [
        [Shown(time[:19].replace("T", " ")), Shown(_SAID[kind]), show(thing, words)]
        for (time, kind, _), thing in zip(rows, things, strict=True)
    ]
    forms = [(written.label, f"?format={written.name}") for written in GRAPHS]
    base = addresses.base(settings, request)
    page = render_template(
        "feed.html",
        rows=table,
        began=began,
        number=number,
        last=last,
        documents=forms,
        base=base,
        time=rows[-1][0] if rows else "",
    )
    return Response(page)


def _answer(written: Format, triples: list[Triple], time: str) -> Response:
    """Answer with a name made of the content alone: a page of which nothing changed is not sent again."""
    body = writing.write(triples, written)
    response = Response(body, content_type=written.media_type)
    response.set_etag(f"{written.name}-{hashlib.blake2b(body, digest_size=8).hexdigest()}")
    response.last_modified = datetime.fromisoformat(time)
    return response


def _digits(time: str) -> str:
    return "".join(character for character in time[:19] if character.isdecimal())
