"""Paths that climb out of the house, and keys that break out of the queries made from them."""

from urllib.parse import quote

from attacks.case import Case, get

INSIDE = ("root:", "[build-system]", "def create_app", "daemon:", "[core]", "GUPVI Graph\n\nA knowledge graph")
CLIMBS = {
    "up": "../../../../../../etc/passwd",
    "up and encoded": "%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "up with encoded slashes": "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "up and encoded twice": "%252e%252e%252f%252e%252e%252fetc%252fpasswd",
    "up with back slashes": "..%5c..%5c..%5c..%5cetc%5cpasswd",
    "up with more dots": "....//....//....//etc/passwd",
    "up longer than need be": "%c0%ae%c0%ae%c0%af%c0%ae%c0%ae%c0%afetc/passwd",
    "up in wide letters": "%EF%BC%8E%EF%BC%8E%EF%BC%8Fetc%EF%BC%8Fpasswd",
    "from the root": "/etc/passwd",
    "from the root, encoded": "%2fetc%2fpasswd",
    "to a file address": "file:%2f%2f%2fetc%2fpasswd",
    "to a NUL": "a%00.css",
    "to the program": "../../server.py",
    "to the program, encoded": "..%2f..%2fserver.py",
    "to the project": "..%2fpyproject.toml",
    "to the history": "..%2f.git%2fconfig",
    "to 10,000 letters": "a" * 10_000,
    "to 5,000 steps": "a/" * 5000,
}
ROOMS = ("/static/", "/queries/", "/graph/", "/data/camp/", "/page/camp/", "/id/camp/")
SHARP = "x> ?p ?o } UNION { ?s ?p ?o } #"
KEYS = {
    "an IRI": SHARP,
    "a text": '" . ?s ?p ?o } #',
    "a long text": "''' . ?s ?p ?o } #",
    "a template": "{{7*191}}${7*191}<%= 7*191 %>%n%s{0.__class__}",
    "a shell": "; cat /etc/passwd | $(id) `id` &&",
    "a line": "x\r\ny",
    "an escape": "\\u003E\\",
    "a face": "😀\u202e",
    "a service": "x> ?p ?o SERVICE <http://CANARY/> { ?s ?p ?o } } #",
}
ALLOWED = (301, 303, 308, 400, 403, 404, 405, 414, 431)

CASES: tuple[Case, ...] = (
    *(get(f"{room} climbs {name}", room + path, *ALLOWED, absent=INSIDE)
      for room in ROOMS for name, path in CLIMBS.items()),
    *(get(f"{room} breaks out of {name}", room + quote(key, safe="CANARY"), *ALLOWED, absent=(*INSIDE, "1337"))
      for room in ROOMS[1:] for name, key in KEYS.items()),
    *(get(f"hidden {path}", path, 404, absent=INSIDE) for path in (
        "/.git/config", "/.env", "/server.py", "/console", "/admin", "/metrics/../server.py", "/__debug__/",
        "/cgi-bin/x", "/wp-login.php", "/actuator/env", "/update", "/sparql-graph-crud", "/store", "/static/",
    )),
)  # fmt: skip
