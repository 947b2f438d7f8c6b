"""What a query can die of, in words for who asked it."""

from endpoint.problems import Problem
from endpoint.settings import Settings

DEADLINE, TRANSFER, CPU, MEMORY, DEPTH = "deadline", "transfer", "cpu", "memory", "depth"
CROWD, LEFT, KILLED, FAILURE, RETIRED = "crowd", "left", "killed", "failure", "retired"
# deaths that are not the query's fault: it may be tried again
INNOCENT = {RETIRED, KILLED}
_LESS = "narrow its patterns, or add a LIMIT."


def tell(cause: str, settings: Settings) -> Problem:
    """Make the Problem of a query whose reader has died of a cause."""
    seconds = settings.deadline_seconds
    later = {"Retry-After": "10"}  # not where the same query would only meet the same end
    if cause == DEADLINE:
        words = f"The query took longer than {seconds} seconds and was stopped: {_LESS}"
        return Problem(503, words, limit="deadline_seconds")
    if cause == CPU:
        words = f"The query took more than {settings.cpu_seconds} seconds of processor time and was stopped: {_LESS}"
        return Problem(503, words, limit="cpu_seconds")
    if cause == TRANSFER:
        words = f"The answer was not taken within {settings.transfer_seconds} seconds."
        return Problem(503, words, limit="transfer_seconds")
    if cause == MEMORY:
        words = f"The query needed more than {settings.memory_mb} MB of memory and was stopped: {_LESS}"
        return Problem(503, words, limit="memory_mb")
    if cause == DEPTH:
        return Problem(400, "The query nests deeper than it can be evaluated.")
    if cause == CROWD:
        words = f"Others wait, and the query had run for {settings.long_seconds} s among too many long ones: try later."
        return Problem(503, words, headers=later, limit="long_seconds")
    return Problem(503, "The query could not be evaluated: the process that did so ended.", headers=later)
