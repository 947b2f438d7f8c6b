"""It runs where nothing can be forked, locked or bounded, and however it ends it leaves no process behind."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from serving import until
from siege import wire
from siege.rude import HEAVY, connections, post

import server

# what Windows lacks, taken away before anything else is imported
BARE = """
import os, signal, socket, sys
for name in ("fcntl", "resource", "uvloop"):
    sys.modules[name] = None
for place, names in ((os, "fork nice sysconf"), (socket, "send_fds recv_fds"), (signal, "SIGCHLD SIGXCPU")):
    for name in names.split():
        delattr(place, name)
"""
METRICS = b"GET /metrics HTTP/1.0\r\n\r\n"


def file_of_many(folder: Path) -> Path:
    """A file with a thousand triples."""
    file = folder / "data.ttl"
    file.write_text("".join(f"<http://e/{i}> <http://e/p> {i} .\n" for i in range(1000)), encoding="utf-8")
    return file


@contextmanager
def running(folder: Path, *arguments: str) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """A server that keeps its temporary files in a folder: the process, its port, and what it said."""
    folder.mkdir(exist_ok=True)
    command = [sys.executable, str(Path(server.__file__)), "--port", "0", *arguments]
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": str(folder.parent)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        try:
            assert process.stdout
            said = ""
            for line in process.stdout:
                said += line
                if found := re.search(r":(\d+)/sparql", line):
                    yield process, int(found[1]), said
                    break
        finally:
            process.kill()


def living(folder: Path) -> list[str]:
    """The processes that would keep their temporary files there."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"TMPDIR={folder}".encode() in (process / "environ").read_bytes():
                found.append(process.name)
        except OSError:
            continue  # it has just ended
    return found


@pytest.mark.parametrize("served", ["a file", "the tables"])
def test_it_serves_where_nothing_can_be_forked(tmp_path: Path, few: Path, served: str) -> None:
    (tmp_path / "sitecustomize.py").write_text(BARE, encoding="utf-8")
    given = ["--tables", str(few), "--store", str(tmp_path / "store")]
    if served == "a file":
        given = ["--dataset", str(file_of_many(tmp_path))]
    aside = tmp_path / "aside"
    with running(aside, *given, "--deadline-seconds", "2") as (process, port, said):
        assert "on the disk" in said
        for query, status, words in (
            ("SELECT (COUNT(*) > 900 AS ?many) { ?s ?p ?o }", 200, b"true"),
            (HEAVY, 503, b"deadline_seconds"),
            ("SELECT (COUNT(*) > 901 AS ?many) { ?s ?p ?o }", 200, b"true"),
        ):
            reply = wire.exchange(port, post(query), 30)
            assert (reply.status, words in reply.body) == (status, True)
        process.terminate()
        process.wait(10)
    assert until(lambda: not living(aside))
    assert list(aside.glob("gupvi-*")) == []


@pytest.mark.parametrize("start", ["fork", "spawn"])
def test_a_server_that_was_killed_leaves_no_process_and_no_file(tmp_path: Path, start: str) -> None:
    aside = tmp_path / "aside"
    given = ["--dataset", str(file_of_many(tmp_path)), "--store-mode", "disk", "--start", start]
    with running(aside, *given) as (process, port, _), connections(port, 1, post(HEAVY)):
        assert until(lambda: b"gupvi_readers_working 1.0" in wire.exchange(port, METRICS, 5).body)
        process.kill()
    assert until(lambda: not living(aside))
    assert list(aside.glob("gupvi-*")) == []
