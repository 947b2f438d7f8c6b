"""`python -m benchmarks`: measure the endpoint beside other servers, print the figures, write the report."""

import signal
import sys
import tempfile
from pathlib import Path

from benchmarks import benchmark, report, settings, table
from benchmarks.connection import Failed
from loader.faults import Faulty
from loader.progress import tell


def main() -> int:
    """Run the benchmarks; give the exit status: 0 when figures were printed, 1 when not, 130 after Ctrl-C."""
    chosen = settings.read()
    # a polite kill, like Ctrl-C, leaves no server and no folder behind
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with tempfile.TemporaryDirectory(prefix="gupvi-benchmarks-", ignore_cleanup_errors=True) as folder:
            results = benchmark.run(chosen, Path(folder))
    except (LookupError, ValueError, RuntimeError, Failed, Faulty) as error:
        tell(str(error))
        return 1
    except KeyboardInterrupt:
        tell("stopped; all servers are stopped and the temporary files removed")
        return 130
    print(table.draw(results), end="")
    if chosen.out:
        report.save(results, chosen.out)
        tell(f"wrote {chosen.out / report.PAGE} and {chosen.out / report.PICTURE}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
