"""A thing at its addresses: the way from its IRI, its document and its page."""

from flask import Request, Response, redirect, render_template
from werkzeug.wrappers import Response as AnyResponse

from endpoint import addresses, documents, formats, incoming, links, responses, things, titles
from endpoint.desk import Desk
from endpoint.formats import DOCUMENTS, HTML
from endpoint.problems import Problem
from endpoint.settings import Settings

_DIGITS = 9


def lead(desk: Desk, settings: Settings, request: Request, kind: str, key: str) -> AnyResponse:
    """Lead from a thing to its page or document: 303, since a camp cannot be sent over HTTP."""
    things.require(desk, settings, things.name(kind, key))
    what = "What the graph knows of this thing"
    written = formats.pick(what, (*DOCUMENTS, HTML), request.headers.get("Accept"), request.args.get("format"))
    path = links.page(kind, key) if written is HTML else links.data(kind, key, written)
    if "page" in request.args:
        path += f"?page={page_number(request)}"
    response = redirect(addresses.prefix(settings) + path, 303)
    response.headers.update({"Link": links.around(settings, kind, key), "Cache-Control": responses.FRESH})
    return response


def data(desk: Desk, settings: Settings, request: Request, kind: str, key: str) -> AnyResponse:
    """Send the document of a thing; the ending of its address is the format. Without one it leads to a format."""
    bare, _, ending = key.rpartition(".")
    if not bare:
        return lead(desk, settings, request, kind, key)
    written = next((document for document in DOCUMENTS if document.name == ending), None)
    if written is None:
        raise Problem(404, f"Documents end in {', '.join('.' + document.name for document in DOCUMENTS)}.")
    thing, number = things.name(kind, bare), page_number(request)
    things.require(desk, settings, thing)
    response = responses.unchanged(request, settings, desk.edition, written)
    if response is None:
        address = f"{addresses.base(settings, request)}data/{kind}/{bare}"
        response = documents.answer(desk, thing, address, number, written, settings.dataset is None)
    response.headers["Link"] = links.around(settings, kind, bare, written)
    return response


def page_number(request: Request) -> int:
    """Read which page is asked for: the first unless told, and a Problem 400 when it is no number."""
    number = request.args.get("page", "1")
    if not (number.isdecimal() and number.isascii() and int(number[:_DIGITS]) > 0):
        raise Problem(400, "The parameter page is the number of a page, from 1.")
    return int(number[:_DIGITS])


def page(desk: Desk, settings: Settings, request: Request, kind: str, key: str) -> AnyResponse:
    """Show a thing: names, what is known with its sources, where they disagree, links; or all links by one relation.

    Who would rather have a format than a page is led to the document of the thing.
    """
    wish = formats.choose(request.headers.get("Accept"), (HTML, *DOCUMENTS))
    if "format" in request.args or wish in DOCUMENTS:
        return lead(desk, settings, request, kind, key)
    thing = things.name(kind, key)
    things.require(desk, settings, thing)
    forms = [(document, addresses.prefix(settings) + links.data(kind, key, document)) for document in DOCUMENTS]
    here, relation = links.page(kind, key), request.args.get("links", "")
    if relation:
        found = incoming.read(desk, thing, relation, page_number(request))
        label = titles.find(desk, [thing]).get(thing.value, f"{kind}/{key}")
        text = render_template("linked.html", label=label, iri=thing.value, here=here, relation=found[0])
    else:
        shown = things.read(desk, thing, request.args.get("layer", ""))
        text = render_template("thing.html", thing=shown, here=here, documents=forms)
    return Response(text, headers={"Link": links.around(settings, kind, key, HTML)})
