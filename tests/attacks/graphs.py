"""Graphs without end: CONSTRUCT and DESCRIBE that write more than was read, and unions of many chosen graphs."""

from attacks.case import PREFIX, Case, address, burden

TEMPLATE = " . ".join(f"?a :made{i} ?c" for i in range(1500))
GRAPHS = " ".join(f"FROM <http://example.org/graph{i}>" for i in range(1200))
TWO = "{ ?a ?b ?c . ?d ?e ?f }"
PAIRS = "CONSTRUCT { ?a ?e ?f } WHERE " + TWO

CASES: tuple[Case, ...] = (
    burden("every pair becomes a triple", PAIRS),
    burden("every pair becomes blank nodes", "CONSTRUCT { [ :of ?a ; :with [ :is ?f ] ] } WHERE " + TWO),
    burden("a template of 1,500 triples", f"CONSTRUCT {{ {TEMPLATE} }} WHERE {{ ?a ?b ?c }}"),
    burden("sorted triples", "CONSTRUCT { ?a ?e ?f } WHERE { ?a ?b ?c . ?d ?e ?f } ORDER BY ?f ?c"),
    burden("a list in the template", "CONSTRUCT { ?a :all (" + "?c " * 5000 + ") } WHERE { ?a ?b ?c . ?d ?e ?f }"),
    burden("pairs as RDF/XML", PAIRS, 406, accept="application/rdf+xml"),
    burden("pairs as JSON-LD", PAIRS, accept="application/ld+json"),
    burden("pairs as N-Triples", PAIRS, accept="application/n-triples"),
    burden("a page of pairs", PAIRS, accept="text/html"),
    burden("describe everything", "DESCRIBE ?a WHERE { ?a ?b ?c }"),
    burden("describe every pair", "DESCRIBE ?a ?d WHERE { ?a ?b ?c . ?d ?e ?f }"),
    burden("describe what paths reach", "DESCRIBE * WHERE { ?a (:link|^:link)* ?b . ?b :link* ?c }"),
    burden("describe 3,000 things", "DESCRIBE " + " ".join(f":n{i}" for i in range(3000))),
    burden("pairs out of many graphs", f"SELECT (COUNT(*) AS ?n) {GRAPHS} {{ ?a ?b ?c }}", 400),
    burden(
        "many named graphs",
        f"SELECT (COUNT(*) AS ?n) {GRAPHS.replace('FROM', 'FROM NAMED')} "
        "{ GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } }",
        400,
    ),
    burden(
        "two graphs merged, then paired",
        "SELECT (COUNT(*) AS ?n) FROM :graph FROM <http://example.org/other> { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ),
    Case(
        "graphs chosen in the address",
        frozenset({200, 400, 503}),
        path=address(PREFIX + "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f }")
        + "".join(f"&default-graph-uri=http://example.org/graph{i}" for i in range(600)),
        heavy=True,
    ),
)
