"""A language model asks the graph through the protocol's own client: within the same limits, and told what is wrong."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import pytest

from endpoint.settings import HOUSE
from ontology import PREFIXES

pytest.importorskip("mcp", reason="needs the extra mcp: pip install -e '.[mcp]'")

from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

CAMPS = f"SELECT ?camp {{ ?camp a <{PREFIXES['gupvi']}Camp> }} ORDER BY ?camp"


@pytest.fixture(scope="module")
def ask(stored: Path) -> Callable[[list[tuple[str, dict[str, Any]]]], list[Any]]:
    """Start the server as a host does, call tools, and give what they tell: a document, or the words of an error."""

    def calls(wanted: list[tuple[str, dict[str, Any]]]) -> list[Any]:
        arguments = ["-m", "endpoint.mcp", "--store", str(stored), "--readers", "2", "--deadline-seconds", "1"]
        server = StdioServerParameters(command=sys.executable, args=arguments, cwd=HOUSE)

        async def converse() -> list[Any]:
            told = []
            async with Client(server) as client:
                assert {tool.name for tool in (await client.list_tools()).tools} == {
                    "schema",
                    "examples",
                    "query",
                    "entity",
                    "search",
                }
                for name, values in wanted:
                    result = await client.call_tool(name, values)
                    text = cast("Any", result.content[0]).text
                    told.append(text if result.is_error else json.loads(text))
            return told

        with ThreadPoolExecutor(1) as apart:  # a browser that was tried before leaves a loop in this thread
            return apart.submit(asyncio.run, converse()).result()

    return calls


def test_a_model_finds_reads_and_asks(ask: Callable[..., list[Any]]) -> None:
    schema, all_questions, examples, found, camp, rows, yes = ask(
        [
            ("schema", {}),
            ("examples", {}),
            ("examples", {"about": "camp 99 numbers"}),
            ("search", {"words": "лагерь № 99", "kind": "camp"}),
            ("entity", {"id": "camp/99"}),
            ("query", {"sparql": CAMPS}),
            ("query", {"sparql": "ASK { ?s ?p ?o }"}),
        ]
    )
    assert schema["classes"]["gupvi:Camp"] == "camp"
    assert schema["properties"]["gupvi:heldCount"] == "number held"
    assert "PREFIX gupvi:" in schema["prefixes"]
    assert len(all_questions["questions"]) == len(list((HOUSE / "queries").glob("*.rq")))
    assert "SELECT" in examples["examples"][0]["query"]
    assert found["results"][0]["id"] == "camp/99"
    assert camp["label"] == "Spassky camp no. 99"
    held = next(claim for claim in camp["claims"] if claim["property"] == "number held")
    assert held["value"] == ["more than 8,000 persons"]
    assert held["evidence"] == ["Romanian prisoners of war in the Soviet Union, paragraph 3"]
    assert rows["columns"] == ["camp"]
    assert ["camp:99"] in rows["rows"]
    assert yes["answer"] is True


def test_the_limits_and_filters_of_sparql_hold(ask: Callable[..., list[Any]]) -> None:
    product = "SELECT * { " + " ".join(f"?a{n} ?b{n} ?c{n} ." for n in range(9)) + " } ORDER BY ?a0 ?a8"
    slow, outside, update, wrong, long, none, many, file = ask(
        [
            ("query", {"sparql": product}),
            ("query", {"sparql": "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"}),
            ("query", {"sparql": "DELETE WHERE { ?s ?p ?o }"}),
            ("query", {"sparql": "SELECT *\n{ ?s ?p }"}),
            ("query", {"sparql": "#" * 70_000}),
            ("entity", {"id": "camp/none"}),
            ("query", {"sparql": "SELECT * { ?s ?p ?o }"}),
            ("query", {"sparql": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }"}),
        ]
    )
    assert "1 second" in slow or "memory" in slow
    assert "SERVICE" in outside or "service" in outside
    assert "begins with SELECT" in update
    assert "(line 2, column" in wrong
    assert "65536" in long
    assert "camp/none" in none
    assert len(many["rows"]) == 200
    assert many["more"] is True
    assert file["rows"] == []


def test_a_start_without_a_store_or_with_a_strange_setting_says_why(tmp_path: Path) -> None:
    for arguments, words in ((["--store", str(tmp_path)], "no published store"), (["--nonsense"], "--help")):
        run = subprocess.run(
            [sys.executable, "-m", "endpoint.mcp", *arguments], cwd=HOUSE, capture_output=True, text=True, check=False
        )
        assert run.returncode
        assert run.stdout == ""
        assert words in run.stderr
        assert "Traceback" not in run.stderr
