"""Triples of our own making are written in a format, with the prefixes that they use."""

import io
from collections.abc import Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, Triple, serialize

from endpoint.formats import RDF_XML, Format
from endpoint.markup import Mended
from ontology import PREFIXES

KNOWN = PREFIXES | {
    "as": "https://www.w3.org/ns/activitystreams#",
    "hydra": "http://www.w3.org/ns/hydra/core#",
    "ldes": "https://w3id.org/ldes#",
    "tree": "https://w3id.org/tree#",
}


def term(name: str) -> NamedNode:
    """Make the IRI of a prefixed name; an unknown prefix is a KeyError."""
    prefix, _, local = name.partition(":")
    return NamedNode(KNOWN[prefix] + local)


def write(statements: Sequence[Triple] | Sequence[Quad], written: Format) -> bytes:
    """Write statements in the order given; what the format cannot express is a Problem 406."""
    used = {
        name: space
        for name, space in KNOWN.items()
        if any(_names(statement.predicate, space) or _names(statement.object, space) for statement in statements)
        or any(_names(statement.subject, space) for statement in statements)
    }
    output = io.BytesIO()
    mended: Any = Mended(output) if written is RDF_XML else output
    serialize(statements, mended, RdfFormat.from_media_type(written.media_type), prefixes=used)
    mended.flush()
    return output.getvalue()


def _names(found: NamedNode | BlankNode | Literal | Triple, space: str) -> bool:
    if isinstance(found, Literal):
        found = found.datatype
    return isinstance(found, NamedNode) and found.value.startswith(space)
