"""What the tables must satisfy together: keys are unique, references lead somewhere, rows make sense."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from loader.dates import Bounds, Reading
from loader.faults import Fault, Faulty
from loader.rules import RULES, Known, concepts
from loader.tables import Row, Tables
from ontology import NAMESPACE, THINGS


def check(tables: Tables) -> Known:
    """Everything that other rows may refer to; a Faulty with every fault of every table if there is one."""
    if unreadable := [fault for file in tables.tables for fault in tables.unreadable(file)]:
        raise Faulty(unreadable)
    faults = [fault for file in tables.tables for fault in tables.misshapen(file)]
    misshapen = {(fault.file, fault.line) for fault in faults}
    known = collect(tables, faults)
    for file in tables.tables:
        references = [column for column in tables.columns(file) if column.valueUrl]
        found: list[Fault] = []
        for row in tables.rows(file, found):
            for column in references:
                for key in listed(row[column.name]):
                    found += refer(row, column, key, known)
            if file in RULES:
                found += RULES[file](row, known)
        faults += [fault for fault in found if (fault.file, fault.line) not in misshapen]
    if faults:
        raise Faulty(with_values(tables, faults))
    return known


def collect(tables: Tables, faults: list[Fault]) -> Known:
    """The keys that the tables define, faulty rows included; keys given twice are added to `faults`."""
    known = Known()
    for file, table in tables.tables.items():
        about, columns = str(table.tableSchema.aboutUrl or ""), table.tableSchema.primaryKey
        start = about.removeprefix(THINGS).partition("{")[0]
        defined = known.keys.setdefault(start, set()) if about else set()
        seen = set()
        for line, cells in tables.raw(file):
            key = tuple(cells.get(column) for column in columns)
            if key in seen:
                remedy = "remove one of the two rows or give it another key"
                faults.append(Fault(file, "stands twice", remedy, line, columns[0], key[0]))
            seen.add(key)
            if about and key[0]:
                defined.add(key[0])
    known.sources = {row["id"]: row["key"] for row in tables.rows("sources.csv", [])}
    for row in tables.rows("dates.csv", []):
        moments = (row["earliest_begin"], row["latest_begin"], row["earliest_end"], row["latest_end"])
        bounds = Bounds(*(moment and moment.date() for moment in moments))  # csvw reads a date as a midnight
        known.readings[row["edtf"]] = Reading(row["printed"], bounds)
    return known


def refer(row: Row, column: Any, key: str, known: Known) -> Iterator[Fault]:
    """A fault when a cell refers to nothing, or to a term of another list than its column's."""
    target, scheme = (
        str(column.valueUrl),
        column.common_props.get("skos:inScheme", "").removeprefix(NAMESPACE),
    )
    if target.startswith(NAMESPACE):
        if key not in concepts():
            yield row.fault(column.name, "is no term of the ontology", "choose one from ontology/concepts.ttl", key)
        elif scheme and concepts()[key] != scheme:
            yield row.fault(column.name, f"is not in the list {scheme}", "choose from it in ontology/concepts.ttl", key)
    elif key not in known.keys.get(target.removeprefix(THINGS).partition("{")[0], ()):
        yield row.fault(column.name, "is in no table", "add its row, or write the key as that table has it", key)


def listed(cell: Any) -> list[str]:
    """The values of a cell: none, one, or all of a list."""
    return cell if isinstance(cell, list) else [] if cell is None else [cell]


def with_values(tables: Tables, faults: list[Fault]) -> list[Fault]:
    """The faults in the order of the tables, each with the value of its cell."""
    order = list(tables.tables)
    filled = []
    for file in order:
        bare = {fault.line: fault for fault in faults if fault.file == file and fault.column and fault.value is None}
        cells = {line: row for line, row in tables.raw(file) if line in bare} if bare else {}
        for fault in (fault for fault in faults if fault.file == file):
            if fault.value is None and fault.column and fault.line in cells:
                fault = replace(fault, value=cells[fault.line].get(fault.column))
            filled.append(fault)
    return sorted(filled, key=lambda fault: (order.index(fault.file), fault.line or 0))
