"""How much a name is like what was asked for, word by word."""

import functools
from collections.abc import Iterable, Mapping, Sequence

_LEAST = 0.6  # words less alike than that are different words
_SHORT = 3


def like(asked: Sequence[str], names: Iterable[str], weights: Mapping[str, float]) -> tuple[float, str]:
    """Tell how much the names of one thing are like the words asked for, from 0 to 1, and which is most so, if any.

    Half of it is how well the best name fits (the Sørensen-Dice coefficient over words by their weights), half how
    many of the words stand in any of the names, so that "Spassky 99" finds "Spassky camp" if it is "camp 99" too.
    The empty word in `weights` stands for those that are in no name.
    """
    unknown, wanted = weights[""], list(dict.fromkeys(asked))
    covered = dict.fromkeys(wanted, 0.0)
    best, found = 0.0, ""
    of_wanted = sum(weights.get(word, unknown) for word in wanted)
    for name in names:
        words = set(name.split())
        of_name = sum(weights.get(word, unknown) for word in words)
        shared = 0.0
        for word in wanted:
            alike = 1.0 if word in words else max((_alike(word, other) for other in words), default=0.0)
            covered[word] = max(covered[word], alike)
            shared += alike * weights.get(word, unknown)
        fit = min(1.0, 2 * shared / (of_wanted + of_name))
        if fit > best:
            best, found = fit, name
    coverage = sum(alike * weights.get(word, unknown) for word, alike in covered.items())
    return (best + coverage / of_wanted) / 2 if of_wanted else 0.0, found


@functools.lru_cache(maxsize=65_536)
def _alike(one: str, other: str) -> float:
    """Compare two different words by the pairs of letters they share; numbers are the same or are not."""
    if one.isnumeric() or other.isnumeric() or min(len(one), len(other)) < _SHORT:
        return 0.0
    pairs, others = _pairs(one), _pairs(other)
    alike = 2 * len(pairs & others) / (len(pairs) + len(others))
    return alike if alike >= _LEAST else 0.0


def _pairs(word: str) -> set[str]:
    padded = f" {word} "
    return {padded[at : at + 2] for at in range(len(padded) - 1)}
