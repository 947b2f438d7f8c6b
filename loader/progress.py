"""What the loader is doing, for the person who waits: a line a step, and a bar for long ones on a terminal."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")


def tell(words: str) -> None:
    """Print a line on what happens now."""
    print(words, file=sys.stderr, flush=True)


def track(items: Iterable[Item], words: str, unit: str) -> Iterator[Item]:
    """Pass the items on, with a bar that counts them; the bar shows on a terminal only, and from a second on."""
    yield from tqdm(items, desc=words, unit=f" {unit}", delay=1, leave=False, disable=None, file=sys.stderr)
