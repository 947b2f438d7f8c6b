"""Scripts are built where that can be; where not, one sentence says so."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

WEB = Path(__file__).parent.parent / "web"


@pytest.fixture
def web(tmp_path: Path) -> Path:
    """A copy of the sources of the pages, nothing built."""
    ignored = shutil.ignore_patterns("node_modules", "dist*")
    return Path(shutil.copytree(WEB, tmp_path / "web", ignore=ignored))


def build(web: Path, **environment: str) -> tuple[int, str]:
    done = subprocess.run([sys.executable, str(web / "build.py")], env=environment, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def test_without_node_one_sentence_says_what_is_missing_and_what_to_do(web: Path, tmp_path: Path) -> None:
    code, said = build(web, PATH=str(tmp_path))
    assert code
    assert said == (
        "The scripts of the pages are not built: Node with npm was not found. "
        "Pages work without scripts; `python web/build.py` tries again.\n"
    )


@pytest.mark.skipif(not shutil.which("npm"), reason="needs npm")
def test_without_the_registry_one_sentence_says_so(web: Path, tmp_path: Path) -> None:
    nowhere = {"npm_config_registry": "http://127.0.0.1:1", "npm_config_cache": str(tmp_path / "cache")}
    code, said = build(web, PATH=str(Path(shutil.which("npm") or "").parent), HOME=str(tmp_path), **nowhere)
    assert code
    assert said.startswith("The scripts of the pages are not built: npm cannot fetch what the scripts need (")
    assert said.count("\n") == 1
    assert str(tmp_path) not in said


def test_what_is_built_is_not_built_again(web: Path, tmp_path: Path) -> None:
    listing = "import build; print(build._stamp())"
    stamp = subprocess.run([sys.executable, "-c", listing], cwd=web, capture_output=True, text=True, check=True).stdout
    (web / "static" / "dist").mkdir()
    (web / "static" / "dist" / "stamp").write_text(stamp.strip())
    assert build(web, PATH=str(tmp_path)) == (0, "The scripts of the pages are up to date.\n")


def test_the_lock_file_pins_content_and_holds_no_addresses() -> None:
    text = (WEB / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert len(packages) > 20
    assert all(package["integrity"].startswith("sha512-") for package in packages.values())
