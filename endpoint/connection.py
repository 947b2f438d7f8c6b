"""A connection that answers queries asked by GET on a short way, and repeated requests on the shortest."""

from functools import partial
from typing import Any

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from endpoint.answers import Answer
from endpoint.bounds import BoundedConnection, whole, write_head
from endpoint.cache import Cache
from endpoint.front import Front
from endpoint.messages import Scope
from endpoint.protocol import READING
from endpoint.service import PATHS, Reply

_REQUEST_BYTES = 4096


class Repeat:
    """A reply that was sent to these very bytes of a request; the date goes between its status line and the rest."""

    __slots__ = ("reply", "rest", "scope", "status_line", "version")

    def __init__(self, version: str, scope: Scope, reply: Reply, status_line: bytes, rest: bytes) -> None:
        self.version, self.scope, self.reply = version, scope, reply
        self.status_line, self.rest = status_line, rest


class Connection(BoundedConnection):
    """Speaks HTTP/1.1 with one client.

    A query asked by GET is answered without a task of its own. A request of the very same bytes as an earlier
    one, which was answered from the cache, gets the same reply without being read again.
    """

    def __init__(self, front: Front, repeats: Cache[bytes, Repeat], **named: Any) -> None:
        super().__init__(front.settings, **named)
        self._front = front
        self._repeats = repeats
        self._answer: Answer | None = None
        self._repeatable: Repeat | None = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop working for a client that has left."""
        if self._answer:
            self._answer.close()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes: those of a known request have a known reply."""
        was_idle = self.is_idle
        if was_idle and (repeat := self._repeats.get(data)) and repeat.version is self._front.engine.edition.version:
            self._send_again(repeat)
            return
        self.messages = 0
        super().data_received(data)
        if self._repeatable:
            if was_idle and self.is_idle and self.messages == 1 and len(data) <= _REQUEST_BYTES:
                self._repeats.put(data, self._repeatable, len(self._repeatable.rest) + len(data) + _REQUEST_BYTES)
            self._repeatable = None

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        scope = cycle.scope
        if scope["method"] not in READING or scope["path"] not in PATHS:
            super()._start_asgi_task(cycle, app)
            return
        began = self.loop.time()
        taken = self._front.take(scope, b"", partial(self._send, cycle, began))
        if taken is None:
            super()._start_asgi_task(cycle, app)
        elif isinstance(taken, Reply):
            self._send(cycle, began, taken)
        elif not taken.is_begun:
            self._answer = taken

    def _send(self, cycle: RequestResponseCycle, began: float, reply: Reply) -> None:
        """Send a reply, at once when it is whole."""
        self._answer = None
        if isinstance(reply.body, Answer):
            super()._start_asgi_task(cycle, partial(self._front.stream, reply, began))
            return
        if cycle.disconnected:
            self._front.note(cycle.scope, began, None)
            return
        status_line, rest = STATUS_LINE[reply.status], write_head(reply)
        if not cycle.keep_alive:
            rest += b"connection: close\r\n"
        rest += b"\r\n" if cycle.scope["method"] == "HEAD" else b"\r\n" + whole(reply)
        self.transport.write(status_line + self._date() + rest)
        cycle.response_started = cycle.response_complete = True
        cycle.message_event.set()
        if not cycle.keep_alive:
            self.transport.close()
        cycle.on_response()
        self._front.note(cycle.scope, began, reply)
        if reply.is_kept and cycle.keep_alive and not self._front.settings.rate:
            version = self._front.engine.edition.version
            self._repeatable = Repeat(version, cycle.scope, reply, status_line, rest)

    def _send_again(self, repeat: Repeat) -> None:
        self._sending_since = None
        self._unset_keepalive_if_required()
        self.transport.write(repeat.status_line + self._date() + repeat.rest)
        self.on_response_complete()
        self._front.note(repeat.scope, self.loop.time(), repeat.reply, "kept", self.client)
