"""A connection of uvicorn's HTTP server, with bounds on what one client may send, hold and leave untaken."""

import asyncio
import heapq
import logging
import sys
from typing import Any

from httptools import HttpParserCallbackError, HttpParserInvalidURLError
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from endpoint import heads, protocol, service
from endpoint.problems import Problem
from endpoint.settings import Settings

_LOG = logging.getLogger(__name__)
_HEADERS_BYTES, _HEADERS_MOST = 32_768, 200
# who sends for longer is slow; how many of the slow end at once; the rank of those who are being answered
_SWIFT_SECONDS, _AT_ONCE, _ANSWERED = 1.0, 64, 3
_TAKEN_BYTES = 65_536  # so much a client must take within `stall_seconds`
_URL_BYTES = 65_535  # what httptools can take apart


class BoundedConnection(HttpToolsProtocol):
    """Speaks HTTP/1.1 with one client. `check`, called now and then, ends one that sends or takes nothing."""

    def __init__(self, settings: Settings, **named: Any) -> None:
        super().__init__(**named)
        self._settings = settings
        self._most_of_url = min(_URL_BYTES, protocol.most_bytes(settings.query_bytes))
        self._sending_since: float | None = self.loop.time()
        self._stuck_since: float | None = None
        self._untaken, self._idle_since = 0, 0.0
        self._is_between = True  # no request is half received
        self._in_head = self._is_refused = False
        self._has_asked = False  # a whole request, ever
        self._is_held = self._is_going_on = False  # what comes next waits until what was sent is taken
        self._gains, self._since = False, 0  # a request has begun or has got more of its body; bytes since then
        self._dated: tuple[list[tuple[bytes, bytes]], bytes] = ([], b"")
        self.messages = 0

    @property
    def is_answering(self) -> bool:
        """Whether a request is being answered, or waits for that."""
        return not (self.cycle is None or self.cycle.response_complete)

    @property
    def is_idle(self) -> bool:
        """Whether no request is being sent or answered."""
        return self._is_between and not self.is_answering

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take a new client; when there are too many, others end."""
        super().connection_made(transport)
        if len(self.connections) > self._settings.connections:
            for one in self._choose():
                one.transport.abort()
                self.connections.discard(one)

    def _choose(self) -> "list[BoundedConnection]":
        """Choose whose place a new client gets: of those slow to send some at once, since to look at all takes a while.

        Where there is none it is one that is idle, or else sends, or else this.
        """
        others = (one for one in self.connections if isinstance(one, BoundedConnection) and one is not self)
        ranked = heapq.nsmallest(_AT_ONCE, [(one._worth(), id(one), one) for one in others])
        slow = [one for (rank, _), _, one in ranked if not rank]
        return slow or [one for (rank, _), _, one in ranked[:1] if rank < _ANSWERED] or [self]

    def _worth(self) -> tuple[int, float]:
        """Order connections by whose end harms least."""
        if self._sending_since is not None:
            patience = _SWIFT_SECONDS if self._has_asked else _SWIFT_SECONDS / 10
            return (0 if self.loop.time() - self._sending_since > patience else 2), self._sending_since
        return (1 if self.is_idle else _ANSWERED), self._idle_since

    def check(self, now: float) -> None:
        """End the connection of a client that has sent or taken nothing for too long."""
        patience = self._settings.stall_seconds
        if self._stuck_since is not None and now - self._stuck_since > patience:
            self.transport.abort()
        elif self._stuck_since is not None and (left := self.transport.get_write_buffer_size()) < self._untaken:
            self._stuck_since, self._untaken = now, left - _TAKEN_BYTES
        elif self._sending_since is not None and now - self._sending_since > patience:
            self._refuse(408, f"The request was not whole after {patience} seconds.")
        elif self._idle_since and self.is_idle and now - self._idle_since > self.timeout_keep_alive:
            self.transport.close()

    def pause_writing(self) -> None:
        """Note that the client takes nothing at the moment."""
        self._stuck_since = self.loop.time()
        self._untaken = self.transport.get_write_buffer_size() - _TAKEN_BYTES
        super().pause_writing()

    def resume_writing(self) -> None:
        """Note that the client goes on taking, and go on with what has waited for that."""
        self._stuck_since = None
        super().resume_writing()
        self._idle_since = self.loop.time()
        if self._is_held:
            self._is_held = False
            self._go_on()

    def data_received(self, data: bytes) -> None:
        """Take bytes, but no endless head of a request, and no endless end of a body either."""
        self._gains = False
        super().data_received(data)
        self._since = 0 if self._gains or self._is_between else self._since + len(data)
        if self._since > _HEADERS_BYTES + self._most_of_url and not self._is_refused:
            self._refuse(431, "The headers of the request are too large.")

    def on_message_begin(self) -> None:
        """Begin to receive a request."""
        self._is_between, self._in_head, self._gains = False, True, True
        self.messages += 1
        self._sending_since = self.loop.time()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header that can be read, and none that stands behind the body."""
        if self._in_head and heads.is_readable(name, value):
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Refuse a request that is too large, before anything is done for it."""
        self._in_head = False
        if len(self.url) > self._most_of_url:
            self._refuse(414, "The address of the request is too long: send the query by POST.")
        elif len(self.headers) > _HEADERS_MOST or sum(len(n) + len(v) for n, v in self.headers) > _HEADERS_BYTES:
            self._refuse(431, "The headers of the request are too large.")
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """Take a part of the body."""
        self._gains = True
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        """Note that a request is whole."""
        self._is_between, self._sending_since, self._has_asked = True, None, True
        if not self._is_refused:
            super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on with the next request when what was sent is taken. `check` sees to who sends none: timers cost more."""
        self.server_state.total_requests += 1
        self._idle_since = self.loop.time()
        if self._stuck_since is not None:
            self._is_held = True
            self.flow.pause_reading()
        elif not self.transport.is_closing():
            self._go_on()

    def _go_on(self) -> None:
        """Begin with the requests that have arrived, each when the one before is answered, and then read on."""
        if self._is_going_on:
            return
        self._is_going_on, is_answered = True, True
        try:
            while self.pipeline and is_answered and not (self._is_held or self.transport.is_closing()):
                cycle, app = self.pipeline.pop()
                self._start_asgi_task(cycle, app)
                is_answered = cycle.response_complete
        finally:
            self._is_going_on = False
        if not self.pipeline and not self._is_held:
            self.flow.resume_reading()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP. What fails while a request is taken up comes here too, and is our own fault."""
        cause = sys.exception()
        is_theirs = isinstance(cause and cause.__context__, UnicodeDecodeError | HttpParserInvalidURLError)
        if isinstance(cause, HttpParserCallbackError) and not is_theirs:
            _LOG.error("a request failed", exc_info=cause)
        self._refuse(400, "This is not a request in HTTP/1.1. What is not ASCII in an address must be percent-encoded.")

    def _refuse(self, status: int, sentence: str) -> None:
        """Refuse a request that cannot become one, and hang up: with a problem where no response is under way."""
        self._is_refused = True
        self._sending_since = None
        if self.transport.is_closing():
            return
        is_own = not (self._is_between or self._in_head or self.pipeline)  # of whose body this is a part
        if not self.is_answering or (is_own and not self.cycle.response_started):
            reply = service.refuse(Problem(status, sentence), closing=True)
            self.transport.write(STATUS_LINE[status] + self._date() + reply.head + b"\r\n" + reply.whole)
            self.transport.close()
        else:
            self.transport.abort()

    def _date(self) -> bytes:
        """Write the headers that uvicorn renews each second."""
        if self._dated[0] is not self.server_state.default_headers:
            headers = self.server_state.default_headers
            self._dated = headers, b"".join(b"%s: %s\r\n" % header for header in headers)
        return self._dated[1]
