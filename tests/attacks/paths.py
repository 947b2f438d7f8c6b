"""Property paths that explode: closures of closures, long sequences, and everything that is not this."""

from attacks.case import Case, burden


def count(name: str, path: str, *others: int, start: str = "?a", end: str = "?b") -> Case:
    """Count the ends of a path."""
    return burden(name, f"SELECT (COUNT(*) AS ?n) {{ {start} {path} {end} }}", *others)


CASES: tuple[Case, ...] = (
    count("closure from everywhere", ":link*"),
    count("closure both ways", "(:link|^:link)+"),
    count("closure of a closure", "(:link*)*"),
    count("closure of closures, ten deep", "(" * 10 + ":link" + "*)" * 10 + "*"),
    count("closure of a plus of a question", "((:link?)+)*"),
    count("closures in sequence", ":link*/:link*/:link*"),
    count("closure of a sequence of closures", "(:link*/^:link*)*"),
    count("closure of what it is not", "(!:nothing)*"),
    count("closure of neither way", "(!(:nothing|^:nothing))*"),
    count("closure with one end", ":link*/:link*/:link*/:link*", start=":n0"),
    count("a loop at every thing", "(:link/:link)+", end="?a"),
    count("zero steps between everything", ":none?"),
    count("zero steps again and again", ":none*/:none*/:none*"),
    count("forty links in sequence", "/".join([":link"] * 40), start=":n0"),
    count("forty links each way", "/".join([":link", "^:link"] * 40), start=":n0"),
    count("forty choices in sequence", "/".join(["(:link|^:link)"] * 40), start=":n0"),
    count("five thousand links in sequence", "/".join([":link"] * 5000), 400, start=":n0"),
    count("three thousand choices", "|".join([":link"] * 3000), 400),
    count("closure of a thousand choices", "(" + "|".join(f":p{i}|^:link" for i in range(1000)) + ")*", 400),
    count("all but three thousand", "!(" + "|".join(f":p{i}" for i in range(3000)) + ")", 400),
    count("optional links, nested", "(" * 2000 + ":link" + ")?" * 2000, 400, start=":n0"),
    count("inverse of inverse of inverse", "^(" * 5000 + ":link" + ")" * 5000, 400, start=":n0"),
    count("from one to a million links", ":link{1,1000000}", 400),
    count("between two things that never meet", "(:link|^:link|:none)*", start=":n0", end="<http://nowhere/>"),
    burden("paths that cross", "SELECT * { ?a :link* ?b . ?c :link* ?b . ?a ^:link* ?c } ORDER BY ?b"),
    burden(
        "paths that must be tried for each row", "SELECT * { ?a ?b ?c FILTER NOT EXISTS { ?c (:link|^:link)* :x } }"
    ),
    burden("paths less paths", "SELECT * { ?a :link* ?b MINUS { ?a (^:link)* ?b . ?b :link+ ?c } }"),
    burden("distinct ends of paths", "SELECT DISTINCT ?a ?c { ?a :link* ?b . ?b ^:link* ?c }"),
    burden("paths in every graph", "SELECT * { GRAPH ?g { ?a :link* ?b } GRAPH ?h { ?b (^:link)* ?c } } ORDER BY ?c"),
)
