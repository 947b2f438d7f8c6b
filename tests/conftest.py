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
