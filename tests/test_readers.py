"""A query that goes too far costs itself and nobody else: its reader dies of a named cause and is replaced."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store
from serving import WAYS, engine, loop, run, until

from endpoint import deaths, prologue
from endpoint.answers import Answer
from endpoint.engine import Engine
from endpoint.formats import JSON
from endpoint.parts import Parts
from endpoint.problems import Problem
from endpoint.settings import Settings

HOUSE = Path(__file__).parent.parent
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
HUNGRY = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c"
SMALL = "SELECT ?o { <http://example.org/1> ?p ?o }"


@pytest.fixture(params=WAYS)
def start(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[..., Engine]]:
    """Make an engine over a thousand triples, in each way."""
    store, b = Store(), NamedNode("http://example.org/b")
    store.extend(Quad(NamedNode(f"http://example.org/{i}"), b, Literal(f"{i} {'x' * 40}")) for i in range(1000))
    store.dump(str(tmp_path / "data.nq"), RdfFormat.N_QUADS)
    with ExitStack() as opened:

        def make(**chosen: Any) -> Engine:
            options = WAYS[request.param] | {"readers": 2, "deadline_seconds": 20} | chosen
            return opened.enter_context(engine(Settings(dataset=tmp_path / "data.nq", **options)))

        yield make


def ask(engine: Engine, text: str) -> Parts:
    return engine.answer(prologue.read(text), None, JSON)


def right(engine: Engine) -> bool:
    """Whether a small query, asked in words of its own, gets its answer."""
    return b"1 xxx" in b"".join(ask(engine, f"{SMALL} # {time.monotonic_ns()}"))


def kill(engine: Engine, working: bool) -> None:
    """Kill the readers that work, or those that do not, as the system might."""
    for reader in list(engine.shelf.readers._alive.values()):
        if bool(reader.work) == working:
            os.kill(reader.process, signal.SIGKILL)


@pytest.mark.parametrize(
    ("query", "cause", "limit", "chosen"),
    [
        (ENDLESS, deaths.DEADLINE, "deadline_seconds", {"deadline_seconds": 1}),
        (ENDLESS, deaths.CPU, "cpu_seconds", {"cpu_seconds": 1, "readers": 2}),
        (HUNGRY, deaths.MEMORY, "memory_mb", {"memory_mb": 64}),
    ],
)
def test_a_query_over_a_limit_is_told_which_and_the_next_is_answered(
    start: Callable[..., Engine], query: str, cause: str, limit: str, chosen: dict[str, int]
) -> None:
    engine = start(**chosen)
    with pytest.raises(Problem) as stopped:
        ask(engine, query)
    assert (stopped.value.status, stopped.value.members["limit"]) == (503, limit)
    assert engine.deaths[cause] == 1
    assert right(engine)
    assert until(lambda: engine.shelf.readers.alive == 2)


def test_an_answer_over_the_size_allowed_breaks(start: Callable[..., Engine]) -> None:
    engine = start(answer_mb=2)
    with pytest.raises(Problem, match="larger than 2 MB"):
        b"".join(ask(engine, "SELECT * { ?a ?b ?c . ?d ?e ?f }"))
    assert right(engine)


def test_a_reader_that_was_killed_at_rest_is_not_missed(start: Callable[..., Engine]) -> None:
    engine = start()
    for _ in range(5):
        kill(engine, working=False)
        assert all(right(engine) for _ in range(3))
    assert until(lambda: engine.shelf.readers.alive == 2)
    assert engine.deaths[deaths.KILLED] > 4


def test_a_query_whose_reader_was_killed_is_tried_again(start: Callable[..., Engine]) -> None:
    engine = start()
    counting = 'SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(STR(?c) != "x") }'

    def strike() -> None:
        until(lambda: bool(engine.shelf.readers.working()))
        kill(engine, working=True)

    threading.Thread(target=strike).start()
    assert b'"1000000"' in b"".join(ask(engine, counting))
    assert engine.deaths[deaths.KILLED] == 1


def test_a_parent_that_was_killed_is_replaced(start: Callable[..., Engine]) -> None:
    engine = start()
    readers = engine.shelf.readers
    loop().call_soon_threadsafe(readers._parent.close)
    assert until(lambda: engine.shelf.readers is not readers)
    assert right(engine)


def test_long_queries_give_way_when_others_wait(start: Callable[..., Engine]) -> None:
    engine = start(readers=3, long_seconds=1)
    ended: list[tuple[int, object]] = []

    async def crowd() -> None:
        for number in range(3):

            def end(answer: Answer, number: int = number) -> None:
                ended.append((number, answer.problem.members["limit"] if answer.problem else ""))

            engine.ask(prologue.read(f"{ENDLESS} # {number}"), None, JSON, end, client=str(number))
            await asyncio.sleep(0.1)

    run(crowd())
    began = time.monotonic()
    assert right(engine)
    assert time.monotonic() - began < 5
    assert ended == [(0, "long_seconds")]  # the oldest, which is most likely to go on


def test_an_answer_on_its_way_is_broken_after_all_others(start: Callable[..., Engine]) -> None:
    engine = start(readers=3, long_seconds=1, answer_mb=1000)
    begun: list[Answer] = []

    async def crowd() -> None:
        everything = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
        for number, query in enumerate((everything, ENDLESS, ENDLESS)):
            engine.ask(prologue.read(f"{query} # {number}"), None, JSON, begun.append, client=str(number))
            await asyncio.sleep(0.1)

    run(crowd())
    assert until(lambda: len(begun) == 1)
    assert right(engine)
    assert [answer.problem is None for answer in begun] == [True, False]
    loop().call_soon_threadsafe(begun[0].close)


def test_who_leaves_the_line_is_not_served(start: Callable[..., Engine]) -> None:
    engine = start()
    begun: list[Any] = []

    async def leave() -> None:
        asked = [engine.ask(prologue.read(f"{ENDLESS} # {i}"), None, JSON, begun.append) for i in range(6)]
        for answer in asked:
            answer.close()

    run(leave())
    assert right(engine)
    assert until(lambda: not engine.shelf.readers.working())
    assert begun == []


TAKING = """import time
from endpoint.confinement import Confinement
from endpoint.settings import Settings

