"""`python -m loader`: publish the tables, or only check them."""

import argparse
import sys
from pathlib import Path

from pyoxigraph import Store

from loader.build import TABLES, build, fill
from loader.evidence import verify
from loader.faults import Faulty
from loader.progress import tell
from loader.shapes import check_shapes
from loader.tables import Tables


def main(arguments: list[str] | None = None) -> int:
    """Run the loader; give the exit status: 0 when all is well, 1 when the input has faults."""
    parser = argparse.ArgumentParser(prog="python -m loader", description="Publish the tables as a store to query.")
    parser.add_argument(
        "--tables", type=Path, default=TABLES, metavar="DIR", help="folder of the tables (default: data)"
    )
    parser.add_argument(
        "--store",
        type=Path,
        default=TABLES.parent / "store",
        metavar="DIR",
        help="where versions are published (default: store)",
    )
    only = parser.add_mutually_exclusive_group()
    only.add_argument("--check", action="store_true", help="check and map everything, and publish nothing")
    only.add_argument(
        "--check-evidence",
        type=Path,
        metavar="DIR",
        help="verify each claim against the plain texts of the documents in DIR, and publish nothing",
    )
    options = parser.parse_args(arguments)
    try:
        if options.check_evidence:
            return 0 if verify(Tables(options.tables), options.check_evidence) else 1
        if options.check:
            store = Store()
            rows = fill(store, options.tables)
            check_shapes(store, Tables(options.tables))
            tell(f"all is well: {sum(rows.values()):,} rows in {len(rows)} tables")
        else:
            build(options.tables, options.store)
    except Faulty as faulty:
        for fault in faulty.faults:
            print(fault, file=sys.stderr)
        tell(f"{faulty}: nothing is published")
        return 1
    except OSError as error:
        tell(f"cannot write to {error.filename or options.store}: {error.strerror}; nothing is published")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
