"""The results as text for a terminal: figures with ratios, then bars."""

from collections.abc import Iterator, Sequence

from benchmarks.figures import NONE, amount, figure, megabytes, ratio
from benchmarks.outcome import Column, Results, Row
from benchmarks.peers import REFERENCE
from benchmarks.scale import Scale, ruler, span

_TITLE, _CELL, _RATIO, _CHART = 46, 12, 8, 40


def draw(results: Results) -> str:
    """All tables, the bars and the remarks, with a newline after each line."""
    lines = [
        f"{results.data}, {results.triples:,} triples; medians of {results.rounds} rounds; × is the speed of Oxigraph",
        "",
    ]
    if results.lookups:
        lines += _table(f"Look-ups, {results.connections} connections", results.columns, results.lookups)
    if results.heavy:
        lines += _table("Heavy queries, first time, one connection", results.columns, results.heavy)
    if results.streams:
        lines += _table("Answers as streams", results.columns, results.streams)
    for export in results.exports:
        lines.append(f"{export.title}: {megabytes(export.size)}; without a server {amount(export.alone, 'MB/s')}")
        for column in results.columns:
            if column.name in export.peaks and column.memory:
                rest, peak = megabytes(column.memory), megabytes(export.peaks[column.name])
                lines.append(f"  {column.title}: {rest} of memory before the first question, {peak} at the peak")
    lines += ["", *_bars(results), *notes(results)]
    return "\n".join([*lines, *results.remarks]) + "\n"


def _table(title: str, columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    yield f"{title:{_TITLE}}" + "".join(f"{column.title:>{_CELL + _RATIO}}" for column in columns)
    for row in rows:
        cells = (f"{figure(row, c.name):>{_CELL}}{ratio(row, c.name):>{_RATIO}}" for c in columns)
        yield f"{row.title + ', ' + row.way:{_TITLE}}" + "".join(cells)
    yield ""


def _bars(results: Results) -> Iterator[str]:
    """A line of each row and server: where its ratio stands left or right of 1."""
    rows = [*results.lookups, *results.heavy]
    others = [column for column in results.columns if column.name != REFERENCE]
    ratios = [value for row in rows for column in others if (value := row.ratio(column.name))]
    if not ratios:
        return
    scale = span(ratios)
    left = " " * (_TITLE + 17)
    yield f"{left}{ruler(scale, _CHART)}"
    for row in rows:
        for position, column in enumerate(others):
            value = row.ratio(column.name)
            title = f"{row.title}, {row.way}" if position == 0 else ""
            bar = " " * _CHART if value is None else bar_of(value, scale)
            yield f"{title:{_TITLE}}{column.title:17}{bar} {ratio(row, column.name) or NONE}"
    yield ""


def bar_of(ratio: float, scale: Scale) -> str:
    """A bar between 1, which is shown as a line, and the ratio."""
    one, here = (round(scale.place(value) * (_CHART - 1)) for value in (1.0, ratio))
    cells = ["█" if min(one, here) <= cell <= max(one, here) else " " for cell in range(_CHART)]
    cells[one] = "│"
    return "".join(cells)


def notes(results: Results) -> list[str]:
    """A line for each figure that is missing."""
    titles = {column.name: column.title for column in results.columns}
    rows = [*results.lookups, *results.heavy]
    lines = (f"{titles[name]}, {row.title}: {words}." for row in rows for name, words in row.notes.items())
    return list(dict.fromkeys(lines))
