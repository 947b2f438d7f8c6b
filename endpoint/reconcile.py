"""The resource /reconcile: the Reconciliation Service API 0.2, which OpenRefine speaks.

W3C Entity Reconciliation Community Group, https://reconciliation-api.github.io/specs/0.2/. Without JSONP.
"""

import json
from collections.abc import Mapping, Sequence

from flask import Request, Response, render_template

from endpoint import addresses, batches, candidates, extension, index, lookup, responses
from endpoint.desk import Desk
from endpoint.index import Index
from endpoint.problems import Problem
from endpoint.protocol import FORM
from endpoint.search import JSON
from endpoint.settings import Settings
from endpoint.terms import address, shorten
from ontology import NAMESPACE, THINGS
from ontology.folding import fold

METHODS = ("GET", "POST")
# pages stand in frames nowhere, but for the preview, which is made for them
FRAMED = responses.HEADERS["Content-Security-Policy"].replace("frame-ancestors 'none'", "frame-ancestors *")
BODY_BYTES = 1 << 20
_ON_A_PAGE = 20
_SUGGESTED = ("entity", "type", "property")
_PREVIEW = {"width": 430, "height": 300}
_NAMES = "SELECT DISTINCT words, language FROM name WHERE thing = ? ORDER BY language, words"


def respond(desk: Desk, settings: Settings, request: Request) -> Response:
    """Answer at the endpoint itself: a batch of queries, a data extension, or else the manifest."""
    asked = _asked(request)
    if "queries" in asked:
        wishes = batches.read_queries(asked["queries"])
        with index.find(desk, settings) as opened:
            results = {name: {"result": candidates.match(desk, opened, wish)} for name, wish in wishes.items()}
            return _send(opened.version, results)
    if "extend" in asked:
        ids, columns = batches.read_extension(asked["extend"])
        with index.find(desk, settings) as opened:
            return _send(opened.version, extension.extend(desk, opened, ids, columns))
    if request.method == "POST":
        raise Problem(400, "Send a form with queries or extend, which hold JSON.")
    with index.find(desk, settings) as opened:
        types = candidates.classes(opened)
        return _send(opened.version, manifest(addresses.base(settings, request), opened.version, types))


def _asked(request: Request) -> dict[str, str]:
    if request.method != "POST":
        return request.args.to_dict()
    if request.mimetype != FORM:
        raise Problem(415, f"Send {FORM}.", offered=[FORM])
    request.max_content_length = request.max_form_memory_size = BODY_BYTES
    return request.form.to_dict()


def manifest(root: str, version: str, types: dict[str, str]) -> dict[str, object]:
    """Write the service manifest (section 3.1). `root` is the address of this server, `types` IRIs with labels."""
    here = f"{root}reconcile"

    def service(path: str) -> dict[str, str]:
        return {"service_url": here, "service_path": path}

    return {
        "versions": ["0.2"],
        "name": "GUPVI Graph",
        "identifierSpace": THINGS,
        "schemaSpace": NAMESPACE,
        "documentation": root,
        "logo": f"{root}static/icon.svg",
        "serviceVersion": version,
        "defaultTypes": [candidates.describe(iri, label) for iri, label in types.items()],
        "view": {"url": f"{root}id/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", **_PREVIEW},
        "suggest": {kind: service(f"/suggest/{kind}") for kind in _SUGGESTED},
        "extend": {"propose_properties": service("/properties"), "property_settings": extension.SETTINGS},
        "batchSize": batches.QUERIES_MOST,
    }


def suggest(desk: Desk, settings: Settings, request: Request, kind: str) -> Response:
    """Suggest things, types or properties whose name begins like `prefix` (section 6)."""
    if kind not in _SUGGESTED:
        raise Problem(404, f"Suggested are {', '.join(_SUGGESTED)}.")
    prefix, cursor = request.args.get("prefix", ""), _number(request, "cursor")
    with index.find(desk, settings) as opened:
        if kind == "entity":
            found = _entities(opened, prefix, cursor)
        else:
            pairs = candidates.classes(opened).items() if kind == "type" else extension.propose(desk, None)
            chosen = [pair for pair in pairs if _begins(prefix, *pair)]
            found = [candidates.describe(*pair) for pair in chosen[cursor : cursor + _ON_A_PAGE]]
        return _send(opened.version, {"result": found})


def _entities(opened: Index, prefix: str, cursor: int) -> Sequence[Mapping[str, object]]:
    """Describe things found by the beginning of a name, or by their key."""
    known = candidates.classes(opened)
    keyed = lookup.find(opened, prefix)
    hits = keyed + [
        hit
        for hit in lookup.search(opened, prefix, is_beginning=True).hits
        if hit.key not in {one.key for one in keyed}
    ]
    types = candidates.types_of(opened, hits)
    return [
        {
            "id": hit.key,
            "name": hit.label,
            "description": hit.note or hit.kind.replace("-", " "),
            "notable": [candidates.describe(iri, known[iri]) for iri in types[hit.number] if iri in known],
        }
        for hit in [hit for hit in hits if known.keys() & set(types[hit.number])][cursor : cursor + _ON_A_PAGE]
    ]


def _begins(prefix: str, iri: str, label: str) -> bool:
    """Tell whether each word of a prefix begins a word of the label, or the prefix an id."""
    words = fold(label).split()
    return shorten(iri).lower().startswith(prefix.strip().lower()) or all(
        any(word.startswith(asked) for word in words) for asked in fold(prefix).split()
    )


def propose(desk: Desk, settings: Settings, request: Request) -> Response:
    """Propose properties to fetch for things of a type (section 7.4)."""
    type_, most = request.args.get("type", ""), _number(request, "limit")
    iri = batches.expand(type_, "type") if type_ else None
    with index.find(desk, settings) as opened:
        pairs = extension.propose(desk, iri)
        found = [candidates.describe(*pair) for pair in pairs[: most or None]]
        limit = {"limit": most} if most else {}
        return _send(opened.version, {"properties": found, "type": type_, **limit})


def preview(desk: Desk, settings: Settings, request: Request) -> Response:
    """Show a thing in a frame of another page (section 5)."""
    with index.find(desk, settings) as opened:
        found = lookup.find(opened, request.args.get("id", ""))
        if not found:
            raise Problem(404, "There is no thing of this id.")
        hit, known = found[0], candidates.classes(opened)
        types = [known.get(iri, "") for iri in candidates.types_of(opened, found)[hit.number]]
        names = [name for name in opened.rows(_NAMES, hit.number) if name[0] != hit.label]
    page = render_template("preview.html", hit=hit, types=types, names=names, href=address(hit.iri))
    return Response(page, headers={"Content-Security-Policy": FRAMED, responses.VERSION: opened.version})


def _number(request: Request, name: str) -> int:
    text = request.args.get(name) or "0"
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise Problem(400, f"{name} must be a whole number.")
    return int(text)


def _send(version: str, document: object) -> Response:
    text = json.dumps(document, ensure_ascii=False)
    return Response(text, content_type=JSON.media_type, headers={responses.VERSION: version})
