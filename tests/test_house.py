"""Imports only go down the stairs, files stay small, and each says first what it is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FLOORS = [{"ontology", "queries"}, {"loader", "endpoint"}, {"server", "benchmarks"}]
FLOOR = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}
STAIRS = {
    "ontology": ["__init__ folding properties"],
    "queries": ["__init__"],
    "loader": [
        "__init__ faults progress locks amounts dates terms tables known statements rules checks mapping",
        "citations claims findings validation shapes statistics dumps package reifiers gazetteer examples description",
        "history index publish build wording evidence __main__",
    ],
    "endpoint": [
        "__init__ settings problems formats codings prologue group protocol grammar markup unions federation",
        "mistakes evaluation files locks frames holdings confinement reader nursery fresh deaths answers process",
        "child parent forking spawning readers shelf line seating",
        "turns cache parts engine desk once",
        "reading terms labels positions dates phrases claims statements summaries disputes",
        "titles mentions inverses incoming lifeline neighbours",
        "history things description openapi responses addresses card assets",
        "meanings questions shell strangers emptiness sparql links compaction writing documents resources pages",
        "usage rules vocabulary diagram manual fragments feed sitemap",
        "testimony choices strips conflicts sources spans narrowing roster browse timeline",
        "projection spots spreading atlas",
        "edges outlook scene explore walks home",
        "index likeness lookup search batches candidates extension reconcile tools mcp",
        "messages clients heads spool service bodies downloads journal metrics operations relay front bounds",
        "connection listener",
    ],
    "server": ["server"],
    "benchmarks": [
        "__init__ chance words lines things testimony synthetic workload settings processes virtuoso peers datasets",
        "connection answers load wrk sockets memory servers agreement outcome scale figures measures inprocess",
        "environment table chart report benchmark __main__",
    ],
}
STEPS = {room: " ".join(names).split() for room, names in STAIRS.items()}
MODULES = [path for room in FLOOR for path in (*ROOT.glob(f"{room}.py"), *ROOT.glob(f"{room}/*.py"))]
LONGEST = 200


def imported(path: Path) -> set[str]:
    """Every name that a module imports, wherever in the file the import hides."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: relative imports hide where they lead"
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_every_module_has_its_step() -> None:
    assert len(MODULES) > 20
    for path in MODULES:
        room = path.relative_to(ROOT).parts[0].removesuffix(".py")
        assert path.stem in STEPS[room], f"{path.name} has no step in {room}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_down(path: Path) -> None:
    here = path.relative_to(ROOT).parts[0].removesuffix(".py")
    for name in imported(path):
        room, _, rest = name.partition(".")
        if room not in FLOOR:
            continue
        if room != here:
            assert FLOOR[room] < FLOOR[here], f"{path.name} may not import {name}"
        else:
            module = rest.partition(".")[0]
            step = module if module in STEPS[room] else "__init__"
            assert STEPS[room].index(step) < STEPS[room].index(path.stem), f"{path.name} may not import {module}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_stand_at_the_top(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    nested = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    top = [node.lineno for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert sorted(nested) == sorted(top)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_small_and_opens_with_one_sentence(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= LONGEST
    first = (ast.get_docstring(ast.parse(text)) or "").split("\n")[0]
    assert first.endswith((".", ":"))
