"""The judge: is what came back a safe answer to an attack? Each fault is one line."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from attacks.case import Case

from siege.canary import WORDS
from siege.live import ROOT
from siege.wire import Reply

PROBLEM = "application/problem+json"
# words of the works inside, which say more than a client should know
INSIDE = re.compile(
    r"Traceback|panicked|\bthread '|RuntimeError|MemoryError|OSError|RecursionError|AssertionError|BrokenPipe|"
    r"(?:Syntax|Value|Type|Key|Attribute|Index|Unicode\w+)Error|pyoxigraph|spareval|site-packages|\bat 0x[0-9a-f]{6}|"
    r"\.rs:\d|\.py:\d|\.py\", line|SIGKILL|RLIMIT|Errno|NoneType|<module>"
)
LIMIT = re.compile(r"second|memory|\bMB\b|megabyte|bytes|busy|queue|wait|too many", re.IGNORECASE)


def judge(case: Case, reply: Reply, patience: float) -> list[str]:
    """List the faults of an answer; none means that it is safe."""
    return [*_of_framing(case, reply, patience), *_of_status(case, reply), *_of_content(case, reply)]


def _of_framing(case: Case, reply: Reply, patience: float) -> Iterator[str]:
    if reply.lapse and not reply.status:
        yield f"no answer within {patience:g} s"
    elif reply.first_seconds > patience:
        yield f"the answer began after {reply.first_seconds:.1f} s"
    if reply.status and not reply.whole and not (case.heavy and reply.status == 200):
        yield f"the answer with status {reply.status} is cut"
    if case.once and reply.rest:
        yield f"a second answer came: {reply.rest[:60]!r}"
    if "x-injected" in reply.headers or "set-cookie" in reply.headers:
        yield "a header was smuggled in"


def _of_status(case: Case, reply: Reply) -> Iterator[str]:
    if not reply.lapse and reply.status not in case.allowed:
        yield f"the status is {reply.status or 'none'}, not {sorted(case.allowed)}: {reply.body[:300]!r}"
    if reply.status < 400 or not reply.body or case.method == "HEAD" or reply.essence == "text/html":
        return
    if reply.essence != PROBLEM:
        if not case.bare and reply.status != 431:
            yield f"the error is no problem document but {reply.essence}: {reply.body[:100]!r}"
        return
    try:
        document = json.loads(reply.body)
        if document["status"] != reply.status or not document["title"] or not document["detail"]:
            yield f"the problem document says something else: {document}"
        elif reply.status == 503 and not LIMIT.search(document["detail"]):
            yield f"no limit is named: {document['detail']}"
    except (ValueError, KeyError, TypeError):
        yield f"the problem document is broken: {reply.body[:200]!r}"


def _of_content(case: Case, reply: Reply) -> Iterator[str]:
    text = reply.body.decode("utf-8", "replace")
    head = json.dumps(reply.headers)
    for word in (WORDS, str(ROOT), str(Path.home()) + "/", *case.absent):
        if word in text or word in head:
            yield f"the answer says {word!r}"
    if reply.status >= 400 and (found := INSIDE.search(text)):
        yield f"the error speaks of the works inside: {found[0]!r}"
    if reply.essence in ("text/html", "application/xhtml+xml"):
        yield from (f"the page is alive: {word}" for word in case.live if word in text)
    elif reply.status and not case.bare and reply.body and reply.header("x-content-type-options") != "nosniff":
        yield "a browser may take the answer for a page"
    if reply.status == 200 and reply.whole and reply.essence.endswith("+json") and case.method != "HEAD":
        try:
            document = json.loads(text)
        except ValueError:
            yield "the answer looks whole and is broken JSON"
        else:
            if case.rows is not None and len(document["results"]["bindings"]) != case.rows:
                yield f"the answer has {len(document['results']['bindings'])} rows, not {case.rows}"
