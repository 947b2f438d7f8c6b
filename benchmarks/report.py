"""The report: report.md with every figure, and report.svg with the bars."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import chart
from benchmarks.figures import amount, figure, megabytes, ratio
from benchmarks.outcome import Column, Results, Row
from benchmarks.table import notes

PAGE, PICTURE = "report.md", "report.svg"


def save(results: Results, folder: Path) -> None:
    """Write both files into the folder, which is made when there is none."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / PICTURE).write_text(chart.draw(results), encoding="utf-8")
    (folder / PAGE).write_text(write(results), encoding="utf-8")


def write(results: Results) -> str:
    """The page in Markdown."""
    lines = [
        "# Benchmarks",
        "",
        f"Data: {results.data}, {results.triples:,} triples. Figures are medians of {results.rounds} interleaved",
        "rounds, with the lowest and the highest; × says how many times as fast as Oxigraph a server is.",
        "",
        f"![Speed against Oxigraph]({PICTURE})",
        "",
    ]
    if results.lookups:
        title = f"Look-ups: answers a second over {results.connections} kept-alive connections"
        lines += _table(title, results.columns, results.lookups)
    if results.heavy:
        title = "Heavy queries: time to the end of the answer over one connection"
        lines += _table(title, results.columns, results.heavy)
    if results.streams:
        lines += _table("The same exports as streams", results.columns, results.streams)
        lines += _exports(results)
    lines += ["## Start", "", "| server | answers after | memory before the first question |", "|---|---|---|"]
    for column in results.columns:
        memory = megabytes(column.memory) if column.memory else "not told"
        lines.append(f"| {column.title} | {column.started:.1f} s | {memory} |")
    lines += ["", "## Environment", "", "| what | value |", "|---|---|"]
    lines += [f"| {what} | {value} |" for what, value in results.environment]
    remarks = [*notes(results), *results.remarks]
    if remarks:
        lines += ["", "## Remarks", "", *(f"* {remark}" for remark in remarks)]
    return "\n".join(lines) + "\n"


def _table(title: str, columns: Sequence[Column], rows: Sequence[Row]) -> Iterator[str]:
    yield from (f"## {title}", "")
    yield "| query | " + " | ".join(column.title for column in columns) + " |"
    yield "|---|" + "---|" * len(columns)
    for row in rows:
        yield f"| {row.title}, {row.way} | " + " | ".join(_cell(row, column.name) for column in columns) + " |"
    yield ""


def _cell(row: Row, server: str) -> str:
    span = row.range(server)
    if span is None:
        return row.notes.get(server, "")
    factor = ratio(row, server)
    low, high = (amount(value, row.unit) for value in span)
    words = figure(row, server) if low == high else f"{figure(row, server)} ({low} to {high})"
    return f"**{factor}** {words}" if factor else words


def _exports(results: Results) -> Iterator[str]:
    yield "| export | size | without a server | " + " | ".join(f"peak, {c.title}" for c in results.columns) + " |"
    yield "|---|---|---|" + "---|" * len(results.columns)
    for export in results.exports:
        peaks = (megabytes(export.peaks[c.name]) if c.name in export.peaks else "" for c in results.columns)
        alone = amount(export.alone, "MB/s")
        yield f"| {export.title} | {megabytes(export.size)} | {alone} | " + " | ".join(peaks) + " |"
    yield ""
    yield "*Without a server*: pyoxigraph writes the same answer in one process with the data in memory. The peaks are"
    yield "of all processes of a server together, pages that they share counted once."
    yield ""
