"""Nesting bombs: everything that SPARQL lets nest, nested as deep as the longest query accepted allows."""

from attacks.case import PREFIX, Case, burden

MOST = 65_000 - len(PREFIX)
# head, opening, core, closing, tail
PATTERNS = {
    "groups": ("ASK ", "{", "", "}", ""),
    "optional groups": ("ASK {", "OPTIONAL{", "", "}", "}"),
    "optional groups with triples": ("ASK {", "?s ?p ?o OPTIONAL{", "", "}", "}"),
    "unions": ("ASK {", "{?s ?p 1}UNION{", "", "}", "}"),
    "minus": ("ASK {", "?s ?p ?o MINUS{", "", "}", "}"),
    "filters that look": ("ASK {", "FILTER EXISTS{", "", "}", "}"),
    "filters that look for none": ("ASK {", "?s ?p ?o FILTER NOT EXISTS{", "", "}", "}"),
    "expressions that look": ("ASK {", "FILTER(EXISTS{", "", "})", "}"),
    "sub-selects": ("ASK {", "{SELECT*{", "", "}}", "}"),
    "sorted sub-selects": ("ASK {", "{SELECT DISTINCT * {", "?s ?p ?o", "} ORDER BY ?s}", "}"),
    "counted sub-selects": ("ASK {", "{SELECT(COUNT(*)AS ?n){", "?s ?p ?o", "}}", "}"),
    "graphs": ("ASK {", "GRAPH ?g{", "", "}", "}"),
    "lateral groups": ("ASK {", "LATERAL{", "", "}", "}"),
    "groups and unions": ("ASK {", "{{}UNION{", "", "}}", "}"),
    "lists": ("ASK { ?s ?p ", "(", "1", ")", " }"),
    "lists as subjects": ("ASK { ", "(", "1", ")", " ?p ?o }"),
    "blank nodes": ("ASK { ", "[ :p ", "1", "]", " }"),
    "lists of blank nodes": ("ASK { ?s ?p ", "([ :p ", "1", "])", " }"),
    "lists in a template": ("CONSTRUCT { ?s ?p ", "(", "1", ")", " } WHERE { ?s ?p ?o }"),
    "triple terms": ("ASK { ?s ?p ", "<<( :s :p ", "1", " )>>", " }"),
    "reified triples": ("ASK { ", "<< :s :p ", "1", " >>", " :p 1 }"),
    "annotations": ("ASK { :s :p :o ", "{| :p 1 ", "", "|}", " }"),
    "path parentheses": ("ASK { ?s ", "(", ":p", ")", " ?o }"),
    "path closures": ("ASK { ?s ", "(", ":p", ")*", " ?o }"),
    "path inverses": ("ASK { ?s ", "^(", ":p", ")", " ?o }"),
    "path choices": ("ASK { ?s ", "(:p|", ":p", ")", " ?o }"),
    "path sequences": ("ASK { ?s ", "(:p/", ":p", ")+", " ?o }"),
}
EXPRESSIONS = {
    "parentheses": ("(", "1", ")"),
    "nots": ("!", "1", ""),
    "minuses": ("- ", "1", ""),
    "pluses": ("+ ", "1", ""),
    "nots of parentheses": ("!(", "1", ")"),
    "ors": ("1||(", "1", ")"),
    "ands": ("1&&(", "1", ")"),
    "equals": ("1=(", "1", ")"),
    "sums": ("1+(", "1", ")"),
    "products": ("1*(", "1", ")"),
    "members of lists": ("1 IN(", "1", ")"),
    "members of no list": ("1 NOT IN(2,", "1", ")"),
    "joined strings": ("CONCAT(", "'a'", ")"),
    "joined strings, doubled": ("CONCAT('a',", "'a'", ")"),
    "choices": ("IF(1,", "1", ",1)"),
    "choices by choices": ("IF(", "1", ",1,1)"),
    "first that works": ("COALESCE(1/0,", "1", ")"),
    "strings": ("STR(", "1", ")"),
    "replacements": ("REPLACE(", "'a'", ",'a','b')"),
    "casts": ("xsd:string(", "1", ")"),
    "unknown functions": ("<f:>(", "1", ")"),
    "triple functions": ("TRIPLE(:s,:p,", "1", ")"),
    "triple terms in expressions": ("<<(:s :p ", "1", ")>>"),
}
UNCLOSED = {
    "group": "ASK " + "{" * MOST,
    "parenthesis": "ASK {FILTER" + "(" * MOST,
    "list": "ASK { ?s ?p " + "(" * MOST,
    "list as a subject": "ASK {" + "(" * MOST,
    "blank node": "ASK {" + "[ :p " * (MOST // 5),
    "blank node without a property": "ASK {" + "[" * MOST,
    "list and blank node": "ASK { ?s ?p " + "([ :p " * (MOST // 6),
    "triple": "ASK {" + "<<" * (MOST // 2),
    "triple term": "ASK { ?s ?p " + "<<( :s :p " * (MOST // 10),
    "annotation": "ASK { :s :p :o " + "{| :p 1 " * (MOST // 8),
    "path": "ASK { ?s " + "(" * MOST,
    "inverse path": "ASK { ?s " + "^" * MOST,
    "inverse path in parentheses": "ASK { ?s " + "^(" * (MOST // 2),
    "negated path": "ASK { ?s " + "!(" * (MOST // 2),
    "function": "ASK { FILTER(" + "CONCAT(" * (MOST // 7),
    "member of a list": "ASK { FILTER(" + "1 IN (" * (MOST // 6),
    "filter that looks": "ASK {" + "FILTER EXISTS {" * (MOST // 15),
    "sub-select": "ASK {" + "{SELECT * {" * (MOST // 11),
    "optional group": "ASK {" + "OPTIONAL {" * (MOST // 10),
    "aggregate": "SELECT (" + "SUM(" * (MOST // 4),
    "template": "CONSTRUCT {" + "[ :p (" * (MOST // 6),
    "values": "ASK { VALUES " + "(" * MOST,
}


def nest(head: str, opening: str, core: str, closing: str, tail: str) -> str:
    """Nest as deep as the longest query allows."""
    depth = (MOST - len(head + core + tail)) // len(opening + closing)
    return head + opening * depth + core + closing * depth + tail


# a query that nests too deep may be refused as a bad one; what is not closed is a bad one
CASES: tuple[Case, ...] = (
    *(burden(f"nested {name}", nest(*parts), 400) for name, parts in PATTERNS.items()),
    *(burden(f"nested {name}", nest("ASK {FILTER(", *parts, ")}"), 400) for name, parts in EXPRESSIONS.items()),
    *(burden(f"unclosed {name}", text, 400) for name, text in UNCLOSED.items()),
)
