"""What was measured: a row for each query and way of asking, with a figure for each server."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.peers import REFERENCE


@dataclass
class Row:
    """The samples of a query by server, in `unit`; `notes` says in words why a server has none."""

    title: str
    way: str
    unit: str  # "requests/s", "s" or "MB/s"
    samples: dict[str, list[float]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def add(self, server: str, value: float) -> None:
        """Keep a sample."""
        self.samples.setdefault(server, []).append(value)

    def drop(self, server: str, words: str) -> None:
        """Say why there is no figure, and forget the samples."""
        self.samples.pop(server, None)
        self.notes[server] = words

    def figure(self, server: str) -> float | None:
        """The median of the samples."""
        samples = self.samples.get(server)
        return median(samples) if samples else None

    def range(self, server: str) -> tuple[float, float] | None:
        """The lowest and the highest sample."""
        samples = self.samples.get(server)
        return (min(samples), max(samples)) if samples else None

    def ratio(self, server: str) -> float | None:
        """How many times as fast as Oxigraph the server is: above 1 is faster, whatever the unit."""
        figure, reference = self.figure(server), self.figure(REFERENCE)
        if not figure or not reference:
            return None
        return reference / figure if self.unit == "s" else figure / reference


@dataclass(frozen=True)
class Column:
    """A server as the report shows it."""

    name: str
    title: str
    version: str
    started: float  # seconds from the start of the program to the first answer from the data
    memory: int | None  # bytes at rest, before anything is asked


@dataclass(frozen=True)
class Export:
    """A large answer: its size, the memory at its peak by server, and the rate without any server in MB/s."""

    title: str
    size: int
    peaks: dict[str, int]
    alone: float


@dataclass(frozen=True)
class Results:
    """Everything that a report is made of."""

    data: str
    triples: int
    columns: Sequence[Column]
    lookups: Sequence[Row]
    heavy: Sequence[Row]
    streams: Sequence[Row]
    exports: Sequence[Export]
    remarks: Sequence[str]
    environment: Sequence[tuple[str, str]]
    connections: int
    rounds: int

    @property
    def rows(self) -> Sequence[Row]:
        """All rows."""
        return [*self.lookups, *self.heavy, *self.streams]
