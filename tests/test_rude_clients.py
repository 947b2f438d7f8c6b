"""Clients who are slow, silent, greedy or gone cost themselves their answer, and nobody else anything."""

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from unittest.mock import Mock
from urllib.parse import quote

import pytest
from siege import dataset, wire
from siege.dataset import E, value_of
from siege.live import Live
from siege.rude import HEAVY, HUGE, connections, post, send_until_refused, wait_for_ends
from siege.witness import Witness, ask_value

from endpoint.bounds import BoundedConnection
from endpoint.settings import Settings

DEADLINE, STALL, QUEUE, READERS, ANSWER_MB = 5, 2, 2, 3, 8
HEAD = b"GET /sparql?query=ASK%7B%7D HTTP/1.1\r\nHost: a\r\nX-Slow: "
SLACK = 3.0
POST = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: application/sparql-query\r\n"
SILENT = {
    "nothing": b"",
    "a letter": b"G",
    "half a head": HEAD,
    "half a form": b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nquery=",
    "half a query": POST + b"Content-Length: 1000\r\n\r\nASK",
    "half the chunks": POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nASK\r\n",
    "half a second request": HEAD + b"1\r\n\r\nGET /",
}


@pytest.fixture(scope="module", params=["fork", "spawn"])
def live(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Live]:
    """A server that soon loses patience with the silent, and has few readers and a short queue."""
    folder = tmp_path_factory.mktemp("siege")
    dataset.write(folder / "dataset.nq")
    with Live(
        folder / "dataset.nq",
        folder / "log.txt",
        deadline_seconds=DEADLINE,
        memory_mb=512,
        answer_mb=ANSWER_MB,
        readers=READERS,
        start=request.param,
        queue_length=6,
        queue_seconds=QUEUE if request.param == "fork" else 2 * QUEUE,  # a start takes longer than a fork
        stall_seconds=STALL,
    ) as server:
        yield server


@contextmanager
def nobody_notices(live: Live) -> Iterator[None]:
    """Somebody else gets right answers, soon, while this lasts and afterwards."""
    with Witness(live) as witness:
        yield
        time.sleep(0.3)
    assert witness.faults == []
    assert witness.seconds
    assert witness.slowest() < STALL


def test_who_falls_silent_is_cut_off(live: Live) -> None:
    with nobody_notices(live), ExitStack() as stack:
        silent = {name: stack.enter_context(connections(live.port, 5, first)) for name, first in SILENT.items()}
        ends = {name: wait_for_ends(opened, STALL + SLACK) for name, opened in silent.items()}
    assert [name for name, answers in ends.items() if None in answers] == []
    assert [name for name, answers in ends.items() if b" 500 " in b"".join(answer or b"" for answer in answers)] == []


def test_two_hundred_who_say_nothing_keep_nobody_out(live: Live) -> None:
    with nobody_notices(live), connections(live.port, 200) as opened:
        time.sleep(STALL)
        assert None not in wait_for_ends(opened, SLACK)


def test_who_sends_a_letter_at_a_time_keeps_nobody_out(live: Live) -> None:
    with nobody_notices(live), connections(live.port, 50, HEAD) as opened:
        for _ in range(10):
            time.sleep(0.3)
            for connection in opened:
                try:
                    connection.send(b"x")
                except ConnectionError:
                    continue  # cut off already: all the better


def test_a_body_without_end_is_refused(live: Live) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nTransfer-Encoding: chunked\r\n\r\n"
    chunk = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
    for media_type in (b"application/sparql-query", b"application/x-www-form-urlencoded", b"application/json"):
        with nobody_notices(live), connections(live.port, 1, head % media_type) as opened:
            assert send_until_refused(opened[0], chunk, STALL + SLACK)


