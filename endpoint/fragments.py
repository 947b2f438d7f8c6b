"""Triple Pattern Fragments: what matches one pattern, in pages, with a count and the controls to ask further.

The form is that of the Triple Pattern Fragments specification, in the words of Hydra and VoID.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

from flask import Request, Response, render_template
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Triple

from endpoint import addresses, formats, labels, prologue, reading, responses, writing
from endpoint.desk import Desk
from endpoint.formats import GRAPHS, HTML, JSON_LD, N_QUADS, TRIG, Format
from endpoint.problems import Problem
from endpoint.resources import page_number
from endpoint.settings import Settings
from endpoint.terms import show
from endpoint.writing import term

PAGE = 100  # triples
_PARTS = {"subject": "rdf:subject", "predicate": "rdf:predicate", "object": "rdf:object"}
_OFFERED = (TRIG, *(written for written in GRAPHS if written is not TRIG))
_WITH_GRAPHS = (TRIG, N_QUADS, JSON_LD)
_AFTER = re.compile(r"(?:@(?P<language>[A-Za-z0-9-]+)|\^\^<?(?P<datatype>[^<>]+)>?)?")  # the last quote of a literal
_A = term("rdf:type")


def answer(desk: Desk, settings: Settings, request: Request) -> Response:
    """Send a page of the triples of the default graph that match `subject`, `predicate` and `object`.

    An IRI stands as it is; a literal in quotes, with @language or ^^datatype; nothing, or ?name, matches everything.
    A term that is none of these is a Problem 400, a page that there is not a Problem 404.
    """
    pattern = " ".join(str(_read(name, request.args.get(name, "")) or f"?{name}") for name in _PARTS)
    number, client = page_number(request), f"page {request.remote_addr}"
    written = formats.pick("A fragment", (*_OFFERED, HTML), request.headers.get("Accept"), request.args.get("format"))
    if known := responses.unchanged(request, settings, desk.edition, written):
        return known
    counting = prologue.read(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}")
    ((counted,),) = reading.read(desk, counting, client=client).rows
    count = int(counted.value) if isinstance(counted, Literal) else 0
    pages = max(1, -(-count // PAGE))
    if number > pages:
        raise Problem(404, f"This fragment has {pages} pages; there is no page {number}.")
    # without an order, for which all of them would have to be sorted; the order of a version does not change
    text = f"CONSTRUCT {{ {pattern} }} WHERE {{ {pattern} }} LIMIT {PAGE} OFFSET {(number - 1) * PAGE}"
    version, found = reading.triples(desk, prologue.read(text), client)
    if written is HTML:
        page = _show(desk, request, found, number, pages, count)
        return Response(page, headers={responses.VERSION: version})
    here = addresses.asked(settings, request)
    about = list(_describe(here, addresses.base(settings, request), number, count))
    body = _in_graphs(here, about, found, written) if written in _WITH_GRAPHS else writing.write(about + found, written)
    return Response(body, content_type=written.media_type, headers={responses.VERSION: version})


def _show(desk: Desk, request: Request, found: list[Triple], number: int, pages: int, count: int) -> str:
    """Show a page of triples to a reader, with a form to ask for others."""
    rows = [(triple.subject, triple.predicate, triple.object) for triple in found]
    words = labels.find(desk, (term for row in rows for term in row))
    asked = {name: request.args[name] for name in _PARTS if request.args.get(name)}
    return render_template(
        "fragments.html",
        parts=[(name, asked.get(name, "")) for name in _PARTS],
        rows=[[show(term, words) for term in row] for row in rows],
        forms=[
            (written.label, "?" + urlencode(asked | {"page": number, "format": written.name})) for written in _OFFERED
        ],
        asked=asked,
        number=number,
        last=pages,
        count=count,
    )


def _in_graphs(here: str, about: Iterable[Triple], found: Iterable[Triple], written: Format) -> bytes:
    """Write the triples in the default graph and what is said of them in another, so that nobody mistakes one."""
    graph = NamedNode(f"{here}#metadata")
    about = [Triple(graph, term("foaf:primaryTopic"), NamedNode(here)), *about]
    quads = [Quad(t.subject, t.predicate, t.object, graph) for t in about]
    return writing.write([*quads, *(Quad(t.subject, t.predicate, t.object) for t in found)], written)


def _read(name: str, text: str) -> NamedNode | Literal | None:
    """Read a term as Hydra's explicit representation writes it; None matches everything."""
    if not text or text.startswith("?"):
        return None
    try:
        value, closing, after = text[1:].rpartition('"')
        if name == "object" and text[0] == closing == '"' and (parts := _AFTER.fullmatch(after)):
            datatype = NamedNode(parts["datatype"]) if parts["datatype"] else None
            if datatype in (term("rdf:langString"), term("rdf:dirLangString")):
                raise ValueError  # such a literal has a language
            return Literal(value, language=parts["language"], datatype=datatype)
        return NamedNode(text.removeprefix("<").removesuffix(">"))
    except ValueError:
        words = 'an IRI, or for the object a literal such as "99", "camp"@en or "3"^^' + term("xsd:integer").value
        raise Problem(400, f"{name} must be {words}; it is {text[:200]!r}.") from None


def _describe(here: str, base: str, number: int, count: int) -> Iterator[Triple]:
    """Describe the page, the fragment that it is a part of, and how to ask for others."""
    page, fragment = NamedNode(here), NamedNode(_turned(here, None))
    dataset, search = NamedNode(f"{base}fragments#dataset"), BlankNode("search")
    yield Triple(dataset, term("void:subset"), fragment)
    yield Triple(dataset, term("hydra:search"), search)
    yield Triple(search, term("hydra:template"), Literal(f"{base}fragments{{?{','.join(_PARTS)}}}"))
    yield Triple(search, term("hydra:variableRepresentation"), term("hydra:ExplicitRepresentation"))
    for name, property_ in _PARTS.items():
        mapping = BlankNode(name)
        yield Triple(search, term("hydra:mapping"), mapping)
        yield Triple(mapping, term("hydra:variable"), Literal(name))
        yield Triple(mapping, term("hydra:property"), term(property_))
    yield Triple(fragment, _A, term("hydra:Collection"))
    yield Triple(fragment, term("void:subset"), page)
    yield Triple(fragment, term("hydra:view"), page)
    for subject in {fragment: 0, page: 0}:  # once, where the fragment is its own first page
        yield Triple(subject, term("hydra:totalItems"), Literal(count))
        yield Triple(subject, term("void:triples"), Literal(count))
    yield Triple(page, _A, term("hydra:PartialCollectionView"))
    yield Triple(page, term("hydra:itemsPerPage"), Literal(PAGE))
    for relation, other in {"first": 1, "previous": number - 1, "next": number + 1}.items():
        if 1 <= other <= max(1, -(-count // PAGE)):
            yield Triple(page, term(f"hydra:{relation}"), NamedNode(_turned(here, other)))


def _turned(here: str, number: int | None) -> str:
    """Turn an address to another page of the same fragment, leaving the rest as it was asked."""
    path, _, query = here.partition("?")
    kept = [part for part in query.split("&") if part and part.partition("=")[0] != "page"]
    kept += [] if number is None else [f"page={number}"]
    return path + (f"?{'&'.join(kept)}" if kept else "")
