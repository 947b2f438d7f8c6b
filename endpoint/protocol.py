"""An HTTP request becomes a question: the query operation of the SPARQL 1.1 Protocol, section 2.1."""

from binascii import a2b_qp
from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

from pyoxigraph import NamedNode
from werkzeug.http import parse_options_header

from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.prologue import read as read_query

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
READ_ONLY = "This endpoint is read-only: updates are refused."
METHODS = ("GET", "POST", "QUERY")
WITH_BODY = ("POST", "QUERY")
READING = ("GET", "HEAD")
_PARAMETERS_MOST = 1000
_TYPE_MOST = 1000  # characters
Parameters = dict[str, list[str]]


class Request(NamedTuple):
    """What an HTTP request says; `client` names who is served in turn."""

    method: str
    query_string: bytes
    headers: Mapping[bytes, bytes] = {}
    body: bytes = b""
    client: str = ""

    def header(self, name: bytes) -> str | None:
        """Find a header by its name in lower case."""
        value = self.headers.get(name)
        return None if value is None else value.decode("latin-1")


def gather(headers: Sequence[tuple[bytes, bytes]]) -> Mapping[bytes, bytes]:
    """Gather headers by name, their values joined with commas where one stands more than once."""
    found = dict(headers)
    if len(found) < len(headers):
        for name in found:
            found[name] = b", ".join(value for key, value in headers if key == name)
    return found


class Question(NamedTuple):
    """What a request asks: the query, the dataset its parameters choose, and the format they name, if any."""

    query: Query
    graphs: Graphs | None
    format: str | None


def read(request: Request, query_bytes: int) -> Question | None:
    """Read the question of a request; None when it asks no query. `query_bytes` bounds the query text.

    Problems: 400 for parameters that cannot be read or stand twice, 403 for an update, 413 and 414 for
    something too long, 415 for a body of another type or not declared as UTF-8.
    """
    in_body = request.method in WITH_BODY
    if len(request.query_string) > most_bytes(query_bytes):
        raise too_long(414, query_bytes)
    parameters: Parameters = {}
    _gather(request.query_string, parameters)
    if in_body:
        _gather_body(request, query_bytes, parameters)
    if "update" in parameters:
        raise Problem(403, READ_ONLY)
    text, wanted = _single("query", parameters), _single("format", parameters)
    if text is None:
        if in_body:
            raise Problem(400, "The body contains no query.")
        return None
    if len(text) * 4 > query_bytes and len(text.encode()) > query_bytes:
        raise too_long(413 if in_body else 414, query_bytes)
    if "\0" in text:
        raise Problem(400, "The query contains a NUL character.")
    return Question(read_query(text), _graphs(parameters), wanted)


def bound(request: Request, query_bytes: int) -> int:
    """Find how many bytes the body of a request may have; what cannot be a query is a Problem before it is read."""
    essence, options = _type(request)
    if essence == UPDATE:
        raise Problem(403, READ_ONLY)
    if essence not in (QUERY, FORM):
        raise Problem(415, f"Send the query as {QUERY} or {FORM}.", offered=[QUERY, FORM])
    if options.get("charset", "utf-8").lower() not in ("utf-8", "utf8"):
        raise Problem(415, "Send the query in UTF-8.")
    if (request.header(b"content-encoding") or "identity").lower() != "identity":
        raise Problem(415, "Send the query without a content coding.")
    most = query_bytes if essence == QUERY else most_bytes(query_bytes)
    declared = request.header(b"content-length") or ""
    if declared.isdigit() and int(declared) > most:
        raise too_long(413, query_bytes)
    return most


def _type(request: Request) -> tuple[str, dict[str, str]]:
    """Read the type of a body with its parameters; none is as long as what takes long to read."""
    declared = (request.header(b"content-type") or "").lower()
    return parse_options_header(declared) if len(declared) < _TYPE_MOST else ("", {})


def most_bytes(query_bytes: int) -> int:
    """Bound parameters: percent-encoding makes three bytes of one, and those beside the query need room too."""
    return 3 * query_bytes + 65_536


def _gather_body(request: Request, query_bytes: int, parameters: Parameters) -> None:
    """Read the parameters that a body carries; a bare query counts as the parameter `query`."""
    if len(request.body) > bound(request, query_bytes):
        raise too_long(413, query_bytes)
    if _type(request)[0] == QUERY:
        parameters.setdefault("query", []).append(_text(request.body))
    else:
        _gather(request.body, parameters)


def _text(data: bytes) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise Problem(400, "The request is not valid UTF-8.") from None


def check_count(*parameters: bytes) -> None:
    """Refuse more parameters, as they are encoded, than a request may have."""
    if any(given.count(b"&") >= _PARAMETERS_MOST for given in parameters):
        raise Problem(400, f"A request may have {_PARAMETERS_MOST} parameters, not more.")


def _gather(data: bytes, parameters: Parameters) -> None:
    check_count(data)
    for field in data.split(b"&"):
        if field:
            name, _, value = field.partition(b"=")
            key = "query" if name == b"query" else _text(_decode(name))
            parameters.setdefault(key, []).append(_text(_decode(value)))


def _decode(data: bytes) -> bytes:
    """Decode percent-encoding, in which + is a space.

    It is the encoding of RFC 2045 section 6.7 with another sign, for which Python has a decoder in C: eight times
    as fast as urllib's, which takes what is wrongly encoded.
    """
    if b"+" in data:
        data = data.replace(b"+", b" ")
    escapes = data.count(b"%")
    if not escapes:
        return data
    if b"\n" in data or b"\r" in data:  # line ends mean something to that decoder
        return unquote_to_bytes(data)
    decoded = a2b_qp(data.replace(b"=", b"%3D").replace(b"%", b"="))
    return decoded if len(decoded) == len(data) - 2 * escapes else unquote_to_bytes(data)


def _single(name: str, parameters: Parameters) -> str | None:
    values = parameters.get(name)
    if values is None:
        return None
    if len(values) > 1:
        raise Problem(400, f"The parameter {name} is given {len(values)} times; give it once.")
    return values[0]


def too_long(status: int, query_bytes: int) -> Problem:
    """Make the Problem of a query that is too long."""
    return Problem(status, f"A query may be {query_bytes} bytes long, not more.", limit=query_bytes)


def _graphs(parameters: Parameters) -> Graphs | None:
    """Read the dataset that the protocol parameters choose (section 2.1.4); it overrides the query's own."""
    if len(parameters) == 1:
        return None
    default, named = _iris("default-graph-uri", parameters), _iris("named-graph-uri", parameters)
    return Graphs(default, named) if default or named else None


def _iris(name: str, parameters: Parameters) -> frozenset[str]:
    found = set()
    for value in parameters.get(name, ()):
        try:
            found.add(NamedNode(value).value)
        except ValueError:
            raise Problem(400, f"{name} must be an absolute IRI, not {value[:200]!r}.") from None
    return frozenset(found)
