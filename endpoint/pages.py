"""The pages and documents around /sparql: the way in, things, graphs and the ontology."""

import functools

from flask import Request, Response, redirect, render_template
from pyoxigraph import NamedNode
from werkzeug.wrappers import Response as AnyResponse

from endpoint import (
    addresses,
    card,
    compaction,
    description,
    documents,
    formats,
    labels,
    links,
    prologue,
    questions,
    reading,
    responses,
    sparql,
    things,
)
from endpoint.engine import Engine
from endpoint.formats import DOCUMENTS, HTML, JSON_LD, Format
from endpoint.problems import Problem
from endpoint.prologue import Graphs
from endpoint.settings import Settings
from endpoint.terms import Shown, show
from ontology import GRAPHS, NAMESPACE

ONTOLOGY = f"{GRAPHS}ontology"
_DIGITS = 9
_CLASSES = """SELECT ?class (COUNT(*) AS ?number) { ?thing a ?class }
GROUP BY ?class ORDER BY DESC(?number) ?class LIMIT 20"""
_COUNTED = ("claims", "sources", "camps", "people", "places", "events", "contradictions", "tensions")
_NUMBERS = """SELECT ?what (COUNT(*) AS ?number) {
  { VALUES (?what ?class) { ("claims" gupvi:Claim) ("sources" gupvi:Source) ("camps" gupvi:Camp) ("people" gupvi:Person)
      ("places" gupvi:Place) ("events" gupvi:Event) }
    ?thing a ?class }
  UNION
  { VALUES (?what ?property) { ("contradictions" gupvi:contradicts) ("tensions" gupvi:inTensionWith) }
    ?claim ?property ?other FILTER(STR(?claim) < STR(?other)) }
} GROUP BY ?what"""
_ALL = prologue.read(labels.DECLARED + "CONSTRUCT WHERE { ?s ?p ?o }")
_DOCUMENTS = [(document.label, f"?format={document.name}") for document in DOCUMENTS]
_TERMS = """SELECT ?term ?type ?definition ?example FROM <%s> {
  ?term a ?type FILTER(STRSTARTS(STR(?term), "%s"))
  OPTIONAL { ?term skos:definition ?definition } OPTIONAL { ?term skos:example ?example }
} ORDER BY ?term ?type"""


def home(engine: Engine, settings: Settings, request: Request) -> str:
    """Show what the data are, how many, and a first question."""
    edition = engine.edition
    return render_template(
        "home.html",
        base=addresses.base(settings, request),
        card=card.fill(description.read(engine), edition, addresses.base(settings, request)),
        classes=_classes(engine, edition.version),
        graphs=[(show(NamedNode(iri)), triples) for iri, triples in edition.graphs],
        text=sparql.begin(settings),
        numbers=_numbers(engine, edition.version) if settings.dataset is None else [],
        answered=questions.answered_first(engine) if settings.dataset is None else [],
    )


@functools.lru_cache(maxsize=4)
def _numbers(engine: Engine, version: str) -> list[tuple[str, str]]:
    """Count what the graph has of each kind, once for each version; what it has none of is left out."""
    found = {show(words).text: show(number).text for words, number in reading.rows(engine, labels.DECLARED + _NUMBERS)}
    return [(words, f"{int(found[words]):,}") for words in _COUNTED if words in found]


@functools.lru_cache(maxsize=4)
def _classes(engine: Engine, version: str) -> list[tuple[Shown, Shown]]:
    """Count the things of the commonest classes, once for each version."""
    found = reading.rows(engine, _CLASSES)
    words = labels.find(engine, (row[0] for row in found))
    return [(show(row[0], words), show(row[1])) for row in found]


def lead(engine: Engine, settings: Settings, request: Request, kind: str, key: str) -> AnyResponse:
    """Lead from a thing to its page or document: 303, since a camp cannot be sent over HTTP."""
    things.require(engine, settings, things.name(kind, key))
    written = _picked(request, "What the graph knows of this thing")
    path = links.page(kind, key) if written is HTML else links.data(kind, key, written)
    if "page" in request.args:
        path += f"?page={page_number(request)}"
    response = redirect(addresses.prefix(settings) + path, 303)
    response.headers.update({"Link": links.around(settings, kind, key), "Cache-Control": responses.FRESH})
    return response


