"""Virtuoso needs more than a command: a file of settings, a port of its own for loading, and a bulk load."""

import shutil
import subprocess
from pathlib import Path
from urllib.parse import quote

from benchmarks.processes import LOOPBACK, free_port

GRAPH = "urn:benchmarks:data"
# without it, Virtuoso answers from graphs of its own too
PATH = f"/sparql?default-graph-uri={quote(GRAPH, safe='')}&query="
_SETTINGS = "virtuoso.ini"
_INI = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa

[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx

[Parameters]
ServerPort = {loopback}:{loading}
DirsAllowed = {data}
NumberOfBuffers = 170000
MaxDirtyBuffers = 130000

[HTTPServer]
ServerPort = {loopback}:{port}
ServerThreads = 16
MaxClientConnections = 16

[SPARQL]
ResultSetMaxRows = 1000000000
"""


def command(program: str, file: Path, port: int, folder: Path) -> list[str]:
    """Write the settings into the folder and give the command that starts a server with them."""
    words = _INI.format(folder=folder, loopback=LOOPBACK, loading=free_port(), data=file.parent, port=port)
    (folder / _SETTINGS).write_text(words, encoding="utf-8")
    return [program, "+foreground", "+configfile", str(folder / _SETTINGS)]


def fill(program: str, file: Path, folder: Path) -> None:
    """Load the file into the running server with isql; a LookupError says that there is none, or what it said."""
    beside = str(Path(program).parent)  # unixODBC has a program called isql too
    found = (shutil.which(name, path=path) for path in (beside, None) for name in ("isql-vt", "isql-v", "isql"))
    isql = next(filter(None, found), None)
    if not isql:
        raise LookupError("isql was not found, without which Virtuoso cannot load the data.")
    address = (folder / _SETTINGS).read_text(encoding="utf-8").partition("[Parameters]\nServerPort = ")[2].split()[0]
    work = f"ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
    command = [isql, address, "dba", "dba", f"exec={work}"]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if ended.returncode:
        raise LookupError(f"Virtuoso did not load the data: {(ended.stderr or ended.stdout).strip()}")
