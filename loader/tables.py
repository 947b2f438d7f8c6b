"""The tables as rows: read through their CSVW description, a row at a time, every fault with file, line and column."""

import csv
import logging
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import csvw

from loader.faults import Fault, Faulty

METADATA = "csv-metadata.json"
ENCODING = "utf-8-sig"  # spreadsheets put a byte order mark at the beginning
NEEDED = frozenset(
    f"{name}.csv"
    for name in (
        *("sources", "passages", "further-passages", "names", "links", "gazetteer", "identities", "dates"),
        *("claims", "further-claims", "refused", "derivations", "comparisons", "silences"),
    )
)
CELL_FAULT = re.compile(r".*:(?P<line>\d+):(?P<cell>\d+) (?P<column>\S+): (?P<reason>.*)", re.DOTALL)


@dataclass(frozen=True)
class Row:
    """One row: the table it stands in, its last line there, and its cells by column name."""

    file: str
    line: int
    cells: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        return self.cells[column]

    def fault(self, column: str, reason: str, remedy: str, value: object = None) -> Fault:
        """A fault in a cell of this row; `value` is the cell's own unless given."""
        shown = self.cells.get(column) if value is None else value
        return Fault(self.file, reason, remedy, self.line, column, None if shown is None else str(shown))


class Tables:
    """A folder of tables with its CSVW metadata document (Metadata Vocabulary for Tabular Data)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            try:
                group = csvw.TableGroup.from_file(folder / METADATA)
            except (AttributeError, KeyError, OSError, TypeError, ValueError):
                raise Faulty(
                    [Fault(METADATA, "is missing, or is no CSVW metadata", "name the folder that has it")]
                ) from None
        self.tables: dict[str, Any] = {table.local_name: table for table in group.tables}
        if faults := [*_unknown([str(warning.message) for warning in told], folder / METADATA), *self.unexplained()]:
            raise Faulty(faults)
        if group.dialect:
            group.dialect.encoding = ENCODING
        if missing := sorted(NEEDED - self.tables.keys()):
            reason, remedy = f"does not describe {', '.join(missing)}", "restore what it said of them"
            raise Faulty([Fault(METADATA, reason, remedy)])

    def unexplained(self) -> Iterator[Fault]:
        """The columns of which the metadata does not say what they mean."""
        for file in self.tables:
            for column in self.columns(file):
                if "dc:description" not in column.common_props:
                    reason, remedy = f"is a column of {file} without a meaning", "give it a dc:description"
                    yield Fault(METADATA, reason, remedy, column="name", value=column.name)

    def columns(self, file: str) -> list[Any]:
        """The columns that the metadata declares for a table."""
        return list(self.tables[file].tableSchema.columns)

    def rows(self, file: str, faults: list[Fault] | None = None) -> Iterator[Row]:
        """The rows whose cells have the declared form; the faults of the others are added to `faults`.

        Without `faults` a faulty cell is a ValueError: the tables have been checked before.
        """
        log = None if faults is None else _listen(file, self.columns(file), faults)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # csvw warns of undeclared columns, which `shape` reports in full
            for _, line, cells in self.tables[file].iterdicts(log=log, with_metadata=True):
                yield Row(file, line, dict(cells))

    def unreadable(self, file: str) -> Iterator[Fault]:
        """A fault when the file is missing, is no CSV in UTF-8, or has other columns than are declared."""
        declared = [column.name for column in self.columns(file)]
        line = 1
        try:
            with (self.folder / file).open(newline="", encoding=ENCODING) as lines:
                reader = csv.reader(lines, strict=True)
                header = next(reader, [])
                if header != declared:
                    odd = ", ".join(sorted(set(header) ^ set(declared))) or "their order"
                    yield Fault(file, f"the columns differ from {METADATA} ({odd})", "name and order them as there", 1)
                for _ in reader:
                    line = reader.line_num
        except FileNotFoundError:
            yield Fault(file, f"the table is missing though {METADATA} describes it", "restore the file")
        except UnicodeDecodeError:
            yield Fault(file, "the file is not UTF-8", "save it from the spreadsheet as CSV in UTF-8")
        except csv.Error as error:
            yield Fault(file, f"the file cannot be read as CSV ({error})", "close every quotation mark", line + 1)

    def misshapen(self, file: str) -> Iterator[Fault]:
        """Faults of rows with too few or too many cells, which csvw passes over."""
        declared = len(self.columns(file))
        with (self.folder / file).open(newline="", encoding=ENCODING) as lines:
            reader = csv.reader(lines)
            for row in reader:
                if len(row) != declared:
                    reason = f"the row has {len(row)} cells where {declared} are declared"
                    yield Fault(
                        file,
                        reason,
                        'add or remove commas; quote a text that has commas, "like, this"',
                        reader.line_num,
                    )

    def raw(self, file: str) -> Iterator[tuple[int, dict[str, str]]]:
        """The last line of each row and its cells by column, as written and unchecked."""
        with (self.folder / file).open(newline="", encoding=ENCODING) as lines:
            reader = csv.DictReader(lines)
            for row in reader:
                yield reader.line_num, {column: cell for column, cell in row.items() if isinstance(cell, str)}


def _unknown(warned: list[str], metadata: Path) -> Iterator[Fault]:
    """What csvw warns of in the metadata, each with its line there."""
    lines = metadata.read_text(encoding="utf-8").splitlines()
    for message in warned:
        reason, _, value = message.partition(": ")
        line = next((n for n, text in enumerate(lines, 1) if f'"{value}"' in text), None)
        yield Fault(METADATA, f"is not understood ({reason.lower()})", "write what CSVW has", line, value=value)


def _listen(file: str, columns: list[Any], faults: list[Fault]) -> logging.Logger:
    """A logger that turns csvw's messages on cells into faults."""
    meant = {column.name: column.common_props["dc:description"] for column in columns}

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            match = CELL_FAULT.fullmatch(record.getMessage())
            if match is None:
                faults.append(Fault(file, record.getMessage(), f"see {METADATA}"))
            elif "required" in match["reason"]:
                remedy = f"fill it with the {meant[match['column']]}"
                faults.append(Fault(file, "is missing", remedy, int(match["line"]), match["column"]))
            else:
                remedy = f"write it as {METADATA} has it: {meant[match['column']]}"
                reason = "has not the form of its column"
                faults.append(Fault(file, reason, remedy, int(match["line"]), match["column"]))

    log = logging.Logger(file)
    log.addHandler(Listener())
    return log
