"""The servers that are compared: where the program of each is found and how it is told to serve a file."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

from benchmarks import virtuoso
from benchmarks.processes import LOOPBACK
from benchmarks.settings import Settings

HOUSE = Path(__file__).parent.parent
REFERENCE = "oxigraph"
N_TRIPLES_STORE = "/store?default"


@dataclass(frozen=True)
class Peer:
    """A server that can be started. `command` gets the file, the port and a folder of its own."""

    name: str
    title: str
    version: str
    command: Callable[[Path, int, Path], list[str]]
    path: str  # of a question, as far as the text of the query
    ready: str = ""  # what it prints when it is ready; without it, it is asked until it answers
    load: str = ""  # where the file is posted, for a server that starts empty
    fill: Callable[[Path, Path], None] | None = None  # another way to load the file


def find(settings: Settings) -> tuple[list[Peer], list[str]]:
    """The peers that are wanted and here, ours first, and a line on each that is not.

    Without Oxigraph, to which all are compared, or without a peer asked for by name, a LookupError says what to do.
    """
    peers, lines = [], []
    for name, make in _MAKERS.items():
        if settings.peers and name not in {*settings.peers, REFERENCE}:
            continue
        try:
            peers.append(make(settings))
        except LookupError as error:
            if name == REFERENCE or settings.peers:
                raise
            lines.append(str(error))
    return peers, lines


def _locate(program: str, remedy: str) -> str:
    """The full path of a program, looked for beside this Python too."""
    found = shutil.which(program) or shutil.which(program, path=str(Path(sys.executable).parent))
    if not found:
        raise LookupError(f"{program} was not found: {remedy}")
    return found


_EXTRA = "pip install -e '.[benchmarks]' brings it."


def _ours(mode: str, name: str, title: str, _: Settings) -> Peer:
    def command(file: Path, port: int, _: Path) -> list[str]:
        server, place = str(HOUSE / "server.py"), ["--port", str(port), "--host", LOOPBACK]
        return [sys.executable, server, "--dataset", str(file), "--store-mode", mode, *place]

    return Peer(name, title, _package("gupvi-graph"), command, "/sparql?query=", ready="SPARQL: ")


def _oxigraph(_: Settings) -> Peer:
    program = _locate("oxigraph", _EXTRA)

    def command(_: Path, port: int, __: Path) -> list[str]:
        # --timeout-s would start a thread for each query, and under load no more can be started
        return [program, "serve", "--bind", f"{LOOPBACK}:{port}"]

    return Peer(REFERENCE, "Oxigraph", _version(program, "--version"), command, "/query?query=", load=N_TRIPLES_STORE)


def _rdflib_endpoint(_: Settings) -> Peer:
    program = _locate("rdflib-endpoint", _EXTRA)

    def command(file: Path, port: int, _: Path) -> list[str]:
        return [program, "serve", str(file), "--host", LOOPBACK, "--port", str(port)]

    return Peer("rdflib-endpoint", "rdflib-endpoint", _package("rdflib-endpoint"), command, "/?query=")


def _fuseki(settings: Settings) -> Peer:
    program = _locate(settings.fuseki, "give its place with --fuseki, or leave it out.")

    def command(file: Path, port: int, _: Path) -> list[str]:
        return [program, "--localhost", f"--port={port}", f"--file={file}", "/data"]

    return Peer("fuseki", "Fuseki", _version(program, "--version"), command, "/data/sparql?query=")


def _virtuoso(settings: Settings) -> Peer:
    program = _locate(settings.virtuoso, "give its place with --virtuoso, or leave it out.")

    def command(file: Path, port: int, folder: Path) -> list[str]:
        return virtuoso.command(program, file, port, folder)

    version = _version(program, "+version")
    return Peer("virtuoso", "Virtuoso", version, command, virtuoso.PATH, fill=partial(virtuoso.fill, program))


def _package(name: str) -> str:
    """The version of a package of this Python; a program found elsewhere may have none here."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"


def _version(program: str, option: str) -> str:
    """The first line with a digit that a program prints of its version."""
    printed = subprocess.run([program, option], capture_output=True, text=True, timeout=60, check=False)  # noqa: S603
    lines = [line.strip() for line in (printed.stdout + printed.stderr).splitlines() if any(map(str.isdigit, line))]
    return lines[0] if lines else "unknown"


_MAKERS: Mapping[str, Callable[[Settings], Peer]] = {
    "ours": partial(_ours, "auto", "ours", "GUPVI Graph"),
    "ours-disk": partial(_ours, "disk", "ours-disk", "GUPVI Graph, on the disk"),
    "oxigraph": _oxigraph,
    "rdflib-endpoint": _rdflib_endpoint,
    "fuseki": _fuseki,
    "virtuoso": _virtuoso,
}
