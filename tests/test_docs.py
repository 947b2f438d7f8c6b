"""What the documents say is so: their queries answer, their tables are the answers, their links lead somewhere."""

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, cast

import pytest
from pyoxigraph import Literal, QuerySolutions, Store

from endpoint.operations import PATHS
from endpoint.settings import Settings
from server import create_pages

ROOT = Path(__file__).parent.parent
PAGES = [
    ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "data/README.md",
        "docs/model.md",
        "docs/store.md",
        "docs/endpoint.md",
        "docs/engine.md",
        "docs/web.md",
    )
]
BLOCK = re.compile(r"```sparql\n(.*?)```", re.DOTALL)


def queries() -> list[tuple[str, str]]:
    return [(page.name, text) for page in PAGES for text in BLOCK.findall(page.read_text(encoding="utf-8"))]


def answer(graph: Store, text: str) -> list[list[str]]:
    result = graph.query(text)
    assert isinstance(result, QuerySolutions)
    return [[term.value if isinstance(term, Literal) else str(term) for term in row] for row in result]


def test_the_documents_have_queries() -> None:
    assert len(queries()) >= 5


@pytest.mark.parametrize(("page", "text"), queries())
def test_a_query_in_the_documents_has_an_answer(graph: Store, page: str, text: str) -> None:
    assert answer(graph, text)


def test_the_table_in_the_readme_is_the_answer_to_its_query(graph: Store) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    query = BLOCK.search(readme)
    assert query
    lines = readme[query.end() :].strip().split("\n\n")[0].splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    assert answer(graph, query[1]) == table[2:]


def test_links_in_the_documents_lead_to_files() -> None:
    checked = 0
    for page in PAGES:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
            checked += 1
    assert checked > 8


def test_the_readme_counts_what_there_is() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    claims = len((ROOT / "data" / "claims.csv").read_text(encoding="utf-8").splitlines()) - 1
    questions = len(list((ROOT / "queries").glob("*.rq")))
    assert f"{claims} claims" in readme
    assert f"asks {questions} questions" in readme


def test_every_table_and_source_is_in_the_readme_of_the_data() -> None:
    readme = (ROOT / "data" / "README.md").read_text(encoding="utf-8")
    for path in (ROOT / "data").glob("*.csv"):
        assert f"`{path.name}`" in readme, path.name
    for line in (ROOT / "data" / "sources.csv").read_text(encoding="utf-8").splitlines()[1:]:
        assert f"| {line.split(',')[1]} |" in readme, line


def test_every_setting_stands_in_the_documents_with_its_default() -> None:
    page = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
    for setting in fields(Settings):
        default = setting.default.name if isinstance(setting.default, Path) else setting.default
        shown = f"`{default}`" if default is not None else ""
        assert f"| `{setting.name}` | {shown} |".replace("|  |", "| |") in page, setting.name


def test_every_route_stands_in_the_documents() -> None:
    page = (ROOT / "docs" / "endpoint.md").read_text(encoding="utf-8")
    for path in PATHS:
        assert f"`{path}`" in page, path
    for rule in create_pages(cast("Any", None), Settings()).url_map.iter_rules():
        if rule.endpoint != "static":
            path = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", rule.rule).rstrip("/") or "/"
            assert f"`{path}" in page, rule.rule