def test_who_does_not_read_is_cut_off_and_frees_the_reader(live: Live) -> None:
    with nobody_notices(live), connections(live.port, READERS - 1, post(HUGE), room=4096) as opened:
        time.sleep(STALL + 1)
        began = time.monotonic()
        with ThreadPoolExecutor(READERS) as crew:  # more than the one reader that was left: all must be free again
            counts = list(crew.map(lambda _: wire.exchange(live.port, post(HEAVY), 2 * DEADLINE), range(READERS)))
        assert time.monotonic() - began < DEADLINE + SLACK
        assert {reply.status for reply in counts} == {503}
        for answer in wait_for_ends(opened, SLACK):
            assert answer is not None
            assert not wire.read(answer, clean=True).whole


def test_who_reads_a_little_at_a_time_keeps_nobody_out(live: Live) -> None:
    with nobody_notices(live), connections(live.port, READERS - 1, post(HUGE), room=4096) as opened:
        for _ in range(20):
            time.sleep(0.2)
            for connection in opened:
                connection.recv(100)


def test_who_asks_again_and_again_and_reads_nothing_gets_no_more_than_fits(live: Live) -> None:
    path = quote("SELECT * { ?s ?p ?o } LIMIT 3000")
    request = (
        f"GET /sparql?query={path} HTTP/1.1\r\nHost: a\r\nAccept: application/sparql-results+json\r\n\r\n".encode()
    )
    size = len(wire.exchange(live.port, request.replace(b"Host: a", b"Host: a\r\nConnection: close"), 5).body)
    before = live.memory_mb()
    with nobody_notices(live), connections(live.port, 3, request, room=4096) as opened:
        time.sleep(0.5)  # the answer is kept now
        for connection in opened:
            connection.settimeout(0.5)
            with suppress(TimeoutError, ConnectionError):
                connection.sendall(request * 500)
        time.sleep(0.5)
        assert size * 1500 >> 20 > 300
        assert live.memory_mb() - before < 60


def test_what_was_asked_ahead_is_answered_when_the_client_reads_on(live: Live) -> None:
    path = quote("SELECT * { ?s ?p ?o } LIMIT 3000")
    asked = [f"GET /sparql?query={path} HTTP/1.1\r\nHost: a\r\n\r\n", "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n"] * 20
    asked[-1] = asked[-1].replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")
    with nobody_notices(live), connections(live.port, 1, "".join(asked).encode(), room=4096) as opened:
        time.sleep(0.5)
        rest, sizes = wait_for_ends(opened, 2 * DEADLINE)[0] or b"", []
        while (reply := wire.read(rest, clean=True)).status:
            assert (reply.status, reply.whole) == (200, True)
            sizes.append(len(reply.body))
            rest = reply.rest
    assert len(sizes) == len(asked)
    assert sizes == sizes[:2] * 20


