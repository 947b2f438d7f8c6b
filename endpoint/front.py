"""The front: each request goes to the service or to the pages, and each response leaves whole or visibly broken."""

import asyncio
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

from endpoint import addresses, deaths, downloads, heads, messages, operations, protocol, service
from endpoint.answers import Answer
from endpoint.bodies import Body
from endpoint.clients import Clients
from endpoint.engine import Engine
from endpoint.heads import Head
from endpoint.journal import Journal
from endpoint.messages import App, LeftError, Message, Receive, Scope, Send
from endpoint.metrics import Metrics
from endpoint.problems import Problem
from endpoint.protocol import METHODS, READING, Request
from endpoint.relay import Switchboard
from endpoint.service import COMMON, PATHS, Reply, Service
from endpoint.settings import Settings
from endpoint.spool import Spool

ADMITTED = "gupvi.admitted"


class CutError(Exception):
    """A response that had begun was cut: the server must break the transfer."""


class Front:
    """The ASGI application: the service and the figures here, everything else by the application of the pages."""

    def __init__(self, engine: Engine, settings: Settings, switchboard: Switchboard, pages: App) -> None:
        self.engine = engine
        self.settings = settings
        self.service = Service(engine, settings)
        self.clients = Clients(settings)
        self.journal = Journal(settings.log)
        self.metrics = Metrics(engine)
        self.switchboard = switchboard
        self._pages = pages

    def take(
        self, scope: Scope, body: bytes, then: Callable[[Reply], None], known: Head | None = None
    ) -> Answer | Reply | None:
        """Let the service begin with a request; None leaves it to the pages. See `Service.answer`."""
        method = scope["method"]
        head = known or heads.read(scope, self.clients)
        if not scope.get(ADMITTED) and (problem := self.clients.admit(head.address)):
            return service.refuse(problem)
        scope[ADMITTED] = True
        if scope["path"] in PATHS and (method in METHODS or method == "HEAD"):
            request = Request(method, scope["query_string"], head.headers, body, head.client)
            return self.service.answer(request, head, then)
        if scope["path"].startswith(downloads.PATH) and method in READING:
            request = Request(method, b"", head.headers)
            return downloads.send(scope["path"], request, self.engine.edition, self.settings)
        return operations.tell(scope["path"], self.engine, self.metrics) if method in READING else None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request (ASGI 3)."""
        if scope["path"].startswith(self.switchboard.path):
            await self.switchboard(scope, receive, send)
            return
        with closing(Body()) as body:
            await self._answer(scope, receive, send, body)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, body: Body) -> None:
        loop = asyncio.get_running_loop()
        began, begun = loop.time(), loop.create_future()
        try:
            await body.read(scope, receive, self.settings.query_bytes)
            taken = self.take(scope, body.data or b"", begun.set_result)
            if taken is None:
                protocol.check_count(scope["query_string"], body.data or b"")
        except LeftError:
            return
        except Problem as problem:
            asked = Request("", b"", dict(scope["headers"]))
            is_page = scope["path"] in PATHS and service.wants_page(asked.header(b"accept"))
            # a page would tell of the problem without reading a body that has a length; no page waits for a client
            is_told = is_page and problem.status < 500 and asked.header(b"content-length")
            taken = None if is_told else service.refuse(problem, closing=True)
        if taken is None and not self.settings.public_url and (doubt := addresses.doubt(scope["headers"])):
            taken = service.refuse(doubt, closing=True)
        if taken is None:
            await self._show(scope, messages.give_again(body.data, receive), send, began)
            return
        leaving = loop.create_task(messages.wait_until_left(receive))
        try:
            if isinstance(taken, Answer):
                await asyncio.wait({begun, leaving}, return_when=asyncio.FIRST_COMPLETED)
                if not begun.done():
                    taken.close()
                    self.note(scope, began, None)
                    return
            reply = taken if isinstance(taken, Reply) else begun.result()
            await self._deliver(reply, scope, send, leaving, began)
        finally:
            leaving.cancel()

    async def stream(self, reply: Reply, began: float, scope: Scope, receive: Receive, send: Send) -> None:
        """Deliver a reply whose parts are still to come."""
        leaving = asyncio.get_running_loop().create_task(messages.wait_until_left(receive))
        try:
            await self._deliver(reply, scope, send, leaving, began)
        finally:
            leaving.cancel()

    async def _deliver(
        self, reply: Reply, scope: Scope, send: Send, leaving: "asyncio.Task[None]", began: float
    ) -> None:
        if isinstance(reply.body, Answer) and scope["http_version"] == "1.0":
            try:
                reply = await self._spool(reply, reply.body, leaving.done)
            except LeftError:
                self.note(scope, began, None)
                return
        await send({"type": "http.response.start", "status": reply.status, "headers": [*COMMON, *reply.headers]})
        parts, rest = reply.body, b""
        if isinstance(parts, bytes):
            rest = parts if scope["method"] != "HEAD" else b""
        else:
            try:
                if scope["method"] != "HEAD":
                    await self._pass_on(parts, send, leaving)
            except Problem as problem:
                reply.cause = problem.sentence
                self.note(scope, began, reply, "broken")
                raise CutError(problem.sentence) from None
            finally:
                parts.close()
            if leaving.done():
                self.note(scope, began, None)
                return
        await send({"type": "http.response.body", "body": rest})
        self.note(scope, began, reply)

    async def _pass_on(self, parts: Answer | Spool, send: Send, leaving: "asyncio.Task[None]") -> None:
        try:
            async with asyncio.timeout(None if isinstance(parts, downloads.Part) else self.settings.transfer_seconds):
                async for part in parts:
                    if leaving.done():
                        return
                    await send({"type": "http.response.body", "body": part, "more_body": True})
        except TimeoutError:
            raise deaths.tell(deaths.TRANSFER, self.settings) from None

    async def _spool(self, reply: Reply, answer: Answer, is_left: Callable[[], bool]) -> Reply:
        spool = Spool()
        try:
            await spool.gather(answer, is_left)
        except BaseException as failure:
            spool.close()
            if isinstance(failure, Problem):
                return service.refuse(failure)
            raise
        finally:
            answer.close()
        headers = [*reply.headers, (b"content-length", b"%d" % spool.size)]
        return replace(reply, headers=headers, body=spool)

    async def _show(self, scope: Scope, receive: Receive, send: Send, began: float) -> None:
        """Let the pages answer."""
        status = 0

        async def noting(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._pages(scope, receive, noting)
        finally:
            self.note(scope, began, Reply(status, [], b""), "page")

    def note(
        self,
        scope: Scope,
        began: float,
        reply: Reply | None,
        outcome: str = "",
        peer: tuple[str, int] | None = None,
    ) -> None:
        """Count and log a request; without a reply its client has left."""
        seconds = asyncio.get_running_loop().time() - began
        status = reply.status if reply else 0
        outcome = outcome or (reply.outcome if reply else "left")
        self.metrics.observe(outcome, seconds)
        if not self.journal.wants(status, seconds, outcome):
            return
        query = reply.question.query.text if reply and reply.question else ""
        cause = reply.cause if reply else ""
        address = self.clients.find(peer or scope.get("client"), scope["headers"])[0]
        self.journal.note(scope["method"], scope["path"], status, seconds, cause or outcome, address, query)
