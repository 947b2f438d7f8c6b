"""Servers as processes: each is started in a session of its own, watched, and stopped with all its children."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

LOOPBACK = "127.0.0.1"
_GRACE_S = 10.0


class Process:
    """A running server with its log. `close` stops it and everything that it has started."""

    def __init__(self, command: Sequence[str], log: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(  # noqa: S603 - the commands are ours
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=folder,
                env={**os.environ, **environment},
                start_new_session=True,  # so that Ctrl-C reaches it through `close` only, after its measurement
            )

    @property
    def running(self) -> bool:
        """Whether it has not ended by itself."""
        return self._process.poll() is None

    def said(self) -> str:
        """What it has printed so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def memory(self) -> int | None:
        """Bytes of memory of the process and its children, shared pages counted once; None where it is not told."""
        sizes = [_share(process) for process in self.family()]
        return sum(size for size in sizes if size) or None

    def close(self) -> None:
        """Stop everything, gently at first."""
        for signal_number, grace in ((signal.SIGTERM, _GRACE_S), (signal.SIGKILL, _GRACE_S)):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal_number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(grace)
        deadline = time.monotonic() + _GRACE_S
        while self.family() and time.monotonic() < deadline:
            time.sleep(0.05)

    def family(self) -> list[int]:
        """The processes of the session, as /proc tells them; only the first where there is no /proc."""
        family = []
        for stat in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError, ValueError, IndexError):
                # the name of a program stands in brackets and may itself hold some
                state, _, _, session = stat.read_text(errors="replace").rpartition(")")[2].split()[:4]
                if int(session) == self._process.pid and state != "Z":
                    family.append(int(stat.parent.name))
        return family


def _share(process: int) -> int | None:
    """The proportional set size of a process, in bytes."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) << 10
    return None


def free_port() -> int:
    """A port of the loopback interface that nobody listens on now."""
    with socket.create_server((LOOPBACK, 0)) as free:
        return int(free.getsockname()[1])
