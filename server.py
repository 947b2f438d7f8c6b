"""The door: the application with its routes and its one error handler, and `python server.py`."""

import json
import logging
import os
import sys
from functools import partial

import waitress
from flask import Flask, Response, g, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from endpoint import formats, pages, sparql
from endpoint import settings as door
from endpoint.engine import Engine
from endpoint.formats import HTML, PROBLEM
from endpoint.problems import Problem
from endpoint.protocol import METHODS
from endpoint.responses import VERSION
from endpoint.settings import Settings
from loader.build import build, is_current
from loader.faults import Faulty

NEGOTIATED = {"sparql", "thing", "graph", "ontology"}
HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": f"Link, ETag, Content-Location, Retry-After, {VERSION}",
    "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
SENTENCES = {
    404: "There is nothing at this address.",
    405: "This address does not answer that method.",
    413: "The body of the request is too large.",
}
# larger bodies are refused before they are read, without a problem document
BODY_BYTES = 16 << 20


def create_app(settings: Settings) -> Flask:
    """Make the WSGI application. A Problem says why there is nothing to serve."""
    app = Flask(__name__, template_folder="web/templates", static_folder="web/static")
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    engine = Engine(settings)
    app.add_url_rule("/", "home", partial(pages.home, engine, settings))
    answer = partial(sparql.respond, request, engine, settings)
    app.add_url_rule("/sparql", "sparql", answer, methods=METHODS, strict_slashes=False)
    app.add_url_rule("/id/<kind>/<path:key>", "thing", partial(pages.lead, engine, request))
    app.add_url_rule("/data/<kind>/<path:key>", "data", partial(pages.data, engine, request))
    app.add_url_rule("/page/<kind>/<path:key>", "page", partial(pages.page, engine))
    app.add_url_rule("/graph/<path:name>", "graph", partial(pages.graph, engine, settings, request))
    app.add_url_rule("/ontology", "ontology", partial(pages.ontology, engine, request))
    app.add_url_rule("/queries/<name>", "question", pages.question)
    app.add_url_rule("/healthz", "health", lambda: Response("ok\n", content_type="text/plain; charset=utf-8"))
    app.context_processor(lambda: {"edition": engine.edition, "dataset": settings.dataset})
    app.register_error_handler(Exception, explain)
    app.after_request(partial(finish, engine))
    return app


def finish(engine: Engine, response: Response) -> Response:
    """Add what every response carries: the version, who may read it, and what a browser may do with it."""
    response.headers.update(HEADERS)
    response.headers.setdefault(VERSION, engine.edition.version)
    if request.endpoint in NEGOTIATED or response.status_code >= 400:
        response.vary.add("Accept")
    if request.method == "OPTIONS":
        asked = request.headers.get("Access-Control-Request-Headers", "")
        response.headers["Access-Control-Allow-Methods"] = response.headers.get("Allow", "")
        response.headers["Access-Control-Allow-Headers"] = asked
        response.headers["Access-Control-Max-Age"] = "86400"
    return response


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
    if formats.choose(request.headers.get("Accept"), (PROBLEM, HTML)) is HTML:
        body, media_type = render_template("problem.html", problem=problem, text=g.get("query", "")), HTML.media_type
    else:
        body, media_type = json.dumps(problem.document(), ensure_ascii=False), PROBLEM.media_type
    return Response(body, problem.status, problem.headers, content_type=media_type)


def prepare(settings: Settings) -> None:
    """Build the store when there is none or the tables have changed, and say so."""
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


def serve(settings: Settings) -> None:
    """Answer requests until the program is interrupted."""
    app = create_app(settings)
    try:
        server = waitress.create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=settings.threads,
            ident=None,
            max_request_body_size=max(BODY_BYTES, 4 * settings.query_bytes),
        )
    except OSError as error:
        sys.exit(f"Cannot listen on {settings.host}, port {settings.port}: {error.strerror}. Try another --port.")
    port = getattr(server, "effective_port", None) or server.effective_listen[0][1]
    host = "localhost" if settings.host in ("0.0.0.0", "::", "*") else settings.host  # noqa: S104 - only compared
    host = f"[{host}]" if ":" in host else host
    print(f"Home:   http://{host}:{port}/\nSPARQL: http://{host}:{port}/sparql\nStop with Ctrl-C.", flush=True)
    server.run()


def main() -> None:
    """Run `python server.py`."""
    settings = door.read(os.environ, sys.argv[1:])
    logging.basicConfig(format="%(asctime)s %(name)s %(levelname)s: %(message)s")
    try:
        prepare(settings)
        serve(settings)
    except Problem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
