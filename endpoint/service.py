"""The SPARQL service that programs use: a request becomes a reply, in the event loop and without waiting."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast

from werkzeug.http import http_date
from werkzeug.sansio.http import is_resource_modified

from endpoint import codings, formats, links, protocol, responses
from endpoint.answers import Answer
from endpoint.engine import Engine, is_volatile
from endpoint.formats import HTML, PROBLEM, Format
from endpoint.heads import USUAL, Head
from endpoint.problems import Problem
from endpoint.protocol import READING, Question, Request
from endpoint.responses import VERSION
from endpoint.settings import Settings
from endpoint.spool import Spool

Headers = list[tuple[bytes, bytes]]
PATHS = ("/sparql", "/sparql/")
COMMON: Headers = [(name.lower().encode(), value.encode()) for name, value in responses.HEADERS.items()]
COMMON.append((b"vary", b"Accept, Accept-Encoding"))
_COMMON = b"".join(b"%s: %s\r\n" % header for header in COMMON)
_VERSION = VERSION.lower().encode()
_FRESH = responses.FRESH.encode()


@dataclass(slots=True)
class Reply:
    """A response: the bytes that are there, or an answer whose parts are still to come.

    `headers` go out behind those that all replies have in common, which are `COMMON`. `cause` says what went
    wrong, for the log. `is_kept` means that the same request will get the same reply for as long as this version
    is in service.
    """

    status: int
    headers: Headers
    body: bytes | Answer | Spool
    cause: str = ""
    is_kept: bool = False
    question: Question | None = None

    @property
    def outcome(self) -> str:
        """How the request ended, in a word for the figures."""
        if self.status < 300:
            return "kept" if self.is_kept else "ok"
        return "unchanged" if self.status == 304 else "refused" if self.status < 500 else "failed"

    @property
    def head(self) -> bytes:
        """All its headers as they are sent."""
        return _COMMON + b"".join([b"%s: %s\r\n" % header for header in self.headers])

    @property
    def whole(self) -> bytes:
        """Its body, when all of it is there."""
        return cast("bytes", self.body)


def refuse(problem: Problem, closing: bool = False) -> Reply:
    """Make the reply that tells of a problem (RFC 9457); `closing` the connection leaves the rest of a body unread."""
    body = problem.write()
    headers = [(b"content-type", PROBLEM.media_type.encode())]
    headers += [(name.lower().encode(), value.encode("latin-1")) for name, value in problem.headers.items()]
    headers.append((b"content-length", b"%d" % len(body)))
    if closing:
        headers.append((b"connection", b"close"))
    return Reply(problem.status, headers, body, str(problem.members.get("limit") or HTTPStatus(problem.status).phrase))


class Service:
    """Answers queries for programs; what a person should see in a browser is left to the pages."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        self.engine = engine
        self._settings = settings
        self._links = ", ".join(links.dataset(settings)).encode()
        self._told: tuple[str, Headers] = ("", [])

    def answer(self, request: Request, head: Head, then: Callable[[Reply], None]) -> Answer | Reply | None:
        """Begin to answer. None means that the pages should; a Reply is there at once.

        An Answer is still to come: `then` is called with the reply when it begins, perhaps before this returns.
        Close it when the client leaves.
        """
        accept, coding = head.accept, head.coding
        try:
            question = protocol.read(request, self._settings.query_bytes)
            if question is None:
                return None
            written = _decide(question.query.form, accept, question.format)
        except Problem as problem:
            return None if wants_page(accept) else self._refuse(problem, None)
        if written is HTML:
            return None
        tagged = request.method in READING and not is_volatile(question.query)
        if tagged and (head.known or head.since) and (names := self._find_known(head, question, written)):
            return Reply(304, names, b"", "", True, question)

        def begin(answer: Answer) -> None:
            then(self._reply(answer, question, written, coding if answer.is_coded else "", tagged))

        return self.engine.ask(question.query, question.graphs, written, begin, coding, request.client)

    def _reply(self, answer: Answer, question: Question, written: Format, coding: str, tagged: bool) -> Reply:
        if answer.problem:
            return self._refuse(answer.problem, question)
        headers = [(b"content-type", written.media_type.encode())]
        if coding:
            headers.append((b"content-encoding", coding.encode()))
        if tagged:
            tag = responses.tag(answer.version, question.query, question.graphs, written, coding)
            headers += self._name(tag, answer.version)
        else:
            headers.append((_VERSION, answer.version.encode()))
        if answer.body is None:
            return Reply(200, headers, answer, question=question)
        headers.append((b"content-length", b"%d" % len(answer.body)))
        return Reply(200, headers, answer.body, is_kept=tagged and answer.is_kept, question=question)

    def _refuse(self, problem: Problem, question: Question | None) -> Reply:
        reply = refuse(problem)
        reply.headers.append((_VERSION, self.engine.edition.version.encode()))
        reply.question = question
        return reply

    def _find_known(self, head: Head, question: Question, written: Format) -> Headers:
        """Name the answer that the client has already, if it has (RFC 9110, section 13.2.2)."""
        edition = self.engine.edition
        modified = responses.since(edition)
        for coding in (head.coding, codings.IDENTITY):  # small answers are not compressed
            tag = responses.tag(edition.version, question.query, question.graphs, written, coding)
            if not is_resource_modified(
                http_if_modified_since=head.since,
                http_if_none_match=head.known,
                etag=f'"{tag}"',
                last_modified=modified,
            ):
                return self._name(tag, edition.version)
        return []

    def _name(self, tag: str, version: str) -> Headers:
        """Name an answer, and tell of its version."""
        if self._told[0] != version:
            self._told = version, self._tell(version)
        return [(b"etag", f'"{tag}"'.encode()), *self._told[1]]

    def _tell(self, version: str) -> Headers:
        edition, found = self.engine.edition, [(b"cache-control", _FRESH), (_VERSION, version.encode())]
        if self._links:
            found.append((b"link", self._links))
        if edition.version == version and (modified := responses.since(edition)):
            found.append((b"last-modified", http_date(modified).encode()))
        return found


def wants_page(accept: str | None) -> bool:
    """Tell whether a problem should be told as a page."""
    return formats.choose(accept, (PROBLEM, HTML)) is HTML


@functools.lru_cache(maxsize=512)
def _decided(form: str, accept: str | None, wanted: str | None) -> Format:
    return formats.decide(form, accept, wanted)


def _decide(form: str, accept: str | None, wanted: str | None) -> Format:
    """Decide the format, from memory where the header is one of the usual."""
    decide = formats.decide if len(accept or "") + len(wanted or "") > USUAL else _decided
    return decide(form, accept, wanted)
