"""Breadth: as many members of every kind of list as the longest query accepted holds, in parsers often quadratic."""

from attacks.case import PREFIX, Case, ask, burden

MOST = 64_000 - len(PREFIX)


def fill(head: str, member: str, tail: str, between: str) -> str:
    """Fill a query with as many members as fit; %d stands for the number of each."""
    members: list[str] = []
    left = MOST - len(head + tail)
    while left > 0:
        members.append(member.replace("%d", str(len(members))))
        left -= len(members[-1]) + len(between)
    return head + between.join(members[:-1]) + tail


# head, member, tail, what stands between the members
LISTS = {
    "values": ("ASK { VALUES ?v {", "%d", "} }", " "),
    "values that are nothing": ("SELECT * { VALUES ?v {", "UNDEF", "} }", " "),
    "values in a wide table": (
        "SELECT * { VALUES (" + "".join(f"?v{i} " for i in range(50)) + ") {",
        "(" + "1 " * 50 + ")",
        "} }",
        " ",
    ),
    "empty rows of values": ("SELECT * { VALUES () {", "()", "} }", ""),
    "tables of values, joined": ("SELECT * {", "VALUES ?v%d {1 2}", "}", " "),
    "members": ("ASK { FILTER(1 IN (", "%d", ")) }", ","),
    "members for each row": ("SELECT * { ?s ?p ?o . ?a ?b ?c FILTER(?o IN (", "'%d'", ")) }", ","),
    "ors": ("SELECT * { ?s ?p ?o . ?a ?b ?c FILTER(", "?o = '%d'", ") }", "||"),
    "ands": ("ASK { FILTER(", "1", ") }", "&&"),
    "sums": ("ASK { FILTER(", "1", ") }", "+"),
    "differences": ("ASK { FILTER(", "1", ") }", " - "),
    "quotients": ("ASK { FILTER(", "1", ") }", "/"),
    "joined strings": ("ASK { FILTER(CONCAT(", "'a'", ")) }", ","),
    "first that works": ("ASK { FILTER(COALESCE(", "1/0", ")) }", ","),
    "triples": ("ASK {", "?s%d ?p ?o", "}", "."),
    "triples of one subject": ("SELECT * {", "?s :link ?o%d", "}", "."),
    "objects": ("ASK { :n0 :link ", "?o", "}", ","),
    "properties": ("ASK { :n0 ", ":link ?o", "}", ";"),
    "empty properties": ("ASK { :n0 :link ?o", "", "}", ";"),
    "blank nodes": ("ASK {", "[]?p[]", "}", "."),
    "list members": ("ASK { ?s ?p (", "1", ") }", " "),
    "empty groups": ("ASK {", "{}", "}", ""),
    "unions": ("ASK {", "{?s ?p 1}", "}", "UNION"),
    "optional groups": ("SELECT * {", "OPTIONAL{?s ?p ?o%d}", "}", ""),
    "minus groups": ("SELECT * { ?s ?p ?o ", "MINUS{?s ?p %d}", "}", ""),
    "filters": ("ASK { ?s ?p ?o ", "FILTER(?o!=%d)", "}", ""),
    "filters that look": ("SELECT * { ?s ?p ?o ", "FILTER EXISTS{?s ?p ?o%d}", "}", ""),
    "bindings": ("SELECT * {", "BIND(1 AS ?b%d)", "}", ""),
    "sub-selects": ("SELECT * {", "{SELECT ?s{?s :link ?o}}", "}", ""),
    "columns": ("SELECT", "(1 AS ?c%d)", "{ ?s ?p ?o . ?a ?b ?c }", " "),
    "aggregates": ("SELECT", "(COUNT(?o)AS ?c%d)", "{ ?s ?p ?o }", " "),
    "sort keys": ("SELECT * { ?s ?p ?o } ORDER BY", "DESC(?o)", "", " "),
    "group keys": ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY", "(1 AS ?g%d)", "", " "),
    "having conditions": ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING", "(COUNT(*)>%d)", "", " "),
    "unknown functions": ("SELECT", "(<http://f/%d>()AS ?c%d)", "{}", " "),
    "graph names": ("SELECT * {", "GRAPH ?g%d{?s ?p ?o}", "}", ""),
    "path steps": ("ASK { ?s ", ":p", " ?o }", "/"),
    "path choices": ("ASK { ?s ", ":p", " ?o }", "|"),
    "negated steps": ("ASK { ?s !(", ":p", ") ?o }", "|"),
    "described things": ("DESCRIBE", ":n%d", "", " "),
    "template triples": ("CONSTRUCT {", "?s ?p %d", "} WHERE { ?s ?p ?o }", "."),
}
PROLOGUES = {
    "prefixes": ("", "PREFIX p%d: <http://p/%d> ", "ASK {}", ""),
    "prefixes, all the same": ("", "PREFIX p:<a> ", "ASK {}", ""),
    "bases, each on the one before": ("", "BASE <a/>", "ASK { <> ?p ?o }", ""),
    "comments": ("", "#", "\nASK {}", "\n"),
    "named graphs": ("ASK ", "FROM NAMED <g:%d>", "{}", ""),
    "default graphs": ("ASK ", "FROM <g:%d>", "{}", ""),
}

LONG = f"<http://example.org/{'y' * 32_000}>"
NAMES = {
    "bases of a long name": f"BASE {LONG} {'BASE<>' * 5000} ASK {{}}",
    "prefixes of a long name": f"BASE {LONG} {' '.join(f'PREFIX p{at}:<>' for at in range(1800))} ASK {{}}",
    "graphs of a long name": f"PREFIX p: {LONG} SELECT * {' '.join(f'FROM p:{at}' for at in range(2500))} {{}}",
    "graphs of short names": f"PREFIX p: <p:> SELECT * {' '.join(f'FROM p:{at}' for at in range(5000))} {{}}",
}

CASES: tuple[Case, ...] = (
    *(burden(f"many {name}", fill(*parts), 400) for name, parts in (LISTS | PROLOGUES).items()),
    *(ask(f"many {name}", query, 400) for name, query in NAMES.items()),
)
