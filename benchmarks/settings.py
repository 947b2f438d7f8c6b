"""The settings of a run, read from the command line."""

import argparse
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.workload import QUERIES

PEERS = ("ours", "ours-disk", "oxigraph", "rdflib-endpoint", "fuseki", "virtuoso")
GRAPH = "graph"
_SIZES = {"": 1, "k": 1_000, "m": 1_000_000}


@dataclass(frozen=True)
class Settings:
    """What is measured, for how long, and where the report goes."""

    data: str
    peers: tuple[str, ...] | None
    queries: tuple[str, ...]
    rounds: int
    seconds: int
    connections: int
    patience: int
    start: int
    client: str | None
    fuseki: str
    virtuoso: str
    out: Path | None

    @property
    def triples(self) -> int | None:
        """How many triples the synthetic graph gets, or None when this project's own graph is wanted."""
        return None if self.data == GRAPH else size(self.data)


def size(words: str) -> int:
    """A number of triples from words such as `5000`, `200k` or `10m`; anything else is a ValueError."""
    found = re.fullmatch(r"([1-9]\d*)([km]?)", words.lower())
    if not found:
        raise ValueError(f"{words} is no number of triples")
    return int(found[1]) * _SIZES[found[2]]


def read(arguments: Sequence[str] | None = None) -> Settings:
    """Read the command line; what does not fit ends the program with one sentence."""
    reader = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure the endpoint beside other SPARQL servers."
    )
    names = [query.name for query in QUERIES]
    add = reader.add_argument
    add("--data", default=GRAPH, type=_data, help="graph (default), or a number of synthetic triples: 1m, 10m, 50000")
    add("--peers", type=_some(PEERS), metavar="NAMES", help=f"some of {','.join(PEERS)} (default: all that are found)")
    add("--queries", type=_some(names), default=tuple(names), metavar="NAMES", help=f"some of {','.join(names)}")
    add("--rounds", type=_positive, default=5, metavar="N", help="rounds, of which the median counts (default: 5)")
    add("--seconds", type=_positive, default=3, metavar="S", help="length of a measurement of requests/s (default: 3)")
    add(
        "--connections", type=_positive, default=8, metavar="N", help="kept-alive connections for look-ups (default: 8)"
    )
    add("--patience", type=_positive, default=60, metavar="S", help="longest wait for an answer (default: 60)")
    add("--start", type=_positive, default=600, metavar="S", help="longest wait for a server to start (default: 600)")
    add("--client", choices=("wrk", "sockets"), help="who sends look-ups (default: wrk where it is found)")
    add("--fuseki", default="fuseki-server", metavar="FILE", help="the program of Fuseki (default: fuseki-server)")
    add("--virtuoso", default="virtuoso-t", metavar="FILE", help="the program of Virtuoso (default: virtuoso-t)")
    add("--out", type=Path, metavar="DIR", help="write report.md and report.svg into this folder")
    return Settings(**vars(reader.parse_args(arguments)))


def _data(words: str) -> str:
    if words != GRAPH:
        try:
            size(words)
        except ValueError:
            raise argparse.ArgumentTypeError(f"{words} is neither {GRAPH} nor a number such as 50000, 1m") from None
    return words


def _positive(words: str) -> int:
    if not words.isdecimal() or int(words) == 0:
        raise argparse.ArgumentTypeError(f"{words} is not a whole number above 0")
    return int(words)


class _some:  # noqa: N801 - used as a function
    """A reader of several names with commas between them."""

    def __init__(self, names: Sequence[str]) -> None:
        self._names = names

    def __call__(self, words: str) -> tuple[str, ...]:
        chosen = tuple(words.split(","))
        for name in chosen:
            if name not in self._names:
                raise argparse.ArgumentTypeError(f"{name} is none of {', '.join(self._names)}")
        return chosen
