"""The service as OpenAPI: how to ask, what may come back, and within which limits."""

import re

from flask import Response, jsonify

from endpoint.formats import FORMATS, PROBLEM
from endpoint.protocol import FORM, QUERY
from endpoint.settings import Settings

_ANSWERS = {
    "200": "The answer. An answer that breaks off without its end is not one.",
    "304": "The client has this answer already.",
    "400": "The query or a parameter is wrong; line and column say where.",
    "403": "Updates, and SERVICE to an address that is not allowed, are refused.",
    "406": "The answer does not exist in a format that the client accepts.",
    "413": "The query is too long.",
    "415": "The body is of another type than a query.",
    "429": "The client has asked too often, or has too many queries waiting; Retry-After says when to go on.",
    "503": "A limit was reached, or too many wait; Retry-After says when to go on.",
}
_PARAMETERS = {
    "q": "a name in any language, a number, or words",
    "kind": "things of this kind only, such as camp",
    "page": "a page, from 1",
    "typing": "yes, while the last word may be unfinished",
    "subject": "an IRI, or a variable",
    "predicate": "an IRI, or a variable",
    "object": "an IRI, a literal in quotes, or a variable",
    "thing": "what is on screen, such as camp/99",
    "open": "a relation that is opened: a thing, a space and a property",
    "evidence": "yes, for the claims behind what is on screen too",
    "since": "a date or time after ISO 8601, before which changes are left out",
    "queries": "a batch of queries, as JSON",
    "extend": "things and properties to fetch, as JSON",
    "format": "a format in place of Accept",
}
# what programs get elsewhere: words, and parameters of the address
_RESOURCES = {
    "/id/{kind}/{key}": ("A thing: leads to its document, or to its page.", ("format",)),
    "/data/{kind}/{key}.{ending}": ("The document of a thing: .ttl, .jsonld, .nt or .rdf.", ("page",)),
    "/graph/{name}": ("A named graph.", ("format",)),
    "/search": ("Things found by words.", ("q", "kind", "page", "typing", "format")),
    "/fragments": ("Triple Pattern Fragments.", ("subject", "predicate", "object", "page", "format")),
    "/feed": ("What changed, and when: a Linked Data Event Stream.", ("since", "format")),
    "/explore.ttl": ("What is on screen in the explorer, as Turtle.", ("thing", "open", "evidence")),
    "/reconcile": ("The Reconciliation Service API 0.2.", ("queries", "extend")),
    "/ontology": ("The ontology.", ("format",)),
    "/.well-known/void": ("The dataset described: VoID and DCAT.", ("format",)),
    "/dumps/{version}/{name}": ("A file to download, in ranges too; /dumps lists them.", ()),
}
_PROBLEM = {
    "type": "object",
    "required": ["title", "status", "detail"],
    "properties": {
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what is wrong, in a sentence"},
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "limit": {"description": "the name of the limit that was reached, or its value"},
    },
}


def respond(settings: Settings) -> Response:
    """Send the description (OpenAPI 3.1)."""
    return jsonify(describe(settings))


def describe(settings: Settings) -> dict[str, object]:
    """Describe the service; `x-limits` names each limit with its value and what it bounds."""
    limits = {name: {"value": value, "description": words} for name, value, words in settings.limits()}
    asked = [_parameter("query", "a SPARQL 1.1 query"), *_CHOICES]
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {parameter["name"]: parameter["schema"] for parameter in asked},
    }
    body = {"content": {QUERY: {"schema": {"type": "string"}}, FORM: {"schema": form}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "GUPVI Graph", "version": "1"},
        "paths": {
            "/sparql": {
                "get": {"operationId": "ask", "parameters": asked, "responses": _responses()},
                "post": {"operationId": "askInBody", "requestBody": body, "responses": _responses()},
            },
        }
        | {path: {"get": _resource(path, *told)} for path, told in _RESOURCES.items() if not settings.dataset},
        "components": {"schemas": {"Problem": _PROBLEM}},
        "x-limits": limits,
    }


def _parameter(name: str, words: str, several: bool = False) -> dict[str, object]:
    schema = {"type": "array", "items": {"type": "string"}} if several else {"type": "string"}
    return {"name": name, "in": "query", "description": words, "schema": schema}


def _resource(path: str, words: str, parameters: tuple[str, ...]) -> dict[str, object]:
    schema = {"type": "string"}
    inside = [{"name": part, "in": "path", "required": True, "schema": schema} for part in re.findall(r"{(\w+)}", path)]
    problem = {"description": "What is wrong.", "content": {PROBLEM.essence: {"schema": _REFERENCE}}}
    return {
        "summary": words,
        "parameters": [*inside, *(_parameter(name, _PARAMETERS[name]) for name in parameters)],
        "responses": {"200": {"description": words}, "304": {"description": _ANSWERS["304"]}, "4XX": problem},
    }


_REFERENCE = {"$ref": "#/components/schemas/Problem"}
_CHOICES = [
    _parameter("default-graph-uri", "a graph of which the default graph is made", several=True),
    _parameter("named-graph-uri", "a graph that GRAPH finds", several=True),
    _parameter("format", f"a format in place of Accept: {', '.join(FORMATS)}"),
]


def _responses() -> dict[str, object]:
    types: dict[str, dict[str, object]] = {written.essence: {} for written in FORMATS.values()}
    problem = {PROBLEM.essence: {"schema": _REFERENCE}}
    return {
        status: {"description": words} | ({"content": types} if status == "200" else {})
        if status < "400"
        else {"description": words, "content": problem}
        for status, words in _ANSWERS.items()
    }
