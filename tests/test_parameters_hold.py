"""Whatever a client sends, its parameters are read by the rules or refused with a sentence."""

from urllib.parse import quote_from_bytes, unquote_to_bytes, urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from endpoint.formats import WRITTEN
from endpoint.problems import Problem
from endpoint.protocol import FORM, QUERY, UPDATE, Question, Request, read

MOST = 2000
IN_BODY = ("POST", "QUERY")


def asked(method: str, query_string: bytes, content_type: str, body: bytes) -> Question | None:
    """Read the question of a request: the one place that knows what a request is made of."""
    return read(Request(method, query_string, {b"content-type": content_type.encode()}, body), MOST)


def attempt(method: str, query_string: bytes, content_type: str, body: bytes) -> Question | Problem | None:
    """Read the question, or say why it cannot be read."""
    try:
        return asked(method, query_string, content_type, body)
    except Problem as problem:
        return problem


methods = some.sampled_from(["GET", "HEAD", *IN_BODY])
types = some.sampled_from([QUERY, FORM, UPDATE, f"{FORM}; charset=utf-8", "text/plain", ""]) | some.text(
    some.characters(codec="latin-1", exclude_categories=["Cc"])
)
# pieces of which requests are made, so that chance often comes close to a real one
pieces = some.sampled_from(
    [b"query", b"update", b"format", b"default-graph-uri", b"named-graph-uri", b"=", b"&", b";", b"+", b"%", b"%00",
     b"%FF", b"%ED%A0%80", b"ASK", b"{}", b"SELECT", b"*", b"FROM", b"<http://a>", b"http://a", b"PREFIX", b":", b"\0",
     b"\xff", b"'", b'"""', b"\\", b"#", b"(", b"[", b"<"]
)  # fmt: skip
assembled = some.lists(pieces | some.binary(max_size=3), max_size=30).map(b"".join)
texts = some.text(max_size=200).filter(lambda text: "\0" not in text)


@given(methods, assembled, types, assembled)
@example("POST", b"", "", b"query=ASK{}")
@example("GET", b"query", FORM, b"")
@example("POST", b"", f"{FORM}; charset=", b"query=ASK{}")
@example("POST", b"query=" + b"x" * 3000, FORM, b"")
def test_any_bytes_are_a_question_or_a_problem_of_the_client(
    method: str, query_string: bytes, content_type: str, body: bytes
) -> None:
    question = attempt(method, query_string, content_type, body)
    if isinstance(question, Problem):
        assert 400 <= question.status < 500
        assert question.sentence.endswith(".")
        assert "Error" not in question.sentence
    elif question is None:
        assert method not in IN_BODY
    else:
        assert len(question.query.text.encode()) <= MOST
        assert question.query.form in WRITTEN


@given(texts)
def test_a_query_arrives_as_it_was_sent(text: str) -> None:
    encoded = urlencode({"query": text}).encode()
    every_byte = b"query=" + "".join(f"%{byte:02x}" for byte in text.encode()).encode()
    for question in (
        asked("GET", encoded, "", b""),
        asked("GET", b"query=" + quote_from_bytes(text.encode(), safe="").encode(), "", b""),
        asked("GET", every_byte, "", b""),
        asked("POST", b"", FORM, encoded),
        asked("QUERY", b"", f"{FORM}; charset=UTF-8", every_byte),
        asked("POST", b"", QUERY, text.encode()),
        asked("QUERY", b"", f'{QUERY}; charset="utf-8"', text.encode()),
    ):
        assert question
        assert question.query.text == text


signs = some.sampled_from([b"%", b"+", b"=", b"=\n", b"\n", b"\r\n", b" ", b"\t", b"4", b"F", b"%4", b"%2b", b"\xc3"])


@given(some.lists(signs | some.binary(max_size=2), max_size=12).map(b"".join))
@example(b"%\n")
def test_what_is_encoded_wrongly_stands_as_it_is(encoded: bytes) -> None:
    encoded = encoded.replace(b"&", b"")
    decoded = unquote_to_bytes(encoded.replace(b"+", b" "))
    question = attempt("POST", b"", FORM, b"query=" + encoded)
    if isinstance(question, Problem):
        assert question.status == 400
        assert b"\0" in decoded or decoded.decode("utf-8", "replace").encode() != decoded
    else:
        assert question
        assert question.query.text.encode() == decoded


PARAMETERS = ("default-graph-uri=http://a", "named-graph-uri=http://b", "query=ASK{}", "format=xml", "x=y")


@given(some.permutations(PARAMETERS))
def test_the_order_of_parameters_means_nothing(parameters: list[str]) -> None:
    question = asked("GET", "&".join(parameters).encode(), "", b"")
    assert question == asked("GET", "&".join(PARAMETERS).encode(), "", b"")
    assert question
    assert question.graphs
    assert question.graphs.default == frozenset({"http://a"})
    assert question.graphs.named == frozenset({"http://b"})
    assert question.format == "xml"


@given(methods, some.sampled_from(["query", "format"]), texts, texts)
def test_a_parameter_given_twice_is_refused(method: str, name: str, one: str, other: str) -> None:
    twice = urlencode([("query", "ASK {}"), (name, one), (name, other)]).encode()
    with pytest.raises(Problem) as caught:
        asked(method, b"" if method in IN_BODY else twice, FORM, twice if method in IN_BODY else b"")
    assert caught.value.status == 400


@given(methods, texts, texts)
def test_an_update_is_refused_whatever_stands_beside_it(method: str, update: str, query: str) -> None:
    both = urlencode([("query", query), ("update", update)]).encode()
    with pytest.raises(Problem) as caught:
        asked(method, both, FORM, b"a=b")
    assert caught.value.status == 403
