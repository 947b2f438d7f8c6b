"""The load client `wrk`, driven by a Lua script that writes a new query for every request."""

import json
import subprocess
from pathlib import Path

from benchmarks.load import Load, Target
from benchmarks.processes import LOOPBACK

# one thread writes all requests, so that one counter is enough to let no number return
_SCRIPT = """
local keys = {{}}
for key in io.lines({keys}) do keys[#keys + 1] = key end
counter = {first}
local worker
function setup(thread) worker = thread end
function request()
  local number = counter
  if {fresh} then counter = counter + 1 end
  local key = keys[number % #keys + 1]
  return string.format("GET %s%s%s%d%s HTTP/1.1\\r\\n%s\\r\\n", {parts[0]}, key, {parts[1]},
    {base} + number, {parts[2]}, {headers})
end
function done(summary, latency, requests)
  local errors = summary.errors
  print(string.format('RESULT {{"answers": %d, "failures": %d, "microseconds": %d, "unused": %d}}', summary.requests,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout, summary.duration,
    worker:get("counter")))
end
"""


class Wrk:
    """Runs `wrk` with one thread, which sends several times what any server here answers."""

    def __init__(self, program: str, folder: Path, patience: int) -> None:
        self._program = program
        self._folder = folder
        self._patience = patience
        told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        self.name = " ".join(told.stdout.split()[:2])  # such as `wrk 4.1.0`

    def send(self, target: Target, connections: int, seconds: int) -> Load:
        """Send for so many seconds; a RuntimeError tells what wrk printed instead of a result."""
        keys, script = self._folder / "keys", self._folder / "requests.lua"
        keys.write_text("\n".join(target.keys) + "\n", encoding="ascii")
        script.write_text(write(target, keys), encoding="ascii")
        command = [self._program, "--threads=1", f"--connections={connections}", f"--duration={seconds}"]
        command += [f"--timeout={self._patience}", f"--script={script}", f"http://{LOOPBACK}:{target.port}/"]
        ended = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
        _, found, result = ended.stdout.partition("RESULT ")
        if not found:
            raise RuntimeError(f"wrk gave no result: {(ended.stderr or ended.stdout).strip()}")
        told = json.loads(result.splitlines()[0])
        # an answer with a status of failure is counted among the answers, one that never came is not
        answers = max(0, told["answers"] - told["failures"])
        return Load(answers, told["failures"], told["microseconds"] / 1e6, told["unused"])

    def close(self) -> None:
        """Nothing is held."""


def write(target: Target, keys: Path) -> str:
    """The script for a target whose keys stand in a file, one a line."""
    return _SCRIPT.format(
        keys=_quote(str(keys)),
        first=target.first,
        fresh="false" if target.repeated else "true",
        parts=[_quote(part) for part in target.parts],
        base=target.base,
        headers=_quote(target.headers),
    )


def _quote(words: str) -> str:
    """A string of Lua; these are ASCII, where JSON and Lua write strings alike."""
    return json.dumps(words)
