"""The resource /search: things found by words, as a page, in JSON or in RDF."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Request, Response, render_template
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from endpoint import addresses, choices, formats, index, labels, lookup, questions, responses
from endpoint.desk import Desk
from endpoint.formats import DOCUMENTS, HTML, Format
from endpoint.lookup import Found, Hit
from endpoint.problems import Problem
from endpoint.settings import Settings
from endpoint.terms import Label, show
from ontology import PREFIXES

JSON = Format("json", "JSON", "application/json", aliases=("text/json",))
_OFFERED = (JSON, *DOCUMENTS, HTML)
_ON_A_PAGE = 20
_LETTERS_MOST = 500
_HYDRA = "http://www.w3.org/ns/hydra/core#"
_USED = {name: PREFIXES[name] for name in ("rdf", "rdfs", "schema")} | {"hydra": _HYDRA}
_SCHEMA = PREFIXES["schema"]


@dataclass(frozen=True)
class Search:
    """What is asked for: words, a kind of thing or none, a page from 1; `typing` is yes if more may be typed."""

    text: str
    kind: str
    page: int
    typing: str

    def address(self, **others: object) -> str:
        """Write the query string that asks for it, or for what differs from it in these."""
        asked = {"q": self.text, "kind": self.kind, "page": self.page, "typing": self.typing} | others
        return "?" + urlencode({name: value for name, value in asked.items() if value and value != 1})


def respond(desk: Desk, settings: Settings, request: Request) -> Response:
    """Answer a search. Parameters out of their bounds are a Problem 400."""
    written = formats.pick("What is found", _OFFERED, request.headers.get("Accept"), request.args.get("format"))
    search = _read(request)
    with index.find(desk, settings) as opened:
        found = lookup.search(opened, search.text, search.kind, is_beginning=search.typing == "yes")
        version = opened.version
    first = (search.page - 1) * _ON_A_PAGE
    hits = found.hits[first : first + _ON_A_PAGE]
    more = search.page + 1 if first + _ON_A_PAGE < len(found.hits) else 0
    if written is HTML:
        words = {hit.iri: Label(hit.label) for hit in hits} | labels.find(desk, (NamedNode(hit.iri) for hit in hits))
        names = {hit.iri: show(NamedNode(hit.iri), words) for hit in hits}
        pages = {
            "search": search,
            "more": more,
            "first": first,
            "listed": len(found.hits),
            "asked": questions.resemble(search.text),
        }
        body: str | bytes | None = render_template("search.html", found=found, hits=hits, names=names, **pages)
    elif written is JSON:
        body = json.dumps(_document(search, found, hits, first, more), ensure_ascii=False)
    else:
        media = RdfFormat.from_media_type(written.media_type)
        body = serialize(
            _triples(f"{addresses.base(settings, request)}search", search, found, hits, first, more),
            format=media,
            prefixes=_USED,
        )
    return Response(body, content_type=written.media_type, headers={responses.VERSION: version})


def _read(request: Request) -> Search:
    text, page = request.args.get("q", "").strip(), request.args.get("page", "1")
    if len(text) > _LETTERS_MOST:
        raise Problem(400, f"Search for at most {_LETTERS_MOST} letters.")
    if not (page.isascii() and page.isdigit() and 0 < int(page[:9]) <= lookup.MOST):
        raise Problem(400, f"The page is a number from 1 to {lookup.MOST}.")
    return Search(text, request.args.get("kind", ""), int(page[:9]), choices.chosen(request, "typing", ("yes",)))


def _document(search: Search, found: Found, hits: tuple[Hit, ...], first: int, more: int) -> dict[str, object]:
    """Write the answer for JSON; `next` is there when there is a next page."""
    results = [
        {
            "position": position,
            "iri": hit.iri,
            "kind": hit.kind,
            "label": hit.label,
            "description": hit.note,
            "score": hit.score,
        }
        | ({"name": {"value": hit.name, "language": hit.language}} if hit.name else {})
        for position, hit in enumerate(hits, start=first + 1)
    ]
    document = {
        "query": search.text,
        "kind": search.kind,
        "total": found.total,
        "similar": found.is_near,
        "kinds": [{"kind": kind, "count": count} for kind, count in found.kinds],
        "results": results,
    }
    return document | ({"next": search.address(page=more, format="json")} if more else {})


def _triples(base: str, search: Search, found: Found, hits: tuple[Hit, ...], first: int, more: int) -> Iterator[Triple]:
    """Write the answer as a list after schema.org, which keeps the order, with the next page after Hydra."""
    this, a = NamedNode(base + search.address()), NamedNode(PREFIXES["rdf"] + "type")
    yield Triple(this, a, NamedNode(_SCHEMA + "ItemList"))
    yield Triple(this, NamedNode(_SCHEMA + "numberOfItems"), Literal(found.total))
    if more:
        yield Triple(this, NamedNode(_HYDRA + "next"), NamedNode(base + search.address(page=more)))
    for position, hit in enumerate(hits, start=first + 1):
        item, thing = NamedNode(f"{this.value}#{position}"), NamedNode(hit.iri)
        yield Triple(this, NamedNode(_SCHEMA + "itemListElement"), item)
        yield Triple(item, a, NamedNode(_SCHEMA + "ListItem"))
        yield Triple(item, NamedNode(_SCHEMA + "position"), Literal(position))
        yield Triple(item, NamedNode(_SCHEMA + "item"), thing)
        yield Triple(thing, NamedNode(PREFIXES["rdfs"] + "label"), Literal(hit.label))
        if hit.note:
            yield Triple(thing, NamedNode(_SCHEMA + "description"), Literal(hit.note))
