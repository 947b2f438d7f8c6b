"""A document as compact JSON-LD, with that part of the published context which it uses."""

import json
from collections.abc import Iterable
from typing import Any

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize
from rdflib import Graph

from ontology import FOLDER

CONTEXT = FOLDER / "context.jsonld"
_TERMS: dict[str, Any] = json.loads(CONTEXT.read_text(encoding="utf-8"))["@context"]
_ALWAYS = ("@version", "id", "type")


def write(triples: Iterable[Triple], first: NamedNode) -> bytes:
    """Write triples as JSON-LD 1.1 with the node of this IRI first, the same bytes for the same triples.

    The context stands in the document itself: it can be read wherever it is kept, and by those who load no contexts.
    """
    graph = Graph().parse(data=serialize(triples, format=RdfFormat.N_TRIPLES) or b"", format="nt")
    written = json.loads(graph.serialize(format="json-ld", context=_TERMS))
    nodes = written.pop("@graph", None) or [{name: value for name, value in written.items() if name != "@context"}]
    nodes.sort(key=lambda node: (node["id"] != first.value, node["id"]))
    for node in nodes:
        _sort(node)
    document = {"@context": _used(nodes), "@graph": nodes}
    return json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n"


def _sort(value: Any) -> str:
    """Put sets in order, and say what orders them."""
    if isinstance(value, dict):
        for inner in value.values():
            _sort(inner)
    elif isinstance(value, list):
        value.sort(key=_sort)
    return json.dumps(value, sort_keys=True)


def _used(nodes: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Choose the terms that stand in nodes, and the prefixes that these and compact IRIs stand on."""
    names = set(_ALWAYS)
    waiting = list(_words(list(nodes)))
    while waiting:
        name = waiting.pop()
        for known in {name, name.partition(":")[0]} & _TERMS.keys() - names:
            names.add(known)
            waiting += _words(_TERMS[known])
    return {name: entry for name, entry in _TERMS.items() if name in names}


def _words(value: Any) -> Iterable[str]:
    """Every key and every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from value
        for inner in value.values():
            yield from _words(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _words(inner)
