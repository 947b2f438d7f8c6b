"""The measurements: interleaved rounds, so that whatever else the machine does befalls every server alike."""

from collections.abc import Iterator, Sequence

from benchmarks.agreement import DRAWS, Faults
from benchmarks.connection import Connection, Failed, Late, Reply
from benchmarks.datasets import Dataset
from benchmarks.load import Client, aim
from benchmarks.memory import Peak
from benchmarks.outcome import Row
from benchmarks.servers import Server
from benchmarks.workload import Query
from loader.progress import track

FIRST, REPEATED = "first time", "repeated"
MEGABYTE = 1e6
TURN, TURN_S = 10, 0.5  # a turn of a heavy query ends after so many answers or seconds


def interleave(row: Row, servers: Sequence[Server], rounds: int, words: str) -> Iterator[tuple[int, Server]]:
    """Every server in turn, round after round, but for those that have been dropped from the row.

    Round 0 is one more than asked for and does not count: some servers compile what they run often.
    """
    turns = [(turn, server) for turn in range(rounds + 1) for server in servers]
    for turn, server in track(turns, words, "runs"):
        if server.name not in row.notes:
            yield turn, server


def look_up(
    query: Query, servers: Sequence[Server], data: Dataset, faults: Faults, client: Client, plan: tuple[int, int, int]
) -> list[Row]:
    """Requests/s of a look-up, first time and repeated; the plan is rounds, connections and seconds."""
    rounds, connections, seconds = plan
    rows = []
    unused = {server.name: DRAWS for server in servers}
    for way in (FIRST, REPEATED):
        row = _begin(query, way, "requests/s", servers, faults)
        for turn, server in interleave(row, servers, rounds, f"{query.name}, {way}"):
            repeated = way == REPEATED
            first = 0 if repeated else unused[server.name]
            target = aim(query, data.keys, server.port, server.peer.path, first, repeated=repeated)
            load = client.send(target, connections, seconds)
            if not repeated:
                unused[server.name] = load.unused
            if load.failures or not load.answers:
                row.drop(server.name, f"{load.failures:,} of {load.answers + load.failures:,} requests failed")
            elif turn > 0:
                row.add(server.name, load.rate)
        rows.append(row)
    return rows


def time(
    query: Query, servers: Sequence[Server], data: Dataset, faults: Faults, rounds: int, patience: int
) -> tuple[Row, Row]:
    """Seconds to the end of the answer over one connection, and MB/s of the same answers; no text returns."""
    row = _begin(query, FIRST, "s", servers, faults)
    stream = _begin(query, FIRST, "MB/s", servers, faults)
    for turn, server in interleave(row, servers, rounds, query.name):
        connection = server.connect(patience)
        try:
            for reply in _ask(connection, query, data, turn):
                if turn > 0:
                    row.add(server.name, reply.seconds)
                    stream.add(server.name, reply.rate / MEGABYTE)
        except Failed as failure:
            row.drop(server.name, str(failure))
            stream.drop(server.name, str(failure))
            if isinstance(failure, Late):
                server.restart()
        finally:
            connection.close()
    return row, stream


def _ask(connection: Connection, query: Query, data: Dataset, turn: int) -> Iterator[Reply]:
    """Answers of one turn: one, or several when they come fast."""
    spent = 0.0
    for number in range(DRAWS + turn * TURN, DRAWS + (turn + 1) * TURN):
        reply = connection.ask(query.text(data.keys, number), query.accept)
        yield reply
        spent += reply.seconds
        if spent > TURN_S:
            return


def weigh(
    query: Query, row: Row, servers: Sequence[Server], data: Dataset, rounds: int, patience: int
) -> dict[str, int]:
    """The peak of memory in bytes of every server while it answers once more, apart from what is timed.

    Looking at the memory of a process takes time from it.
    """
    peaks = {}
    for server in servers:
        if server.name in row.notes:
            continue
        connection = server.connect(patience)
        try:
            with Peak(server.memory) as peak:
                connection.ask(query.text(data.keys, DRAWS + (rounds + 1) * TURN), query.accept)
        except Failed:
            continue
        finally:
            connection.close()
        if peak.bytes:
            peaks[server.name] = peak.bytes
    return peaks


def _begin(query: Query, way: str, unit: str, servers: Sequence[Server], faults: Faults) -> Row:
    """A row without samples, from which the servers that gave another answer are dropped."""
    row = Row(query.title, way, unit)
    for server in servers:
        if words := faults.get((server.name, query.name)):
            row.drop(server.name, words)
    return row
