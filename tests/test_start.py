"""`python server.py` says what it does in plain lines, and one sentence when it cannot."""

import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

import server
from endpoint.settings import Settings
from loader.faults import Fault, Faulty

SERVER = str(Path(server.__file__))
FAULT = Fault("claims.csv", "is not a number", "write digits", line=7, column="lower", value="many")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, SERVER, *arguments], capture_output=True, text=True, timeout=60, check=False, encoding="utf-8"
    )


def test_it_prints_the_addresses_and_answers(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text("<http://a> <http://b> <relative> .", encoding="utf-8")
    command = [sys.executable, SERVER, "--port", "0", "--dataset", str(file)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        lines = [process.stdout.readline() for _ in range(4)]
        try:
            found = re.search(r"http://127\.0\.0\.1:\d+/sparql", "".join(lines))
            assert found
            with urllib.request.urlopen(f"{found[0]}?query=SELECT%20*%7B?s%20?p%20?o%7D&format=csv") as response:  # noqa: S310
                assert b"https://w3id.org/gupvi/relative" in response.read()
                assert "Server" not in response.headers
        finally:
            process.terminate()
    assert lines[0] == f"Reading {file}.\n"


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.ttl", "<http://a> <http://b> 1 .\n<http://a> <http://b> .", "a.ttl, line 2, column 23: "),
        ("a.nq", "<http://a> <http://b> <http://c", "a.nq, line 1, column "),
        ("a.jsonld", '{"@id": ', "a.jsonld, line 1, column "),
        ("a.rdf", "<x>\n<y></x>", "a.rdf, line 2, column 6: "),
        ("a.rdf", "<x/>", "a.rdf: "),
        ("a.ttl", None, "a.ttl: No such file"),
        ("a.xyz", "x", "name the file .nq, .trig, .ttl, .nt, .rdf or .jsonld"),
    ],
)
def test_a_bad_file_ends_the_start_with_its_place(tmp_path: Path, name: str, text: str | None, words: str) -> None:
    if text is not None:
        (tmp_path / name).write_text(text, encoding="utf-8")
    ended = run("--port", "0", "--dataset", str(tmp_path / name))
    assert ended.returncode == 1
    assert words in ended.stderr
    assert ended.stderr.count("\n") == 1


def test_a_taken_port_ends_the_start_with_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_text("", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = run("--port", str(port), "--dataset", str(tmp_path / "a.ttl"))
    assert ended.returncode == 1
    assert f"port {port}" in ended.stderr
    assert ended.stderr.count("\n") == 1


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings with nothing published and no table yet."""
    return Settings(store=tmp_path / "store", tables=tmp_path / "tables")


def test_the_store_is_built_when_the_tables_have_changed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built: list[tuple[Path, Path]] = []
    monkeypatch.setattr(server, "build", lambda *folders: built.append(folders))
    monkeypatch.setattr(server, "is_current", lambda *_: True)
    server.prepare(settings)
    assert not built
    monkeypatch.setattr(server, "is_current", lambda *_: False)
    server.prepare(settings)
    assert built == [(settings.tables, settings.store)]
    assert capsys.readouterr().out.count("\n") == 2


def test_faulty_tables_leave_the_older_version_in_service(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: Path) -> None:
        raise Faulty([FAULT])

    monkeypatch.setattr(server, "build", fail)
    monkeypatch.setattr(server, "is_current", lambda *_: False)
    with pytest.raises(SystemExit, match="The tables have 1 fault: nothing can be served"):
        server.prepare(settings)
    assert "claims.csv:7 lower: 'many' is not a number; write digits" in capsys.readouterr().err
    settings.store.mkdir()
    (settings.store / "current").touch()
    server.prepare(settings)
    assert "The version built before them is served" in capsys.readouterr().err


def test_it_runs_from_any_folder(tmp_path: Path) -> None:
    ended = subprocess.run([sys.executable, SERVER, "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "--dataset" in ended.stdout
