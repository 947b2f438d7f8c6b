"""The machine and the versions, without which figures mean nothing."""

import os
import platform
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

from benchmarks.outcome import Column

_PACKAGES = ("pyoxigraph", "oxigraph", "rdflib", "rdflib-endpoint", "flask", "waitress", "uvicorn")


def describe(columns: Iterable[Column], client: str) -> list[tuple[str, str]]:
    """Names and values, in the order in which they are shown."""
    told = [
        ("processors", str(os.cpu_count())),
        ("processor", _processor()),
        ("memory", _memory()),
        ("system", platform.platform()),
        ("Python", f"{platform.python_implementation()} {platform.python_version()}"),
        ("load client", client),
    ]
    told += [(column.title, column.version) for column in columns]
    for package in _PACKAGES:
        try:
            told.append((f"package {package}", metadata.version(package)))
        except metadata.PackageNotFoundError:
            continue
    return told


def _processor() -> str:
    """The model, where Linux tells it."""
    path = Path("/proc/cpuinfo")
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _memory() -> str:
    """The memory of the machine in GiB."""
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB"
    except (ValueError, OSError, AttributeError):
        return "unknown"
