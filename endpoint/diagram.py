"""The drawn diagram of the ontology: classes on both sides, and between them the properties that join most things."""

from dataclasses import dataclass

from endpoint.terms import shorten
from endpoint.usage import Usage
from ontology import NAMESPACE

_MOST, _EACH = 26, 2
ROW, BOX = 34, 26
_COLUMNS = ((0, 190), (300, 240), (650, 190))  # where each begins, and how wide its boxes are


@dataclass(frozen=True)
class Box:
    """A class or a property in the picture."""

    name: str
    iri: str
    left: int
    top: float
    width: int


@dataclass(frozen=True)
class Drawing:
    """Boxes, the curves between them, and the relations in words: class, property, class, number of triples."""

    boxes: tuple[Box, ...]
    curves: tuple[str, ...]
    height: int
    relations: tuple[tuple[str, str, str, int], ...]


def draw(usage: Usage) -> Drawing:
    """Draw the commonest relations between classes of ours: for a property the most telling pair only."""
    found: dict[tuple[str, str], int] = {}
    relations: list[tuple[str, str, str, int]] = []
    for class_, property_, value, number in sorted(usage.joins, key=lambda row: (-row[3], row)):
        key = class_, property_
        inner = all(iri.startswith(NAMESPACE) for iri in (class_, value))
        used = sum(1 for _, one in found if one == property_)
        if inner and key not in found and used < _EACH and len(relations) < _MOST:
            found[key] = number
            relations.append((class_, property_, value, number))
    order = list(dict.fromkeys(row[0] for row in relations))
    relations.sort(key=lambda row: (order.index(row[0]), -row[3]))
    height = max(len(relations), 1) * ROW
    left = _spread([row[0] for row in relations])
    right = _spread([row[2] for row in relations])
    boxes = [_box(name, 0, top) for name, top in left.items()]
    boxes += [_box(row[1], 1, at * ROW) for at, row in enumerate(relations)]
    boxes += [_box(name, 2, top) for name, top in right.items()]
    curves = []
    for at, (class_, _, value, _) in enumerate(relations):
        curves.append(_curve(190, left[class_], 300, at * ROW))
        curves.append(_curve(540, at * ROW, 650, right[value]))
    named = [(shorten(one), shorten(by), shorten(other), number) for one, by, other, number in relations]
    return Drawing(tuple(boxes), tuple(curves), height, tuple(named))


def _spread(names: list[str]) -> dict[str, float]:
    """Place each name near the middle of its rows, none on another."""
    rows: dict[str, list[int]] = {}
    for at, name in enumerate(names):
        rows.setdefault(name, []).append(at)
    wanted = sorted((sum(at) / len(at), name) for name, at in rows.items())
    placed, least = {}, 0.0
    for number, (middle, name) in enumerate(wanted):
        most = len(names) - len(wanted) + number  # room is left for those below
        placed[name] = min(max(middle, least), most) * ROW
        least = placed[name] / ROW + 1
    return placed


def _box(iri: str, column: int, top: float) -> Box:
    left, width = _COLUMNS[column]
    return Box(shorten(iri), iri, left, top + (ROW - BOX) / 2, width)


def _curve(left: int, top: float, right: int, bottom: float) -> str:
    middle, above, below = (left + right) // 2, top + ROW / 2, bottom + ROW / 2
    return f"M{left} {above:.0f}C{middle} {above:.0f} {middle} {below:.0f} {right} {below:.0f}"
