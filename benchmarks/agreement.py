"""Before anything is timed, the answers of all servers are compared."""

from collections.abc import Sequence

from benchmarks.answers import Answer, Tally, read
from benchmarks.connection import Failed, Late
from benchmarks.datasets import Dataset
from benchmarks.peers import REFERENCE
from benchmarks.servers import Server
from benchmarks.workload import Kind, Query
from loader.progress import tell, track

DRAWS = 3  # texts of each query that are compared; no later first-time run uses them again
Faults = dict[tuple[str, str], str]


def compare(servers: Sequence[Server], queries: Sequence[Query], data: Dataset, patience: int) -> Faults:
    """What is wrong, by server and query, in words; a pair that is absent agrees with Oxigraph.

    When Oxigraph itself gives no answer to a query, the first server that does takes its place.
    """
    faults: Faults = {}
    for query in track(queries, "comparing answers", "queries"):
        for number in range(DRAWS if query.kind is Kind.LOOKUP else 1):
            answers: dict[str, Answer] = {}
            for server in servers:
                if (server.name, query.name) in faults:
                    continue
                try:
                    answers[server.name] = ask(server, query, query.text(data.keys, number), patience)
                except Failed as failure:
                    faults[server.name, query.name] = str(failure)
                    if isinstance(failure, Late):
                        server.restart()
            _judge(answers, query, faults)
    for (name, query_name), words in faults.items():
        tell(f"{name}, {query_name}: {words}")
    return faults


def ask(server: Server, query: Query, text: str, patience: int) -> Answer:
    """The answer of a server: rows or a truth value, and for an export the number of its rows."""
    connection = server.connect(patience)
    parts: list[bytes] = []
    tally = Tally(query.row)
    try:
        connection.ask(text, query.accept, tally.take if query.kind is Kind.EXPORT else parts.append)
        return tally.found if query.kind is Kind.EXPORT else read(b"".join(parts))
    except ValueError:
        raise Failed("the answer is not what was asked for") from None
    finally:
        connection.close()


def _judge(answers: dict[str, Answer], query: Query, faults: Faults) -> None:
    if not answers:
        return
    first = REFERENCE if REFERENCE in answers else next(iter(answers))
    for name, answer in answers.items():
        if answer != answers[first]:
            faults[name, query.name] = f"differs from {first}: {_count(answer)} against {_count(answers[first])}"


def _count(answer: Answer) -> str:
    if isinstance(answer, bool):
        return str(answer).lower()
    rows = answer if isinstance(answer, int) else answer.total()
    return f"{rows:,} rows"
