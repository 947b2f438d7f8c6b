"""An RDF file becomes a store to query, or a sentence that says where it is wrong."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from xml.parsers import expat

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from endpoint.problems import Problem
from ontology import BASE

_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"


@dataclass(frozen=True)
class File:
    """A file to download: its size in bytes, SHA-256 in hexadecimal digits, and what is packed in it."""

    name: str
    title: str
    media_type: str
    holds: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Edition:
    """One version of the data: `triples` of the default graph, `graphs` with the triples of each named one.

    `version` is 16 hexadecimal digits, `built` an ISO 8601 time in UTC or empty when nobody recorded it. `files`
    are the downloads, by name.
    """

    version: str
    title: str
    built: str
    triples: int
    graphs: tuple[tuple[str, int], ...]
    files: Mapping[str, File] = field(default_factory=dict, hash=False)

    @property
    def quads(self) -> int:
        """The number of triples in all graphs."""
        return self.triples + sum(count for _, count in self.graphs)


def read(path: Path, store: Store) -> tuple[Edition, Store]:
    """Read an RDF file into an empty store; its format follows from its name."""
    written = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if written is None:
        raise Problem(503, f"{path}: name the file .nq, .trig, .ttl, .nt, .rdf or .jsonld, after its format.")
    try:
        store.bulk_load(path=str(path), format=written, base_iri=BASE)
        with path.open("rb") as file:
            version = hashlib.file_digest(file, "sha256").hexdigest()[:16]
    except OSError as error:
        raise Problem(503, f"{path}: {error.strerror or error}.") from None
    except SyntaxError as error:
        line, column, words = error.lineno, error.offset, error.msg
        if line:
            words = words.partition(": ")[2]
        elif written == RdfFormat.RDF_XML:
            line, column = _fault_in_xml(path)
        place = f", line {line}, column {column}" if line else ""
        raise Problem(503, f"{path}{place}: {words}.") from None
    counts = {row["g"]: int(row["n"].value) for row in cast("QuerySolutions", store.query(_COUNTS))}
    named = sorted((graph.value, count) for graph, count in counts.items() if isinstance(graph, NamedNode))
    return Edition(version, path.name, "", len(store) - sum(counts.values()), tuple(named)), store


def _fault_in_xml(path: Path) -> tuple[int | None, int | None]:
    """Find where a file stops being XML, which pyoxigraph does not tell."""
    try:
        with path.open("rb") as file:
            expat.ParserCreate().ParseFile(file)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None