def renewed():
    time.sleep(0.03)
    return confinement.renew()

confinement = Confinement(Settings(memory_mb=400))
for _ in range(3):
    passing = bytearray(200 << 20)
    del passing
    print(renewed())
staying = bytearray(200 << 20)
print(renewed())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the most that was ever taken is all that can be known")
def test_a_reader_is_replaced_for_memory_that_stays_taken_and_not_for_what_it_gave_back() -> None:
    told = subprocess.run([sys.executable, "-c", TAKING], cwd=HOUSE, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["True", "True", "True", "False"]


READING = """import os
import socket
import sys
from contextlib import suppress
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Store

from endpoint.confinement import Confinement
from endpoint.settings import Settings

store, files = Store.read_only(sys.argv[1]), list(Path(sys.argv[1]).glob("*.sst"))
Confinement(Settings(), Path(sys.argv[1]))
one = next(iter(store))
for graph in (DefaultGraph(), NamedNode("http://e/graph"), None):
    for asked in ((None, None, None), (one.subject, None, None), (None, one.predicate, None), (None, None, one.object)):
        print(len(list(store.quads_for_pattern(*asked, graph))))
opened = set()
for number in range(200):
    with suppress(OSError):
        opened.add(os.fstat(number).st_ino)
print(sum(file.stat().st_ino not in opened for file in files))
sockets = []
try:
    while True:
        sockets.append(socket.socket())
except OSError:
    print(len(sockets))
"""


def test_a_database_of_many_files_is_read_whole_and_nothing_else_is_opened(tmp_path: Path) -> None:
    graphs = (DefaultGraph(), NamedNode("http://e/graph"))
    store = Store(str(tmp_path))
    for part in range(3):  # each of which is files of its own
        named = [NamedNode(f"http://e/{part}/{number}") for number in range(100)]
        store.bulk_extend(Quad(one, NamedNode("http://e/is"), one, graph) for one in named for graph in graphs)
    del store
    assert len(list(tmp_path.glob("*.sst"))) > 20, "RocksDB opens 16 at once"
    program = [sys.executable, "-c", READING, str(tmp_path)]
    *counts, unread, sockets = subprocess.run(
        program, cwd=HOUSE, capture_output=True, text=True, check=True
    ).stdout.split()
    assert counts == ["300", "1", "300", "1"] * 2 + ["600", "2", "600", "2"]
    assert 0 < int(unread) <= 3, "the list of graphs, which was not asked for"
    assert sockets == unread
