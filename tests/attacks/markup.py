"""Markup in literals, IRIs, query texts and addresses: on a page it must be text, and elsewhere no page."""

from urllib.parse import quote

from attacks.case import PREFIX, SECRET, Case, address, get

SCRIPT = "<script>alert(1)</script>"
OUT = "</textarea></pre></title><script>alert(1)</script><img src=x onerror=alert(1)>"
LIVE = (
    "<script>alert",
    "<img src=x",
    'href="javascript:',
    "href='javascript:",
    'href="data:',
    "<svg on",
    "<svg/on",
    "<svg }",
    "<iframe",
)
SELECT = PREFIX + "SELECT ?v { BIND(%s AS ?v) }"
CONSTRUCT = PREFIX + "CONSTRUCT { :a :b ?v } WHERE { BIND(%s AS ?v) }"
PAGE = {"Accept": "text/html"}
VALUES = {
    "a literal": f'"{SCRIPT}"',
    "a literal that closes": f'"{OUT}"',
    "a literal in a language": f'"{SCRIPT}"@en',
    "a literal of a type": f'"{SCRIPT}"^^<javascript:alert(1)>',
    "a literal of HTML": f'"{SCRIPT}"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#HTML>',
    "a literal of quotes": '"\\" onmouseover=\\"alert(1)\\" x=\\"<svg onload=alert(1)>"',
    "a literal of entities": '"&lt;script&gt;alert(1)&lt;/script&gt;"',
    "a literal of controls": '"\\u0008\\u001b[2J\\u202e<svg/onload=alert(1)>"',
    "an IRI that is a script": "<javascript:alert(1)>",
    "an IRI that is a script in capitals": "<JaVaScRiPt:alert(1)>",
    "an IRI that is a page": "<data:text/html,alert(1)>",
    "an IRI with a quote": "<http://a/'onmouseover='alert(1)>",
    "an IRI of a file": f"<file://{SECRET}>",
    "an IRI made in the query": f'IRI("javascript:{OUT.replace(" ", "")}")',
    "an IRI made with spaces": 'IRI(" javascript:alert(1)")',
    "a triple": f'TRIPLE(<javascript:alert(1)>, <javascript:alert(1)>, "{SCRIPT}")',
}
HOSTILE = "https://w3id.org/gupvi/id/camp/hostile"


def page(name: str, path: str, *allowed: int) -> Case:
    """Ask for a page as a browser does."""
    return get(f"page: {name}", path, *allowed, headers=PAGE, live=LIVE)


CASES: tuple[Case, ...] = (
    *(page(name, address(SELECT % value), 200, 400) for name, value in VALUES.items()),
    *(page(f"{name}, in a graph", address(CONSTRUCT % value), 200, 400) for name, value in VALUES.items()),
    page("every hostile thing", address("SELECT * { ?s ?p ?o FILTER(CONTAINS(STR(?o), 'alert')) }"), 200),
    page("a hostile thing described", address(f"DESCRIBE <{HOSTILE}>"), 200),
    page("a hostile thing shown", "/page/camp/hostile", 200, 404),
    page("a query that is markup", address(OUT), 400),
    page("a query with markup in a comment", address(f"SELECT * {{}} # {OUT}"), 200),
    page("a query with markup and a fault", address(f"SELECT * {{ ?s ?p '{OUT}' !!! }}"), 400),
    page("a query with a fault behind a tab", address(f"SELECT *\t{{ ?s\t?p '{SCRIPT}' <svg }}"), 400),
    page("a prefix that is markup", address(f"PREFIX a: <javascript:alert(1)> SELECT (a:{'b'} AS ?v) {{}}"), 200),
    page("a path that is markup", "/" + quote(OUT, safe=""), 404),
    page("a question that is markup", "/queries/" + quote(SCRIPT, safe=""), 404),
    page("a graph that is markup", "/graph/" + quote(SCRIPT, safe=""), 404),
    page("a thing that is markup", "/page/camp/" + quote(SCRIPT, safe=""), 404),
    page("a format that is markup", address("ASK {}", format=SCRIPT), 406),
    page("a chosen graph that is markup", address("ASK {}") + "&default-graph-uri=" + quote(SCRIPT, safe=""), 400),
    page("a chosen graph that is a script", address("ASK {}") + "&default-graph-uri=javascript:alert(1)", 200, 400),
    page("a parameter that is markup", address("ASK {}") + f"&{quote(SCRIPT, safe='')}=1", 200, 400),
    page("an update that is markup", "/sparql?update=" + quote(SCRIPT, safe=""), 403),
    *(get(f"no page but {form}: {name}", address(SELECT % value, format=form), 200, 400, 406, live=LIVE)
      for name, value in list(VALUES.items())[:3] for form in ("json", "csv", "tsv", "xml")),
    get("a host that is markup", "/sparql", 200, 400, headers={"Accept": "text/html", "X-Forwarded-Host": SCRIPT},
        live=LIVE),
    get("a host that is markup, described", "/sparql", 200, 400, headers={"X-Forwarded-Host": SCRIPT}, live=LIVE),
)  # fmt: skip
