"""The line is bounded and fair: clients take turns, and the one with most in it gives up first."""

from functools import partial
from typing import Any

import pytest

from endpoint.answers import Answer, Task
from endpoint.line import Line
from endpoint.settings import Settings


@pytest.fixture
def ended() -> list[Answer]:
    return []


def wait(line: Line, ended: list[Answer], client: str, asked: float = 0.0) -> Answer:
    answer = Answer(Task(b"", client, asked), ended.append)
    line.add(answer)
    return answer


def statuses(ended: list[Answer]) -> list[Any]:
    return [answer.problem.status for answer in ended if answer.problem]


def test_clients_take_turns(ended: list[Answer]) -> None:
    line = Line(Settings())
    for client in "aaaab":
        wait(line, ended, client)
    wait(line, ended, "c")
    served = [answer.task.client for answer in iter(partial(line.next, bool), None)]
    assert served == ["a", "b", "c", "a", "a", "a"]
    assert len(line) == 0


def test_a_client_with_enough_readers_is_passed_over(ended: list[Answer]) -> None:
    line = Line(Settings())
    for client in "aab":
        wait(line, ended, client)
    served = [answer.task.client for answer in iter(partial(line.next, "a".__ne__), None)]
    assert served == ["b"]
    assert len(line) == 2


def test_a_full_line_sends_the_greedy_away_first(ended: list[Answer]) -> None:
    line = Line(Settings(queue_length=4))
    for _ in range(4):
        wait(line, ended, "greedy")
    wait(line, ended, "modest")
    assert statuses(ended) == [429]
    assert ended[0].task.client == "greedy"
    wait(line, ended, "greedy")
    assert statuses(ended) == [429, 503]
    assert ended[1].problem is not None
    assert int(ended[1].problem.headers["Retry-After"]) > 0
    assert len(line) == 4


def test_nobody_waits_for_ever(ended: list[Answer]) -> None:
    line = Line(Settings(queue_seconds=5))
    wait(line, ended, "early", asked=1.0)
    wait(line, ended, "late", asked=4.0)
    line.check(7.0)
    assert [answer.task.client for answer in ended] == ["early"]
    assert statuses(ended) == [503]
    assert len(line) == 1
