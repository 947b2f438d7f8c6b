"""The bodies of all requests have room in common, and a page hears the length of one that came in chunks."""

from contextlib import closing
from typing import Any

import pytest
from serving import run

from endpoint import bodies
from endpoint.bodies import Body
from endpoint.problems import Problem

CHUNKED = [(b"content-type", b"application/sparql-query"), (b"transfer-encoding", b"chunked")]


def read(body: Body, data: bytes, scope: dict[str, Any]) -> None:
    """Read a body that arrives in two parts."""
    half = len(data) // 2
    parts = [
        {"type": "http.request", "body": data[:half], "more_body": True},
        {"type": "http.request", "body": data[half:], "more_body": False},
    ]

    async def receive() -> dict[str, Any]:
        return parts.pop(0)

    run(body.read(scope, receive, 10_000))


def scope(path: str = "/sparql", method: str = "POST") -> dict[str, Any]:
    return {"path": path, "method": method, "headers": list(CHUNKED)}


def test_what_is_held_at_a_time_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "_MOST_BYTES", 1000)
    with closing(Body()) as first, closing(Body()) as second:
        read(first, b"x" * 600, scope())
        with pytest.raises(Problem) as caught:
            read(second, b"x" * 600, scope())
        assert caught.value.status == 503
        assert caught.value.headers["Retry-After"]
    with closing(Body()) as third:
        read(third, b"x" * 600, scope())
        assert third.data == b"x" * 600


def test_a_body_in_chunks_is_given_with_its_length() -> None:
    asked = scope("/reconcile")
    with closing(Body()) as body:
        read(body, b"queries=%7B%7D", asked)
        assert body.data == b"queries=%7B%7D"
    assert asked["headers"] == [CHUNKED[0], (b"content-length", b"14")]


@pytest.mark.parametrize("asked", [scope("/"), scope("/reconcile", "GET"), scope("/nothing", "PUT")])
def test_a_body_that_nobody_takes_is_not_read(asked: dict[str, Any]) -> None:
    with closing(Body()) as body:
        read(body, b"x", asked)
        assert body.data is None
