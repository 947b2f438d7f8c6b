"""A whole run: data, servers, agreement, measurements, results."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from benchmarks import agreement, datasets, environment, inprocess, measures
from benchmarks.agreement import Faults
from benchmarks.datasets import Dataset
from benchmarks.load import Client
from benchmarks.outcome import Column, Export, Results, Row
from benchmarks.peers import find
from benchmarks.servers import Server, running
from benchmarks.settings import Settings
from benchmarks.sockets import Sockets
from benchmarks.workload import QUERIES, Kind, Query
from benchmarks.wrk import Wrk
from loader.progress import tell

UNLIMITED = "Oxigraph ran without --timeout-s: with it, it starts a thread for each query and ends under load."


def run(settings: Settings, folder: Path) -> Results:
    """Do everything in a folder that the caller removes.

    A LookupError says what is missing, a ValueError what is wrong with the data, a Failed which server did not start.
    """
    peers, missing = find(settings)
    queries = [query for query in QUERIES if query.name in settings.queries]
    client = choose(settings, folder)
    try:
        data = datasets.make(folder, settings.triples)
        with running(peers, data, folder, settings.start) as (servers, stopped):
            columns = [Column(s.name, s.peer.title, s.peer.version, s.started, s.memory()) for s in servers]
            tell(f"comparing the answers of {', '.join(column.title for column in columns)}")
            faults = agreement.compare(servers, queries, data, settings.patience)
            lookups = look_up(queries, servers, data, faults, client, settings)
            heavy, streams, peaks = weigh(queries, servers, data, faults, settings)
    finally:
        client.close()
    return Results(
        data=data.name,
        triples=data.triples,
        columns=columns,
        lookups=lookups,
        heavy=heavy,
        streams=streams,
        exports=export(queries, data, peaks, settings),
        remarks=[*missing, *stopped, UNLIMITED],
        environment=environment.describe(columns, client.name),
        connections=settings.connections,
        rounds=settings.rounds,
    )


def look_up(
    queries: Sequence[Query],
    servers: Sequence[Server],
    data: Dataset,
    faults: Faults,
    client: Client,
    settings: Settings,
) -> list[Row]:
    """The rows of all look-ups, those of the first time before those that are repeated."""
    plan = (settings.rounds, settings.connections, settings.seconds)
    rows = [
        measures.look_up(query, servers, data, faults, client, plan) for query in queries if query.kind is Kind.LOOKUP
    ]
    return [row for ways in zip(*rows, strict=True) for row in ways]


def weigh(
    queries: Sequence[Query], servers: Sequence[Server], data: Dataset, faults: Faults, settings: Settings
) -> tuple[list[Row], list[Row], dict[str, dict[str, int]]]:
    """The rows of heavy queries in seconds, those of exports in MB/s, and peaks of memory by export and server."""
    heavy, streams, peaks = [], [], {}
    for query in queries:
        if query.kind is Kind.LOOKUP:
            continue
        row, stream = measures.time(query, servers, data, faults, settings.rounds, settings.patience)
        heavy.append(row)
        if query.kind is Kind.EXPORT:
            streams.append(stream)
            peaks[query.name] = measures.weigh(query, row, servers, data, settings.rounds, settings.patience)
    return heavy, streams, peaks


def export(
    queries: Sequence[Query], data: Dataset, peaks: dict[str, dict[str, int]], settings: Settings
) -> list[Export]:
    """The exports beside the rate of the engine alone, measured when the servers have given their memory back."""
    wanted = [query for query in queries if query.kind is Kind.EXPORT]
    if not wanted:
        return []
    tell("writing the exports without a server")
    alone = inprocess.measure(data.file, wanted, settings.rounds)
    return [
        Export(query.title, size, peaks[query.name], rate) for query, (rate, size) in zip(wanted, alone, strict=True)
    ]


def choose(settings: Settings, folder: Path) -> Client:
    """The load client: wrk where it is found, unless another is asked for. A LookupError says that wrk is missing."""
    program = shutil.which("wrk")
    if settings.client == "wrk" and not program:
        raise LookupError("wrk was not found; --client sockets does without it.")
    if program and settings.client != "sockets":
        return Wrk(program, folder, settings.patience)
    return Sockets()
