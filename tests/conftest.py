"""What the tests share: the graph of the real tables, built once by the real loader."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import browsing
import pytest
from pyoxigraph import Store
from serving import Served, client, publish
from werkzeug.test import Client

from endpoint.settings import Settings
from loader.build import TABLES, build, fill


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a copy of the W3C test suites be given."""
    parser.addoption("--w3c", metavar="DIR", help="the folder `sparql` of a copy of github.com/w3c/rdf-tests")
    parser.addoption(
        "--reconciliation", metavar="DIR", help="the folder `0.2` of a copy of github.com/reconciliation-api/specs"
    )


@pytest.fixture(scope="session")
def graph() -> Store:
    """The whole dataset but its own description, in memory."""
    store = Store()
    fill(store, TABLES)
    return store


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store published from the real tables."""
    store = tmp_path_factory.mktemp("published") / "store"
    build(TABLES, store)
    return store


@pytest.fixture(scope="session")
def library(published: Path) -> Iterator[Client]:
    """A client of an endpoint over the published store, with its description and downloads."""
    with ExitStack() as opened:
        yield client(opened, Settings(store=published, readers=2))


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    """A copy of the tables to spoil, with few of the further claims, since it is read often."""
    return lay_out(tmp_path / "tables")


@pytest.fixture
def few(tables: Path) -> Path:
    """The tables with the claims of one paragraph only, for tests that build often."""
    return thin_out(tables)


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store published from the few tables, to be copied."""
    folder = tmp_path_factory.mktemp("built")
    build(thin_out(lay_out(folder / "tables")), folder / "store")
    return folder / "store"


@pytest.fixture
def begun(built: Path, tmp_path: Path) -> Path:
    """A copy of the store published from the few tables, to publish into."""
    return Path(shutil.copytree(built, tmp_path / "store"))


def lay_out(folder: Path) -> Path:
    shutil.copytree(TABLES, folder, ignore=shutil.ignore_patterns("*.py", "README.md"))
    compared = "".join((folder / file).read_text(encoding="utf-8") for file in ("comparisons.csv", "derivations.csv"))
    header, *rows = (folder / "further-claims.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    kept = (row for row in rows if row.startswith("frolov-") or row.partition(",")[0] in compared)
    (folder / "further-claims.csv").write_text(header + "".join(kept), encoding="utf-8")
    return folder


def thin_out(tables: Path) -> Path:
    for file, keep in (("claims.csv", "d1-p3-"), ("names.csv", "camp/"), ("silences.csv", "camp-99")):
        header, *rows = (tables / file).read_text(encoding="utf-8").splitlines(keepends=True)
        (tables / file).write_text(header + "".join(row for row in rows if row.startswith(keep)), encoding="utf-8")
    for file in ("comparisons.csv", "derivations.csv", "links.csv", "further-claims.csv"):
        (tables / file).write_text((tables / file).read_text(encoding="utf-8").splitlines()[0] + "\n", encoding="utf-8")
    return tables


@pytest.fixture(scope="session")
def w3c(request: pytest.FixtureRequest) -> Path:
    """The folder with the W3C test suites."""
    folder = request.config.getoption("--w3c")
    if not folder:
        pytest.skip("needs --w3c=DIR, a copy of the W3C test suites")
    return Path(folder)


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server that answers over real HTTP."""
    serving = Served(tmp_path_factory.mktemp("served"))
    yield serving
    serving.close()


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Client]]:
    """Make a client of an endpoint that serves this TriG text, under these settings."""
    with ExitStack() as opened:

        def make(trig: str = "", **chosen: Any) -> Client:
            file = tmp_path / "dataset.trig"
            file.write_text(trig, encoding="utf-8")
            return client(opened, Settings(dataset=file, **{"readers": 2} | chosen))

        yield make


@pytest.fixture(scope="session")
def stored(graph: Store, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the real tables, published."""
    folder = tmp_path_factory.mktemp("store")
    counts = {g.value: sum(1 for _ in graph.quads_for_pattern(None, None, None, g)) for g in graph.named_graphs()}
    publish(folder, "0" * 16, graph, {"built": "2026-01-01T00:00:00+00:00", "quads": len(graph), "graphs": counts})
    return folder


@pytest.fixture(scope="session")
def site(stored: Path) -> Iterator[Client]:
    """A client of an endpoint over the graph of the real tables."""
    with ExitStack() as opened:
        yield client(opened, Settings(store=stored, readers=2))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A browser, started once."""
    with browsing.opened() as opened:
        yield opened


@pytest.fixture(scope="session")
def address(stored: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of the real tables."""
    serving = Served(tmp_path_factory.mktemp("visited"), dataset=None, store=stored, deadline_seconds=3)
    yield f"http://127.0.0.1:{serving.port}"
    serving.close()


@pytest.fixture
def visitor(browser: Any, address: str) -> Iterator[browsing.Visitor]:
    """Somebody with a browser, who meets no error and never leaves the host."""
    visiting = browsing.Visitor(browser, address)
    yield visiting
    visiting.close()
    assert not visiting.outside
    assert not visiting.errors
