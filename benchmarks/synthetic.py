"""A graph of any size in the shape of this project's: the ontology, then invented camps and what is said of them.

The same number of triples gives the same bytes. Lines are made one by one, so memory does not grow with their number.
"""

from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import ontology
from benchmarks import testimony, things
from benchmarks.chance import Chance
from benchmarks.lines import Triple, thing, write
from loader.progress import track

SEED = 1939
CAMPS_OF_A_SOURCE = 50
CLAIMS_OF_A_PASSAGE = 4


def lines(triples: int) -> Iterator[str]:
    """So many lines of N-Triples, none twice. The ontology comes first, so a few thousand hold nothing else."""
    yield from islice(_lines(), triples)


def save(path: Path, triples: int) -> None:
    """Write so many triples to a file."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(track(lines(triples), "making triples", "triples"))


def _lines() -> Iterator[str]:
    yield from sorted({f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in ontology.read()})
    chance = Chance(SEED)
    for number in count():
        yield from map(write, surroundings(chance, number))


def surroundings(chance: Chance, number: int) -> Iterator[Triple]:
    """A camp with what stands around it: the place, the people, the passages and the claims."""
    volume = number // CAMPS_OF_A_SOURCE
    source = thing(f"source/s{volume}")
    if number % CAMPS_OF_A_SOURCE == 0:
        yield from testimony.source(volume)
    if number % things.CAMPS_OF_A_PLACE == 0:
        yield from things.place(chance, number // things.CAMPS_OF_A_PLACE)
    yield from things.camp(chance, number, thing(f"passage/s{number}.0"), source)
    yield from things.group(chance, number)
    claims = [f"s{number}.{position:02}" for position in range(chance.skewed(4, 40))]
    for position, key in enumerate(claims):
        paragraph, first = divmod(position, CLAIMS_OF_A_PASSAGE)
        passage = thing(f"passage/s{number}.{paragraph}")
        if first == 0:
            yield from testimony.passage(chance, passage, source, paragraph + 1)
        yield from testimony.claim(chance, key, number, passage)
    yield from testimony.finding(f"s{number}", number, claims[:3])
