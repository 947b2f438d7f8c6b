"""A reader whose answer is not read as fast as it comes waits, but never for ever."""

import asyncio

import pytest
from serving import run

from endpoint import deaths, frames
from endpoint.answers import GATHERED_BYTES, Answer, Task
from endpoint.process import Reader

LARGE = frames.pack(frames.PART, b"x" * (GATHERED_BYTES + 1))


class Line(asyncio.Transport):
    """The end of a socket that only knows whether it is read."""

    is_read = True

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send nothing."""

    def pause_reading(self) -> None:
        """Stop."""
        self.is_read = False

    def resume_reading(self) -> None:
        """Go on."""
        self.is_read = True


def hear(reader: Reader, data: bytes) -> None:
    """Let bytes arrive as they do, in an event loop."""

    async def arrive() -> None:
        reader.data_received(data)

    run(arrive())


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def reader(line: Line) -> Reader:
    reader = Reader(lambda _: None, lambda _: None)
    reader.connection_made(line)
    reader.begin(Answer(Task(b"", "", 0.0), lambda _: None), "1", 0.0)
    return reader


def test_a_large_answer_waits_for_who_reads_it(reader: Reader, line: Line) -> None:
    hear(reader, LARGE)
    assert not line.is_read


def test_the_next_answer_is_heard_when_the_end_of_a_large_one_came_with_its_rest(reader: Reader, line: Line) -> None:
    hear(reader, LARGE + frames.pack(frames.LAST, b""))
    assert reader.work is None
    assert line.is_read


def test_the_end_of_a_reader_that_died_while_it_waited_is_seen(reader: Reader, line: Line) -> None:
    hear(reader, LARGE)
    reader.death = deaths.KILLED
    reader.pause(False)
    hear(reader, LARGE)
    assert line.is_read
