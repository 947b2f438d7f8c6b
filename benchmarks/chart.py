"""The ratios to Oxigraph as a bar chart in SVG, on a logarithmic scale, for light and dark pages."""

from collections.abc import Iterator, Sequence
from html import escape

from benchmarks.figures import times
from benchmarks.outcome import Column, Results, Row
from benchmarks.peers import REFERENCE
from benchmarks.scale import Scale, name, span

_WIDTH, _LEFT, _RIGHT = 900, 330, 810  # the plot lies between left and right, the ratios stand beyond it
_TOP, _BAR, _GAP = 84, 14, 10
_STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #222; } .small { font-size: 11px; } .bold { font-weight: 600; }
  .end { text-anchor: end; } .middle { text-anchor: middle; }
  line { stroke: #ccc; } .one { stroke: #222; stroke-width: 1.5; }
  .bar0 { fill: #a0472c; } .bar1 { fill: #4a6684; } .bar2 { fill: #55764a; } .bar3 { fill: #8a6d2f; }
  @media (prefers-color-scheme: dark) {
    text { fill: #eee; } line { stroke: #555; } .one { stroke: #eee; }
    .bar0 { fill: #e39a7c; } .bar1 { fill: #9db8d6; } .bar2 { fill: #a5c896; } .bar3 { fill: #d8bd7f; }
  }
"""


def draw(results: Results) -> str:
    """The picture: a group of bars for each query, one for each server but Oxigraph."""
    rows = [*results.lookups, *results.heavy]
    columns = [column for column in results.columns if column.name != REFERENCE]
    scale = span([value for row in rows for column in columns if (value := row.ratio(column.name))])
    step = _BAR * max(1, len(columns)) + _GAP
    height = _TOP + step * len(rows) + 10
    title = f"Speed of SPARQL servers against Oxigraph, {results.data}, {results.triples:,} triples"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(title)}</title>',
        f"<style>{_STYLE}</style>",
        f'<text class="bold" x="10" y="22">{escape(title)}</text>',
        *_legend(columns),
        *_grid(scale, height),
    ]
    for position, row in enumerate(rows):
        parts += _group(row, columns, scale, _TOP + _GAP // 2 + position * step)
    return "\n".join([*parts, "</svg>"]) + "\n"


def _legend(columns: Sequence[Column]) -> Iterator[str]:
    for position, column in enumerate(columns):
        x = 10 + position * 160
        yield f'<rect class="bar{position}" x="{x}" y="37" width="12" height="12"/>'
        yield f'<text x="{x + 18}" y="48">{escape(column.title)}</text>'
    yield f'<text class="small end" x="{_WIDTH - 10}" y="48">bars to the right are faster than Oxigraph</text>'


def _grid(scale: Scale, height: int) -> Iterator[str]:
    for mark in scale.marks:
        x = _across(mark, scale)
        kind = ' class="one"' if mark == 1 else ""
        yield f'<text class="small middle" x="{x:.1f}" y="{_TOP - 10}">{name(mark)}</text>'
        yield f'<line{kind} x1="{x:.1f}" y1="{_TOP - 4}" x2="{x:.1f}" y2="{height - 8}"/>'


def _group(row: Row, columns: Sequence[Column], scale: Scale, top: int) -> Iterator[str]:
    middle = top + _BAR * len(columns) / 2 + 4
    yield f'<text class="end" x="{_LEFT - 12}" y="{middle:.1f}">{escape(f"{row.title}, {row.way}")}</text>'
    one = _across(1, scale)
    for position, column in enumerate(columns):
        value, y = row.ratio(column.name), top + position * _BAR
        words = "no figure" if value is None else times(value)
        yield f'<text class="small" x="{_RIGHT + 14}" y="{y + 10}">{words}</text>'
        if value is not None:
            here = _across(value, scale)
            x, width = min(one, here), max(1.5, abs(one - here))
            yield f'<rect class="bar{position}" x="{x:.1f}" y="{y + 1}" width="{width:.1f}" height="{_BAR - 3}"/>'


def _across(ratio: float, scale: Scale) -> float:
    return _LEFT + scale.place(ratio) * (_RIGHT - _LEFT)
