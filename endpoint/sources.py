"""The pages /sources and /sources/<key>: each source, how far it can be trusted, and its passages with their claims."""

from collections import defaultdict
from dataclasses import dataclass

from flask import Request, Response, jsonify, render_template

from endpoint import labels, reading, resources, testimony, things
from endpoint.conflicts import turn
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.problems import Problem
from endpoint.terms import Shown, show
from endpoint.testimony import Statement

_ON_A_PAGE = 10
_SOURCES = """SELECT ?source ?kind ?page ?licence ?rights ?note ?citation {
  ?source a gupvi:Source . OPTIONAL { ?source gupvi:kind ?kind } OPTIONAL { ?source foaf:page ?page }
  OPTIONAL { ?source dct:license ?licence } OPTIONAL { ?source dct:rights ?rights }
  OPTIONAL { ?source skos:editorialNote ?note } OPTIONAL { ?source dct:bibliographicCitation ?citation }
} ORDER BY ?source"""
_CLAIMS = """SELECT ?source ?grade (COUNT(DISTINCT ?claim) AS ?claims) {
  ?claim a gupvi:Claim ; gupvi:evidence/dct:source ?source ; gupvi:reliability ?grade
} GROUP BY ?source ?grade ORDER BY DESC(?claims)"""
# by itself: claims of a passage may differ in grade
_CITED = """SELECT ?source (COUNT(DISTINCT ?passage) AS ?passages) {
  ?claim a gupvi:Claim ; gupvi:evidence ?passage . ?passage dct:source ?source
} GROUP BY ?source"""
_PASSAGES = """SELECT ?passage ?locator ?page ?section (COUNT(DISTINCT ?claim) AS ?claims) {
  ?passage dct:source %s . ?claim gupvi:evidence ?passage
  OPTIONAL { ?passage gupvi:locator ?locator } OPTIONAL { ?passage foaf:page ?page }
  OPTIONAL { ?passage schema:articleSection ?section } OPTIONAL { ?passage gupvi:paragraph ?paragraph }
} GROUP BY ?passage ?locator ?page ?section ?paragraph ORDER BY ?paragraph ?passage"""


@dataclass(frozen=True)
class Source:
    """A source with the grades of its claims and how many there are of each; `passages` counts those that carry any."""

    source: Shown
    key: str
    kind: Shown
    page: Shown
    licence: Shown
    note: str
    citation: str
    grades: tuple[tuple[Shown, int], ...]
    claims: int
    passages: int


@dataclass(frozen=True)
class Passage:
    """A paragraph, card or page of a source with what it says; `page` is where it can be read."""

    passage: Shown
    locator: str
    section: str
    page: str
    statements: list[Statement]


def list_all(desk: Desk, request: Request) -> str | Response:
    """List the sources, those with most claims first; `format=json` gives the same."""
    found = list(read(desk, desk.edition.version).values())
    if request.args.get("format") == "json":
        return jsonify(found)
    return render_template("sources.html", sources=found)


def respond(desk: Desk, request: Request, key: str) -> str | Response:
    """Show the passages of a source with their claims, some at a time; what is no source is a Problem 404."""
    source = read(desk, desk.edition.version).get(key)
    if source is None:
        raise Problem(404, f"There is no source {key}: /sources lists them.")
    rows = reading.rows(desk, labels.DECLARED + _PASSAGES % things.name("source", key))
    number = resources.page_number(request)
    last = turn(rows, number, _ON_A_PAGE)
    shown = rows[(number - 1) * _ON_A_PAGE : number * _ON_A_PAGE]
    said = defaultdict(list)
    named = " ".join(str(row[0]) for row in shown)
    pattern = f"VALUES ?evidence {{ {named} }} ?claim a gupvi:Claim ; gupvi:evidence ?evidence ."
    for statement in testimony.read(desk, pattern).values() if shown else ():
        for evidence in statement.evidence:
            said[evidence.passage.title].append(statement)
    passages = [
        Passage(
            show(passage),
            show(locator).text or "passage",
            show(section).text,
            show(page).href,
            said[show(passage).title],
        )
        for passage, locator, page, section, _ in shown
    ]
    if request.args.get("format") == "json":
        return jsonify(passages)
    return render_template("source.html", source=source, passages=passages, number=number, last=last, count=len(rows))


@once(10)
def read(desk: Desk, version: str) -> dict[str, Source]:
    """Read the sources once for each version, by their key."""
    rows = reading.rows(desk, labels.DECLARED + _SOURCES)
    counts, cited = (reading.rows(desk, labels.DECLARED + query) for query in (_CLAIMS, _CITED))
    passages = {show(source).title: int(show(count).text) for source, count in cited}
    words = labels.find(desk, (term for row in (*rows, *counts) for term in row[:2]))
    grades: dict[str, list[tuple[Shown, int]]] = defaultdict(list)
    for source, grade, claims in counts:
        grades[show(source).title].append((show(grade, words), int(show(claims).text)))
    found = {}
    for source, kind, page, licence, rights, note, citation in rows:
        shown = show(source, words)
        of = grades[shown.title]
        found[shown.title.rpartition("/")[2]] = Source(
            shown,
            shown.title.rpartition("/")[2],
            show(kind, words),
            show(page),
            show(licence or rights),
            show(note).text,
            show(citation).text,
            tuple(of),
            sum(claims for _, claims in of),
            passages.get(shown.title, 0),
        )
    return dict(sorted(found.items(), key=lambda pair: -pair[1].claims))
