"""A publication is repeatable, atomic, and survives being killed at any moment."""

import fcntl
import json
import random
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from pyoxigraph import QuerySolutions, RdfFormat, Store, parse

from loader.build import TABLES, build, is_current
from loader.publish import CURRENT, LOCK, MANIFEST, UNFINISHED, canonical, current, publish, workshop, write


def claims_in(store: Path) -> str:
    """How many claims the version in service answers with."""
    version = current(store)
    assert version
    database = Store.read_only(str(store / version / "oxigraph"))
    result = database.query(
        "PREFIX gupvi: <https://w3id.org/gupvi/ontology#> SELECT (COUNT(?c) AS ?n) { ?c a gupvi:Claim }"
    )
    assert isinstance(result, QuerySolutions)
    return str(next(result)[0])


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def change_a_note(tables: Path, words: str) -> None:
    path = tables / "camps.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("rests on the number", words), encoding="utf-8")


def test_two_builds_give_the_same_version_and_the_same_bytes(published: Path, tmp_path: Path) -> None:
    again = tmp_path / "store"
    version = build(TABLES, again)
    assert version == current(published)
    files = sorted(path.relative_to(again) for path in (again / version / "dumps").rglob("*") if path.is_file())
    assert len(files) > 10
    for name in (Path(version) / "dataset.nq", *files):
        assert (again / name).read_bytes() == (published / name).read_bytes(), name


def test_the_quads_are_sorted_and_are_those_of_the_store(published: Path) -> None:
    version = current(published)
    assert version
    path = published / version / "dataset.nq"
    lines = path.read_bytes().splitlines()
    assert lines == sorted(set(lines))
    database = Store.read_only(str(published / version / "oxigraph"))
    assert set(parse(path=str(path), format=RdfFormat.N_QUADS)) == set(database)


