"""How the front takes turns with its readers at the processors."""

import contextlib
import os
import sys


class Turns:
    """Tells the system whether this thread may interrupt who runs when something comes in for it.

    While readers have small queries it should not: each answer would take the processor from the reader that sent it,
    and answers come one by one at the cost of a switch each. Beside long queries it should, or it waits for them.
    """

    def __init__(self) -> None:
        self._gives_way: bool | None = None

    def settle(self, gives_way: bool) -> None:
        """Give way to who runs, or not, where the system can be told so."""
        if gives_way == self._gives_way or sys.platform != "linux":
            return
        self._gives_way = gives_way
        policy = os.SCHED_BATCH if gives_way else os.SCHED_OTHER
        with contextlib.suppress(OSError):  # where a sandbox forbids it
            os.sched_setscheduler(0, policy | os.SCHED_RESET_ON_FORK, os.sched_param(0))
