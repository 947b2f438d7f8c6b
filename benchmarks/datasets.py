"""The data that every server is given, as one file of N-Triples, and the keys that queries draw from it."""

import random
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import DefaultGraph, RdfFormat, Store

from benchmarks import synthetic
from benchmarks.lines import known, term
from loader import publish
from loader.build import TABLES, build
from loader.progress import track
from ontology import THINGS

KEYS = 20_000  # most keys of a kind
_SPOKEN_OF = re.compile(rf"<[^>]+> {re.escape(known('rdf:subject'))} <({re.escape(THINGS)}[^>]+)> \.\n")
# a key with an escaped letter would have to be unescaped, and written into a query again
_NAMED = re.compile(rf'<[^>]+> {re.escape(term("searchKey"))} "([^"\\]+)" \.\n')


@dataclass(frozen=True)
class Dataset:
    """A file of N-Triples, its size, and keys: `things` are IRIs that claims speak of, `names` are search keys."""

    name: str
    file: Path
    triples: int
    keys: Mapping[str, Sequence[str]]


def make(folder: Path, triples: int | None) -> Dataset:
    """Make the synthetic graph of a number of triples, or with None the default graph of this project's store.

    Faulty tables are a Faulty. Data without things or names to ask for is a ValueError.
    """
    file = folder / "data.nt"
    if triples is None:
        name = "this project's graph"
        version = build(TABLES, folder / "store")
        store = Store()
        store.load(path=str(folder / "store" / version / publish.QUADS), format=RdfFormat.N_QUADS)
        store.dump(str(file), RdfFormat.N_TRIPLES, from_graph=DefaultGraph())
    else:
        name = "synthetic graph"
        synthetic.save(file, triples)
    with file.open(encoding="utf-8") as lines:
        held, keys = gather(track(lines, "reading keys", "triples"))
    return Dataset(name, file, held, keys)


def gather(lines: Iterable[str]) -> tuple[int, dict[str, list[str]]]:
    """The number of lines, and the same keys for the same lines, in an order that follows no index."""
    held, found = 0, {"things": set[str](), "names": set[str]()}
    for line in lines:
        held += 1
        if match := _SPOKEN_OF.fullmatch(line):
            found["things"].add(match[1])
        elif match := _NAMED.fullmatch(line):
            found["names"].add(match[1])
    keys = {}
    for name, values in found.items():
        if not values:
            raise ValueError(f"the data holds no {name} to ask for; more triples are needed")
        keys[name] = sorted(values)
        random.Random(synthetic.SEED).shuffle(keys[name])  # noqa: S311 - nothing here is secret
        del keys[name][KEYS:]
    return held, keys
