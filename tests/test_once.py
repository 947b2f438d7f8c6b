"""What many ask for at the same time is worked out once, and a failure is not kept."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from endpoint.once import once


def test_who_asks_at_the_same_time_waits_for_the_one_who_works() -> None:
    worked, may_end = list[int](), threading.Event()

    @once(4)
    def square(number: int) -> int:
        worked.append(number)
        may_end.wait(5)
        return number * number

    with ThreadPoolExecutor(9) as crew:
        found = [crew.submit(square, 3) for _ in range(8)]
        other = crew.submit(square, 4)
        for _ in range(500):
            if len(worked) == 2:
                break
            time.sleep(0.01)
        may_end.set()
    assert [one.result() for one in found] == [9] * 8
    assert other.result() == 16
    assert sorted(worked) == [3, 4]
    assert square(3) == 9
    assert len(worked) == 2


def test_a_failure_is_not_kept() -> None:
    tries = list[int]()

    @once(1)
    def fail_at_first(number: int) -> int:
        tries.append(number)
        if len(tries) == 1:
            raise ValueError
        return number

    with pytest.raises(ValueError):  # noqa: PT011 - it has no words
        fail_at_first(7)
    assert fail_at_first(7) == 7


def test_no_more_is_kept_than_wanted() -> None:
    worked = list[int]()
    kept = once(2)(worked.append)
    for number in (1, 2, 1, 3, 1, 2):
        kept(number)
    assert worked == [1, 2, 3, 2]
