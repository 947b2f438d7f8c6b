"""What the tables must satisfy together: keys are unique, references lead somewhere, rows make sense."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from loader.dates import Bounds, Reading
from loader.faults import Fault, Faulty
from loader.known import CLAIMS, Known, concepts
from loader.rules import RULES
from loader.tables import Row, Tables
from ontology import NAMESPACE, THINGS

WHOLES = ("within", "broader", "part_of")  # columns that name a larger whole


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
    faults += [*circles(tables), *shown_twice(tables), *overlaps(tables)]
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
    wanted = {key for _, cells in tables.raw("derivations.csv") for key in (cells.get("inputs") or "").split(";")}
    known.inputs = {cells["id"]: cells for file in CLAIMS for _, cells in tables.raw(file) if cells.get("id") in wanted}
    known.sources = {row["id"]: row["key"] for row in tables.rows("sources.csv", [])}
    for row in tables.rows("dates.csv", []):
        moments = (row["earliest_begin"], row["latest_begin"], row["earliest_end"], row["latest_end"])
        bounds = Bounds(*(moment and moment.date() for moment in moments))  # csvw reads a date as a midnight
        known.readings[row["edtf"]] = Reading(row["printed"], bounds)
    return known


def circles(tables: Tables) -> Iterator[Fault]:
    """Faults of things that lie, by their larger wholes, within themselves."""
    for column in WHOLES:
        above: dict[str, list[str]] = {}
        places: dict[str, tuple[str, int]] = {}
        for file in tables.tables:
            if any(declared.name == column for declared in tables.columns(file)):
                for line, cells in tables.raw(file):
                    above[cells.get("id", "")] = [key for key in cells.get(column, "").split(";") if key]
                    places[cells.get("id", "")] = file, line
        told: set[str] = set()  # a circle is one fault
        for key, (file, line) in places.items():
            seen: set[str] = set()
            ahead = list(above[key])
            while ahead:
                whole = ahead.pop()
                if whole not in seen:
                    seen.add(whole)
                    ahead += above.get(whole, [])
            if key in seen - told:
                told |= seen
                remedy = "name a larger whole that does not lie within it"
                yield Fault(file, f"puts {key} within itself", remedy, line, column, ";".join(above[key]))


def shown_twice(tables: Tables) -> Iterator[Fault]:
    """Faults of names to show: a thing has one in each language."""
    shown: dict[tuple[str, str], str] = {}
    for file in tables.tables:
        for line, cells in tables.raw(file):
            if file == "names.csv":
                key, column, language = cells.get("thing"), "name", cells.get("language", "")
                wanted = cells.get("preferred") == "yes"
            elif file in CLAIMS:
                key, column, language = cells.get("subject"), "value", cells.get("language", "")
                wanted = cells.get("predicate") == "skos:prefLabel" and cells.get("stance") == "asserted"
            else:
                key, column, language = cells.get("id"), "title" if file == "sources.csv" else "label", "en"
                wanted = any(declared.name in ("printed_in", "licence") for declared in tables.columns(file))
            words = cells.get(column)
            if wanted and key and words and shown.setdefault((key, language.casefold()), words) != words:
                other = shown[key, language.casefold()]
                remedy = "let one be preferred, and the other a further name"
                yield Fault(
                    file, f"is a second name to show in {language}, beside {other!r}", remedy, line, column, words
                )


def overlaps(tables: Tables) -> Iterator[Fault]:
    """Faults of passages that end after the next one of their source begins."""
    rows = [(row, row["source"]) for row in tables.rows("passages.csv", [])]
    for (row, source), (following, other) in pairwise(sorted(rows, key=lambda pair: (pair[1], pair[0]["start"]))):
        if source == other and row["end"] > following["start"]:
            yield row.fault("end", f"lies after the start of {following['id']}", "count the characters again")


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
