"""Queries that would have the server call somebody or open a file: a canary listens, and a secret lies there."""

from attacks.case import SECRET, Case, address, ask, get, send

# ADDRESS is the canary's address, REST all of it but the first letter, HOST its host and port
CALLS = {
    "plainly": "SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "in small letters": "SELECT * { service <ADDRESS> { ?s ?p ?o } }",
    "in mixed letters, silently": "SELECT * { sErViCe SILENT <ADDRESS> { ?s ?p ?o } }",
    "without a space": "SELECT*{SERVICE<ADDRESS>{?s?p?o}}",
    "with the next word touching": "SELECT * {SERVICESILENT<ADDRESS>{?s ?p ?o}}",
    "behind a comment": "SELECT * { SERVICE#>\n<ADDRESS>{ ?s ?p ?o } }",
    "behind a comment that looks like a text": "SELECT * { #'\nSERVICE <ADDRESS> { ?s ?p ?o } #'\n }",
    "behind a text that looks like a comment": "SELECT * { BIND('#' AS ?x) SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind a name that looks like a comment": "SELECT * { BIND(<http://a/#> AS ?x) SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind a text that looks unclosed": "SELECT * { BIND('''it's''' AS ?x) SERVICE <ADDRESS> { ?s ?p ?o } }",
    "behind less than": "SELECT * { FILTER(1<2) SERVICE <ADDRESS> { ?s ?p ?o } FILTER(2>1) }",
    "behind an escaped quote": "SELECT * { BIND('\\'' AS ?x) SERVICE <ADDRESS> { ?s ?p ?o } BIND('\\'' AS ?y) }",
    "behind other lines": "SELECT * { SERVICE\t\r\n#service\r<ADDRESS>\n{ ?s ?p ?o } }",
    "by a prefix": "PREFIX e: <ADDRESS> SELECT * { SERVICE e: { ?s ?p ?o } }",
    "by a prefix that touches": "PREFIX e: <ADDRESS> SELECT * { SERVICEe:x { ?s ?p ?o } }",
    "by an empty prefix": "PREFIX : <ADDRESS> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "by a prefix of that name": "PREFIX SERVICE: <ADDRESS> PREFIX : <ADDRESS> SELECT * { SERVICE:x { ?s ?p ?o } }",
    "by the base": "BASE <ADDRESS> SELECT * { SERVICE <sparql> { ?s ?p ?o } }",
    "by the base alone": "BASE <ADDRESS> SELECT * { SERVICE <> { ?s ?p ?o } }",
    "by an escape": "SELECT * { SERVICE <\\u0068REST> { ?s ?p ?o } }",
    "by a long escape": "SELECT * { SERVICE <\\U00000068REST> { ?s ?p ?o } }",
    "by a variable": "SELECT * { BIND(<ADDRESS> AS ?service) SERVICE ?service { ?s ?p ?o } }",
    "by a table": "SELECT * { VALUES ?x { <ADDRESS> } SERVICE ?x { ?s ?p ?o } }",
    "by an address made of pieces": 'SELECT * { BIND(IRI(CONCAT("ADDRESS", "x")) AS ?x) SERVICE ?x { ?s ?p ?o } }',
    "by what the data say": "SELECT * { ?a ?b ?x SERVICE ?x { ?s ?p ?o } }",
    "twice": "SELECT * { SERVICE <ADDRESS> { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "in a group of a group": "SELECT * { { { { SERVICE <ADDRESS> { ?s ?p ?o } } } } }",
    "optionally": "SELECT * { OPTIONAL { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "in a union": "SELECT * { { ?s ?p ?o } UNION { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "to take away": "SELECT * { ?s ?p ?o MINUS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "in a graph": "SELECT * { GRAPH ?g { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "in a filter": "SELECT * { FILTER NOT EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "in a column": "SELECT (EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } AS ?x) {}",
    "to sort by": "SELECT * { ?s ?p ?o } ORDER BY (EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } })",
    "to group by": "SELECT ?x { ?s ?p ?o } GROUP BY (EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } } AS ?x)",
    "in a condition of groups": "SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING (EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } })",
    "in a sum": "SELECT (SUM(IF(EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } }, 1, 0)) AS ?n) { ?s ?p ?o }",
    "in a choice": "SELECT * { BIND(IF(EXISTS { SERVICE <ADDRESS> { ?s ?p ?o } }, 1, 2) AS ?x) }",
    "in a sub-select": "SELECT * { { SELECT * { SERVICE <ADDRESS> { ?s ?p ?o } } } }",
    "beside rows": "SELECT * { ?a ?b ?c LATERAL { SERVICE <ADDRESS> { ?s ?p ?o } } }",
    "for a truth": "ASK { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "for a graph": "CONSTRUCT { ?s ?p ?o } WHERE { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "for a description": "DESCRIBE ?s { SERVICE <ADDRESS> { ?s ?p ?o } }",
    "in decimal": "SELECT * { SERVICE <http://2130706433:DOOR/> { ?s ?p ?o } }",
    "in base 16": "SELECT * { SERVICE <http://0x7f000001:DOOR/> { ?s ?p ?o } }",
    "in base 8": "SELECT * { SERVICE <http://0177.0.0.1:DOOR/> { ?s ?p ?o } }",
    "in few figures": "SELECT * { SERVICE <http://127.1:DOOR/> { ?s ?p ?o } }",
    "in the newer numbers": "SELECT * { SERVICE <http://[::ffff:127.0.0.1]:DOOR/> { ?s ?p ?o } }",
    "at nowhere": "SELECT * { SERVICE <http://0.0.0.0:DOOR/> { ?s ?p ?o } }",
    "at the local host": "SELECT * { SERVICE <http://localhost:DOOR/> { ?s ?p ?o } }",
    "with a name and a password": "SELECT * { SERVICE <http://a:b@HOST/> { ?s ?p ?o } }",
    "over TLS": "SELECT * { SERVICE <https://HOST/> { ?s ?p ?o } }",
    "over a file": "SELECT * { SERVICE <file://SECRET> { ?s ?p ?o } }",
    "over something old": "SELECT * { SERVICE <gopher://HOST/> { ?s ?p ?o } }",
}
HARMLESS = {
    "in a text": 'SELECT * { BIND("SERVICE <http://a/> {}" AS ?x) }',
    "in a long text": "SELECT * { BIND('''\n'SERVICE <http://a/> {}''' AS ?x) }",
    "in a comment": "SELECT * {} # SERVICE <http://a/> {}",
    "in a name": "SELECT * { ?s <http://a/SERVICE> ?o }",
    "in a variable": "SELECT * { ?service ?SERVICE ?Service }",
    "in a prefix": "PREFIX service: <http://a/> SELECT * { service:x service:SERVICE ?o }",
    "as a language": 'SELECT * { ?s ?p "x"@service }',
    "as a blank node": "SELECT * { _:service ?p ?o }",
}


def call(name: str, text: str, *allowed: int) -> Case:
    """Fill in the addresses: all of them lead to the canary."""
    for word, meaning in (("ADDRESS", "http://CANARY/"), ("REST", "ttp://CANARY/"), ("HOST", "CANARY")):
        text = text.replace(word, meaning)
    return ask(name, text, *allowed)


FROM = "SELECT * FROM%s <%s> { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
PLACES = ("http://CANARY/", f"file://{SECRET}", f"file:{SECRET}", "ftp://CANARY/", "data:text/turtle,a")

CASES: tuple[Case, ...] = (
    *(call(f"service {name}", text, 403) for name, text in CALLS.items()),
    *(ask(f"the word {name}", text, 200) for name, text in HARMLESS.items()),
    *(ask(f"from{named.lower()} {place.partition('/')[0]}", FROM % (named, place), 200, rows=0)
      for named in ("", " NAMED") for place in PLACES),
    *(get(f"graph {place.partition('/')[0]} in the address",
          address("SELECT * { ?s ?p ?o }") + f"&default-graph-uri={place}", 200, 400) for place in PLACES[:2]),
    *(send(f"load {place.partition('/')[0]} by {name}", f"{name}=LOAD <{place}>", 400, 403)
      for name in ("query", "update") for place in PLACES[:2]),
    ask("load as a query", f"LOAD SILENT <file://{SECRET}> INTO GRAPH <http://a/>", 400, 403),
    ask("a function with an address", "SELECT (<http://CANARY/>(1) AS ?x) {}", 200),
    ask("a description of an address", "DESCRIBE <http://CANARY/>", 200),
    get("a picture by an address", "/sparql?query=ASK{}&stylesheet=http://CANARY/&xslt-uri=http://CANARY/", 200, 400),
    get("a thing by an address", "/id/http://CANARY/", 301, 308, 400, 404),
    get("a graph by an address", "/graph/http://CANARY/", 301, 308, 400, 404),
    send("a reference in XML", '<!DOCTYPE a SYSTEM "http://CANARY/"><a/>', 415, media_type="text/xml"),
    send("a context in JSON", '{"@context": "http://CANARY/"}', 415, media_type="application/ld+json"),
)  # fmt: skip
