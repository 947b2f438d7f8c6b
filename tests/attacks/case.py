"""What an attack is: a request, or raw bytes where HTTP itself is broken, and the answers that are safe."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

QUERY, FORM = "application/sparql-query", "application/x-www-form-urlencoded"
PREFIX = "PREFIX : <http://example.org/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
CLOSED = 0  # the connection ends without an answer
CANARY = "CANARY"  # stands for host and port of a socket at which nobody may knock
DOOR = "DOOR"  # stands for its port alone
SECRET = "SECRET"  # noqa: S105 - stands for the path of a file that nobody may read
Headers = Mapping[str, str]


@dataclass(frozen=True)
class Case:
    """One attack.

    `allowed` are the safe statuses. `heavy` says that it may run into the deadline, and that an answer which has
    begun may be cut. `bare` says that HTTP itself is broken or strange, so that an error may come without a
    problem document. `once` forbids a second answer behind the first. `absent` may stand nowhere in the answer,
    `live` not in a page of HTML, where it would be more than text. `rows` is how many rows a right answer has.
    """

    name: str
    allowed: frozenset[int]
    method: str = "GET"
    path: str = "/sparql"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    raw: bytes = b""
    heavy: bool = False
    bare: bool = False
    once: bool = False
    absent: tuple[str, ...] = ()
    live: tuple[str, ...] = ()
    rows: int | None = None

    def request(self, canary: str, secret: str) -> bytes:
        """Write the request as it goes over the wire."""
        if self.raw:
            return self.raw
        lines = [f"{self.method} {self.path} HTTP/1.1", "Host: 127.0.0.1", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in self.headers]
        body = self.body
        for word, meaning in ((CANARY, canary), (DOOR, canary.rpartition(":")[2]), (SECRET, secret)):
            body = body.replace(word.encode(), meaning.encode())
            lines = [line.replace(word, meaning) for line in lines]
        if body and "content-length" not in {name.lower() for name, _ in self.headers}:
            lines.append(f"Content-Length: {len(body)}")
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def ask(name: str, query: str | bytes, *allowed: int, accept: str = "", rows: int | None = None) -> Case:
    """Send a query as the body of a POST."""
    headers = (("Content-Type", QUERY), *((("Accept", accept),) if accept else ()))
    body = query if isinstance(query, bytes) else query.encode()
    return Case(name, frozenset(allowed), "POST", headers=headers, body=body, rows=rows)


def burden(name: str, query: str, *others: int, accept: str = "") -> Case:
    """Send a query that may be too much: an answer, a cut one, or a refusal that names the limit."""
    headers = (("Content-Type", QUERY), *((("Accept", accept),) if accept else ()))
    allowed = frozenset((200, 503, *others))
    return Case(name, allowed, "POST", headers=headers, body=(PREFIX + query).encode(), heavy=True)


def send(
    name: str,
    body: str | bytes,
    *allowed: int,
    media_type: str = FORM,
    headers: Headers | None = None,
    path: str = "/sparql",
) -> Case:
    """Send a body of some type by POST."""
    data = body if isinstance(body, bytes) else body.encode()
    pairs = (("Content-Type", media_type), *(headers or {}).items())
    return Case(name, frozenset(allowed), "POST", path, pairs, data)


def get(
    name: str,
    path: str,
    *allowed: int,
    headers: Headers | None = None,
    absent: Iterable[str] = (),
    live: Iterable[str] = (),
) -> Case:
    """Ask for a path."""
    pairs = tuple((headers or {}).items())
    return Case(name, frozenset(allowed), path=path, headers=pairs, absent=tuple(absent), live=tuple(live))


def raw(name: str, data: bytes | str, *allowed: int, once: bool = False, absent: Iterable[str] = ()) -> Case:
    """Send bytes that are not quite HTTP."""
    data = data if isinstance(data, bytes) else data.encode("latin-1")
    return Case(name, frozenset((*allowed, CLOSED)), raw=data, bare=True, once=once, absent=tuple(absent))


def address(query: str, **parameters: str) -> str:
    """Write the address that asks this query."""
    return "/sparql?" + urlencode({"query": query, **parameters}, quote_via=quote)
