"""SERVICE reaches the endpoints that are allowed, through the relay, and no others, however they are spelt."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from pyoxigraph import Store
from serving import Served

from endpoint import prologue
from endpoint.federation import Relay, lead
from endpoint.problems import Problem
from endpoint.protocol import Request
from endpoint.relay import Switchboard, fetch
from endpoint.settings import Settings

ANSWER = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"from afar"}}]}}'
RELAY = Relay("http://127.0.0.1:1/relay/secret/", ("http://other.example/sparql", "http://127.0.0.1:9/a"))
ALLOWED = (
    "SELECT * { SERVICE <ADDRESS> { ?s ?p ?x } }",
    "SELECT * { service silent <ADDRESS> { ?s ?p ?x } }",
    "PREFIX e: <ADDRESS> SELECT * { SERVICE e: { ?s ?p ?x } }",
    "SELECT * {SERVICESILENT<ADDRESS>{?s ?p ?x}}",
    "PREFIX : <ADDRESS> SELECT * { SERVICE: { ?s ?p ?x } }",
    "SELECT * { SERVICE #>\n<ADDRESS>{ ?s ?p ?x } }",
    "SELECT * { SERVICE <\\u0068REST> { ?s ?p ?x } }",
    "SELECT * { { SELECT * { OPTIONAL { SERVICE <ADDRESS> { ?s ?p ?x } } } } }",
    'SELECT * { SERVICE <ADDRESS> { ?s ?p ?x } FILTER(?x != "SERVICE <http://evil/> {}") } # SERVICE <http://evil/> {}',
    "SELECT ?x { FILTER EXISTS { SERVICE <ADDRESS> { ?s ?p ?x } } SERVICE <ADDRESS> { ?s ?p ?x } }",
)
REFUSED = (
    "SELECT * { SERVICE <http://evil.example/> { ?s ?p ?o } }",
    "SELECT * { SERVICE ?x { ?s ?p ?o } VALUES ?x { <http://other.example/sparql> } }",
    "SELECT * { BIND(<http://other.example/sparql> AS ?x) SERVICE $x { ?s ?p ?o } }",
    "SELECT * { SERVICE <http://other.example/sparql> { SERVICE <http://evil.example/> { ?s ?p ?o } } }",
    "SELECT * { SERVICE <http://other.example/sparql?x> { ?s ?p ?o } }",
    "SELECT * { ?a ?b 1SERVICE<http://evil.example/>{ ?s ?p ?o } }",
    "PREFIX : <http://evil.example/> SELECT * { SERVICE:sparql { ?s ?p ?o } }",
    "BASE <http://evil.example/> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
)


class Other(BaseHTTPRequestHandler):
    """An endpoint of somebody else, which misbehaves at some paths."""

    def do_POST(self) -> None:
        """Answer any query alike."""
        self.rfile.read(int(self.headers["Content-Length"]))
        status = {"/moved": 302, "/broken": 500}.get(self.path, 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/sparql")
        self.send_header("Content-Type", "application/sparql-results+json")
        self.end_headers()
        self.wfile.write(bytes(20 << 20) if self.path == "/huge" else ANSWER)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the library's
        """Say nothing."""


@pytest.fixture(scope="module")
def other() -> Iterator[str]:
    """The address of somebody else's endpoint."""
    with HTTPServer(("127.0.0.1", 0), Other) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def federated(other: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that allows calls to some paths of that endpoint."""
    services = " ".join(other + path for path in ("/sparql", "/moved", "/broken", "/huge"))
    serving = Served(tmp_path_factory.mktemp("federated"), services=services)
    serving.load(Store())
    yield serving
    serving.close()


def ask(served: Served, query: str) -> tuple[int, bytes]:
    status, _, body = served.ask(f"/sparql?query={quote(query)}")
    return status, body


@pytest.mark.parametrize("pattern", ALLOWED)
def test_an_allowed_service_answers_in_every_spelling(federated: Served, other: str, pattern: str) -> None:
    address = f"{other}/sparql"
    status, body = ask(federated, pattern.replace("ADDRESS", address).replace("REST", address[1:]))
    assert status == 200, body
    assert b"from afar" in body


@pytest.mark.parametrize("path", ["/moved", "/broken", "/huge"])
def test_a_service_that_misbehaves_fails_the_query(federated: Served, other: str, path: str) -> None:
    status, body = ask(federated, f"SELECT * {{ SERVICE <{other}{path}> {{ ?s ?p ?x }} }}")
    assert status == 502, body
    status, body = ask(federated, f"SELECT * {{ SERVICE SILENT <{other}{path}> {{ ?s ?p ?x }} }}")
    assert status == 200, body
    assert b"from afar" not in body


def test_an_address_that_is_not_allowed_is_not_called(federated: Served) -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.setblocking(False)
        address = f"http://127.0.0.1:{door.getsockname()[1]}/"
        status, body = ask(federated, f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?x }} }}")
        assert status == 403
        assert address.encode() in body
        with pytest.raises(BlockingIOError):
            door.accept()


@pytest.mark.parametrize("query", REFUSED)
def test_what_is_not_plainly_allowed_is_refused(query: str) -> None:
    with pytest.raises(Problem) as refused:
        lead(prologue.read(query), RELAY)
    assert refused.value.status == 403


def test_the_relay_is_reached_by_its_secret_only(federated: Served) -> None:
    assert federated.ask("/relay/0", "POST", b"")[0] == 404
    assert federated.ask("/relay/guess/0", "POST", b"")[0] == 404


def test_a_name_of_a_private_address_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    place = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 80))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [place])
    with pytest.raises(ValueError, match="private address"):
        fetch("http://inside.example/sparql", Request("POST", b""), 1)


def test_a_setting_that_is_no_address_is_told() -> None:
    with pytest.raises(Problem, match="services names 'sparql'"):
        Switchboard(Settings(dataset=Path("a.ttl"), services="sparql"))
