"""The settings: each has a default and a sentence of help, and comes from a flag or a GUPVI_ variable."""

import argparse
import os
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, NoReturn

HOUSE = Path(__file__).parent.parent
VARIABLE = "GUPVI_"
CAN_FORK = hasattr(os, "fork") and hasattr(socket, "send_fds")


def _about(words: str, least: int = 1, most: int | None = None, choices: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"help": words, "least": least, "most": most, "choices": choices}


def _limit(words: str, least: int = 1) -> dict[str, Any]:
    """Describe a setting that clients should know of: it is published with the service."""
    return _about(words, least) | {"limit": True}


@dataclass(frozen=True)
class Settings:
    """Everything that can be set. A number out of its bounds is a ValueError that says so."""

    host: str = field(
        default="127.0.0.1",
        metadata=_about("address to listen on; 0.0.0.0 is every address of this machine"),
    )
    port: int = field(default=8000, metadata=_about("port to listen on; 0 picks a free one", least=0, most=65_535))
    public_url: str = field(
        default="",
        metadata=_about("address under which clients see this server; a proxy in front passes on what is below it"),
    )
    dataset: Path | None = field(
        default=None,
        metadata=_about("serve this RDF file (.nq .trig .ttl .nt .rdf .jsonld), not the published store"),
    )
    store: Path = field(default=HOUSE / "store", metadata=_about("folder of the published store"))
    tables: Path = field(default=HOUSE / "data", metadata=_about("folder of the tables from which the store is built"))
    store_mode: str = field(
        default="auto",
        metadata=_about(
            "where the triples are while they are queried: memory is fast, disk is for stores that do not fit",
            choices=("auto", "memory", "disk"),
        ),
    )
    readers: int = field(
        default=6,
        metadata=_about("processes that evaluate queries, one query at a time each", least=2),
    )
    start: str = field(
        default="auto",
        metadata=_about(
            "how readers begin: fork where the platform can, else spawn, afresh and with the triples on the disk",
            choices=("auto", "fork", "spawn"),
        ),
    )
    threads: int = field(default=32, metadata=_about("pages made at the same time"))
    connections: int = field(
        default=2000,
        metadata=_about("connections kept open; one that is sending for long, or else idle, gives way to a new one"),
    )
    query_bytes: int = field(default=65_536, metadata=_limit("longest query text accepted, in bytes of UTF-8"))
    deadline_seconds: int = field(
        default=10,
        metadata=_limit("time until an answer is whole, or its first megabyte is there"),
    )
    cpu_seconds: int = field(default=20, metadata=_limit("processor time that one answer may take"))
    memory_mb: int = field(default=1024, metadata=_limit("memory that one query may take, in megabytes", least=64))
    answer_mb: int = field(default=256, metadata=_limit("largest answer, in megabytes before compression"))
    transfer_seconds: int = field(default=300, metadata=_limit("time until the last byte of an answer has been taken"))
    stall_seconds: int = field(
        default=10,
        metadata=_limit("time for sending a request, and for taking the next part of an answer"),
    )
    queue_length: int = field(default=64, metadata=_limit("queries that may wait for a reader"))
    queue_seconds: int = field(default=5, metadata=_limit("time that a query may wait for a reader"))
    long_seconds: int = field(
        default=1,
        metadata=_limit("running time after which a query counts as long: two thirds of the readers may run long ones"),
    )
    merged_triples: int = field(
        default=1_000_000,
        metadata=_limit("most triples that several graphs chosen for one query may hold together"),
    )
    merged_kept: int = field(default=3, metadata=_about("unions of chosen graphs kept in memory for the next query"))
    cache_mb: int = field(
        default=64,
        metadata=_about("memory for finished answers, in megabytes; 0 keeps none", least=0),
    )
    grace_seconds: int = field(
        default=10,
        metadata=_about("time that running answers are given when the server is told to stop", least=0),
    )
    rate: str = field(
        default="",
        metadata=_about("requests allowed to one client, such as 600/minute; this machine's own are not counted"),
    )
    proxies: int = field(
        default=0,
        metadata=_about("proxies of yours in front, whose X-Forwarded-For names the client", least=0),
    )
    services: str = field(
        default="",
        metadata=_about("addresses of SPARQL endpoints, with spaces between, that queries may call with SERVICE"),
    )
    log: str = field(
        default="notable",
        metadata=_about(
            "requests written to standard error, a JSON object each; notable are the failed and the slow",
            choices=("notable", "all", "none"),
        ),
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
            choices = known.metadata["choices"]
            if choices and value not in choices:
                raise ValueError(f"{known.name} is {value!r}; it must be one of {', '.join(choices)}")
        if self.start == "fork" and not CAN_FORK:
            raise ValueError("start is 'fork', which this platform cannot; leave it out, or set it to spawn")
        if self.store_mode == "memory" and not self.forks:
            raise ValueError("store_mode is 'memory', which readers share only when they are forked; set it to disk")

    @property
    def forks(self) -> bool:
        """Whether readers are forked; else each is started afresh."""
        return self.start == "fork" or (self.start == "auto" and CAN_FORK)

    def limits(self) -> tuple[tuple[str, int, str], ...]:
        """Give the limits that clients should know of: name, value, and what is bounded in which unit."""
        known = [one for one in fields(self) if one.metadata.get("limit")]
        return tuple((one.name, getattr(self, one.name), one.metadata["help"]) for one in known)


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
