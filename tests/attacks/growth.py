"""Strings and numbers that grow: doubling, replacing, escaping and joining until no memory is left."""

from attacks.case import Case, burden

CROSS = "?a ?b ?c . ?d ?e ?f"
LONG = "x" * 60_000


def chain(step: str, steps: int, first: str = '"aaaaaaaaaa"') -> str:
    """Bind a value and, again and again, what a step makes of it: `@` stands for the value before."""
    bindings = [f"BIND({first} AS ?x0)"]
    bindings += [f"BIND({step.replace('@', f'?x{i}')} AS ?x{i + 1})" for i in range(steps)]
    return " ".join(bindings)


def measure(name: str, step: str, steps: int, first: str = '"aaaaaaaaaa"') -> Case:
    """Ask for no more than the length of what has grown."""
    return burden(name, f"SELECT (STRLEN(STR(?x{steps})) AS ?n) {{ {chain(step, steps, first)} }}")


def show(name: str, step: str, steps: int, first: str = '"aaaaaaaaaa"') -> Case:
    """Ask for what has grown."""
    return burden(name, f"SELECT ?x{steps} {{ {chain(step, steps, first)} }}", 400)


CASES: tuple[Case, ...] = (
    measure("doubled forty times", "CONCAT(@, @)", 40),
    measure("doubled 27 times", "CONCAT(@, @)", 27),
    show("doubled 24 times and shown", "CONCAT(@, @)", 24),
    measure("multiplied by sixteen ten times", "CONCAT(" + ", ".join(["@"] * 16) + ")", 10),
    measure("each letter replaced by ten", 'REPLACE(@, "a", "aaaaaaaaaa")', 12),
    measure("each match replaced by itself twice", 'REPLACE(@, "(.*)", "$1$1")', 40),
    measure("nothing replaced by something", 'REPLACE(@, "", "aaaa")', 20),
    measure("escaped again and again", "ENCODE_FOR_URI(@)", 40, f'"{"%" * 1000}"'),
    measure("doubled as names", "STR(IRI(CONCAT(@, STR(@))))", 40, '"http://example.org/"'),
    measure("doubled with a language", 'STRLANG(CONCAT(STR(@), STR(@)), "en")', 40),
    measure("doubled with a type", "STRDT(CONCAT(STR(@), STR(@)), <http://example.org/>)", 40),
    measure("letters that grow when capital", "UCASE(CONCAT(@, @))", 40, '"ŉßŉß"'),
    measure("doubled and hashed", "CONCAT(@, @, SHA512(@))", 40),
    measure("doubled and cut", "SUBSTR(CONCAT(@, @), 1, 1000000000000)", 40),
    measure("doubled and compared", "IF(CONCAT(@, @) = CONCAT(@, @), CONCAT(@, @), @)", 34),
    measure("doubled and looked for", 'CONCAT(@, STRBEFORE(CONCAT(@, "z"), "z"))', 40),
    show("numbers squared forty times", "(@ * @)", 40, "1.000001"),
    show("whole numbers squared forty times", "(@ * @)", 40, "3"),
    show("doubles squared forty times", "(@ * @)", 40, "3e0"),
    burden("all names joined", 'SELECT (GROUP_CONCAT(?o; SEPARATOR=", ") AS ?all) { ?s ?p ?o }'),
    burden("pairs of names joined", f"SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?d))) AS ?all) {{ {CROSS} }}"),
    burden("joined by a long text", f'SELECT (GROUP_CONCAT(?o; SEPARATOR="{LONG}") AS ?all) {{ ?s ?p ?o }}'),
    burden(
        "joined, then joined for each row",
        "SELECT (GROUP_CONCAT(?all) AS ?more) { { SELECT (GROUP_CONCAT(STR(?o)) AS ?all) { ?s ?p ?o } } ?a ?b ?c }",
    ),
    burden(
        "joined thrice over",
        "SELECT (STRLEN(GROUP_CONCAT(?two)) AS ?n) { ?a ?b ?c { SELECT "
        "(GROUP_CONCAT(?one) AS ?two) { ?d ?e ?f { SELECT (GROUP_CONCAT(STR(?o)) AS ?one) { ?s ?p ?o } } } } }",
    ),
    burden("a long text in every row", f'SELECT ?a ?long {{ ?a ?b ?c BIND("{LONG}" AS ?long) }}'),
    burden("a long text in every triple", f'CONSTRUCT {{ ?a :is "{LONG}" }} WHERE {{ ?a ?b ?c }}'),
    burden(
        "a long text in every row, sorted",
        f'SELECT ?a ?l {{ ?a ?b ?c BIND(CONCAT("{LONG}", STR(?a)) AS ?l) }} ORDER BY ?l',
    ),
    burden(
        "control characters, six bytes each in JSON",
        "SELECT ?a ?l { ?a ?b ?c BIND('" + "\\u0001" * 10_000 + "' AS ?l) }",
    ),
    burden(
        "ampersands, five bytes each in XML",
        f"SELECT ?a ?l {{ ?a ?b ?c BIND('{'&' * 60_000}' AS ?l) }}",
        accept="application/sparql-results+xml",
    ),
    burden(
        "quotes, two bytes each in CSV",
        f"SELECT ?a ?l {{ ?a ?b ?c BIND('{chr(34) * 60_000}' AS ?l) }}",
        accept="text/csv",
    ),
    burden("a long text on a page", f'SELECT ?a ?l {{ ?a ?b ?c BIND("{LONG}" AS ?l) }}', accept="text/html"),
    burden("a column name of 60,000 letters", f"SELECT ?{LONG} {{ ?a ?b ?{LONG[:100]} }}"),
    burden("random names, all kept", f"SELECT DISTINCT (UUID() AS ?u) {{ {CROSS} }}"),
    burden("blank nodes, all kept", f"SELECT DISTINCT (BNODE() AS ?u) {{ {CROSS} }} ORDER BY ?u"),
)
