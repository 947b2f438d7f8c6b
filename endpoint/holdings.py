"""The data in service: the newest version of the published store, or one RDF file."""

import hashlib
import json
import logging
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import cast
from xml.parsers import expat

from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from endpoint.problems import Problem
from endpoint.settings import Settings
from ontology import BASE

_CHECK_SECONDS = 0.2
_COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Edition:
    """One version of the data: `triples` of the default graph, `graphs` with the triples of each named one.

    `version` is 16 hexadecimal digits, `built` an ISO 8601 time in UTC or empty when nobody recorded it.
    """

    version: str
    title: str
    built: str
    triples: int
    graphs: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Holding:
    """An edition with the store that holds it."""

    edition: Edition
    store: Store


class Shelf:
    """Where the current holding is found.

    A new version of the published store is taken up by the requests that follow; who still reads the old one
    keeps it. Without anything to serve the constructor raises a Problem 503 that says what is wrong.
    """

    def __init__(self, settings: Settings) -> None:
        self._folder = None if settings.dataset else settings.store
        self._lock = threading.Lock()
        self._stamp = self._look()
        self._looked = time.monotonic()
        self._holding = read_file(settings.dataset) if settings.dataset else open_version(settings.store)

    def current(self) -> Holding:
        """Find the newest holding; at most every 0.2 seconds this looks at the disk."""
        if time.monotonic() - self._looked > _CHECK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._renew()
                self._looked = time.monotonic()
            finally:
                self._lock.release()
        return self._holding

    def _look(self) -> tuple[int, int] | None:
        """Fingerprint the file `current`, which publication replaces."""
        if self._folder is None:
            return None
        try:
            status = (self._folder / "current").stat()
        except OSError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _renew(self) -> None:
        stamp = self._look()
        if self._folder is None or stamp in (None, self._stamp):
            return
        try:
            self._holding = open_version(self._folder)
        except Problem as problem:
            _LOG.warning("%s Version %s stays in service.", problem, self._holding.edition.version)
        self._stamp = stamp


def open_version(folder: Path) -> Holding:
    """Open the version that the folder of a published store calls current."""
    try:
        version = (folder / "current").read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise Problem(503, f"There is no published store in {folder}.") from None
    try:
        manifest = json.loads((folder / version / "manifest.json").read_text(encoding="utf-8"))
        graphs = tuple(sorted(manifest["graphs"].items()))
        triples = manifest["quads"] - sum(count for _, count in graphs)
        edition = Edition(version, "GUPVI Graph", manifest["built"], triples, graphs)
        return Holding(edition, Store.read_only(str(folder / version / "oxigraph")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        _LOG.warning("version %s: %s", version, error)
        raise Problem(503, f"Version {version} of the published store in {folder} cannot be opened.") from None


def read_file(path: Path) -> Holding:
    """Read an RDF file into memory; its format follows from its name."""
    written = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if written is None:
        raise Problem(503, f"{path}: name the file .nq, .trig, .ttl, .nt, .rdf or .jsonld, after its format.")
    store = Store()
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
    edition = Edition(version, path.name, "", len(store) - sum(counts.values()), tuple(named))
    return Holding(edition, store)


def _fault_in_xml(path: Path) -> tuple[int | None, int | None]:
    """Find where a file stops being XML, which pyoxigraph does not tell."""
    try:
        with path.open("rb") as file:
            expat.ParserCreate().ParseFile(file)
    except expat.ExpatError as error:
        return error.lineno, error.offset + 1
    return None, None
