"""Figures in words, with as many digits as they deserve."""

from benchmarks.outcome import Row

NONE = "–"


def figure(row: Row, server: str) -> str:
    """A figure with its unit, such as `3,210/s` or `12.3 ms`, or a dash."""
    value = row.figure(server)
    return NONE if value is None else amount(value, row.unit)


def amount(value: float, unit: str) -> str:
    """A value with its unit."""
    if unit == "requests/s":
        return f"{value:,.0f}/s" if value >= 10 else f"{value:.1f}/s"
    if unit == "s":
        return f"{value:,.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"
    return f"{value:,.1f} {unit}"


def ratio(row: Row, server: str) -> str:
    """How many times as fast as Oxigraph, such as `0.52×`, or nothing."""
    value = row.ratio(server)
    return "" if value is None else times(value)


def times(value: float) -> str:
    """A factor with two or three digits that count."""
    if value >= 10:
        return f"{value:,.0f}×"
    if value >= 0.1:
        return f"{value:.1f}×" if value >= 2 else f"{value:.2f}×"
    return f"{value:.3f}×" if value >= 0.01 else f"{value:.4f}×"


def megabytes(size: float) -> str:
    """Bytes in MB."""
    return f"{size / 1e6:,.0f} MB" if size >= 10e6 else f"{size / 1e6:.1f} MB"
