"""The downloads of a version: what there is, and how the dumps of its quads are packed.

The same quads give the same bytes.
"""

import gzip
import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BufferedWriter, RawIOBase
from pathlib import Path
from typing import IO, cast

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse, serialize

from loader import terms
from loader.progress import track
from ontology import GRAPHS, LICENCE, PREFIXES

SUMS = "SHA256SUMS"
TABLES, CLAIMS, PLACES = "tables.zip", "claims-rdf12.ttl.gz", "places.geojson"
N_QUADS, TURTLE = "application/n-quads", "text/turtle"
PACKED = {".gz": "application/gzip", ".zip": "application/zip"}


@dataclass(frozen=True)
class Download:
    """A file to download: its name, what it holds, in which media type once unpacked, and of which dataset."""

    name: str
    title: str
    media_type: str
    dataset: NamedNode = terms.DATASET

    @property
    def packing(self) -> str:
        """The media type of what it is packed in, if it is."""
        return PACKED.get(Path(self.name).suffix, "")


def plan(graphs: Iterable[NamedNode]) -> list[Download]:
    """The downloads of a version with these named graphs."""
    offered = [
        Download("dataset.nq.gz", "All graphs", N_QUADS),
        Download("dataset.ttl.gz", "The merged graph", TURTLE),
        Download(CLAIMS, "The claims as reifiers of RDF 1.2", f"{TURTLE}; version=1.2"),
        Download(PLACES, "The places in Linked Places format", "application/geo+json"),
        Download(TABLES, "The tables as CSV on the Web", "text/csv"),
    ]
    for graph in graphs:
        name = graph.value.removeprefix(GRAPHS)
        for ending, media_type in (("nq", N_QUADS), ("ttl", TURTLE)):
            offered.append(Download(f"graph/{name}.{ending}.gz", f"The graph {name}", media_type, graph))
    return offered


def pack(quads: Path, folder: Path, graphs: Iterable[NamedNode], version: str) -> None:
    """Write the dumps of sorted N-Quads: of everything, of the merged graph, and of each named graph.

    Turtle names the version in its first line, since only one graph has the dataset's description.
    """
    head = f"# version {version} of {terms.DATASET.value}, {LICENCE}\n".encode()
    (folder / "graph").mkdir(parents=True)
    with quads.open("rb") as lines, packed(folder / "dataset.nq.gz") as out:
        shutil.copyfileobj(lines, out, 1 << 20)
    parts = {graph: folder / "graph" / f"{graph.value.removeprefix(GRAPHS)}.nq.gz" for graph in graphs}
    with quads.open("rb") as lines, ExitStack() as opened:
        outs = {graph: opened.enter_context(packed(part)) for graph, part in parts.items()}
        for quad, line in track(zip(read(quads), lines, strict=True), "dumps", "quads"):
            if out_of := outs.get(cast("NamedNode", quad.graph_name)):
                out_of.write(line)
    write((quad.triple for quad in read(quads) if quad.graph_name == terms.DEFAULT), folder / "dataset.ttl.gz", head)
    for part in parts.values():
        with gzip.open(part) as lines:
            triples = (quad.triple for quad in parse(cast("IO[bytes]", lines), RdfFormat.N_QUADS))
            write(triples, part.with_name(part.name.replace(".nq.gz", ".ttl.gz")), head)


def read(quads: Path) -> Iterator[Quad]:
    """The quads of a file, in its order."""
    return parse(path=str(quads), format=RdfFormat.N_QUADS)


def write(triples: Iterable[Triple], target: Path, before: bytes = b"") -> None:
    """Write triples as packed Turtle, in their order."""
    with packed(target) as out:
        out.write(before)
        serialize(triples, out, RdfFormat.TURTLE, prefixes=PREFIXES)


@contextmanager
def packed(target: Path) -> Iterator[IO[bytes]]:
    """A file to write that is packed by gzip, without the name and time that would differ from run to run."""
    with target.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as out:
        buffered = BufferedWriter(cast("RawIOBase", out), 1 << 20)
        yield buffered
        buffered.flush()


def register(folder: Path, offered: Iterable[Download]) -> dict[str, dict[str, str | int]]:
    """Size, SHA-256 and media type of each download, for the manifest; the checksums stand in a file too."""
    told = {download.name: tell(folder, download) for download in offered}
    sums = "".join(f"{told[name]['sha256']}  {name}\n" for name in sorted(told))
    (folder / SUMS).write_text(sums, encoding="ascii")
    return told | {SUMS: tell(folder, Download(SUMS, "The checksums of the other files", "text/plain"))}


def tell(folder: Path, download: Download) -> dict[str, str | int]:
    """What the manifest tells of a download: `type` is that of the file, `holds` that of what is packed in it."""
    with (folder / download.name).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "title": download.title,
        "holds": download.media_type,
        "type": download.packing or download.media_type,
        "bytes": (folder / download.name).stat().st_size,
        "sha256": digest,
    }
