"""The tables as one file that other CSVW tools read: the metadata and what it describes, packed alike each time."""

import zipfile
from pathlib import Path

from loader.tables import METADATA, Tables

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first that the format knows; the time of writing would differ from run to run


def write(tables: Tables, target: Path) -> None:
    """Pack the tables with their metadata."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name in (METADATA, *sorted(tables.tables)):
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            entry.external_attr = 0o644 << 16
            package.writestr(entry, (tables.folder / name).read_bytes())
