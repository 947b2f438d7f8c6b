"""Queries whose pages for people could cost more than their answers do: deep, wide, long, or of nothing at all."""

from attacks.case import CLOSED, PREFIX, Case, burden, get, raw, send

_LONGEST = 65_000 - len(PREFIX)
_PAGE = "text/html"


# deep enough for the stack of a thread that has no more than usual, and not too deep for a reader; then deeper
_DEPTHS = (2_500, 9_000, 30_000)


def _nest(head: str, opening: str, core: str, closing: str, tail: str, depth: int) -> str:
    """Nest so deep, or as deep as fits, in a query of nothing; only a parser can tell that it calls no service."""
    tail += " #service"
    depth = min(depth, (_LONGEST - len(head) - len(core) - len(tail)) // len(opening + closing))
    return f"{head}{opening * depth}{core}{closing * depth}{tail}"


_PARTS = {
    "groups": ("ASK {", "{", "", "}", " FILTER(false)}"),
    "parentheses": ("ASK { FILTER(", "(", "false", ")", ")}"),
    "nots": ("ASK { FILTER(", "!", "(1 = 1 && 1 = 2)", "", " && false)}"),
    "triple terms": ("SELECT ?x { VALUES ?x {", "<<(:s :p ", "1", ")>>", "} }"),
}
_DEEP = [
    *(
        burden(f"page of {name} nested {depth} deep", _nest(*parts, depth), 400, accept=_PAGE)
        for name, parts in _PARTS.items()
        for depth in _DEPTHS
    ),
    burden(
        "page of triple terms in a chain",
        "SELECT ?x1499 { BIND(1 AS ?x0) "
        + " ".join(f"BIND(TRIPLE(:s,:p,?x{at}) AS ?x{at + 1})" for at in range(1499))
        + " }",
        400,
        accept=_PAGE,
    ),
]
_LARGE = [
    burden(
        "page of many columns and prefixes",
        " ".join(f"PREFIX p{at}: <http://{at}.example/>" for at in range(900))
        + f" SELECT {' '.join(f'(?p AS ?c{at})' for at in range(1500))} {{ ?s ?p ?o }} LIMIT 500",
        accept=_PAGE,
    ),
    burden(
        "page of long datatypes",
        f"SELECT {' '.join(f'(STRDT({at!r}, ?x) AS ?c{at})' for at in map(str, range(12)))} "
        f"{{ ?s ?p ?o BIND(IRI('http://example.org/{'a' * 40_000}') AS ?x) }} LIMIT 500",
        accept=_PAGE,
    ),
    burden(
        "page of what must be escaped",
        f"SELECT {' '.join(f'(?x AS ?c{at})' for at in range(12))} "
        f"{{ ?s ?p ?o BIND('{'&' * 40_000}' AS ?x) }} LIMIT 500",
        accept=_PAGE,
    ),
    burden(
        "page of one cell that is larger than a page",
        "SELECT ?x21 { BIND('0123456789' AS ?x0) "
        + " ".join(f"BIND(CONCAT(?x{at}, ?x{at}) AS ?x{at + 1})" for at in range(21))
        + " }",
        accept=_PAGE,
    ),
    burden(
        "page of a chain of numbers",
        f"SELECT * {{ FILTER(false) VALUES ?x {{ {'1-' * 32_000}1 }} }}",
        400,
        accept=_PAGE,
    ),
    burden(
        "page of a chain of words", f"SELECT * {{ FILTER(false) VALUES ?x {{ {'a.' * 32_000}1 }} }}", 400, accept=_PAGE
    ),
    burden(
        "page of one unknown name with a long prefix",
        f"PREFIX a: <http://example.org/{'y' * 28_000}> SELECT * {{ FILTER(false) VALUES ?x {{ {'a:b ' * 9000} }} }}",
        accept=_PAGE,
    ),
    burden(
        "page of unknown names with a long prefix",
        f"PREFIX a: <http://example.org/{'y' * 28_000}> "
        f"SELECT * {{ FILTER(false) VALUES ?x {{ {' '.join(f'a:{at}' for at in range(4500))} }} }}",
        accept=_PAGE,
    ),
]
_EMPTY = [
    burden(
        f"page of nothing for a reason that is dear to find, {at}",
        "SELECT * { { SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) < 0) } }"
        f" ?s ?p ?o FILTER(false) }} # {at}",
        accept=_PAGE,
    )
    for at in range(10)
]

_HOSTS = ("a..b", ".a", "xn--", "xn--a", "a" * 64, "a." * 130, "[:::::]", "[1:2]:80", "a:999999", "a b", "", "a, b")
_EDGES = [
    *(
        raw(
            f"page {path} for the host {host[:10]!r}",
            f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n",
            400,
        )
        for host in _HOSTS
        for path in ("/", "/sparql")
    ),
    *(
        get(f"{path} since the {name} beyond all calendars", path, 200, 404, headers={"If-Modified-Since": date})
        for name, date in {
            "year": f"Thu, 01 Jan {'9' * 20} 00:00:00 GMT",
            "day": f"Thu, {'9' * 20} Jan 2020 00:00:00 GMT",
            "zone": f"Thu, 01 Jan 2020 00:00:00 +{'9' * 20}",
        }.items()
        for path in ("/", "/dumps", "/sparql?query=ASK%7B%7D")
    ),
    get("fragments of a long text that ends in none", "/fragments?object=" + '"' + '"^^x' * 15_000 + "%3C", 400, 404),
    *(get(f"fragments beside {text}", f"/fragments?x={text}", 200, 404) for text in ("%", "%ZZ", "a%2")),
    get("search for a page beyond all numbers", f"/search?q=camp&page=1{'0' * 4400}", 400, 404),
    send("a body for a page that takes none", "x" * 2_000_000, 405, CLOSED, path="/"),
    send("a body larger than a page takes", "queries=" + "x" * 2_000_000, 413, CLOSED, path="/reconcile"),
    send("a form of thousands of parameters", "a&" * 500_000, 400, path="/reconcile"),
    get("a page with thousands of parameters", "/?" + "a&" * 30_000, 400),
    get(
        "an explorer of everything",
        "/explore?thing=camp/1&" + "&".join(f"open=camp/1%20gupvi:locatedIn%20{9000 + at}" for at in range(90)),
        400,
        404,
    ),
]

CASES: tuple[Case, ...] = (*_DEEP, *_LARGE, *_EMPTY, *_EDGES)
