"""A new version is taken up while answers run, and what cannot be opened never takes the place of what can."""

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Quad, Store

from endpoint import prologue
from endpoint.engine import Engine
from endpoint.formats import CSV
from endpoint.problems import Problem
from endpoint.settings import Settings
from server import create_app

ROWS = 20_000


def publish(folder: Path, version: str, value: str) -> None:
    """Publish a store of so many triples with this value, as the loader does."""
    (folder / version).mkdir()
    store = Store(str(folder / version / "oxigraph"))
    a, b = NamedNode("http://a"), NamedNode("http://b")
    store.bulk_extend(Quad(NamedNode(f"http://s/{i}"), b, Literal(value), a) for i in range(ROWS))
    store.add(Quad(a, b, Literal(value)))
    store.flush()
    del store
    manifest = {
        "version": version,
        "built": "1946-03-01T00:00:00+00:00",
        "quads": ROWS + 1,
        "graphs": {"http://a": ROWS},
    }
    (folder / version / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    point(folder, version)


def point(folder: Path, version: str) -> None:
    """Let `current` name a version, in one step."""
    (folder / "next").write_text(f"{version}\n", encoding="ascii")
    (folder / "next").replace(folder / "current")


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A published store with one version."""
    publish(tmp_path, "0" * 16, "old")
    return tmp_path


def value(client: FlaskClient) -> str:
    response = client.get("/sparql?query=SELECT * {<http://a> ?p ?o}", headers={"Accept": "text/csv"})
    assert response.status_code == 200
    return response.text.split()[-1].split(",")[0]


def wait_for(client: FlaskClient, expected: str) -> Iterator[str]:
    end = time.monotonic() + 10
    while time.monotonic() < end:
        yield (found := value(client))
        if found == expected:
            return
        time.sleep(0.02)
    raise AssertionError(f"{expected} was not taken up")


def test_a_new_version_is_taken_up_without_a_failing_request(store: Path) -> None:
    client = create_app(Settings(store=store)).test_client()
    assert value(client) == "old"
    assert client.get("/").headers["GUPVI-Version"] == "0" * 16
    publish(store, "1" * 16, "new")
    assert set(wait_for(client, "new")) <= {"old", "new"}
    assert client.get("/").headers["GUPVI-Version"] == "1" * 16


def test_a_running_answer_finishes_on_the_version_it_began_with(store: Path) -> None:
    engine = Engine(Settings(store=store))
    query = prologue.read("SELECT ?o { GRAPH ?g { ?s ?p ?o } }")
    running = engine.answer(query, None, CSV)
    publish(store, "1" * 16, "new")
    shutil.rmtree(store / ("0" * 16))
    time.sleep(0.3)
    fresh = engine.answer(query, None, CSV)
    assert (running.version, fresh.version) == ("0" * 16, "1" * 16)
    assert b"".join(running).split() == [b"o"] + [b"old"] * ROWS
    assert b"".join(fresh).split() == [b"o"] + [b"new"] * ROWS


def test_a_damaged_version_leaves_the_old_one_in_service(store: Path) -> None:
    client = create_app(Settings(store=store)).test_client()
    (store / ("2" * 16)).mkdir()
    point(store, "2" * 16)
    time.sleep(0.3)
    assert value(client) == "old"
    (store / "current").unlink()
    time.sleep(0.3)
    assert value(client) == "old"
    publish(store, "1" * 16, "new")
    assert list(wait_for(client, "new"))[-1] == "new"


def test_without_a_store_the_start_says_so(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="There is no published store in"):
        create_app(Settings(store=tmp_path))
    point(tmp_path, "3" * 16)
    with pytest.raises(Problem, match=r"Version 3333333333333333 .* cannot be opened"):
        create_app(Settings(store=tmp_path))


def test_the_counts_come_from_the_manifest(store: Path) -> None:
    edition = Engine(Settings(store=store)).edition
    assert (edition.triples, edition.graphs) == (1, (("http://a", ROWS),))
    assert edition.built == "1946-03-01T00:00:00+00:00"
