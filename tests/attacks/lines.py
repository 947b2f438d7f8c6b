"""Request lines and headers that ask for something odd: methods, forms of address, and lines smuggled into answers."""

from attacks.case import Case, get, raw

END = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
SPLIT = "%0d%0aX-Injected:%20yes%0d%0a%0d%0a<script>"
PREFLIGHT = "OPTIONS /sparql HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


def odd(method: str, *allowed: int, path: str = "/sparql") -> Case:
    """Ask by an odd method."""
    usual = method.isascii() and method.isalpha() and method.isupper()
    return Case(f"method {method} of {path}", frozenset(allowed), method, path, bare=not usual)


CASES: tuple[Case, ...] = (
    *(odd(method, 405) for method in ("PUT", "DELETE", "PATCH")),
    *(
        odd(method, 400, 405, 501)
        for method in ("TRACE", "TRACK", "DEBUG", "PURGE", "MOVE", "PROPFIND", "LOCK", "LINK")
    ),
    *(odd(method, 400, 405, 501) for method in ("get", "GeT", "GET\t", "G@T", "\xc4SK", "<script>", "-")),
    *(odd("PUT", 404, 405, path=path) for path in ("/", "/graph/all", "/id/camp/99", "/nothing", "/healthz")),
    *(odd("DELETE", 404, 405, path=path) for path in ("/graph/all", "/data/camp/99.ttl", "/static/style.css")),
    raw("a wish for a tunnel", "CONNECT 127.0.0.1:1" + END, 400, 404, 405, 501),
    raw("a wish for a tunnel home", "CONNECT /sparql" + END, 400, 404, 405, 501),
    raw("an address with another host", "GET http://127.0.0.1:1/sparql?query=ASK%7B%7D" + END, 200, 400, 404, 421),
    raw("an address with another scheme", "GET gopher://127.0.0.1:1/" + END, 200, 400, 404, 421),
    raw("an address with a name and a password", "GET http://a:b@c@127.0.0.1/healthz" + END, 200, 400, 404, 421),
    raw("options of everything", "OPTIONS *" + END, 200, 204, 400, 404, 405),
    raw("no address", "GET " + END, 400),
    raw("an address that does not begin with a slash", "GET sparql" + END, 200, 400, 404),
    raw("an address of two slashes", "GET //evil.example/%2e%2e" + END, 301, 308, 400, 404),
    raw("an address with spaces", "GET /sparql?query=ASK {}" + END, 200, 400),
    raw("an address with a fragment", "GET /sparql#x?query=ASK{}" + END, 200, 400, 404),
    raw("an address that is no text", "GET /\xff\xfe\x80" + END, 400, 404),
    raw("an address with a NUL", "GET /\0" + END, 400, 404),
    raw("an address of 100,000 letters", "GET /" + "a" * 100_000 + END, 400, 404, 414, 431),
    raw("an address of 20,000 slashes", "GET " + "/" * 20_000 + END, 200, 301, 308, 400, 404, 414, 431),
    raw("an address of 10,000 ways up", "GET /" + "../" * 10_000 + END, 200, 301, 308, 400, 404, 414, 431),
    raw("a word behind the version", "GET /healthz HTTP/1.1 x\r\nHost: a\r\n\r\n", 400),
    get("an answer split by the format", f"/sparql?query=ASK%7B%7D&format={SPLIT}", 406),
    get("an answer split by the query", f"/sparql?query={SPLIT}", 400),
    get("an answer split by a graph", f"/sparql?query=ASK%7B%7D&default-graph-uri={SPLIT}", 400),
    get("an answer split by the name of a thing", f"/id/camp/99{SPLIT}", 400, 404),
    get("an answer split by the name of a graph", f"/graph/{SPLIT}", 400, 404),
    get("an answer split by the name of a question", f"/queries/{SPLIT}", 400, 404),
    get("an answer split by a document", f"/data/camp/{SPLIT}.ttl", 400, 404),
    get("an answer split by a slash too many", f"/sparql/{SPLIT}/", 400, 404),
    get("an answer split by a line above all lines", "/sparql/%E2%80%A8X-Injected:%20yes", 400, 404),
    raw(
        "a preflight with a folded wish",
        PREFLIGHT + "Origin: http://a\r\nAccess-Control-Request-Method: POST\r\n"
        "Access-Control-Request-Headers: x\r\n X-Injected: yes\r\n\r\n",
        200,
        204,
        400,
    ),
    raw(
        "a preflight with a lonely return",
        PREFLIGHT + "Origin: http://a\r\nAccess-Control-Request-Method: POST\r\n"
        "Access-Control-Request-Headers: x\rX-Injected: yes\r\n\r\n",
        200,
        204,
        400,
    ),
    raw(
        "a preflight with no text",
        PREFLIGHT + "Origin: \xff\r\nAccess-Control-Request-Method: \xff\r\n"
        "Access-Control-Request-Headers: \xff\xfe\x80\r\n\r\n",
        200,
        204,
        400,
    ),
    raw(
        "a preflight with long wishes",
        PREFLIGHT + "Origin: null\r\nAccess-Control-Request-Method: POST\r\n"
        f"Access-Control-Request-Headers: {'x,' * 15_000}\r\n\r\n",
        200,
        204,
        400,
        431,
    ),
    raw(
        "a preflight with an odd method",
        PREFLIGHT + "Origin: http://a\r\nAccess-Control-Request-Method: <script>\r\n\r\n",
        200,
        204,
        400,
    ),
    get("an origin that is markup", "/sparql?query=ASK%7B%7D", 200, headers={"Origin": "<script>alert(1)</script>"}),
    get("an origin of long", "/sparql?query=ASK%7B%7D", 200, 431, headers={"Origin": "http://" + "a" * 30_000}),
)
