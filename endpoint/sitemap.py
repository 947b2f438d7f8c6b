"""What crawlers read first: the pages with the times of their last change (sitemaps.org), and what to leave alone."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from flask import Request, Response

from endpoint import addresses, history, links
from endpoint.desk import Desk
from endpoint.history import Row
from endpoint.problems import Problem
from endpoint.settings import Settings

PART = 50_000  # addresses, which is the most that a sitemap may hold
_THINGS = """FROM (SELECT thing, kind, time, MAX(number) FROM changes GROUP BY thing) WHERE kind != 'Delete'"""
_COUNT = f"SELECT COUNT(*), MAX(time) {_THINGS}"
_SOME = f"SELECT thing, time {_THINGS} ORDER BY thing LIMIT {PART} OFFSET ?"
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
_UNWELCOME = ("/sparql?", "/fragments?", "/search?", "/explore?", "/explore.ttl", "/reconcile")


def robots(settings: Settings, request: Request) -> Response:
    """Tell crawlers where the sitemap is, and that answers to questions are not for them (RFC 9309)."""
    here = addresses.prefix(settings)
    lines = ["User-agent: *", *(f"Disallow: {here}{path}" for path in _UNWELCOME)]
    if not settings.dataset:
        lines += ["", f"Sitemap: {addresses.base(settings, request)}sitemap.xml"]
    return Response("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")


def index(desk: Desk, settings: Settings, request: Request) -> Response:
    """Send the sitemap, or where there are too many things for one the addresses of its parts."""
    ((count, time),) = history.ask(desk, settings, _COUNT)
    if count <= PART:
        return part(desk, settings, request, 1)
    base = addresses.base(settings, request)
    return _answer("sitemapindex", "sitemap", ((f"{base}sitemap-{n + 1}.xml", time) for n in range(-(-count // PART))))


def part(desk: Desk, settings: Settings, request: Request, number: int) -> Response:
    """Send one part of the sitemap; a part that there is not is a Problem 404."""
    rows = history.ask(desk, settings, _SOME, (number - 1) * PART) if number else []
    if not rows:
        raise Problem(404, f"The sitemap has no part {number}.")
    base = addresses.base(settings, request).rstrip("/")
    return _answer("urlset", "url", ((base + links.page(*key.split("/", 1)), time) for key, time in rows))


def _answer(whole: str, entry: str, rows: Iterable[Row]) -> Response:
    found = (f"<{entry}><loc>{escape(place)}</loc><lastmod>{time}</lastmod></{entry}>" for place, time in rows)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<{whole} xmlns="{_SPACE}">', *found, f"</{whole}>", ""]
    return Response("\n".join(lines), content_type="application/xml; charset=utf-8")
