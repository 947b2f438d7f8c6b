"""The door: the application with its routes and its one error handler, and `python server.py`."""

import asyncio
import logging
import os
import sys
import threading
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from typing import Any, cast

from a2wsgi import WSGIMiddleware
from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from endpoint import (
    addresses,
    assets,
    feed,
    fragments,
    home,
    listener,
    manual,
    openapi,
    pages,
    questions,
    reconcile,
    resources,
    responses,
    search,
    shell,
    sitemap,
    sparql,
    walks,
)
from endpoint import settings as given
from endpoint.desk import at, receive, remember
from endpoint.engine import Engine
from endpoint.formats import HTML, PROBLEM
from endpoint.front import Front
from endpoint.problems import Problem
from endpoint.protocol import METHODS
from endpoint.relay import Switchboard
from endpoint.service import wants_page
from endpoint.settings import Settings
from loader.build import build, is_current
from loader.faults import Faulty

_STACK_BYTES = 64 << 20  # of a thread that makes pages: terms in answers may be nested as deep as a query is long
SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    413: "The body of the request is too large.",
}


def create_app(engine: Engine, settings: Settings, switchboard: Switchboard) -> Front:
    """Make the ASGI application over an open engine. Settings that cannot be kept are a Problem."""
    threading.stack_size(_STACK_BYTES)
    pages = WSGIMiddleware(cast("Any", create_pages(engine, settings)), workers=settings.threads)
    return Front(engine, settings, switchboard, cast("Any", pages))


