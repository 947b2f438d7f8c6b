"""Who runs the service sees how it does: health, figures, a log without persons, limits, and an orderly end."""

import io
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from openapi_spec_validator import validate
from pyoxigraph import Literal, NamedNode, Quad, Store
from werkzeug.test import Client

import server
from endpoint import openapi
from endpoint.clients import Clients, network
from endpoint.journal import Journal
from endpoint.problems import Problem
from endpoint.settings import Settings

Serve = Callable[..., Client]
ONE = "SELECT ?o { ?s ?p ?o }"
DATA = "<http://a> <http://b> 1 ."


def figures(client: Client) -> dict[str, float]:
    """The figures by name and labels."""
    lines = client.get("/metrics").text.splitlines()
    return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")}


def test_health_readiness_and_figures(serve: Serve) -> None:
    client = serve(DATA)
    assert client.get("/healthz").text == "ok\n"
    assert client.get("/readyz").text == "ready\n"
    for query in (ONE, ONE, "SELECT"):
        client.get("/sparql", query_string={"query": query})
    found = figures(client)
    assert found["gupvi_readers"] == 2
    assert found["gupvi_cache_hits_total"] == 1
    assert found['gupvi_request_seconds_count{outcome="ok"}'] == 3  # of which two asked for health
    assert found['gupvi_request_seconds_count{outcome="kept"}'] == 1
    assert found['gupvi_request_seconds_count{outcome="refused"}'] == 1
    assert found['gupvi_request_seconds_bucket{le="+Inf",outcome="ok"}'] == 3


def test_the_limits_are_published_where_clients_look(serve: Serve) -> None:
    client = serve(DATA, deadline_seconds=7)
    described = client.get("/openapi.json").get_json()
    assert described["x-limits"]["deadline_seconds"]["value"] == 7
    description = client.get("/sparql", headers={"Accept": "text/turtle"}).text
    assert re.search(r'propertyID\W+"deadline_seconds"\s*;\s*\S*value\W+7\b', description)


def test_the_openapi_document_is_valid() -> None:
    validate(openapi.describe(Settings()))


def test_the_openapi_document_names_what_is_there(library: Client) -> None:
    described = library.get("/openapi.json")
    parts = {"kind": "camp", "key": "99", "ending": "ttl", "version": described.headers["GUPVI-Version"]}
    names = {"/graph/{name}": "void", "/dumps/{version}/{name}": "dataset.nq.gz"}
    for path, operations in described.get_json()["paths"].items():
        asked = {"thing": "camp/99"} if path == "/explore.ttl" else {}
        assert {"get"} <= set(operations), path
        with library.get(path.format(**parts, name=names.get(path)), query_string=asked) as found:
            assert found.status_code in (200, 303), path


def test_the_same_answer_is_evaluated_once_and_volatile_ones_always(serve: Serve) -> None:
    client = serve(DATA)
    path = f"/sparql?query={quote('SELECT (UUID() AS ?x) {}')}"
    assert client.get(path).text != client.get(path).text
    assert "ETag" not in client.get(path).headers
    first, again = (client.get(f"/sparql?query={quote(ONE)}") for _ in range(2))
    assert first.data == again.data
    assert figures(client)["gupvi_cache_hits_total"] == 1


