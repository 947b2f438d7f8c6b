"""Serving in the tests: engines in an event loop beside the tests, clients of them, and a server over real HTTP."""

import asyncio
import functools
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, TypeVar
from wsgiref.types import StartResponse, WSGIEnvironment

from pyoxigraph import RdfFormat, Store
from werkzeug.test import Client

from endpoint import listener
from endpoint.engine import Engine
from endpoint.federation import Relay
from endpoint.front import Front
from endpoint.relay import Switchboard
from endpoint.settings import Settings
from loader import index
from server import create_app

Result = TypeVar("Result")
# the ways in which readers begin, with the places where the triples can be for them
WAYS: dict[str, dict[str, Any]] = {
    "fork-memory": {"start": "fork", "store_mode": "memory"},
    "fork-disk": {"start": "fork", "store_mode": "disk"},
    "spawn": {"start": "spawn"},
}


@functools.cache
def loop() -> asyncio.AbstractEventLoop:
    """The event loop of all engines, in a thread of its own."""
    made = asyncio.new_event_loop()
    threading.Thread(target=made.run_forever, daemon=True).start()
    return made


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    return asyncio.run_coroutine_threadsafe(coroutine, loop()).result()


def until(condition: Callable[[], bool]) -> bool:
    """Wait for a condition, ten seconds at most, and tell whether it holds."""
    end = time.monotonic() + 10
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()


@contextmanager
def engine(settings: Settings, relay: Relay | None = None) -> Iterator[Engine]:
    """An open engine."""
    made = Engine(settings, relay)
    run(made.open())
    try:
        yield made
    finally:
        run(made.close())


def client(opened: ExitStack, settings: Settings) -> Client:
    """A client of an endpoint that lives as long as the stack."""
    app = create_app(opened.enter_context(engine(settings)), settings, Switchboard(settings))
    return Client(lambda environ, start: run(_call(app, environ, start)), use_cookies=False)  # nobody's choice lasts


async def _call(app: Front, environ: WSGIEnvironment, start: StartResponse) -> list[bytes]:
    """Let an ASGI application answer a WSGI request."""
    headers = [(b"content-type", environ["CONTENT_TYPE"].encode())] if environ.get("CONTENT_TYPE") else []
    headers += [
        (name.removeprefix("HTTP_").replace("_", "-").lower().encode(), value.encode("latin-1"))
        for name, value in environ.items()
        if name.startswith("HTTP_") or name == "CONTENT_LENGTH"
    ]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": environ["REQUEST_METHOD"],
        "path": environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace"),
        "query_string": environ["QUERY_STRING"].encode(),
        "headers": headers,
        "server": (environ["SERVER_NAME"], int(environ["SERVER_PORT"])),
        "client": ("127.0.0.1", 1),
    }
    requests = [{"type": "http.request", "body": environ["wsgi.input"].read(), "more_body": False}]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if not requests:
            await asyncio.Event().wait()  # the client stays
        return requests.pop()

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    status = sent[0]["status"]
    head = [(name.decode(), value.decode("latin-1")) for name, value in sent[0]["headers"]]
    start(f"{status} {HTTPStatus(status).phrase}", head)
    return [message["body"] for message in sent[1:]]


def publish(folder: Path, version: str, data: Store, manifest: Mapping[str, Any]) -> None:
    """Publish a store as the loader does."""
    home = folder / version
    home.mkdir()
    store = Store(str(home / "oxigraph"))
    store.bulk_extend(data)
    store.dump(str(home / "dataset.nq"), RdfFormat.N_QUADS)
    store.flush()
    index.write(store, home / index.NAME)
    del store
    (home / "manifest.json").write_text(json.dumps(dict(manifest)), encoding="utf-8")
    point(folder, version)


def point(folder: Path, version: str) -> None:
    """Let `current` name a version, in one step."""
    (folder / "next").write_text(f"{version}\n", encoding="ascii")
    (folder / "next").replace(folder / "current")


class Served:
    """A server over real HTTP whose dataset is exchanged from case to case."""

    def __init__(self, folder: Path, **chosen: Any) -> None:
        self.file = folder / "dataset.nq"
        self.file.touch()
        usual: dict[str, Any] = {"dataset": self.file, "readers": 2, "grace_seconds": 0}
        self.settings = Settings(**usual | chosen)
        self.stack = ExitStack()
        door = socket.create_server(("127.0.0.1", 0))
        self.port = door.getsockname()[1]
        self.switchboard = Switchboard(self.settings)
        self._open()
        self.front = create_app(self.engine, self.settings, self.switchboard)
        self.server = listener.serve(self.front)
        self.tasks = [
            asyncio.run_coroutine_threadsafe(task, loop())
            for task in (self.server.serve([door]), listener.watch(self.server, self.front))
        ]

    def _open(self) -> None:
        relay = self.switchboard.reach("127.0.0.1", self.port)
        self.engine = self.stack.enter_context(engine(self.settings, relay))

    def load(self, store: Store) -> None:
        """Serve another dataset."""
        store.dump(str(self.file), RdfFormat.N_QUADS)
        self.stack.close()
        self._open()
        self.front.engine = self.front.service.engine = self.engine

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> tuple[int, str, bytes]:
        """Send a request; give the status, the media type and the body."""
        connection = HTTPConnection("127.0.0.1", self.port)
        try:
            connection.request(method, path, body, dict(headers or {}))
            response = connection.getresponse()
            return response.status, response.headers.get_content_type(), response.read()
        finally:
            connection.close()

    def close(self) -> None:
        """Stop serving."""
        self.server.should_exit = True
        self.tasks[0].result()
        self.tasks[1].cancel()
        self.stack.close()
