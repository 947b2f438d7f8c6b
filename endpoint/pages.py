"""The pages and documents around /sparql: graphs, and what describes the dataset."""

from flask import Request, Response, render_template

from endpoint import (
    addresses,
    compaction,
    description,
    formats,
    labels,
    links,
    prologue,
    reading,
    responses,
)
from endpoint.desk import Desk
from endpoint.formats import DOCUMENTS, HTML, JSON_LD, Format
from endpoint.problems import Problem
from endpoint.prologue import Graphs
from endpoint.settings import Settings
from endpoint.terms import show
from ontology import GRAPHS

_ALL = prologue.read(labels.DECLARED + "CONSTRUCT WHERE { ?s ?p ?o }")
_DOCUMENTS = [(document.label, f"?format={document.name}") for document in DOCUMENTS]


def graph(desk: Desk, settings: Settings, request: Request, name: str) -> Response:
    """Send a named graph, or show the first of its triples."""
    iri = f"{GRAPHS}{name}"
    response = document(desk, settings, request, iri)
    if response:
        return response
    table = reading.read(desk, _ALL, Graphs(frozenset([iri]), frozenset()), settings.page_rows)
    rows = [[show(term) for term in row] for row in table.rows]
    return Response(render_template("graph.html", iri=iri, answer=table, rows=rows, documents=_DOCUMENTS))


def void(desk: Desk, settings: Settings, request: Request) -> Response:
    """Describe the dataset at the address where harvesters look for that (VoID, section 7.2)."""
    written = _picked(request, "The description of the dataset")
    base = addresses.base(settings, request)
    if not description.read(desk):
        return graph(desk, settings, request, "void")
    if written is HTML:
        told = description.list_dataset(desk.plain, desk.edition, base)
        rows = [[show(term) for term in (one.subject, one.predicate, one.object)] for one in told[: settings.page_rows]]
        text = render_template("void.html", base=base, rows=rows, count=len(told), documents=_DOCUMENTS)
        return Response(text)
    body = description.describe_dataset(desk.plain, desk.edition, base, written)
    return Response(body, content_type=written.media_type)


def dumps(desk: Desk, settings: Settings, request: Request) -> str:
    """List the files to download."""
    if not desk.edition.files:
        raise Problem(404, "There is nothing to download here.")
    return render_template("dumps.html", files=desk.edition.files.values(), base=addresses.base(settings, request))


def context() -> Response:
    """Send the JSON-LD context of which documents use a part."""
    return Response(compaction.CONTEXT.read_bytes(), content_type=JSON_LD.media_type)


def document(desk: Desk, settings: Settings, request: Request, iri: str) -> Response | None:
    """Answer with a named graph; None when the client would rather have a page."""
    if iri not in dict(desk.edition.graphs):
        raise Problem(404, f"There is no graph {iri} here.")
    written = _picked(request, "A graph")
    if written is HTML:
        return None
    response = responses.unchanged(request, settings, desk.edition, written)
    if response is None:
        response = responses.answer(desk, _ALL, Graphs(frozenset([iri]), frozenset()), written)
    response.headers["Link"] = ", ".join(links.dataset(settings))
    return response


def _picked(request: Request, what: str) -> Format:
    return formats.pick(what, (*DOCUMENTS, HTML), request.headers.get("Accept"), request.args.get("format"))
