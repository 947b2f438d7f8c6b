"""A live server in a process of its own, as anybody starts it, which can be killed and started again."""

import mmap
import re
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType

from siege import wire

ROOT = Path(__file__).parents[2]
_ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/sparql")
_HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"


class Live:
    """The server under attack, of a file or a published store. `generation` counts how often it had to be started."""

    def __init__(self, data: Path, log: Path, **settings: int | str) -> None:
        self.settings = settings
        flags = [word for name, value in settings.items() for word in ("--" + name.replace("_", "-"), str(value))]
        flag = "--store" if data.is_dir() else "--dataset"
        self._command = [sys.executable, str(ROOT / "server.py"), flag, str(data), "--port", "0", *flags]
        self._log = log
        self.generation = 0
        self.lock = threading.Lock()

    def start(self) -> None:
        """Start and wait for the line that says the address."""
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(self._command, stdout=subprocess.PIPE, stderr=log, text=True, cwd=ROOT)
        assert self.process.stdout
        said = []
        for line in self.process.stdout:
            said.append(line)
            if found := _ADDRESS.search(line):
                self.port = int(found[1])
                self.generation += 1
                return
        self.process.wait()
        raise RuntimeError(f"the server did not start: {''.join(said)}{self._log.read_text(encoding='utf-8')[-2000:]}")

    def stop(self) -> None:
        """End it, by force when it must be."""
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()

    def answers(self) -> bool:
        """Tell whether the process runs and says so."""
        if self.process.poll() is not None:
            return False
        try:
            return wire.exchange(self.port, _HEALTH, 5).status == 200
        except OSError:
            return False

    def memory_mb(self) -> int:
        """Find how much memory its front has, where the system tells; 0 elsewhere."""
        sizes = Path(f"/proc/{self.process.pid}/statm")
        return int(sizes.read_text(encoding="ascii").split()[1]) * mmap.PAGESIZE >> 20 if sizes.exists() else 0

    def revive(self, generation: int) -> bool:
        """Start again if it no longer answers; True when it is not the server of that generation any more."""
        with self.lock:
            if self.generation == generation and not self.answers():
                self.stop()
                self.start()
            return self.generation != generation

    def __enter__(self) -> "Live":
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
