"""The servers of a run: started with the data, asked until they answer, started anew when they are stuck."""

import http.client
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.connection import Connection, Failed
from benchmarks.datasets import Dataset
from benchmarks.peers import Peer
from benchmarks.processes import LOOPBACK, Process, free_port
from benchmarks.workload import JSON
from loader.progress import tell

_PAUSE_S = 0.1
_FIRST_ANSWER_S = 10


class Server:
    """A peer that runs with the data. `started` is the seconds from its start until it answered."""

    def __init__(self, peer: Peer, data: Dataset, folder: Path, patience: int) -> None:
        self.peer = peer
        self.started = 0.0
        self._data = data
        self._folder = folder
        self._patience = patience
        self._process: Process | None = None
        self.port = 0

    @property
    def name(self) -> str:
        """The short name of the peer."""
        return self.peer.name

    def start(self) -> None:
        """Start and load; a server that ends, or does not answer in time, is a Failed with its last line."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        began = time.monotonic()
        command = self.peer.command(self._data.file, self.port, self._folder)
        self._process = Process(command, self._folder / "log", self._folder, {"TMPDIR": str(self._folder)})
        empty = bool(self.peer.load or self.peer.fill)
        self._wait(began, empty=empty)
        if self.peer.load:
            self._post()
        if self.peer.fill:
            self.peer.fill(self._data.file, self._folder)
        if empty:
            self._wait(began, empty=False)
        self.started = time.monotonic() - began

    def restart(self) -> None:
        """Stop whatever it is at work on, and load the data again."""
        tell(f"starting {self.peer.title} again")
        self.close()
        self.start()

    def connect(self, patience: float) -> Connection:
        """A connection to ask over."""
        return Connection(self.port, self.peer.path, patience)

    def memory(self) -> int | None:
        """Bytes of memory of all its processes now, or None where that is not told."""
        return self._process.memory() if self._process else None

    def close(self) -> None:
        """Stop it."""
        if self._process:
            self._process.close()

    def _wait(self, began: float, *, empty: bool) -> None:
        """Wait until it answers, from the whole of the data unless it is still empty."""
        wanted = b"" if empty else b"true"
        while time.monotonic() - began < self._patience:
            if not (self._process and self._process.running):
                break
            if self.peer.ready in self._process.said() and self._answers(wanted):
                return
            time.sleep(_PAUSE_S)
        words = self._process.said().strip().splitlines() if self._process else []
        raise Failed(f"{self.peer.title} did not start: {words[-1] if words else 'it printed nothing'}")

    def _answers(self, wanted: bytes) -> bool:
        parts: list[bytes] = []
        connection = self.connect(_FIRST_ANSWER_S)
        try:
            connection.ask("ASK { ?subject ?property ?value }", JSON, parts.append)
        except Failed:
            return False
        finally:
            connection.close()
        return wanted in b"".join(parts)

    def _post(self) -> None:
        """Send the file (Graph Store Protocol)."""
        connection = http.client.HTTPConnection(LOOPBACK, self.port, timeout=self._patience)
        headers = {"Content-Type": "application/n-triples", "Content-Length": str(self._data.file.stat().st_size)}
        try:
            with self._data.file.open("rb") as body:
                connection.request("POST", self.peer.load, body, headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            raise Failed(f"{self.peer.title} did not load the data ({error})") from None
        finally:
            connection.close()
        if status >= http.client.MULTIPLE_CHOICES:
            raise Failed(f"{self.peer.title} did not load the data: status {status}")


@contextmanager
def running(
    peers: Sequence[Peer], data: Dataset, folder: Path, patience: int
) -> Iterator[tuple[list[Server], list[str]]]:
    """The servers that could be started, and a line on each that could not. All are stopped at the end."""
    servers, lines = [], []
    with ExitStack() as stack:
        for peer in peers:
            server = Server(peer, data, folder / peer.name, patience)
            stack.callback(server.close)
            tell(f"starting {peer.title}")
            try:
                server.start()
            except (Failed, LookupError) as failure:
                server.close()
                lines.append(f"{failure}")
            else:
                servers.append(server)
        yield servers, lines