def test_an_answer_is_compressed_as_the_client_likes(serve: Serve) -> None:
    client = serve("".join(f"<http://a> <http://b> {i} ." for i in range(500)))
    path = f"/sparql?query={quote(ONE)}&format=csv"
    plain = client.get(path)
    tags = {plain.headers["ETag"]}
    for coding in ("gzip", "br"):
        coded = client.get(path, headers={"Accept-Encoding": f"{coding}, identity;q=0.5"})
        assert coded.headers["Content-Encoding"] == coding
        assert len(coded.data) < len(plain.data) / 2
        assert "Accept-Encoding" in coded.headers["Vary"]
        tags.add(coded.headers["ETag"])
        headers = {"Accept-Encoding": coding, "If-None-Match": coded.headers["ETag"]}
        assert client.get(path, headers=headers).status_code == 304
    assert len(tags) == 3
    assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": "gzip;q=0, identity"}).headers
    small = client.get(f"/sparql?query={quote('ASK {}')}", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in small.headers


def test_the_log_tells_of_requests_but_not_of_persons() -> None:
    out = io.StringIO()
    journal = Journal("notable", out)
    assert not journal.wants(200, 0.1, "ok")
    assert journal.wants(503, 0.1, "failed")
    assert journal.wants(200, 2.0, "ok")
    journal.note("GET", "/sparql", 503, 10.0, "deadline_seconds", "192.0.2.77", "x" * 9000)
    journal.flush()
    entry = json.loads(out.getvalue())
    assert (entry["status"], entry["outcome"], entry["network"]) == (503, "deadline_seconds", "192.0.2.0/24")
    assert len(entry["query"]) < 600
    assert "192.0.2.77" not in out.getvalue()
    assert network("2001:db8:1:2::3") == "2001:db8:1::/48"
    assert not Journal("none").wants(503, 10.0, "failed")


def test_a_client_may_ask_so_often_and_this_machine_always() -> None:
    clients = Clients(Settings(rate="2/minute"))
    problems = [clients.admit("192.0.2.1") for _ in range(3)]
    assert problems[:2] == [None, None]
    assert problems[2] is not None
    assert problems[2].status == 429
    assert 0 < int(problems[2].headers["Retry-After"]) <= 60
    assert clients.admit("192.0.2.2") is None
    assert all(clients.admit("127.0.0.1") is None for _ in range(9))
    with pytest.raises(Problem, match="write it as 600/minute"):
        Clients(Settings(rate="often"))


def test_the_client_is_the_one_that_our_own_proxies_name() -> None:
    headers = [(b"x-forwarded-for", b"1.1.1.1, 192.0.2.1"), (b"x-forwarded-for", b"192.0.2.9")]
    assert Clients(Settings()).find(("10.0.0.1", 5), headers)[0] == "10.0.0.1"
    assert Clients(Settings(proxies=1)).find(("10.0.0.1", 5), headers)[0] == "192.0.2.9"
    assert Clients(Settings(proxies=2)).find(("10.0.0.1", 5), headers)[0] == "192.0.2.1"


def test_a_repeated_request_gets_the_same_answer_and_todays_date(served: Any) -> None:
    store = Store()
    store.add(Quad(NamedNode("http://a"), NamedNode("http://b"), Literal("first")))
    served.load(store)
    connection = HTTPConnection("127.0.0.1", served.port)
    path = f"/sparql?query={quote(ONE)}"

    def ask(method: str = "GET") -> tuple[str | None, bytes]:
        connection.request(method, path)
        response = connection.getresponse()
        return response.headers["Date"], response.read()

    answers = [ask() for _ in range(4)]
    assert {body for _, body in answers} == {answers[0][1]}
    assert b"first" in answers[0][1]
    assert ask("HEAD")[1] == b""
    time.sleep(1.2)
    assert ask()[0] != answers[0][0]
    store.clear()
    store.add(Quad(NamedNode("http://a"), NamedNode("http://b"), Literal("second")))
    served.load(store)
    assert b"second" in ask()[1]
    connection.close()


def test_when_told_to_stop_it_finishes_what_runs(tmp_path: Path) -> None:
    file = tmp_path / "data.ttl"
    file.write_text("".join(f"<http://e/{i}> <http://e/p> {i} .\n" for i in range(1500)), encoding="utf-8")
    command = [sys.executable, str(Path(server.__file__)), "--port", "0", "--dataset", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        port = next(int(found[1]) for line in process.stdout if (found := re.search(r":(\d+)/sparql", line)))
        connection = HTTPConnection("127.0.0.1", port)
        connection.request("GET", f"/sparql?query={quote('SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }')}")
        time.sleep(0.1)
        process.send_signal(signal.SIGTERM)
        assert b"2250000" in connection.getresponse().read()
        connection.close()
        assert process.wait(10) in (0, -signal.SIGTERM)
        assert process.stderr
        assert process.stderr.read() == ""
