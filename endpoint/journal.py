"""The log of requests: a JSON object each, with no more of a person than the network of the address."""

import json
import sys
from datetime import UTC, datetime
from typing import TextIO

from endpoint.clients import network

_QUERY_MOST, _SLOW_SECONDS = 500, 1.0
_PATH_MOST = 200


class Journal:
    """Writes requests in batches: call `flush` now and then. `which` is notable, all or none."""

    def __init__(self, which: str, out: TextIO | None = None) -> None:
        self._which = which
        self._out = out
        self._entries: list[str] = []

    def wants(self, status: int, seconds: float, outcome: str) -> bool:
        """Tell whether a request is to be noted. Notable are those that failed, were refused or slow."""
        is_notable = status >= 400 or seconds > _SLOW_SECONDS or outcome == "broken"
        return self._which == "all" or (is_notable and self._which == "notable")

    def note(
        self, method: str, path: str, status: int, seconds: float, outcome: str, address: str, query: str = ""
    ) -> None:
        """Note a request; `outcome` says how it ended."""
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "method": method[:20],
            "path": path[:_PATH_MOST],
            "status": status,
            "seconds": round(seconds, 4),
            "outcome": outcome,
            "network": network(address),
        }
        if query:
            entry["query"] = query if len(query) <= _QUERY_MOST else query[:_QUERY_MOST] + "…"
        self._entries.append(json.dumps(entry, ensure_ascii=True))
        if len(self._entries) > 1000:
            self.flush()

    def flush(self) -> None:
        """Write what has been noted."""
        if self._entries:
            out = self._out or sys.stderr
            out.write("\n".join(self._entries) + "\n")
            out.flush()
            self._entries.clear()
