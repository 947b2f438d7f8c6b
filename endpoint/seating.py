"""Who evaluates an answer: a reader that rests, one that is quick, or whoever is free after a wait in line."""

import asyncio
import os
from collections.abc import Iterable

from endpoint.answers import Answer
from endpoint.line import Line
from endpoint.process import Reader
from endpoint.readers import Readers
from endpoint.settings import Settings
from endpoint.shelf import Shelf

# work may stand behind other work that has just begun, but not much of it and not for long; and with a reader whose
# work before took no longer than that, a later beginning only means that the system has let others go first
_BRISK_SECONDS, _BEHIND_MOST, _BEHIND_SECONDS = 0.001, 7, 0.005
_ENOUGH = max(1, (os.cpu_count() or 1) - 1)  # readers that keep all processors busy together with the front


class Seating:
    """Gives work to readers. While small queries come faster than they are done, a few readers do them in a row.

    That spares waking a process for each. What stands behind a query that turns out to be a long one is taken back
    and goes elsewhere.
    """

    def __init__(self, settings: Settings, shelf: Shelf, line: Line) -> None:
        self._shelf, self._line = shelf, line
        self._loop = asyncio.get_running_loop()
        self._is_looking = False
        self.long_most = max(1, settings.readers * 2 // 3)

    def seat(self, answer: Answer) -> None:
        """Have an answer evaluated now or later."""
        readers, now = self._shelf.readers, self._loop.time()
        if not len(self._line):
            if brisk := self._find_brisk(readers, now):
                brisk.begin(answer, readers.edition.version, now)
                self._look_soon()
                return
            if readers.idle and self._may_begin(answer.task.client):
                readers.begin(answer, now)
                return
        self._line.add(answer)
        self.dispatch()

    def seat_again(self, answers: Iterable[Answer]) -> None:
        """Find other readers for answers that were waiting behind work."""
        for answer in list(answers):
            if answer.left is None:
                self.seat(answer)

    def dispatch(self) -> None:
        """Give work to idle readers."""
        readers = self._shelf.readers
        while readers.idle and (answer := self._line.next(self._may_begin)):
            readers.begin(answer, self._loop.time())

    @staticmethod
    def _find_brisk(readers: Readers, now: float) -> Reader | None:
        """Find out whether it is better to give more to the reader that began last than to wake another one."""
        latest = readers.latest
        if latest and latest.is_at_work and len(latest.behind) < _BEHIND_MOST and readers.busy >= _ENOUGH:
            patience = _BEHIND_SECONDS if latest.took < _BRISK_SECONDS else _BRISK_SECONDS
            return latest if now - latest.began < patience else None
        return None

    def _may_begin(self, client: str) -> bool:
        """Tell whether a client has readers to spare: no one has more than two thirds of them at a time."""
        if self._shelf.readers.busy < self.long_most:
            return True
        running = [one for one in self._shelf.readers.working() if one.work and one.work.task.client == client]
        return len(running) < self.long_most

    def _look_soon(self) -> None:
        if not self._is_looking:
            self._is_looking = True
            self._loop.call_later(_BEHIND_SECONDS, self._look)

    def _look(self) -> None:
        """Take back what stands behind long queries."""
        self._is_looking = False
        now = self._loop.time()
        for readers in self._shelf.all():
            for working in readers.working():
                if working.behind and now - working.began > _BEHIND_SECONDS:
                    self.seat_again(working.take_back())
                elif working.behind:
                    self._look_soon()
