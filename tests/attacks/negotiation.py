"""Headers by which a client says what it wants, absurd in number, in length and in kind; and packed bodies."""

import gzip
import zlib

from attacks.case import QUERY, Case, get, send

PATH = "/sparql?query=ASK%7B%7D"
BOMB = gzip.compress(b"ASK {}" + b" " * 30_000_000, 9)
MANY = ",".join(f"text/x{i};q=0.{i % 1000:03}" for i in range(2000))
JSON = "application/sparql-results+json"
ACCEPTS: dict[str, tuple[str, list[int]]] = {
    "two thousand ranges": (MANY, [200, 406, 431]),
    "the same range 2,000 times": (",".join([JSON] * 1200), [200, 431]),
    "twenty thousand commas": ("," * 20_000, [200, 431]),
    "twenty thousand semicolons": (JSON + ";" * 20_000, [200, 406, 431]),
    "five thousand parameters": (JSON + ";a=b" * 5000, [200, 406, 431]),
    "a quote that never ends": (f'{JSON};a="' + "\\" * 20_000, [200, 406, 431]),
    "quotes by thousands": (f"{JSON};a=" + '"' * 20_001, [200, 406, 431]),
    "spaces by thousands": (" " * 10_000 + JSON + " " * 10_000, [200, 431]),
    "wildcards where none may stand": ("*/html, **/*, */*/*, text/**", [200, 406]),
    "a quality of no number": (f"{JSON};q=NaN", [200, 406]),
    "a quality of infinity": (f"{JSON};q=inf, text/csv;q=-inf", [200, 406]),
    "a quality below zero": (f"{JSON};q=-1", [200, 406]),
    "a quality of many digits": (f"{JSON};q=0.{'9' * 20_000}", [200, 406, 431]),
    "a quality in other digits": (f"{JSON};q=\xb2", [200, 406]),
    "a quality with an underscore": (f"{JSON};q=1_0e-1_0", [200, 406]),
    "qualities by thousands": (JSON + ";q=0.1" * 3000, [200, 406, 431]),
    "letters of no alphabet": ("\x80\xff/\xfe", [200, 406]),
    "a line broken by escapes": (f"{JSON}%0d%0aX-Injected: yes", [200, 406]),
    "markup": ("<script>alert(1)</script>", [200, 406]),
    "nothing at all": ("", [200]),
    "everything but": ("*/*;q=0", [406]),
}
OTHERS = {
    "parts of the answer": {"Range": "bytes=0-0,1-1," + "0-," * 2000},
    "tags by thousands": {"If-None-Match": ", ".join(f'"{i}"' for i in range(2500))},
    "a tag that never ends": {"If-None-Match": 'W/"' + "x" * 20_000},
    "tags of commas": {"If-None-Match": "," * 20_000},
    "a tag for all": {"If-None-Match": "*"},
    "a match for none": {"If-Match": '"x"'},
    "a date that is none": {"If-Modified-Since": "Thu, 99 Foo 999999999 99:99:99 GMT"},
    "languages by thousands": {"Accept-Language": ",".join(f"x{i};q=0.{i % 1000:03}" for i in range(1500))},
    "wanted packings by thousands": {"Accept-Encoding": "gzip;q=0.1," * 2000},
    "a charset nobody has": {"Accept-Charset": "utf-7, utf-16;q=0.5, *;q=0"},
    "biscuits by thousands": {"Cookie": "; ".join(f"c{i}=v" for i in range(2500))},
    "a password": {"Authorization": "Basic " + "A" * 20_000},
    "another method in disguise": {"X-HTTP-Method-Override": "DELETE", "X-HTTP-Method": "PUT"},
    "another host in disguise": {"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "javascript",
                                 "Forwarded": "host=evil.example;proto=gopher", "X-Original-URL": "/../etc/passwd"},
    "another sender in disguise": {"X-Forwarded-For": "127.0.0.1, ::1, <script>", "X-Real-IP": "127.0.0.1"},
    "a wish for code": {"User-Agent": "${jndi:ldap://127.0.0.1:1/a} () { :; };", "Referer": "javascript:alert(1)"},
    "a wish to trace": {"Trace": "1", "X-Debug": "1", "X-Requested-With": "XMLHttpRequest", "Max-Forwards": "0"},
    "a change of protocol": {"Upgrade": "websocket", "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
                             "Sec-WebSocket-Version": "13"},
}  # fmt: skip


CASES: tuple[Case, ...] = (
    *(get(f"accept: {name}", PATH, *allowed, headers={"Accept": value}) for name, (value, allowed) in ACCEPTS.items()),
    *(get(name, PATH, 200, 206, 304, 400, 412, 416, 431, headers=headers) for name, headers in OTHERS.items()),
    send("a packed bomb", BOMB, 400, 413, 415, media_type=QUERY, headers={"Content-Encoding": "gzip"}),
    send("a packed bomb in a form", BOMB, 400, 413, 415, headers={"Content-Encoding": "gzip"}),
    send(
        "a query packed twice",
        gzip.compress(gzip.compress(b"ASK {}")),
        400,
        415,
        media_type=QUERY,
        headers={"Content-Encoding": "gzip, gzip"},
    ),
    send(
        "a query deflated",
        zlib.compress(b"ASK {}"),
        400,
        415,
        media_type=QUERY,
        headers={"Content-Encoding": "deflate"},
    ),
    send("a packing nobody knows", "ASK {}", 200, 415, media_type=QUERY, headers={"Content-Encoding": "rot13"}),
    send(
        "packings by thousands",
        "ASK {}",
        200,
        400,
        415,
        431,
        media_type=QUERY,
        headers={"Content-Encoding": "gzip," * 4000},
    ),
)
