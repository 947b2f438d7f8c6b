"""Updates of every form, sent in every way: the data stay as they are."""

from attacks.case import QUERY, Case, ask, get, send

FORMS = {
    "insert data": "INSERT DATA { <http://example.org/n0> <http://example.org/value> 666 }",
    "insert data into a graph": "INSERT DATA { GRAPH <http://example.org/new> { <http://a/> <http://b/> 1 } }",
    "delete data": "DELETE DATA { <http://example.org/n0> <http://example.org/value> 0 }",
    "delete where": "DELETE WHERE { ?s ?p ?o }",
    "delete and insert": "DELETE { ?s ?p ?o } INSERT { ?o ?p ?s } WHERE { ?s ?p ?o }",
    "insert where": "INSERT { ?s ?p 666 } WHERE { ?s ?p ?o }",
    "with": "WITH <http://example.org/graph> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }",
    "insert what a service says": "INSERT { ?s ?p ?o } WHERE { SERVICE <http://CANARY/> { ?s ?p ?o } }",
    "load": "LOAD <http://CANARY/>",
    "load silently": "LOAD SILENT <http://CANARY/> INTO GRAPH <http://example.org/new>",
    "clear": "CLEAR ALL",
    "clear a graph": "CLEAR SILENT GRAPH <http://example.org/graph>",
    "drop": "DROP ALL",
    "create": "CREATE GRAPH <http://example.org/new>",
    "copy": "COPY DEFAULT TO <http://example.org/graph>",
    "move": "MOVE DEFAULT TO <http://example.org/graph>",
    "add": "ADD DEFAULT TO <http://example.org/graph>",
    "several": "INSERT DATA { <a:a> <a:a> 1 } ; DROP ALL ; CLEAR ALL",
    "behind a prologue": "PREFIX a: <http://a/> BASE <http://a/> # SELECT * {}\nDELETE WHERE { ?s ?p ?o }",
}


def in_form(text: str) -> str:
    """Encode just what a form must."""
    return text.replace("%", "%25").replace("#", "%23").replace("&", "%26").replace(";", "%3B").replace("\n", "%0A")


def in_address(text: str) -> str:
    """Encode just what an address must."""
    return in_form(text).replace(" ", "+")


CASES: tuple[Case, ...] = (
    *(ask(f"{name} as a query", text, 400, 403) for name, text in FORMS.items()),
    *(send(f"{name} as an update", text, 403, media_type="application/sparql-update") for name, text in FORMS.items()),
    *(send(f"{name} in a form", f"update={in_form(text)}", 403) for name, text in FORMS.items()),
    *(get(f"{name} in the address", f"/sparql?update={in_address(text)}", 403) for name, text in FORMS.items()),
    send("an update beside a query", "DROP ALL", 400, 403, media_type=QUERY, path="/sparql?query=ASK{}"),
    send("an update of another type", "DROP ALL", 415, media_type="application/sparql-update2"),
    send("an update in capitals", "DROP ALL", 403, media_type="APPLICATION/SPARQL-UPDATE; charset=utf-8"),
    send("an update of ten thousand triples", "INSERT DATA {" + "<a:a> <a:a> 1 ." * 4000 + "}", 403,
         media_type="application/sparql-update"),
    Case("a graph put in place", frozenset({404, 405}), "PUT", "/sparql?default", body=b"<a:a> <a:a> 1 .",
         headers=(("Content-Type", "text/turtle"),)),
    Case("a graph added", frozenset({404, 405, 415}), "POST", "/graph/all", body=b"<a:a> <a:a> 1 .",
         headers=(("Content-Type", "text/turtle"),)),
)  # fmt: skip
