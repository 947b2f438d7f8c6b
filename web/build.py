"""Builds the scripts of the pages: `python web/build.py`, with Node 18 or later and npm, which reaches its registry."""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE / "static" / "dist"
_NODE_LEAST, _SECONDS_MOST = 18, 300
_REMEDY = "Pages work without scripts; `python web/build.py` tries again."


class Unbuilt(Exception):
    """Why there are no scripts, as a sentence."""


def build() -> str:
    """Build what has changed and say what was done; Unbuilt when that cannot be."""
    wanted = _stamp()
    stamp = OUT / "stamp"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return "The scripts of the pages are up to date."
    node, npm = _find()
    _run("npm cannot fetch what the scripts need", npm, "ci", "--prefer-offline", "--fetch-retries=1", "--no-progress")
    made = OUT.with_name("dist.new")
    _run("the scripts cannot be bundled", node, "build.mjs", str(made))
    (made / "stamp").write_text(wanted, encoding="ascii")
    shutil.rmtree(OUT, ignore_errors=True)
    made.replace(OUT)
    return "The scripts of the pages are built."


def _stamp() -> str:
    """Name what the scripts are made of."""
    sources = [HERE / "package-lock.json", HERE / "build.mjs", *sorted((HERE / "scripts").rglob("*.js"))]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _find() -> tuple[str, str]:
    """Find Node and npm."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        raise Unbuilt("Node with npm was not found")
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    version = told.stdout.strip()
    found = re.match(r"v(\d+)", version)
    if not found or int(found[1]) < _NODE_LEAST:
        raise Unbuilt(f"Node {version or 'of no version'} is too old, {_NODE_LEAST} is needed")
    return node, npm


def _run(failure: str, *command: str) -> None:
    """Run a step; what it says when it fails ends in one sentence."""
    try:
        done = subprocess.run(  # noqa: S603 - our own commands
            command, cwd=HERE, capture_output=True, text=True, timeout=_SECONDS_MOST, check=False
        )
    except subprocess.TimeoutExpired:
        raise Unbuilt(f"{failure} within {_SECONDS_MOST} seconds") from None
    if done.returncode:
        lines = [line for line in (done.stderr + done.stdout).splitlines() if re.search(r"error|ERR!", line)]
        raise Unbuilt(f"{failure} ({lines[0].strip() if lines else 'no reason given'})")


if __name__ == "__main__":
    try:
        print(build())
    except Unbuilt as unbuilt:
        sys.exit(f"The scripts of the pages are not built: {unbuilt}. {_REMEDY}")
