"""The settings: each has a default and a sentence of help, and comes from a flag or a GUPVI_ variable."""

import argparse
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NoReturn

HOUSE = Path(__file__).parent.parent
VARIABLE = "GUPVI_"


def _about(words: str, least: int = 1, most: int | None = None) -> dict[str, Any]:
    return {"help": words, "least": least, "most": most}


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. A number out of its bounds is a ValueError that says so."""

    host: str = field(
        default="127.0.0.1",
        metadata=_about("address to listen on; 0.0.0.0 is every address of this machine"),
    )
    port: int = field(
        default=8000,
        metadata=_about("port to listen on; 0 picks a free one", least=0, most=65_535),
    )
    dataset: Path | None = field(
        default=None,
        metadata=_about("serve this RDF file (.nq .trig .ttl .nt .rdf .jsonld), not the published store"),
    )
    store: Path = field(
        default=HOUSE / "store",
        metadata=_about("folder of the published store"),
    )
    tables: Path = field(
        default=HOUSE / "data",
        metadata=_about("folder of the tables from which the store is built"),
    )
    threads: int = field(
        default=8,
        metadata=_about("requests answered at the same time"),
    )
    query_bytes: int = field(
        default=65_536,
        metadata=_about("longest query text accepted, in bytes of UTF-8"),
    )
    merged_triples: int = field(
        default=1_000_000,
        metadata=_about("most triples that several graphs chosen for one query may hold together"),
    )
    merged_kept: int = field(
        default=3,
        metadata=_about("unions of chosen graphs kept in memory for the next query"),
    )
    page_rows: int = field(
        default=500,
        metadata=_about("rows of a result shown on an HTML page; downloads are always whole"),
    )

    def __post_init__(self) -> None:
        for known in fields(self):
            value, least, most = getattr(self, known.name), known.metadata["least"], known.metadata["most"]
            if isinstance(value, int) and (value < least or (most is not None and value > most)):
                bounds = f"at least {least}" if most is None else f"between {least} and {most}"
                raise ValueError(f"{known.name} is {value}; it must be {bounds}")


class _Reader(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """End with one sentence and no usage lines: `--help` has them."""
        self.exit(2, f"{message}; --help explains every setting\n")


def read(environ: Mapping[str, str], arguments: Sequence[str]) -> Settings:
    """Read the settings from `environ` and the command line, which wins.

    An unknown `GUPVI_` variable or flag, or a value that does not fit, ends the program with one sentence.
    """
    reader = _Reader(
        prog="python server.py",
        description="Build the store when the tables have changed, then answer SPARQL over HTTP.",
        epilog="Each setting can stand in the environment: --query-bytes is GUPVI_QUERY_BYTES there.",
        allow_abbrev=False,
    )
    variables = {VARIABLE + known.name.upper(): known for known in fields(Settings)}
    for variable, known in variables.items():
        reader.add_argument(
            "--" + known.name.replace("_", "-"),
            type=int if isinstance(known.default, int) else str if isinstance(known.default, str) else Path,
            default=environ.get(variable) or known.default,
            metavar=known.name.rpartition("_")[2].upper(),
            help=f"{known.metadata['help']} (default: %(default)s)",
        )
    for name in sorted(environ):
        if name.startswith(VARIABLE) and name not in variables:
            reader.error(f"unknown setting {name} in the environment")
    try:
        return Settings(**vars(reader.parse_args(arguments)))
    except ValueError as error:
        reader.error(str(error))
