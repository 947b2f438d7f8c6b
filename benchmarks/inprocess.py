"""The same answers without a server: pyoxigraph writes them in this very process. No server around it is faster."""

import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import Any

from pyoxigraph import QueryBoolean, QueryResultsFormat, QueryTriples, RdfFormat, Store

from benchmarks.workload import N_TRIPLES, Query


class Sink:
    """Takes bytes and only counts them."""

    size = 0

    def write(self, data: bytes) -> int:
        """Count."""
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""


def measure(file: Path, queries: Sequence[Query], rounds: int) -> list[tuple[float, int]]:
    """MB/s and bytes of each export, over a store in memory; a process of its own gives the memory back."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as alone:
        return alone.submit(work, file, queries, rounds).result()


def work(file: Path, queries: Sequence[Query], rounds: int) -> list[tuple[float, int]]:
    """The medians; the first round, in which memory is laid out, does not count."""
    store = Store()
    store.bulk_load(path=str(file), format=RdfFormat.N_TRIPLES)
    told = []
    for query in queries:
        rates: list[float] = []
        for number in range(rounds + 1):
            rate, size = write(store, query, number)
            rates.append(rate)
        told.append((median(rates[1:]), size))
    return told


def write(store: Store, query: Query, number: int) -> tuple[float, int]:
    """Write one answer: MB/s and bytes."""
    sink: Any = Sink()  # pyoxigraph asks for these two methods only
    began = time.perf_counter()
    results = store.query(query.text({}, number))
    if isinstance(results, QueryTriples):
        results.serialize(sink, RdfFormat.from_media_type(N_TRIPLES))
    elif not isinstance(results, QueryBoolean):
        results.serialize(sink, QueryResultsFormat.JSON)
    size: int = sink.size
    return size / 1e6 / (time.perf_counter() - began), size