def test_the_manifest_counts_what_is_there(published: Path) -> None:
    version = current(published)
    assert version
    manifest = json.loads((published / version / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["version"] == version
    assert manifest["quads"] == len((published / version / "dataset.nq").read_bytes().splitlines())
    assert manifest["rows"]["claims.csv"] == 347
    assert sum(manifest["rows"].values()) == sum(
        len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in TABLES.glob("*.csv")
    )


def test_the_description_counts_the_merged_graph(published: Path) -> None:
    version = current(published)
    database = Store.read_only(str(published / str(version) / "oxigraph"))
    result = database.query(
        """PREFIX void: <http://rdfs.org/ns/void#> SELECT ?told (COUNT(*) AS ?there) WHERE {
           GRAPH <https://w3id.org/gupvi/graph/void> { <https://w3id.org/gupvi/dataset> void:triples ?told }
           ?s ?p ?o } GROUP BY ?told"""
    )
    assert isinstance(result, QuerySolutions)
    told, there = next(result)
    assert told == there


def test_a_change_gives_a_new_version_and_keeps_those_that_are_read(few: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    versions: list[str] = []
    readers: list[Store] = []
    locks: list[BinaryIO] = []
    for words in ("rests on its number", "rests on a number", "rests on the number 99"):
        shutil.copy(TABLES / "camps.csv", few / "camps.csv")
        change_a_note(few, words)
        versions.append(build(few, store))
        readers.append(Store.read_only(str(store / versions[-1] / "oxigraph")))
        if len(versions) == 1:
            locks.append((store / versions[0] / MANIFEST).open("rb"))
            fcntl.flock(locks[0], fcntl.LOCK_SH)
    assert len(set(versions)) == 3
    assert current(store) == versions[-1]
    assert names(store) == {CURRENT, LOCK, versions[0], versions[-1]}
    locks[0].close()
    build(few, store)
    assert names(store) == {CURRENT, LOCK, versions[-1]}
    for reader in readers:  # whoever has a version open reads on, even when its folder is gone
        assert sum(1 for _ in reader) > 10_000


def test_it_can_be_told_whether_the_tables_have_changed(few: Path, begun: Path, tmp_path: Path) -> None:
    assert not is_current(few, tmp_path / "nowhere")
    assert is_current(few, begun)
    change_a_note(few, "rests on its number")
    assert not is_current(few, begun)


def test_killed_at_any_moment_the_old_version_still_serves(few: Path, begun: Path, tmp_path: Path) -> None:
    store, old = begun, current(begun)
    change_a_note(few, "rests on its number")
    command = [sys.executable, "-m", "loader", "--tables", str(few), "--store", str(store)]
    started = time.monotonic()
    shutil.copytree(store, tmp_path / "timed")
    subprocess.run([*command[:-1], str(tmp_path / "timed")], check=True, capture_output=True, cwd=TABLES.parent)
    duration = time.monotonic() - started
    chance = random.Random(1956)  # noqa: S311
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=TABLES.parent)
        time.sleep(chance.uniform(0.3, 1.0) * duration)
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert claims_in(store) == '"16"^^<http://www.w3.org/2001/XMLSchema#integer>'
    assert killed >= 3
    new = build(few, store)
    assert new != old
    assert not list(store.glob(f"{UNFINISHED}*"))


def test_sorting_does_not_depend_on_what_fits_in_memory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    store = Store()
    write(store, parse(path=str(TABLES.parent / "ontology" / "gupvi.ttl"), format=RdfFormat.TURTLE))
    whole = canonical(store, tmp_path / "whole.nq")
    monkeypatch.setattr("loader.publish.BATCH", 7)
    assert canonical(store, tmp_path / "parts.nq") == whole
    assert {path.name for path in tmp_path.iterdir()} == {"whole.nq", "parts.nq"}


def put(store: Path, version: str, **told: Any) -> None:
    """Publish a store of no quads under a made-up version."""
    with workshop(store) as place:
        Store(str(place / "oxigraph")).flush()
        (place / "dataset.nq").write_bytes(b"")
        publish(place, store, version, {"quads": 0, **told})


ONE, OTHER = "1" * 16, "2" * 16


def test_nothing_but_versions_and_unfinished_folders_is_removed(tmp_path: Path) -> None:
    for name in ("photographs", "0123456789abcdef", "deadbeef", "3" * 17):
        (tmp_path / name).mkdir()
        (tmp_path / name / "mine.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "photographs" / MANIFEST).write_text("{}", encoding="utf-8")
    (tmp_path / f"{UNFINISHED}abc").mkdir()
    (tmp_path / f"{UNFINISHED}1-2").mkdir()
    put(tmp_path, ONE)
    put(tmp_path, OTHER)
    assert names(tmp_path) == {CURRENT, LOCK, OTHER, "photographs", "0123456789abcdef", "deadbeef", "3" * 17}


def test_a_folder_that_bears_the_version_and_is_not_in_service_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / ONE).mkdir()
    (tmp_path / ONE / "dataset.nq").write_bytes(b"half of it")
    put(tmp_path, ONE)
    assert names(tmp_path / ONE) == {"oxigraph", "dataset.nq", MANIFEST}
    assert names(tmp_path) == {CURRENT, LOCK, ONE}


def test_a_version_in_service_that_is_damaged_is_replaced(tmp_path: Path) -> None:
    put(tmp_path, ONE)
    shutil.rmtree(tmp_path / ONE / "oxigraph")
    put(tmp_path, ONE)
    assert len(Store.read_only(str(tmp_path / ONE / "oxigraph"))) == 0


@pytest.mark.parametrize(("before", "after"), [("short", "a long one"), ("a long one", "short")])
def test_the_same_content_changes_only_what_the_manifest_tells_and_keeps_its_readers(
    tmp_path: Path, before: str, after: str
) -> None:
    put(tmp_path, ONE, inputs=before)
    with (tmp_path / ONE / MANIFEST).open("rb") as reader:
        fcntl.flock(reader, fcntl.LOCK_SH)
        put(tmp_path, ONE, inputs=after)
        assert json.loads((tmp_path / ONE / MANIFEST).read_text(encoding="utf-8"))["inputs"] == after
        put(tmp_path, OTHER)
        assert names(tmp_path) == {CURRENT, LOCK, ONE, OTHER}


def test_a_second_loader_waits_for_the_first_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with ThreadPoolExecutor(1) as pool:
        with workshop(tmp_path) as place:
            second = pool.submit(put, tmp_path, ONE)
            while "waiting" not in capsys.readouterr().err:
                time.sleep(0.01)
            assert place.is_dir()
            assert not second.done()
        second.result(timeout=30)
    assert names(tmp_path) == {CURRENT, LOCK, ONE}