def data(engine: Engine, settings: Settings, request: Request, kind: str, key: str) -> AnyResponse:
    """Send the document of a thing; the ending of its address is the format. Without one it leads to a format."""
    bare, _, ending = key.rpartition(".")
    if not bare:
        return lead(engine, settings, request, kind, key)
    written = next((document for document in DOCUMENTS if document.name == ending), None)
    if written is None:
        raise Problem(404, f"Documents end in {', '.join('.' + document.name for document in DOCUMENTS)}.")
    thing, number = things.name(kind, bare), page_number(request)
    things.require(engine, settings, thing)
    response = responses.unchanged(request, settings, engine.edition, written)
    if response is None:
        address = f"{addresses.base(settings, request)}data/{kind}/{bare}"
        response = documents.answer(engine, thing, address, number, written, settings.dataset is None)
    response.headers["Link"] = links.around(settings, kind, bare, written)
    return response


def page_number(request: Request) -> int:
    """Read which page is asked for: the first unless told, and a Problem 400 when it is no number."""
    number = request.args.get("page", "1")
    if not (number.isdecimal() and number.isascii() and int(number[:_DIGITS]) > 0):
        raise Problem(400, "The parameter page is the number of a page, from 1.")
    return int(number[:_DIGITS])


def page(engine: Engine, settings: Settings, kind: str, key: str) -> Response:
    """Show a thing: facts, claims with their evidence, links."""
    thing = things.name(kind, key)
    things.require(engine, settings, thing)
    forms = [(document, addresses.prefix(settings) + links.data(kind, key, document)) for document in DOCUMENTS]
    text = render_template("thing.html", thing=things.read(engine, thing), documents=forms)
    return Response(text, headers={"Link": links.around(settings, kind, key, HTML)})


def graph(engine: Engine, settings: Settings, request: Request, name: str) -> Response:
    """Send a named graph, or show the first of its triples."""
    iri = f"{GRAPHS}{name}"
    response = _document(engine, settings, request, iri)
    if response:
        return response
    table = reading.read(engine, _ALL, Graphs(frozenset([iri]), frozenset()), settings.page_rows)
    rows = [[show(term) for term in row] for row in table.rows]
    return Response(render_template("graph.html", iri=iri, answer=table, rows=rows, documents=_DOCUMENTS))


def void(engine: Engine, settings: Settings, request: Request) -> Response:
    """Describe the dataset at the address where harvesters look for that (VoID, section 7.2)."""
    written = _picked(request, "The description of the dataset")
    if written is HTML or not description.read(engine):
        return graph(engine, settings, request, "void")
    body = description.describe_dataset(engine, engine.edition, addresses.base(settings, request), written)
    return Response(body, content_type=written.media_type)


def dumps(engine: Engine) -> str:
    """List the files to download."""
    if not engine.edition.files:
        raise Problem(404, "There is nothing to download here.")
    return render_template("dumps.html", files=engine.edition.files.values())


def ontology(engine: Engine, settings: Settings, request: Request) -> Response:
    """Send the ontology as it stands in its graph, or show its terms."""
    response = _document(engine, settings, request, ONTOLOGY)
    return response or Response(render_template("ontology.html", terms=_terms(engine), documents=_DOCUMENTS))


def context() -> Response:
    """Send the JSON-LD context of which documents use a part."""
    return Response(compaction.CONTEXT.read_bytes(), content_type=JSON_LD.media_type)


def _document(engine: Engine, settings: Settings, request: Request, iri: str) -> Response | None:
    """Answer with a named graph; None when the client would rather have a page."""
    if iri not in dict(engine.edition.graphs):
        raise Problem(404, f"There is no graph {iri} here.")
    written = _picked(request, "A graph")
    if written is HTML:
        return None
    response = responses.unchanged(request, settings, engine.edition, written)
    if response is None:
        response = responses.answer(engine, _ALL, Graphs(frozenset([iri]), frozenset()), written)
    response.headers["Link"] = ", ".join(links.dataset(settings))
    return response


def _terms(engine: Engine) -> dict[Shown, list[dict[str, str]]]:
    """Read the terms of the ontology by their type."""
    found = reading.rows(engine, labels.DECLARED + _TERMS % (ONTOLOGY, NAMESPACE))
    words = labels.find(engine, (term for row in found for term in row[:2]))
    terms: dict[Shown, list[dict[str, str]]] = {}
    for term, kind, definition, example in found:
        label, anchor = show(term, words), show(term).text.removeprefix("gupvi:")
        entry = {"label": label.text, "definition": show(definition).text, "example": show(example).text}
        terms.setdefault(show(kind, words), []).append({"anchor": anchor, **entry})
    return terms


def _picked(request: Request, what: str) -> Format:
    return formats.pick(what, (*DOCUMENTS, HTML), request.headers.get("Accept"), request.args.get("format"))
