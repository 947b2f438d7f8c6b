"""A connection that answers queries asked by GET on a short way, and repeated requests on the shortest."""

import asyncio
import re
from functools import partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, RequestResponseCycle

from endpoint import heads
from endpoint.answers import Answer
from endpoint.bounds import BoundedConnection
from endpoint.cache import Cache
from endpoint.front import ADMITTED, Front
from endpoint.heads import Head
from endpoint.messages import Scope
from endpoint.protocol import READING
from endpoint.service import PATHS, Reply

_REQUEST_BYTES = 4096
_END = b"\r\n\r\n"
_QUERY = re.compile(rb"GET /sparql\?([\w.~%+=&*!'()@:/?;,$-]*) HTTP/1\.1\r\n", re.ASCII)


class Repeat:
    """A reply that was sent to these very bytes of a request; the date goes between its status line and the rest."""

    __slots__ = ("reply", "rest", "scope", "status_line", "version")

    def __init__(self, version: str, scope: Scope, reply: Reply, status_line: bytes, rest: bytes) -> None:
        self.version, self.scope, self.reply = version, scope, reply
        self.status_line, self.rest = status_line, rest


class Connection(BoundedConnection):
    """Speaks HTTP/1.1 with one client.

    A query asked by GET is answered without a task of its own. When the headers are those of the one before, to
    the byte, they are not read again. A request of the very same bytes as an earlier one, which was answered from
    the cache, gets the same reply without being read at all.
    """

    def __init__(self, front: Front, repeats: Cache[bytes, Repeat], **named: Any) -> None:
        super().__init__(front.settings, **named)
        self._front = front
        self._repeats = repeats
        self._answer: Answer | None = None
        self._repeatable: Repeat | None = None
        self._headers = b""
        self._known: Head | None = None
        self._scope: Scope = None

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop working for a client that has left."""
        if self._answer:
            self._answer.close()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take bytes: those of a known request have a known reply."""
        was_idle = self.is_idle and not self._is_held
        if was_idle and (repeat := self._repeats.get(data)) and repeat.version is self._front.engine.edition.version:
            self._send_again(repeat)
            return
        self.messages = 0
        line = _QUERY.match(data) if was_idle and len(data) <= _REQUEST_BYTES else None
        if line and self._known and data[line.end() :] == self._headers:
            self._take_known(self._known, line[1])
        else:
            super().data_received(data)
            if line and self.messages == 1:
                self._learn(data[line.end() :])
        if self._repeatable:
            if line and self.is_idle and self.messages <= 1:
                self._repeats.put(data, self._repeatable, len(self._repeatable.rest) + len(data) + _REQUEST_BYTES)
            self._repeatable = None

    def _learn(self, headers: bytes) -> None:
        """Keep the headers of a request for the next, when nothing came behind them and they ask nothing special."""
        cycle = self.cycle
        if not (cycle and self._is_between and headers.find(_END) == len(headers) - len(_END)):
            return
        if cycle.keep_alive and not cycle.waiting_for_100_continue and b"upgrade" not in headers.lower():
            self._headers, self._known = headers, heads.read(cycle.scope, self._front.clients)
            self._scope = cycle.scope

    def _take_known(self, head: Head, query_string: bytes) -> None:
        """Take up a query that came with headers that are known."""
        scope = {**self._scope, "query_string": query_string, ADMITTED: False}
        self.cycle = RequestResponseCycle(
            scope=cast("Any", scope),
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=self.access_log,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=False,
            keep_alive=True,
            on_response=self.on_response_complete,
        )
        self.cycle.more_body = False
        self._take(self.cycle, self.app, head)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        if self._is_held:
            self.pipeline.appendleft((cycle, app))
        elif cycle.scope["method"] in READING and cycle.scope["path"] in PATHS:
            self._take(cycle, app, None)
        else:
            super()._start_asgi_task(cycle, app)

    def _take(self, cycle: RequestResponseCycle, app: Any, head: Head | None) -> None:
        scope, began = cycle.scope, self.loop.time()
        then = partial(self._send, cycle, began)
        taken = self._front.take(scope, b"", then, head)
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
        status_line, rest = STATUS_LINE[reply.status], reply.head
        if not cycle.keep_alive:
            rest += b"connection: close\r\n"
        rest += b"\r\n" if cycle.scope["method"] == "HEAD" else b"\r\n" + reply.whole
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