def test_bodies_that_stall_keep_no_page_waiting(live: Live) -> None:
    body = b"POST /reconcile HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n%s\r\n\r\n"
    stalled = body % b"Content-Length: 99", body % b"Transfer-Encoding: chunked"
    with nobody_notices(live), ExitStack() as stack:
        for head in stalled:
            stack.enter_context(connections(live.port, 40, head))
        page = wire.exchange(live.port, b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", STALL)
        assert page.status == 200


def test_a_page_hears_a_body_in_chunks(live: Live) -> None:
    head = POST + b"Accept: text/html\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    page = wire.exchange(live.port, head + b"6\r\nSELECT\r\n6\r\n * { }\r\n0\r\nX-Trailer: 1\r\n\r\n", DEADLINE)
    assert (page.status, page.essence) == (200, "text/html")


@pytest.mark.parametrize("begun", [HEAD, POST + b"Content-Length: 1000\r\n\r\nASK"])
def test_half_sent_requests_in_all_places_give_way_to_a_new_client(begun: bytes, tmp_path: Path) -> None:
    dataset.write(tmp_path / "dataset.nq")
    with Live(tmp_path / "dataset.nq", tmp_path / "log.txt", connections=30) as server:
        with connections(server.port, 35, begun):
            assert [ask_value(server.port, number)[1] for number in range(10)] == [""] * 10
        with nobody_notices(server), connections(server.port, 35, begun):
            time.sleep(0.5)


def test_thirty_who_leave_at_once_keep_nobody_out(live: Live) -> None:
    for query in (HEAVY, HUGE):
        for _ in range(30):
            with connections(live.port, 1, post(query)):
                pass
        time.sleep(1)
        with nobody_notices(live):
            time.sleep(1)


def test_who_leaves_frees_the_reader_before_the_deadline(live: Live) -> None:
    with connections(live.port, READERS, post(HEAVY)):
        time.sleep(1)
    began = time.monotonic()
    _, fault = ask_value(live.port, 5)
    assert fault == ""
    assert time.monotonic() - began < DEADLINE / 2


def test_in_a_crowd_each_is_answered_or_told_when_to_come_back(live: Live) -> None:
    with Witness(live) as witness, witness.crowd(), ThreadPoolExecutor(40) as crew:
        began = time.monotonic()
        replies = list(crew.map(lambda _: wire.exchange(live.port, post(HEAVY), 3 * DEADLINE), range(40)))
        assert time.monotonic() - began < 2 * DEADLINE + QUEUE + SLACK
    assert witness.faults == []
    assert {reply.status for reply in replies} == {503}
    assert {reply.essence for reply in replies} == {"application/problem+json"}
    turned_away = [reply for reply in replies if reply.header("retry-after")]
    assert len(turned_away) >= 40 - READERS - 6 - READERS
    assert all(0 < int(reply.header("retry-after")) < 3600 for reply in turned_away)
    with nobody_notices(live):
        time.sleep(0.5)


@pytest.mark.parametrize("version", ["1.0", "1.1"])
@pytest.mark.parametrize("accept", ["text/csv", "application/sparql-results+json", "application/sparql-results+xml"])
@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_an_answer_that_is_too_long_never_looks_whole(live: Live, version: str, accept: str, coding: str) -> None:
    with nobody_notices(live):
        request = post(HUGE, version, Accept=accept, Accept_Encoding=coding)
        reply = wire.exchange(live.port, request, 4 * DEADLINE)
    assert reply.status in (200, 503, 505)
    assert not reply.lapse
    assert reply.whole == (reply.status != 200)
    assert len(reply.body) <= (ANSWER_MB + 2) << 20


def test_requests_sent_ahead_are_answered_in_order(live: Live) -> None:
    requests = b"".join(
        f"GET /sparql?query=SELECT*%7B%3C{E}n{i}%3E%3C{E}value%3E?v%7D&format=csv HTTP/1.1\r\nHost: a\r\n"
        f"Connection: {'keep-alive' if i < 9 else 'close'}\r\n\r\n".encode()
        for i in range(10)
    )
    with nobody_notices(live), connections(live.port, 1, requests) as opened:
        rest, values = wait_for_ends(opened, DEADLINE)[0] or b"", []
        while (reply := wire.read(rest, clean=True)).status:
            assert (reply.status, reply.whole) == (200, True)
            values.append(int(reply.body.split()[1]))
            rest = reply.rest
    assert values == [value_of(i) for i in range(len(values))]
    assert values


def test_who_closes_one_side_gets_an_answer_or_none(live: Live) -> None:
    with nobody_notices(live), connections(live.port, 5, post(f"SELECT ?v {{ <{E}n3> <{E}value> ?v }}")) as opened:
        for connection in opened:
            connection.shutdown(socket.SHUT_WR)
        for answer in wait_for_ends(opened, DEADLINE):
            assert answer is not None
            assert not answer or b'"9"' in wire.read(answer, clean=True).body


@pytest.mark.parametrize(("taken", "is_cut_off"), [(100_000, False), (100, True)])
def test_who_takes_a_long_answer_steadily_is_not_cut_off(taken: int, is_cut_off: bool) -> None:
    connection = BoundedConnection.__new__(BoundedConnection)
    connection._settings, connection._sending_since, connection._idle_since = Settings(stall_seconds=3), None, 0.0
    connection.flow, connection.loop, transport = Mock(), Mock(time=lambda: 0.0), Mock()
    connection.transport = transport
    transport.get_write_buffer_size.side_effect = (10_000_000 - taken * look for look in range(100))
    connection.pause_writing()
    for now in range(10):
        connection.check(now)
    assert transport.abort.called == is_cut_off
