"""The benchmarks measure what they say: the same data each time, no query text twice, and only answers that agree."""

import shutil
import subprocess
import sys
import threading
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, QueryBoolean, RdfFormat, Store

from benchmarks import chart, sockets, synthetic, table
from benchmarks.answers import Tally, read
from benchmarks.datasets import gather
from benchmarks.load import Load, Target, aim
from benchmarks.measures import interleave
from benchmarks.outcome import Column, Results, Row
from benchmarks.processes import Process
from benchmarks.settings import size
from benchmarks.workload import QUERIES, Kind, Query
from benchmarks.wrk import Wrk

TRIPLES = 12_000
LOOKUPS = [query for query in QUERIES if query.kind is Kind.LOOKUP]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The lines of a small synthetic graph."""
    return list(synthetic.lines(TRIPLES))


@pytest.fixture(scope="module")
def invented(lines: list[str]) -> Store:
    """A small synthetic graph."""
    store = Store()
    store.load("".join(lines).encode(), format=RdfFormat.N_TRIPLES)
    return store


def test_the_same_number_of_triples_gives_the_same_bytes(lines: list[str], tmp_path: Path) -> None:
    synthetic.save(tmp_path / "data.nt", TRIPLES)
    assert (tmp_path / "data.nt").read_bytes() == "".join(lines).encode()


def test_a_graph_has_exactly_the_triples_asked_for(lines: list[str], invented: Store) -> None:
    assert len(lines) == len(invented) == TRIPLES


def test_a_larger_graph_begins_with_the_smaller_one(lines: list[str]) -> None:
    assert list(synthetic.lines(TRIPLES // 2)) == lines[: TRIPLES // 2]


def test_the_synthetic_graph_is_made_of_what_this_graph_is_made_of(graph: Store, invented: Store) -> None:
    real = {quad.predicate for quad in graph.quads_for_pattern(None, None, None, DefaultGraph())}
    assert {quad.predicate for quad in invented} <= real


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_every_query_has_an_answer_in_both_graphs(query: Query, graph: Store, invented: Store) -> None:
    for store in (graph, invented):
        triples = store.quads_for_pattern(None, None, None, DefaultGraph())
        _, keys = gather(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in triples)
        answers = [store.query(query.text(keys, number)) for number in range(20)]
        assert any(bool(answer) if isinstance(answer, QueryBoolean) else any(answer) for answer in answers)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_no_text_of_a_query_returns(query: Query) -> None:
    keys = {"things": ["a", "b", "c"], "names": ["x", "y"]}
    assert len({query.text(keys, number) for number in range(500)}) == 500


@pytest.mark.parametrize(("words", "triples"), [("5000", 5_000), ("200k", 200_000), ("10M", 10_000_000)])
def test_sizes_are_read(words: str, triples: int) -> None:
    assert size(words) == triples


class Asked(ThreadingHTTPServer):
    """A server that keeps every query it is asked."""

    daemon_threads = True

    def __init__(self) -> None:
        self.queries: list[str] = []
        super().__init__(("127.0.0.1", 0), Answering)


class Answering(BaseHTTPRequestHandler):
    """Answers everything alike."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Keep the query."""
        assert isinstance(self.server, Asked)
        self.server.queries.append(parse_qs(urlsplit(self.path).query)["query"][0])
        self.send_response(200)
        self.send_header("Content-Length", "2")
        if len(self.server.queries) % 5 == 0:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: object) -> None:
        """Be silent."""


@contextmanager
def asked() -> Iterator[Asked]:
    server = Asked()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def send(client: str, target: Target, folder: Path) -> Load:
    if client == "sockets":
        return sockets.work(target, 3, 0.2, target.first, 1)
    program = shutil.which("wrk") or pytest.skip("needs wrk")
    return Wrk(program, folder, 5).send(target, 3, 1)


@pytest.mark.parametrize("client", ["sockets", "wrk"])
@pytest.mark.parametrize("query", LOOKUPS[1:3], ids=lambda query: query.name)
def test_a_load_client_sends_the_queries_of_the_workload_and_none_twice(
    client: str, query: Query, tmp_path: Path
) -> None:
    keys = {"things": ["http://a/é", "http://b/%20"], "names": ["лагерь 99", 'camp "&+ 1', "x"]}
    first = 7
    with asked() as server:
        for _ in range(2):
            target = aim(query, keys, server.server_port, "/sparql?query=", first, repeated=False)
            load = send(client, target, tmp_path)
            assert load.answers > 0
            assert load.failures == 0
            first = load.unused
    assert len(server.queries) == len(set(server.queries))
    assert set(server.queries) <= {query.text(keys, number) for number in range(7, first)}


@pytest.mark.parametrize("client", ["sockets", "wrk"])
def test_a_repeated_look_up_has_one_text(client: str, tmp_path: Path) -> None:
    with asked() as server:
        target = aim(LOOKUPS[0], {"things": ["http://a", "http://b"]}, server.server_port, "/?query=", 1, repeated=True)
        send(client, target, tmp_path)
    assert set(server.queries) == {LOOKUPS[0].text({"things": ["http://a", "http://b"]}, 1)}