def create_pages(engine: Engine, settings: Settings) -> Flask:
    """Make the WSGI application of everything but the answers that programs ask for."""
    app = Flask(__name__, template_folder="web/templates", static_folder=None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.add_url_rule("/static/<path:name>", "static", partial(assets.respond, request))
    app.add_url_rule("/", "home", at(home.respond, settings, request))
    answer = at(sparql.respond, settings, request)
    app.add_url_rule("/sparql", "sparql", answer, methods=METHODS, strict_slashes=False)
    app.add_url_rule("/id/<kind>/<path:key>", "thing", at(resources.lead, settings, request))
    app.add_url_rule("/data/<kind>/<path:key>", "data", at(resources.data, settings, request))
    app.add_url_rule("/page/<kind>/<path:key>", "page", at(resources.page, settings, request))
    app.add_url_rule("/graph/<path:name>", "graph", at(pages.graph, settings, request))
    app.add_url_rule("/.well-known/void", "void", at(pages.void, settings, request))
    app.add_url_rule("/dumps", "dumps", at(pages.dumps, settings, request), strict_slashes=False)
    told = at(manual.respond, settings, request)
    app.add_url_rule("/ontology", "ontology", told, strict_slashes=False)
    app.add_url_rule("/ontology/<release>/", "release", told, strict_slashes=False)
    app.add_url_rule("/ontology/context.jsonld", "context", pages.context)
    app.add_url_rule("/queries", "questions", at(questions.list_all), strict_slashes=False)
    app.add_url_rule("/queries/<name>", "question", at(questions.respond))
    walks.lay(app, settings)
    app.add_url_rule("/search", "search", at(search.respond, settings, request))
    app.add_url_rule("/reconcile", "reconcile", at(reconcile.respond, settings, request), methods=reconcile.METHODS)
    app.add_url_rule("/reconcile/suggest/<kind>", "suggest", at(reconcile.suggest, settings, request))
    app.add_url_rule("/reconcile/properties", "properties", at(reconcile.propose, settings, request))
    app.add_url_rule("/reconcile/preview", "preview", at(reconcile.preview, settings, request))
    app.add_url_rule("/fragments", "fragments", at(fragments.answer, settings, request))
    app.add_url_rule("/feed", "feed", at(feed.begin, settings, request))
    app.add_url_rule("/feed/<began>/<int:number>", "feed page", at(feed.page, settings, request))
    app.add_url_rule("/sitemap.xml", "sitemap", at(sitemap.index, settings, request))
    app.add_url_rule("/sitemap-<int:number>.xml", "sitemap part", at(sitemap.part, settings, request))
    app.add_url_rule("/robots.txt", "robots", partial(sitemap.robots, settings, request))
    app.add_url_rule("/openapi.json", "openapi", partial(openapi.respond, settings))
    shell.furnish(app, settings.dataset is None)
    app.context_processor(lambda: {"edition": engine.edition, "dataset": settings.dataset})
    app.register_error_handler(Exception, explain)
    app.jinja_env.globals["root"] = addresses.prefix(settings)
    app.before_request(partial(receive, engine))
    app.after_request(partial(remember, addresses.prefix(settings)))
    app.after_request(partial(responses.finish, settings))
    return app


def explain(error: Exception) -> AnyResponse:
    """Turn what any room raised into a problem document (RFC 9457), or into a page for a browser."""
    if isinstance(error, HTTPException):
        if (error.code or 500) < 400:
            return AnyResponse.force_type(error.get_response())
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        problem = Problem(error.code or 500, SENTENCES.get(error.code or 500, error.name + "."), headers=headers)
    elif isinstance(error, Problem):
        problem = error
    else:
        logging.getLogger(__name__).error("a request failed", exc_info=error)
        problem = Problem(500, "Something is broken here; the server's log has the details.")
    body: str | bytes
    if wants_page(request.headers.get("Accept")):
        template = "sparql.html" if g.get("query") else "problem.html"
        body, media_type = render_template(template, problem=problem, text=g.get("query")), HTML.media_type
    else:
        body, media_type = problem.write(), PROBLEM.media_type
    return Response(body, problem.status, problem.headers, content_type=media_type)


def prepare(settings: Settings) -> None:
    """Build the store when there is none or the tables have changed, and say so."""
    if not assets.are_built():
        print("The scripts of the pages are not built: pages work without them, `python web/build.py` builds them.")
    if settings.dataset:
        print(f"Reading {settings.dataset}.", flush=True)
        return
    if is_current(settings.tables, settings.store):
        print("The store is up to date with the tables.", flush=True)
        return
    print("The tables have changed since the store was built, or there is none: building it.", flush=True)
    try:
        build(settings.tables, settings.store)
    except Faulty as faulty:
        for fault in faulty.faults:
            print(fault, file=sys.stderr)
        if not (settings.store / "current").exists():
            sys.exit(f"The tables have {faulty}: nothing can be served.")
        print(f"Warning: the tables have {faulty}. The version built before them is served.", file=sys.stderr)


async def serve(settings: Settings) -> None:
    """Answer requests until the program is told to stop."""
    with listener.listen(settings) as door:
        port = door.getsockname()[1]
        switchboard = Switchboard(settings)
        engine = Engine(settings, switchboard.reach(settings.host, port))
        await engine.open()
        try:
            front = create_app(engine, settings, switchboard)
            server = listener.serve(front)
            watching = asyncio.create_task(listener.watch(server, front))
            tell(engine, settings, port)
            await server.serve([door])
            watching.cancel()
            front.journal.flush()
        finally:
            await engine.close()


def tell(engine: Engine, settings: Settings, port: int) -> None:
    """Say what is served, how, and where."""
    edition, where = engine.edition, "on the disk" if engine.shelf.readers.is_on_disk else "in memory"
    host = "localhost" if settings.host in ("0.0.0.0", "::", "*") else settings.host  # noqa: S104 - only compared
    host = f"[{host}]" if ":" in host else host
    print(
        f"Version {edition.version}: {edition.quads:,} triples {where}, {settings.readers} readers.\n"
        f"Home:   http://{host}:{port}/\nSPARQL: http://{host}:{port}/sparql\nStop with Ctrl-C.",
        flush=True,
    )


def main() -> None:
    """Run `python server.py`."""
    settings = given.read(os.environ, sys.argv[1:])
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s: %(message)s")
    try:
        prepare(settings)
        # uvloop is faster; it is not made for Windows
        loops = import_module("uvloop" if find_spec("uvloop") else "asyncio")
        with asyncio.Runner(loop_factory=loops.new_event_loop) as runner:
            runner.run(serve(settings))
    except Problem as problem:
        sys.exit(str(problem))
    except KeyboardInterrupt:
        sys.exit()


if __name__ == "__main__":
    main()
