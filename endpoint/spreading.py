"""Marks that would lie on each other are moved apart, each as little as need be and always alike."""

import math
from collections import defaultdict
from collections.abc import Sequence
from itertools import product

_ROUNDS = 40
_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle: marks at one point leave it in different directions
Point = tuple[float, float]


def spread(points: Sequence[Point], apart: float, fixed: int = 0) -> list[Point]:
    """Move points until no two are nearer than `apart`, or nearly so; the first `fixed` ones stay where they are."""
    placed = [
        (x, y) if at < fixed else (x + math.cos(at * _TURN) / 100, y + math.sin(at * _TURN) / 100)
        for at, (x, y) in enumerate(points)
    ]
    for _ in range(_ROUNDS):
        if not _push(placed, apart, fixed):
            break
    return [(round(x, 1), round(y, 1)) for x, y in placed]


def _push(placed: list[Point], apart: float, fixed: int) -> bool:
    """Push each two that are too near half of what is missing away from each other; tell whether there were any."""
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for at, (x, y) in enumerate(placed):
        cells[int(x // apart), int(y // apart)].append(at)
    moved = False
    for (column, row), here in list(cells.items()):
        near = [
            at for across, down in product((-1, 0, 1), repeat=2) for at in cells.get((column + across, row + down), ())
        ]
        for one, other in product(here, near):
            if one >= other or other < fixed:
                continue
            (x, y), (u, v) = placed[one], placed[other]
            distance = math.hypot(u - x, v - y)
            if distance >= apart * 0.98:
                continue
            moved = True
            share = (apart - distance) / (distance or 1) / (1 if one < fixed else 2)
            placed[other] = (u + (u - x) * share, v + (v - y) * share)
            if one >= fixed:
                placed[one] = (x - (u - x) * share, y - (v - y) * share)
    return moved
