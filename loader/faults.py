"""What is wrong with the input: each fault names its place, its value and a remedy."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One fault in one cell, row or file of the tables."""

    file: str
    reason: str
    remedy: str
    line: int | None = None
    column: str | None = None
    value: str | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        if self.column is not None:
            place += f" {self.column}"
        value = "" if self.value is None else f" {shorten(self.value)!r}"
        return f"{place}:{value} {self.reason}; {self.remedy}"


class Faulty(Exception):
    """The input cannot be published; `faults` lists everything that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(f"{len(faults)} fault{'s' if len(faults) != 1 else ''}")
        self.faults = faults


def shorten(text: str, width: int = 80) -> str:
    """The text on one line, cut with an ellipsis when longer than `width` characters."""
    line = " ".join(text.split())
    return line if len(line) <= width else line[: width - 1] + "…"
