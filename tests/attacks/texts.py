"""Query texts that are too long, broken in their encoding, or never end."""

from attacks.case import CLOSED, FORM, QUERY, Case, address, ask, get, raw, send

MOST = 65_536
SELECT = "SELECT ?v { <http://example.org/n1> <http://example.org/value> ?v }"


def pad(query: str, size: int) -> str:
    """Make a query of exactly this many bytes, with a comment."""
    return query + "#" + "x" * (size - len(query.encode()) - 1)


CASES: tuple[Case, ...] = (
    ask("just as long as allowed", pad(SELECT, MOST), 200, rows=1),
    ask("one byte longer than allowed", pad(SELECT, MOST + 1), 413),
    ask("one byte longer, in letters of three bytes", SELECT + "#" + "€" * 21_900, 413),
    send("just as long as allowed, in a form", "query=" + pad(SELECT, MOST).replace("#", "%23"), 200),
    send("three times as long as allowed, in a form", "query=" + "%20" * (3 * MOST), 413),
    send("a form with a long stranger", "query=ASK{}&stranger=" + "x" * 400_000, 413),
    ask("a hundred thousand spaces", " " * 100_000 + SELECT, 413),
    ask("ten megabytes", b"ASK {} #" + b"x" * 10_000_000, 413, CLOSED),
    send("ten megabytes of nothing", b"\0" * 10_000_000, 413, CLOSED, media_type=QUERY),
    send("ten megabytes of ampersands", b"&" * 10_000_000, 413, CLOSED),
    send("ten megabytes of another type", b"{" * 10_000_000, 413, 415, CLOSED, media_type="application/json"),
    send("ten megabytes for a page", b"{" * 10_000_000, 405, 413, CLOSED, path="/"),
    get("a long address", address(pad("ASK {}", 60_000)), 200, 414, 431),
    get("an address longer than allowed", address(pad("ASK {}", MOST + 1)), 414, 431),
    ask("no text at all", b"", 400),
    ask("nothing but space", " \t\r\n" * 1000, 400),
    ask("nothing but a comment", "# SELECT * {}", 400),
    ask("nothing but brackets", "{}{}{}{}", 400),
    ask("letters by chance", bytes(range(33, 127)) * 10, 400),
    ask("every byte there is", bytes(range(256)), 400),
    ask("not UTF-8", b"ASK { ?s ?p '\xff\xfe' }", 400),
    ask("UTF-8 that breaks off", b"ASK { ?s ?p '\xe2\x82' }", 400),
    ask("UTF-8 longer than need be", b"ASK { ?s ?p '\xc0\xaf\xe0\x80\xaf' }", 400),
    ask("UTF-8 of half a pair", b"ASK { ?s ?p '\xed\xa0\x80' }", 400),
    ask("UTF-8 beyond the last plane", b"ASK { ?s ?p '\xf4\x90\x80\x80' }", 400),
    ask("UTF-16", "ASK {}".encode("utf-16"), 400),
    ask("UTF-32", "ASK {}".encode("utf-32"), 400),
    get("not UTF-8, in the address", "/sparql?query=ASK{?s?p'%FF'}", 400),
    get("longer than need be, in the address", "/sparql?query=ASK{?s?p'%C0%AF'}", 400),
    get("half a pair, in the address", "/sparql?query=ASK{?s?p'%ED%A0%80'}", 400),
    raw("not UTF-8 and not encoded", "GET /sparql?query=ASK{?s?p'\xff'} HTTP/1.1\r\nHost: a\r\n\r\n", 400),
    send("not UTF-8, in a form", "query=ASK{?s?p'%FF'}", 400),
    send("not UTF-8 and not encoded, in a form", b"query=ASK{}&x=\xff", 400),
    ask("a NUL in a text", b"ASK { ?s ?p 'a\0b' }", 400),
    ask("a NUL behind the query", b"ASK {}\0", 400),
    get("a NUL in the address", "/sparql?query=ASK{}%00", 400),
    ask("a mark of byte order first", b"\xef\xbb\xbfASK {}", 200, 400),
    ask("marks of byte order everywhere", "\ufeffASK\ufeff{\ufeff}\ufeff", 200, 400),
    ask("a text that does not end", "ASK { ?s ?p '" + "x" * 60_000, 400),
    ask("a text in double quotes that does not end", 'ASK { ?s ?p "' + "x" * 60_000, 400),
    ask("a long text that does not end", "ASK { ?s ?p '''" + "'x" * 30_000, 400),
    ask("a long text in double quotes that does not end", 'ASK { ?s ?p """' + '"x' * 30_000, 400),
    ask("quotes without end", "ASK { ?s ?p " + "'" * 60_000, 400),
    ask("double quotes without end", "ASK { ?s ?p " + '"' * 60_001, 400),
    ask("escapes without end", "ASK { ?s ?p '" + "\\\\" * 30_000, 400),
    ask("a name that does not end", "ASK { <http://" + "x" * 60_000, 400),
    ask("names that do not end", "ASK { " + "<" * 60_000, 400, 503),
    ask("a variable of 60,000 letters", "SELECT ?" + "v" * 60_000 + " {}", 200),
    ask("a prefix of 60,000 letters", "ASK { " + "p" * 60_000 + ":a ?p ?o }", 400),
    ask("a prefix of dots", "ASK { p" + "." * 60_000 + ":a ?p ?o }", 400),
    ask("a local name of escapes", "PREFIX p: <http://p/> ASK { p:" + "%41" * 20_000 + " ?p ?o }", 200),
    ask("comments that never end", "ASK #" + "#" * 60_000, 400),
    ask("lines that end as none do", "ASK\r{\r}#\rx\x0b\x0c\u2028\u2029\x85", 200, 400),
    ask("sixty thousand lines and a fault", "ASK {" + "\n" * 60_000 + "!", 400),
    ask("letters from right to left", "ASK { ?s ?p '\u202e\u2066\u200f}' }", 200),
    ask("a variable of faces", "SELECT ?😀 {}", 200, 400),
    ask("marks that pile up", "ASK { ?s ?p 'a" + "\u0301" * 30_000 + "' }", 200),
    ask("a fault behind faces", "ASK { ?s ?p '" + "😀" * 10_000 + "' ! }", 400),
    ask("keywords that touch", "SELECT*WHERE{?s?p?o}LIMIT1", 200, 400),
    ask("two queries", "ASK {} ASK {}", 400),
    ask("a query and an update", "ASK {} ; DROP ALL", 400),
    ask("a query that is SQL", "SELECT * FROM users; DROP TABLE users; --", 400),
    ask("a query that is a template", "{{ 7 * 7 }} ${7*7} #{7*7} %n%s", 400),
    send("a query as a form", "query=" + "ASK%20" * 3000, 400, media_type=FORM),
)
