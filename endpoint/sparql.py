"""The resource /sparql: an answer for every question, and without one the query form or the description."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from flask import Request, Response, g, render_template

from endpoint import addresses, description, emptiness, formats, protocol, reading, responses, strangers
from endpoint.desk import Desk
from endpoint.engine import is_volatile
from endpoint.formats import HTML, JSON_LD, N_TRIPLES, RDF_XML, TURTLE, WRITTEN
from endpoint.prologue import FLAGS, SPACE, TOKEN
from endpoint.protocol import Question
from endpoint.reading import Table
from endpoint.settings import Settings
from endpoint.terms import show
from ontology import PREFIXES

_DESCRIPTIONS = (TURTLE, RDF_XML, JSON_LD, N_TRIPLES, HTML)
_SELECT_ALL = re.compile(rf"SELECT {SPACE} (?: (?: DISTINCT | REDUCED ) {SPACE} )? \*", FLAGS)
_BRIEF = {"Preference-Applied": "return=minimal"}
_ANYTHING = "SELECT ?subject ?property ?value WHERE {\n  ?subject ?property ?value\n}\nLIMIT 20"
_CAMPS = f"""PREFIX gupvi: <{PREFIXES["gupvi"]}>
PREFIX skos: <{PREFIXES["skos"]}>
SELECT ?camp ?name WHERE {{
  ?camp a gupvi:Camp ; skos:prefLabel ?name
  FILTER(LANG(?name) = "en")
}} ORDER BY ?name"""


def begin(settings: Settings) -> str:
    """Choose the query that stands in the form at first."""
    return _ANYTHING if settings.dataset else _CAMPS


def respond(desk: Desk, settings: Settings, request: Request) -> Response:
    """Answer what no program asks: the form, the description of the service, an answer as a page.

    What programs ask, the service of the same address answers before it comes here.
    """
    headers = {name.lower().encode(): value.encode("latin-1") for name, value in request.headers}
    asked = protocol.Request(request.method, request.query_string, headers)
    if request.method in protocol.WITH_BODY:
        request.max_content_length = protocol.bound(asked, settings.query_bytes)
        asked = asked._replace(body=request.get_data())
    question = protocol.read(asked, settings.query_bytes)
    accept = request.headers.get("Accept")
    if question is None:
        wanted = request.args.get("format")
        written = formats.pick("The description of this service", _DESCRIPTIONS, accept, wanted)
        if written is HTML:
            return Response(render_template("sparql.html", text=begin(settings)))
        # the address as it was asked: a client looks for itself in the description
        endpoint = f"{addresses.base(settings, request)}sparql"
        body = description.describe_service(desk.plain, desk.edition, endpoint, settings.limits(), written)
        return Response(body, content_type=written.media_type)
    g.query = question.query.text  # an error page shows it again
    formats.decide(question.query.form, accept, question.format)
    is_brief = request.headers.get("Prefer") == _BRIEF["Preference-Applied"]  # RFC 7240, section 4.2
    return _page(desk, settings, question, f"page {request.remote_addr}", is_brief)


def _page(desk: Desk, settings: Settings, question: Question, client: str, is_brief: bool) -> Response:
    """Show the first rows of an answer as a table, with links to the whole of it in every format.

    What is brief has only the reasons why there is nothing, or nothing in a column.
    """
    query = question.query
    table = reading.read(desk, query, question.graphs, settings.page_rows, client)
    is_empty, blank = strangers.finds_nothing(table), strangers.blank(table)
    unknown = strangers.alone(blank, query) or (strangers.find(desk.plain, query) if is_empty or blank else [])
    loss = emptiness.find(desk, query, question.graphs, client) if is_empty else None
    if is_brief:  # the editor has the rest
        words = render_template("reasons.html", strangers=unknown, loss=loss)
        return Response(words, headers={responses.VERSION: table.version, "Cache-Control": "no-store", **_BRIEF})
    if query.form == "SELECT":
        table = _arrange(table, query.text)
    rows = [[show(term, prefixes=query.prefixes) for term in row] for row in table.rows]
    parameters = [("query", query.text)]
    if question.graphs:
        parameters += [("default-graph-uri", graph) for graph in sorted(question.graphs.default)]
        parameters += [("named-graph-uri", graph) for graph in sorted(question.graphs.named)]
    links = [
        (written.label, f"?{urlencode([*parameters, ('format', written.name)])}") for written in WRITTEN[query.form]
    ]
    page = render_template(
        "sparql.html", text=query.text, answer=table, rows=rows, links=links, strangers=unknown, loss=loss
    )
    kept = responses.FRESH if not is_volatile(query) else "no-store"
    return Response(page, headers={responses.VERSION: table.version, "Cache-Control": kept})


def _arrange(table: Table, text: str) -> Table:
    """Put the columns of SELECT * as they first stand in the query; the engine gives them by letters."""
    tokens = list(TOKEN.finditer(text))
    select = next((token for token in tokens if token[0].upper() == "SELECT"), None)
    if not select or not _SELECT_ALL.match(text, select.start()):
        return table
    places = {token[0][1:]: token.start() for token in reversed(tokens) if token[0][0] in "?$"}
    order = sorted(range(len(table.columns)), key=lambda at: places.get(table.columns[at], 0))
    rows = tuple(tuple(row[at] for at in order) for row in table.rows)
    return replace(table, columns=tuple(table.columns[at] for at in order), rows=rows)
