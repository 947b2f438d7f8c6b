"""Regular expressions that back-track for ever, repeat a million times, or are no regular expressions at all."""

from attacks.case import Case, burden

LONG = "a" * 30_000
PATTERNS = {
    "nested plus": "(a+)+$",
    "nested star": "(a*)*b",
    "equal choices": "(a|a)*$",
    "choices that overlap": "(a|aa)+$",
    "stars in a row": ".*" * 500 + "b",
    "a million repetitions": "a{1000000}",
    "a thousand million repetitions": "(a{1000}){1000000}",
    "repetitions of repetitions": "((a{1000}){1000}){1000}",
    "a choice of repetitions": "|".join(f"a{{{i},{i * 9}}}" for i in range(1, 900)),
    "letters of every script": "\\\\p{L}{5000}",
    "every letter there is": "[\\\\x{0}-\\\\x{10FFFF}]{5000}",
    "words without case": "(?i)\\\\w{9999}\\\\W{9999}",
    "back reference": "(a)\\\\1",
    "look ahead": "(?=(a+))a*b\\\\1",
    "atomic group": "(?>a+)+b",
    "recursion": "(?R)*",
    "parentheses by thousands": "(" * 15_000 + "a" + ")" * 15_000,
    "classes by thousands": "[a&&[a" * 4000 + "]]" * 4000,
    "choices by thousands": "|".join(f"a{i}" for i in range(5000)),
    "unclosed parenthesis": "(((((((((",
    "unclosed class": "[[[[[[a",
    "a pattern of nothing": "",
    "a broken class": "[z-a]",
    "a broken escape": "\\\\",
    "a NUL": "\\\\x00",
}


def test(name: str, pattern: str) -> Case:
    """Hold a long text against a pattern."""
    return burden(f"pattern: {name}", f'SELECT * {{ ?s ?p ?o FILTER(REGEX("{LONG}!", "{pattern}")) }}', 400)


CASES: tuple[Case, ...] = (
    *(test(name, pattern) for name, pattern in PATTERNS.items()),
    burden("pattern: replaced by what back-tracks", f'SELECT (REPLACE("{LONG}", "(a+)+b|(a*)*", "$0$1$2") AS ?x) {{}}'),
    burden("pattern: replaced without end", f'SELECT (STRLEN(REPLACE("{LONG}", "a*?", "$0$0$0")) AS ?x) {{}}'),
    burden("pattern: replaced by groups that are not there", 'SELECT (REPLACE("aaa", "a", "$99999999999$0") AS ?x) {}'),
    burden(
        "pattern: taken from the data", "SELECT * { ?a ?b ?c . ?d ?e ?f FILTER(REGEX(STR(?a), STR(?d))) } ORDER BY ?a"
    ),
    burden(
        "pattern: new for each row",
        'SELECT (COUNT(*) AS ?n) { ?a ?b ?c FILTER(REGEX(STR(?a), CONCAT("(\\\\p{L}{900}|", STR(?c), "){9}"))) }',
    ),
    burden("pattern: flags that are none", 'ASK { FILTER(REGEX("a", "a", "zzzzqqqq")) }'),
    burden("pattern: flags by thousands", f'ASK {{ FILTER(REGEX("a", "a", "{"imsx" * 10_000}")) }}'),
)
