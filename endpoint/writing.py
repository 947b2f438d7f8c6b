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


def moment(time: str) -> Literal:
    """Make the literal of a time after ISO 8601."""
    return Literal(time, datatype=term("xsd:dateTime"))


def write(statements: Sequence[Triple] | Sequence[Quad], written: Format) -> bytes:
    """Write statements in the order given; what the format cannot express is a Problem 406."""
    spaces = {space for each in statements for space in map(_space, (each.subject, each.predicate, each.object))}
    used = {name: space for name, space in KNOWN.items() if space in spaces}
    output = io.BytesIO()
    mended: Any = Mended(output) if written is RDF_XML else output
    serialize(statements, mended, RdfFormat.from_media_type(written.media_type), prefixes=used)
    mended.flush()
    return output.getvalue()


def _space(found: NamedNode | BlankNode | Literal | Triple) -> str:
    """Cut an IRI, or that of a literal's datatype, after its last # or /."""
    named = found.datatype if isinstance(found, Literal) else found
    if not isinstance(named, NamedNode):
        return ""
    head, mark, _ = named.value.rpartition("#")
    if not mark:
        head, mark, _ = named.value.rpartition("/")
    return head + mark
