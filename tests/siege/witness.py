"""The witness: a well-behaved client that knows the right answers and asks all through the attack."""

import json
import threading
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import count
from types import TracebackType
from urllib.parse import quote

from siege import wire
from siege.dataset import THINGS, E, value_of
from siege.live import Live


def ask(port: int, query: str, patience: float = 10.0) -> wire.Reply:
    """Ask a small question as a good client does."""
    request = f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
    return wire.exchange(port, request.encode(), patience)


def ask_value(port: int, number: int, remark: str = "") -> tuple[wire.Reply, str]:
    """Ask for the value of a thing; return the reply, and what is wrong with it, if anything."""
    reply = ask(port, f"SELECT ?v {{ <{E}n{number}> <{E}value> ?v }} #{remark}")
    if reply.status != 200 or not reply.whole:
        return reply, f"status {reply.status or 'none'} after {reply.seconds:.1f} s: {reply.body[:200]!r}"
    rows = json.loads(reply.body)["results"]["bindings"]
    right = [row["v"]["value"] for row in rows] == [str(value_of(number))]
    return reply, "" if right else f"a wrong answer: {rows}"


class Witness:
    """Asks a question again and again beside the attack: now a new one, now one it has asked before.

    `around` tells what else goes on, for the record. `faults` are wrong answers and failures, `seconds` how long
    right answers took, `turned_away` how often it was told to come back later in a crowd that was to be expected.
    """

    def __init__(self, live: Live, around: Collection[str] = ()) -> None:
        self._around = around
        self.faults: list[str] = []
        self.seconds: list[float] = []
        self.turned_away = 0
        self._live = live
        self._crowds = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._ask_all_the_while)

    @contextmanager
    def crowd(self) -> Iterator[None]:
        """In a crowd a refusal that says when to come back is right."""
        self._crowds += 1
        try:
            yield
        finally:
            self._crowds -= 1

    def slowest(self, share: float = 0.99) -> float:
        """Give the time within which this share of the answers came."""
        return sorted(self.seconds)[int(len(self.seconds) * share)]

    def _ask_all_the_while(self) -> None:
        for turn in count():
            if self._over.wait(0.03):
                return
            number, remark = (turn % THINGS, str(turn)) if turn % 2 else (17, "")
            generation, crowds, around = self._live.generation, self._crowds, list(self._around)
            try:
                reply, fault = ask_value(self._live.port, number, remark)
            except (OSError, ValueError) as error:
                reply, fault = wire.Reply(), repr(error)
            if not fault:
                self.seconds.append(reply.seconds)
            elif reply.status == 503 and reply.header("retry-after") and (crowds or self._crowds):
                self.turned_away += 1
                self._over.wait(0.2)
            elif self._live.process.poll() is None and generation == self._live.generation:
                self.faults.append(f"question {turn}: {fault}, beside {around}")
            else:
                time.sleep(0.2)  # the death of the server is the fault of the case that killed it

    def __enter__(self) -> "Witness":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()
