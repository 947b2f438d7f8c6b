"""Cross products: few words that ask for more rows than anybody can wait for, plain, sorted, counted or grouped."""

from attacks.case import Case, address, burden

TWO, THREE = "{ ?a ?b ?c . ?d ?e ?f }", "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
NEVER = "FILTER(STRLEN(CONCAT(STR(?a), STR(?d))) < 0)"
TABLES = " ".join(f"VALUES ?v{i} {{ {' '.join(map(str, range(1500)))} }}" for i in range(4))
CHAIN = " . ".join(f"?x{i} :link ?x{i + 1}" for i in range(25))
STAR = " . ".join(f"?x :link ?y{i}" for i in range(25))

CASES: tuple[Case, ...] = (
    burden("rows of two patterns", f"SELECT * {TWO}"),
    burden("rows of three patterns", f"SELECT * {THREE}"),
    burden("rows of eight patterns", "SELECT * {" + " . ".join(f"?s{i} ?p{i} ?o{i}" for i in range(8)) + "}"),
    burden("rows that a filter never lets through", f"SELECT * {{ ?a ?b ?c . ?d ?e ?f {NEVER} }}"),
    burden("truth that takes every pair", f"ASK {{ ?a ?b ?c . ?d ?e ?f {NEVER} }}"),
    burden("count of pairs", f"SELECT (COUNT(*) AS ?n) {TWO}"),
    burden("count of threes", f"SELECT (COUNT(*) AS ?n) {THREE}"),
    burden("count of distinct rows", f"SELECT (COUNT(DISTINCT *) AS ?n) {TWO}"),
    burden(
        "count of distinct strings",
        "SELECT (COUNT(DISTINCT ?k) AS ?n) { ?a ?b ?c . ?d ?e ?f BIND(CONCAT(STR(?a), STR(?d)) AS ?k) }",
    ),
    burden("groups of pairs", f"SELECT ?a ?d (COUNT(*) AS ?n) {TWO} GROUP BY ?a ?d"),
    burden("groups by an expression", f"SELECT ?k (MAX(?c) AS ?m) {TWO} GROUP BY (CONCAT(STR(?a), STR(?d)) AS ?k)"),
    burden("groups that none survives", f"SELECT ?a {TWO} GROUP BY ?a ?d HAVING (COUNT(*) > 1000000000)"),
    burden(
        "sum, average, least and greatest",
        f"SELECT (SUM(?c) AS ?s) (AVG(?f) AS ?v) (MIN(?a) AS ?l) (MAX(?d) AS ?g) (SAMPLE(?e) AS ?x) {TWO}",
    ),
    burden(
        "aggregate of an aggregate",
        f"SELECT (SUM(?n) AS ?s) {{ {{ SELECT ?a (COUNT(*) AS ?n) {TWO} GROUP BY ?a }} ?x ?y ?z }}",
    ),
    burden(
        "aggregates five floors down",
        "SELECT * {" + "{SELECT (COUNT(*) AS ?n) {" * 5 + "?a ?b ?c . ?d ?e ?f" + "}} ?q ?r ?s" * 5 + "}",
    ),
    burden("sorted pairs", f"SELECT * {TWO} ORDER BY ?c ?f"),
    burden("sorted pairs, first only", f"SELECT * {TWO} ORDER BY ?c ?f LIMIT 1"),
    burden("sorted by chance", f"SELECT * {TWO} ORDER BY RAND()"),
    burden("sorted by long strings", f"SELECT * {TWO} ORDER BY DESC(CONCAT(STR(?a), STR(?b), STR(?d), STR(?f)))"),
    burden("sorted inside", f"SELECT * {{ {{ SELECT * {TWO} ORDER BY ?c }} FILTER(false) }}"),
    burden("distinct pairs", f"SELECT DISTINCT * {TWO}"),
    burden("distinct pairs, never shown", f"SELECT DISTINCT * {TWO} OFFSET 100000000"),
    burden("distinct names by chance", f"SELECT DISTINCT (STRUUID() AS ?u) {TWO}"),
    burden("reduced pairs", f"SELECT REDUCED ?a {TWO}"),
    burden("row number a thousand million", f"SELECT * {TWO} LIMIT 1 OFFSET 1000000000"),
    burden("last row there can be", f"SELECT * {THREE} LIMIT 1 OFFSET 9223372036854775807", 400),
    burden("optional pairs", "SELECT * { ?a ?b ?c OPTIONAL { ?d ?e ?f OPTIONAL { ?g ?h ?i } } FILTER(!BOUND(?d)) }"),
    burden("optional chain", "SELECT * { " + " ".join(f"OPTIONAL {{ ?a{i} :link ?b{i} }}" for i in range(12)) + "}"),
    burden("pairs less pairs", "SELECT * { { ?a ?b ?c . ?d ?e ?f } MINUS { ?a ?e ?c . ?d ?b ?f } FILTER(false) }"),
    burden(
        "pairs without a partner",
        "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?d ?e ?f . ?g ?h ?i "
        "FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 0) } }",
    ),
    burden("a look at all for each row", f"SELECT (EXISTS {{ ?d ?e ?f {NEVER} }} AS ?x) {{ ?a ?b ?c }}"),
    burden("unions of products", "SELECT (COUNT(*) AS ?n) {" + " UNION ".join([TWO] * 50) + "}"),
    burden("joined unions", "SELECT (COUNT(*) AS ?n) {" + " ".join(["{ ?a ?b ?c } UNION { ?d ?e ?f }"] * 9) + "}"),
    burden("four tables of values", f"SELECT * {{ {TABLES} }} ORDER BY ?v0"),
    burden(
        "every graph with every graph",
        "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c . ?d ?e ?f . ?i ?j ?k } GRAPH ?h { ?m ?n2 ?o . ?q ?r ?s } }",
    ),
    burden("a chain of 25 links", f"SELECT (COUNT(*) AS ?n) {{ {CHAIN} }}"),
    burden("a star of 25 links", f"SELECT (COUNT(*) AS ?n) {{ {STAR} }}"),
    burden("a chain that must close", f"ASK {{ {CHAIN} FILTER(?x25 = <http://example.org/nowhere>) }}"),
    burden(
        "values compared, not joined",
        "SELECT (COUNT(*) AS ?n) { ?a :value ?c . ?d :value ?f . ?g :value ?i FILTER(?c + ?f = ?i) }",
    ),
    burden("lateral rows", "SELECT * { ?a ?b ?c LATERAL { SELECT * { ?d ?e ?f FILTER(?f < ?c) } ORDER BY ?f } }", 400),
    burden("rows as CSV", f"SELECT * {TWO}", accept="text/csv"),
    burden("rows as XML", f"SELECT * {TWO}", accept="application/sparql-results+xml"),
    burden("rows as a page", f"SELECT * {TWO}", accept="text/html"),
    burden("sorted rows as a page", f"SELECT * {TWO} ORDER BY ?f ?c", accept="text/html"),
    Case("head of sorted rows", frozenset({200, 503}), "HEAD", address(f"SELECT * {TWO} ORDER BY ?c"), heavy=True),
    Case(
        "a tag of sorted rows",
        frozenset({200, 304, 503}),
        path=address(f"SELECT * {TWO} ORDER BY ?c"),
        headers=(("If-None-Match", '"x"'),),
        heavy=True,
    ),
)