@pytest.mark.parametrize(
    ("come", "whole"),
    [
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", True),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{", False),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", True),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n", False),
        (b"HTTP/1.1 200 OK\r\n", False),
    ],
)
def test_a_raw_answer_is_known_to_be_whole(come: bytes, whole: bool) -> None:
    assert sockets.is_whole(come) is whole


@given(st.lists(st.binary(max_size=6).map(lambda part: part.replace(b"\0", b" .\n")), max_size=12))
def test_rows_of_an_export_are_counted_across_its_parts(parts: list[bytes]) -> None:
    tally = Tally(b" .\n")
    for part in parts:
        tally.take(part)
    assert tally.found == b"".join(parts).count(b" .\n")


def test_answers_are_compared_as_multisets_of_terms() -> None:
    a = '{"type": "literal", "value": "a", "datatype": "http://www.w3.org/2001/XMLSchema#string"}'
    b = '{"type": "literal", "value": "b", "xml:lang": "ru-Latn"}'
    one, other, twice = (
        f'{{"head": {{}}, "results": {{"bindings": [{rows}]}}}}'.encode()
        for rows in (
            f'{{"x": {a}, "y": {b}}}, {{"x": {b}}}',
            f'{{"x": {b.lower()}}}, {{"y": {b}, "x": {{"type": "literal", "value": "a"}}}}',
            f'{{"x": {b}}}, {{"x": {b}}}',
        )
    )
    assert read(one) == read(other)
    assert read(one) != read(twice)
    assert read(b'{"boolean": true}') is True
    with pytest.raises(ValueError, match="no answer"):
        read(b'{"error": "no"}')


@pytest.fixture
def results() -> Results:
    """Results of two look-ups; in one of them a server gave another answer."""
    columns = [Column(name, name.title(), "1", 1.5, 10**8) for name in ("ours", "oxigraph", "fuseki", "virtuoso")]
    fast = Row("a look-up", "first time", "requests/s", {"oxigraph": [100.0], "ours": [50.0, 10.0, 60.0]})
    slow = Row("a & heavy one", "first time", "s", {"oxigraph": [0.5], "ours": [0.01], "fuseki": [777.0]})
    slow.drop("fuseki", "differs from oxigraph: 3 rows against 4 rows")
    return Results("a graph", 7, columns, [fast], [slow], [], [], [], [], 8, 3)


def test_ratios_say_how_many_times_as_fast_as_oxigraph(results: Results) -> None:
    assert results.lookups[0].ratio("ours") == 0.5
    assert results.heavy[0].ratio("ours") == 50
    assert results.heavy[0].ratio("fuseki") is None


def test_a_server_that_disagrees_gets_no_figure_and_is_named(results: Results) -> None:
    shown = table.draw(results)
    assert "777" not in shown
    assert "Fuseki, a & heavy one: differs from oxigraph: 3 rows against 4 rows." in shown


def test_labels_of_the_chart_do_not_overlap(results: Results) -> None:
    root = ET.fromstring(chart.draw(results))  # noqa: S314 - our own picture
    places: dict[float, list[float]] = {}
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        places.setdefault(float(text.attrib["x"]), []).append(float(text.attrib["y"]))
    for heights in places.values():
        assert all(below - above >= 12 for above, below in pairwise(heights))


def test_servers_take_turns_after_one_that_does_not_count_and_a_dropped_one_has_none() -> None:
    class Named:
        def __init__(self, name: str) -> None:
            self.name = name

    row = Row("q", "first time", "s")
    turns = []
    for turn, server in interleave(row, [Named("a"), Named("b")], 2, "q"):  # type: ignore[list-item]
        turns.append((turn, server.name))
        if turns[-1] == (1, "b"):
            row.drop("b", "late")
    assert turns == [(0, "a"), (0, "b"), (1, "a"), (1, "b"), (2, "a")]


def test_a_stopped_server_takes_its_children_with_it(tmp_path: Path) -> None:
    child = "import subprocess, sys; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).wait()"
    process = Process([sys.executable, "-c", child], tmp_path / "log", tmp_path, {"SOME": "thing"})
    deadline = time.monotonic() + 20
    while len(process.family()) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert process.running
    assert len(process.family()) == 2 or not Path("/proc").exists()
    process.close()
    assert not process.running
    assert process.family() == []


def test_what_is_missing_is_said_in_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks", "--peers", "fuseki", "--fuseki", str(tmp_path / "no-such")]
    root = Path(__file__).parent.parent
    ended = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert "was not found" in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_every_setting_stands_in_the_readme() -> None:
    readme = (Path(__file__).parent.parent / "benchmarks" / "README.md").read_text(encoding="utf-8")
    shown = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--help"],
        cwd=Path(__file__).parent.parent,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    options = {word.strip("[],") for word in shown.split() if word.startswith("--") and word != "--help"}
    assert len(options) > 8
    for option in options:
        assert f"`{option}" in readme, option
