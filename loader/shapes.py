"""Validation: the merged graph must have the shapes that the ontology asks for (SHACL)."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store, Triple, serialize

from loader import terms
from loader.faults import Fault, Faulty
from loader.mapping import RDF_TYPE
from loader.progress import tell, track
from loader.tables import Row, Tables
from ontology.properties import shorten

COLUMNS = {
    "prefLabel": "label",
    "literalForm": "name",
    "nameOf": "thing",
    "compares": "claims",
    "wasDerivedFrom": "inputs",
}
BATCH = 1_500  # subjects validated together, so that memory does not grow with the store
HOUSE = Path(__file__).parent.parent


def check_shapes(store: Store, tables: Tables) -> None:
    """Raise Faulty with every result of SHACL validation, if there is one."""
    with validating(store, tables):
        pass


@contextmanager
def validating(store: Store, tables: Tables) -> Iterator[None]:
    """Validate the merged graph in other processes while something else is done that leaves it as it is.

    At the end every result of validation is raised as Faulty, if there is one. Every shape looks at its focus node's
    own triples and the classes of their objects, and no further; so a batch of subjects can be validated by itself.
    """
    tell("validating shapes")
    typed = store.quads_for_pattern(None, RDF_TYPE, None, terms.DEFAULT)
    subjects = sorted({quad.subject for quad in typed if isinstance(quad.subject, NamedNode)}, key=str)
    batches = [subjects[at : at + BATCH] for at in range(0, len(subjects), BATCH)]
    with ThreadPoolExecutor(os.cpu_count()) as processes:
        running = [processes.submit(validate, store, batch) for batch in batches]
        try:
            yield
            broken = {result for one in track(running, "validating shapes", "batches") for result in one.result()}
        finally:
            processes.shutdown(cancel_futures=True)
    if broken:
        found = dict(rows(tables, {node for node, _, _ in broken}))
        raise Faulty(sorted((fault(*result, found) for result in broken), key=str))


def validate(store: Store, subjects: Iterable[NamedNode]) -> set[tuple[str, str, str]]:
    """Validate subjects in a process of their own; give focus node, path and message of each result."""
    command, triples = [sys.executable, "-m", "loader.validation"], neighbourhood(store, subjects)
    sent = serialize(triples, format=RdfFormat.N_TRIPLES)
    ended = subprocess.run(command, cwd=HOUSE, input=sent, capture_output=True, check=False)  # noqa: S603 - our own
    if ended.returncode:
        why = f"the shapes could not be validated, since the process for it ended with status {ended.returncode}"
        raise Faulty([Fault("shapes.ttl", why, "see that it has memory, and build again")])
    inside = {subject.value for subject in subjects}
    # an object outside lacks its own triples here and has its turn in another batch
    return {(node, path, message) for node, path, message in json.loads(ended.stdout) if node in inside}


def fault(node: str, path: str, message: str, found: dict[str, Row]) -> Fault:
    """A result of validation, told of the row that speaks of the node and, as far as known, of the column."""
    row, name = found.get(node), path.replace("#", "/").rpartition("/")[2]
    reason, remedy = f"breaks a shape: {message.rstrip('.')}", "mend the rows that speak of it"
    if row is None:
        return Fault(shorten(node), f"{reason} ({name or 'the node'})", remedy)
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    column = words if words in row.cells else COLUMNS.get(name, next(iter(row.cells)))
    return row.fault(column, reason, remedy)


def rows(tables: Tables, nodes: set[str]) -> Iterator[tuple[str, Row]]:
    """The row that makes each node: the one whose key it bears, or of a name the first that gives it."""
    for file, table in tables.tables.items():
        start = str(table.tableSchema.aboutUrl or "").partition("{")[0]
        for line, cells in tables.raw(file):
            row = Row(file, line, dict(cells))
            if file == "names.csv":
                made = terms.name(*(cells.get(column) or "" for column in ("thing", "language", "name"))).value
            else:
                made = start + (cells.get("id") or "") if start else ""
            if made in nodes:
                yield made, row


def neighbourhood(store: Store, subjects: Iterable[NamedNode]) -> Iterator[Triple]:
    """The triples of the subjects, and the classes of what they point to."""
    for subject in subjects:
        for quad in store.quads_for_pattern(subject, None, None, terms.DEFAULT):
            yield quad.triple
            if isinstance(quad.object, NamedNode):
                for typed in store.quads_for_pattern(quad.object, RDF_TYPE, None, terms.DEFAULT):
                    yield typed.triple
