"""An answer streams: memory stays flat, who leaves stops the work, and what breaks is seen to be broken."""

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, closing
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from serving import WAYS, engine, run, until

from endpoint import prologue, spool
from endpoint.engine import Engine
from endpoint.formats import JSON, N_TRIPLES, XML
from endpoint.messages import LeftError
from endpoint.problems import Problem
from endpoint.reader import PART_BYTES
from endpoint.settings import Settings
from endpoint.spool import Spool

LONG = 20_000  # rows of an answer that begins before it is whole
ALL, PAIRS = prologue.read("SELECT ?c { ?a ?b ?c } ORDER BY ?c"), prologue.read("SELECT * { ?a ?b ?c . ?d ?e ?f }")
SLOW = prologue.read("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")


def data(count: int, last: str = "zzz") -> Store:
    store = Store()
    a, b = NamedNode("http://example.org/a"), NamedNode("http://example.org/b")
    store.extend(Quad(a, b, Literal(f"{i:06} {'x' * 40}")) for i in range(count))
    store.add(Quad(a, b, Literal(last)))
    return store


@pytest.fixture(params=WAYS)
def start(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Callable[[Store], Engine]]:
    """Make an engine over a store, in each way."""
    given: dict[str, Any] = {"dataset": tmp_path / "data.nq", "readers": 2, **WAYS[request.param]}
    with ExitStack() as opened:

        def make(store: Store) -> Engine:
            store.dump(str(tmp_path / "data.nq"), RdfFormat.N_QUADS)
            return opened.enter_context(engine(Settings(**given)))

        yield make


def resident() -> int:
    """Memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * 4096


def works(engine: Engine) -> bool:
    return bool(engine.shelf.readers.working())


def test_a_large_answer_takes_little_memory(start: Callable[[Store], Engine]) -> None:
    answer = start(data(600)).answer(PAIRS, None, JSON)
    before, peak, size = resident(), 0, 0
    for part in answer:
        size += len(part)
        peak = max(peak, resident() - before)
        assert len(part) < 2 * PART_BYTES
    assert size > 100_000_000
    assert peak < 20_000_000


def test_who_leaves_stops_the_work(start: Callable[[Store], Engine]) -> None:
    running = (engine := start(data(600))).answer(PAIRS, None, JSON)
    next(running)
    assert works(engine)
    running.close()
    assert until(lambda: not works(engine))


def test_an_answer_that_nobody_reads_is_not_made(start: Callable[[Store], Engine]) -> None:
    (engine := start(data(600))).answer(PAIRS, None, JSON).close()
    assert until(lambda: not works(engine))


def test_an_empty_answer_has_no_parts(start: Callable[[Store], Engine]) -> None:
    nothing = prologue.read("CONSTRUCT { ?s ?p ?o } WHERE { ?s <http://none> ?o . ?s ?p ?o }")
    assert list(start(data(1)).answer(nothing, None, N_TRIPLES)) == []


def test_a_failure_before_the_first_bytes_is_told_at_once(start: Callable[[Store], Engine]) -> None:
    with pytest.raises(Problem, match=r"U\+0001"):
        start(data(10, "z\u0001")).answer(ALL, None, XML)


def test_a_failure_later_breaks_the_answer(start: Callable[[Store], Engine]) -> None:
    answer = start(data(LONG, "z\u0001")).answer(ALL, None, XML)
    with pytest.raises(Problem, match=r"U\+0001"):
        b"".join(answer)


def test_a_failure_later_breaks_the_transfer(served: Any) -> None:
    path = f"/sparql?format=xml&query={quote(ALL.text)}"
    served.load(data(LONG))
    assert served.ask(path)[2].endswith(b"</sparql>")
    served.load(data(LONG, "z\u0001"))
    with pytest.raises(IncompleteRead):
        served.ask(path)


def test_a_client_that_hangs_up_stops_the_work(served: Any) -> None:
    served.load(data(600))
    connection = HTTPConnection("127.0.0.1", served.port)
    connection.request("GET", f"/sparql?query={quote(PAIRS.text)}")
    assert connection.getresponse().read(1000)
    assert works(served.engine)
    connection.close()
    assert until(lambda: not works(served.engine))


def test_a_head_request_stops_the_work(served: Any) -> None:
    served.load(data(600))
    assert served.ask(f"/sparql?query={quote(PAIRS.text)}", "HEAD")[0] == 200
    assert until(lambda: not works(served.engine))


def test_a_slow_client_makes_the_reader_wait(start: Callable[[Store], Engine]) -> None:
    answer = (engine := start(data(600))).answer(PAIRS, None, JSON)
    next(answer)
    before = resident()
    time.sleep(0.5)
    assert works(engine)
    assert resident() - before < 10_000_000
    answer.close()


def test_who_waits_or_asks_when_the_engine_stops_is_told_so(tmp_path: Path) -> None:
    data(2000).dump(str(tmp_path / "data.nq"), RdfFormat.N_QUADS)
    told: list[Problem] = []

    def ask(running: Engine) -> None:
        with pytest.raises(Problem) as caught:
            running.answer(SLOW, None, JSON)
        told.append(caught.value)

    with engine(Settings(dataset=tmp_path / "data.nq", readers=2)) as running:
        waiting = [threading.Thread(target=ask, args=(running,), daemon=True) for _ in range(4)]
        for one in waiting:
            one.start()
        assert until(lambda: len(running.line) >= 2)
    ask(running)
    for one in waiting:
        one.join(timeout=5)
    assert [problem.status for problem in told] == [503] * 5


def test_answers_kept_whole_for_old_clients_are_bounded_together(monkeypatch: pytest.MonkeyPatch) -> None:
    async def parts() -> AsyncIterator[bytes]:
        for _ in range(3):
            yield b"x" * 100

    def gather(kept: Spool, is_left: bool = False) -> None:
        run(kept.gather(cast("Any", parts()), lambda: is_left))

    monkeypatch.setattr(spool, "_MOST_BYTES", 500)
    with closing(Spool()) as first, closing(Spool()) as second:
        gather(first)
        with pytest.raises(Problem) as caught:
            gather(second)
        assert caught.value.status == 503
    with closing(Spool()) as third:
        gather(third)
        with pytest.raises(LeftError):
            gather(third, is_left=True)
