"""Queries that come together are done in a row by one reader, yet none suffers from the one before it."""

import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store
from serving import WAYS, engine, run, until

from endpoint import deaths, prologue, seating
from endpoint.answers import Answer
from endpoint.engine import Engine
from endpoint.formats import JSON
from endpoint.process import Reader
from endpoint.settings import Settings

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DEEP = "ASK {" + "{" * 60_000


@pytest.fixture(params=WAYS)
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Any]:
    """Make an engine over a thousand triples, where one reader is enough to keep the machine busy, and quick."""
    monkeypatch.setattr(seating, "_ENOUGH", 1)
    monkeypatch.setattr(seating, "_BRISK_SECONDS", 0.004)
    store = Store()
    store.extend(Quad(_thing(i), NamedNode("http://example.org/p"), Literal(f"value {i}.")) for i in range(1000))
    store.dump(str(tmp_path / "data.nq"), RdfFormat.N_QUADS)
    given = {"dataset": tmp_path / "data.nq", **WAYS[request.param]}
    with ExitStack() as stack:
        yield lambda **chosen: stack.enter_context(engine(Settings(**given, **chosen)))


def _thing(number: int) -> NamedNode:
    return NamedNode(f"http://example.org/{number}")


def together(engine: Engine, *first: str, small: int = 6) -> tuple[list[Answer], list[Answer], int]:
    """Ask some queries and then small ones, all at the same moment; tell how many readers were busy then."""
    queries = [*first, *(f"SELECT ?o {{ {_thing(number)} ?p ?o }}" for number in range(small))]

    async def ask() -> tuple[list[Answer], int]:
        asked = [engine.ask(prologue.read(query), None, JSON, lambda _: None) for query in queries]
        return asked, len(engine.shelf.readers.working())

    answers, busy = run(ask())
    return answers[: len(first)], answers[len(first) :], busy


def right(answers: list[Answer]) -> bool:
    """Whether each small query has its own answer."""
    return all(answer.body and f"value {i}.".encode() in answer.body for i, answer in enumerate(answers))


def test_small_queries_share_a_reader_and_each_gets_its_own_answer(opened: Any) -> None:
    _, small, busy = together(opened(readers=3))
    assert until(lambda: right(small))
    assert busy == 1


def test_what_stands_behind_a_long_query_goes_elsewhere(opened: Any) -> None:
    (long,), small, busy = together(opened(readers=3), ENDLESS)
    assert until(lambda: right(small))
    assert not long.is_begun
    assert busy == 1


def test_what_has_nowhere_else_to_go_is_answered_after_the_long_query_was_stopped(opened: Any) -> None:
    long, small, _ = together(opened(readers=2, deadline_seconds=1), ENDLESS, ENDLESS)
    assert until(lambda: right(small))
    assert {one.problem.members["limit"] for one in long if one.problem} == {"deadline_seconds"}


def test_a_query_that_kills_its_reader_costs_those_behind_it_nothing(opened: Any) -> None:
    (deadly,), small, _ = together(opened(readers=2), DEEP)
    assert until(lambda: right(small) and deadly.problem is not None)
    assert deadly.problem
    assert deadly.problem.status == 400
    assert not any(answer.problem for answer in small)


def test_those_behind_a_client_who_leaves_are_answered(opened: Any) -> None:
    engine = opened(readers=2)
    long, small, _ = together(engine, ENDLESS, ENDLESS)
    run(_close(long))
    assert until(lambda: right(small))
    assert engine.deaths[deaths.LEFT]


@pytest.mark.parametrize(
    ("took", "ago", "joins"),
    [(0.0005, 0.0008, True), (0.0005, 0.004, True), (0.003, 0.0008, True), (0.003, 0.004, False)],
)
def test_more_waits_for_a_reader_that_the_system_lets_wait_than_for_one_that_is_slow(
    took: float, ago: float, joins: bool
) -> None:
    reader = Reader(lambda _: None, lambda _: None)
    reader.work, reader.began, reader.took = Answer.unwanted(), 100 - ago, took
    readers: Any = SimpleNamespace(latest=reader, busy=99)
    assert (seating.Seating._find_brisk(readers, 100) is reader) == joins


async def _close(answers: list[Answer]) -> None:
    for answer in answers:
        answer.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux can be told so")
def test_the_front_gives_way_to_its_readers_unless_one_is_at_a_long_query(opened: Any) -> None:
    async def policy() -> int:
        return os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK

    made = opened(readers=2, deadline_seconds=1)
    assert until(lambda: run(policy()) == os.SCHED_BATCH)
    (long,), small, _ = together(made, ENDLESS)
    assert until(lambda: run(policy()) == os.SCHED_OTHER)
    assert until(lambda: long.problem is not None and right(small))
    assert until(lambda: run(policy()) == os.SCHED_BATCH)
