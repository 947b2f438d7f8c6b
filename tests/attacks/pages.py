"""Queries whose pages for people could cost more than their answers do: deep, wide, long, or of nothing at all."""

from attacks.case import PREFIX, Case, burden

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

CASES: tuple[Case, ...] = (*_DEEP, *_LARGE, *_EMPTY)
