"""Words for the index that hope to be operators, and batches that hope to be too much or to break out of a query."""

import json
from urllib.parse import quote, urlencode

from attacks.case import Case, get, send
from attacks.markup import LIVE, OUT

PAGE = {"Accept": "text/html"}
BATCH, SUGGEST = "/reconcile", "/reconcile/suggest"
OPERATORS = {
    "a column": "names:hostile",
    "a column filter": "{names said} : hostile",
    "NEAR": "NEAR(hostile thing, 5)",
    "an open quote": '"hostile',
    "quotes and an OR": '" OR "',
    "a star": "*",
    "stars": "h* o* s* t*",
    "brackets": "(" * 400,
    "AND NOT": "hostile AND NOT",
    "another statement": "'; DROP TABLE thing; --",
    "a NUL": "hostile\0thing",
    "nothing to see": "\u200b\u202e\ufeff",
    "marks alone": "\u0301" * 400,
    "underscores": "_ __ ___",
    "numbers of another script": "٩٩ ९९ ๙๙",
    "one long word": "h" * 500,
    "many words": "a b c d e f g h " * 30,
    "halves of letters": "%ED%A0%80",
}
SHARP = "http://a> ?v } SERVICE <http://CANARY/> { ?s ?p ?o"


def batch(name: str, queries: object, *allowed: int) -> Case:
    """Send a batch of reconciliation queries."""
    text = queries if isinstance(queries, str) else json.dumps(queries)
    return send(f"a batch of {name}", urlencode({"queries": text}, safe="CANARY"), *allowed, path=BATCH)


def extend(name: str, query: object, *allowed: int) -> Case:
    """Send a data extension query."""
    return send(f"an extension by {name}", urlencode({"extend": json.dumps(query)}), *allowed, path=BATCH)


def _words(number: int) -> str:
    return " ".join(f"hostile{number}thing{word}" for word in range(200))


CASES: tuple[Case, ...] = (
    *(get(f"a search for {name}", "/search?q=" + quote(text, safe="%"), 200, absent=("SQL", "fts5", "sqlite"))
      for name, text in OPERATORS.items()),
    *(get(f"a suggestion for {name}", f"{SUGGEST}/entity?prefix=" + quote(text, safe="%"), 200, absent=("SQL",))
      for name, text in OPERATORS.items()),
    batch("operators", {name: {"query": text} for name, text in OPERATORS.items()}, 200),
    get("page: a search that finds markup", "/search?q=script", 200, headers=PAGE, live=LIVE),
    get("page: a search for markup", "/search?q=" + quote(OUT, safe=""), 200, headers=PAGE, live=LIVE),
    get("page: a kind that is markup", "/search?q=a&kind=" + quote(OUT, safe=""), 200, headers=PAGE, live=LIVE),
    get("page: a preview of markup", "/reconcile/preview?id=camp/hostile", 200, headers=PAGE, live=LIVE),
    get("page: a preview of a script", "/reconcile/preview?id=javascript:alert(1)", 404, headers=PAGE, live=LIVE),
    get("a search for 30,000 letters", "/search?q=" + "a" * 30_000, 400),
    get("a search with a second set of words", "/search?q=hostile&q=thing", 200, 400),
    get("a page of letters", "/search?q=a&page=two", 400),
    get("a page beyond all", "/search?q=a&page=" + "9" * 5000, 400),
    get("a page below all", "/search?q=a&page=-1", 400),
    get("a search in a format that is none", "/search?q=a&format=exe", 406),
    get("a suggestion to skip -1", f"{SUGGEST}/entity?prefix=a&cursor=-1", 400),
    get("a suggestion of another kind", f"{SUGGEST}/password?prefix=a", 404),
    get("a suggestion to call", f"{SUGGEST}/type?prefix=a&callback=steal", 200, absent=("steal",)),
    get("a manifest to call", "/reconcile?callback=steal", 200, absent=("steal",)),
    get("properties of a type that breaks out", "/reconcile/properties?type=" + quote(SHARP, safe="CANARY"), 400),
    get("properties of no type", "/reconcile/properties?type=%00", 200, 400),
    batch("50 long names", {f"q{n}": {"query": _words(n)} for n in range(50)}, 200, 503),
    batch("51 names", {f"q{n}": {"query": "a"} for n in range(51)}, 413),
    batch("1,000 properties", {"q": {"query": "a", "properties": [{"pid": "a", "v": 1}] * 1000}}, 400),
    batch("a property that breaks out", {"q": {"query": "hostile", "properties": [{"pid": SHARP, "v": 1}]}}, 400),
    batch("a type that breaks out", {"q": {"query": "hostile", "type": SHARP}}, 400),
    batch("a deep list", "[" * 60_000, 400),
    batch("deep objects", '{"a":' * 60_000, 400),
    batch("a long number", '{"q": {"query": "a", "limit": ' + "9" * 60_000 + "}}", 400),
    batch("a number that is none", '{"q": {"query": "a", "limit": NaN}}', 400),
    batch("half a letter", '{"q": {"query": "\\ud800"}}', 400),
    batch("nothing", "", 400),
    batch("a list", [], 400),
    batch("a text", '"queries"', 400),
    batch("numbers", {"q": {"query": 1, "limit": "two", "type": {}, "properties": 3}}, 400),
    extend("10,000 things", {"ids": ["camp/hostile"] * 10_000, "properties": [{"id": "gupvi:kind"}]}, 413),
    extend("things that break out", {"ids": [SHARP, "\0", "a b", ""], "properties": [{"id": "gupvi:kind"}]}, 200),
    extend("a property that breaks out", {"ids": ["camp/hostile"], "properties": [{"id": SHARP}]}, 400),
    extend("a limit that is none", {"ids": [], "properties": [{"id": "gupvi:kind", "settings": {"limit": "x"}}]}, 400),
    extend("wrong types", {"ids": {}, "properties": 5}, 400),
    send("ten megabytes of queries", "queries=" + "x" * (10 << 20), 413, path=BATCH),
    send("a batch that is JSON", "{}", 415, media_type="application/json", path=BATCH),
    send("a batch in parts", "--b\r\n" * 5000, 415, media_type="multipart/form-data; boundary=b", path=BATCH),
    send("a form of neither", "a=b", 400, path=BATCH),
    send("sixty thousand fields", "&".join(["queries"] * 60_000), 400, 413, path=BATCH),
)  # fmt: skip
