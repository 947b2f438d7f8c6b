"""What the tests share: the graph of the real tables, built once by the real loader."""

import json
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import pytest
import waitress
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Store

from endpoint.settings import Settings
from loader.build import TABLES, fill
from server import create_app


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a copy of the W3C test suites be given."""
    parser.addoption("--w3c", metavar="DIR", help="the folder `sparql` of a copy of github.com/w3c/rdf-tests")


@pytest.fixture(scope="session")
def graph() -> Store:
    """The whole dataset but its own description, in memory."""
    store = Store()
    fill(store, TABLES)
    return store


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables to spoil."""
    return Path(shutil.copytree(TABLES, tmp_path / "tables", ignore=shutil.ignore_patterns("*.py", "README.md")))


@pytest.fixture
def few(tables: Path) -> Path:
    """The tables with the claims of one paragraph only, for tests that build often."""
    for file, keep in (("claims.csv", "d1.p3."), ("names.csv", "camp/"), ("silences.csv", "camp-99")):
        header, *rows = (tables / file).read_text(encoding="utf-8").splitlines(keepends=True)
        (tables / file).write_text(header + "".join(row for row in rows if row.startswith(keep)), encoding="utf-8")
    for file in ("comparisons.csv", "derivations.csv", "links.csv"):
        (tables / file).write_text((tables / file).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return tables


@pytest.fixture(scope="session")
def w3c(request: pytest.FixtureRequest) -> Path:
    """The folder with the W3C test suites."""
    folder = request.config.getoption("--w3c")
    if not folder:
        pytest.skip("needs --w3c=DIR, a copy of the W3C test suites")
    return Path(folder)


class Served:
    """A server over real HTTP whose application is exchanged from case to case."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "dataset.nq"
        self.server = waitress.create_server(self.answer, host="127.0.0.1", port=0, threads=4)
        self.port = self.server.effective_port
        self.thread = threading.Thread(target=self.server.run)
        self.thread.start()

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Pass a request on to the application of the moment."""
        return self.app(environ, start)

    def load(self, store: Store) -> None:
        """Serve another dataset."""
        store.dump(str(self.file), RdfFormat.N_QUADS)
        self.app: WSGIApplication = create_app(Settings(dataset=self.file))

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Send a request; give the status, the media type and the body."""
        connection = HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.headers.get_content_type(), response.read()
        finally:
            connection.close()

    def close(self) -> None:
        """Stop serving."""
        self.server.close()
        self.thread.join()


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that answers over real HTTP."""
    serving = Served(tmp_path_factory.mktemp("served"))
    yield serving
    serving.close()


@pytest.fixture
def serve(tmp_path: Path) -> Callable[..., FlaskClient]:
    """Make a client of an endpoint that serves this TriG text, under these settings."""

    def make(trig: str = "", **chosen: Any) -> FlaskClient:
        file = tmp_path / "dataset.trig"
        file.write_text(trig, encoding="utf-8")
        return create_app(Settings(dataset=file, **chosen)).test_client()

    return make


@pytest.fixture(scope="session")
def site(graph: Store, tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A client of an endpoint over the graph of the real tables, published."""
    folder = tmp_path_factory.mktemp("store")
    version = folder / ("0" * 16)
    version.mkdir()
    store = Store(str(version / "oxigraph"))
    store.bulk_extend(graph)
    counts = {g.value: sum(1 for _ in graph.quads_for_pattern(None, None, None, g)) for g in graph.named_graphs()}
    manifest = {"built": "2026-01-01T00:00:00+00:00", "quads": len(store), "graphs": counts}
    (version / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (folder / "current").write_text(version.name, encoding="ascii")
    store.flush()
    del store
    return create_app(Settings(store=folder)).test_client()
