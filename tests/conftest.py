"""What the tests share: the graph of the real tables, built once by the real loader."""

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Store

from loader.build import TABLES, fill


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
