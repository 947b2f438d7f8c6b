"""A new version is taken up while answers run, and what cannot be opened never takes the place of what can."""

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
import serving
from pyoxigraph import Literal, NamedNode, Quad, Store
from werkzeug.test import Client

from endpoint import prologue
from endpoint.formats import CSV
from endpoint.problems import Problem
from endpoint.settings import Settings

ROWS = 20_000


def publish(folder: Path, version: str, value: str) -> None:
    """Publish a store of so many triples with this value."""
    store = Store()
    a, b = NamedNode("http://a"), NamedNode("http://b")
    store.bulk_extend(Quad(NamedNode(f"http://s/{i}"), b, Literal(value), a) for i in range(ROWS))
    store.add(Quad(a, b, Literal(value)))
    manifest = {"built": "1946-03-01T00:00:00+00:00", "quads": ROWS + 1, "graphs": {"http://a": ROWS}}
    serving.publish(folder, version, store, manifest)


@pytest.fixture(params=serving.WAYS)
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """Settings for a published store with one version, in each way."""
    publish(tmp_path, "0" * 16, "old")
    return Settings(store=tmp_path, readers=2, **serving.WAYS[request.param])


@pytest.fixture
def client(settings: Settings) -> Iterator[Client]:
    """A client of an endpoint over that store."""
    with ExitStack() as opened:
        yield serving.client(opened, settings)


def value(client: Client) -> str:
    response = client.get("/sparql?query=SELECT * {<http://a> ?p ?o}", headers={"Accept": "text/csv"})
    assert response.status_code == 200
    return response.text.split()[-1].split(",")[0]


def wait_for(client: Client, expected: str) -> Iterator[str]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        yield (found := value(client))
        if found == expected:
            return
        time.sleep(0.02)
    raise AssertionError(f"{expected} was not taken up")


def test_a_new_version_is_taken_up_without_a_failing_request(client: Client, settings: Settings) -> None:
    assert value(client) == "old"
    assert client.get("/").headers["GUPVI-Version"] == "0" * 16
    publish(settings.store, "1" * 16, "new")
    assert set(wait_for(client, "new")) <= {"old", "new"}
    assert client.get("/").headers["GUPVI-Version"] == "1" * 16


def test_a_running_answer_finishes_on_the_version_it_began_with(settings: Settings) -> None:
    query = prologue.read("SELECT ?o ?x { GRAPH ?g { ?s ?p ?o } VALUES ?x { 1 2 3 4 5 6 7 8 9 10 } }")
    with serving.engine(settings) as engine:
        running = engine.answer(query, None, CSV)
        assert running.body is None
        publish(settings.store, "1" * 16, "new")
        time.sleep(1)
        fresh = engine.answer(query, None, CSV)
        assert (running.version, fresh.version) == ("0" * 16, "1" * 16)
        assert (settings.store / ("0" * 16)).exists()
        assert b"".join(running).count(b"old,") == 10 * ROWS
        assert b"".join(fresh).count(b"new,") == 10 * ROWS
        assert serving.until(lambda: not (settings.store / ("0" * 16)).exists())


def test_a_version_that_another_server_reads_is_not_deleted(settings: Settings) -> None:
    with serving.engine(settings) as one, serving.engine(settings) as other:
        publish(settings.store, "1" * 16, "new")
        assert serving.until(lambda: {one.edition.version, other.edition.version} == {"1" * 16})
    assert serving.until(lambda: not (settings.store / ("0" * 16)).exists())


def test_a_damaged_version_leaves_the_old_one_in_service(client: Client, settings: Settings) -> None:
    (settings.store / ("2" * 16)).mkdir()
    serving.point(settings.store, "2" * 16)
    time.sleep(0.5)
    assert value(client) == "old"
    (settings.store / "current").unlink()
    time.sleep(0.5)
    assert value(client) == "old"
    publish(settings.store, "1" * 16, "new")
    assert list(wait_for(client, "new"))[-1] == "new"


def test_without_a_store_the_start_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no published store in"), serving.engine(Settings(store=tmp_path)):
        pass
    serving.point(tmp_path, "3" * 16)
    with (
        pytest.raises(Problem, match=r"Version 3333333333333333 .* cannot be opened"),
        serving.engine(Settings(store=tmp_path)),
    ):
        pass


def test_the_counts_come_from_the_manifest(settings: Settings) -> None:
    with serving.engine(settings) as engine:
        assert (engine.edition.triples, engine.edition.graphs) == (1, (("http://a", ROWS),))
        assert engine.edition.built == "1946-03-01T00:00:00+00:00"
