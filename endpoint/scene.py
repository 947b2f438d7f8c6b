"""The things on screen in the explorer: each with its relations counted, and what joins them, kept to the filters."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from endpoint import edges, titles
from endpoint.desk import Desk
from endpoint.edges import Edge, Years
from endpoint.inverses import WORDS
from endpoint.outlook import Outlook
from endpoint.terms import Shown, show
from ontology import THINGS

MOST = 100  # things on screen
FAMILIES = (
    ("camps and facilities", ("camp", "facility", "facility-group")),
    ("bodies and units", ("directorate", "organization", "division")),
    ("people", ("person", "group", "voice")),
    ("places", ("place",)),
    ("events, orders and works", ("event", "act", "work", "memorial")),
    ("sources, claims and terms", ()),
)
_SAYING = {"claim", "finding", "silence", "comparison", "passage", "name"}  # relations to these come last


@dataclass(frozen=True)
class Group:
    """A relation of a thing, in words read from there: how many it leads to, and how many of them it shows."""

    relation: str
    words: str
    count: int
    shown: int


@dataclass(frozen=True)
class Node:
    """A thing on screen."""

    key: str
    thing: Shown
    kind: str
    family: int
    groups: tuple[Group, ...]
    count: int


@dataclass(frozen=True)
class Scene:
    """What is on screen; `joins` are the edges between the nodes, and `is_full` says that there is no room for more."""

    nodes: tuple[Node, ...]
    joins: tuple[Edge, ...]
    words: Mapping[str, str]
    is_full: bool


def build(desk: Desk, outlook: Outlook) -> Scene:
    """Follow what is opened from the first things on, keep it to the filters, and count what else there is."""
    known: dict[str, list[Edge]] = {}
    shown, fresh = dict.fromkeys(outlook.things), list(outlook.things)
    is_full = False
    while fresh:
        found = edges.read(desk, fresh)
        known |= _keep(desk, outlook, found)
        fresh = []
        for one in outlook.opened:
            if one.thing not in found:
                continue
            for other in _others(known[one.thing], one.relation)[: one.most]:
                if other in shown or other in outlook.hidden:
                    continue
                if len(shown) == MOST:
                    is_full = True
                    break
                shown[other] = None
                fresh.append(other)
    properties = {edge.by for found_ in known.values() for edge in found_}
    words = titles.find(desk, [*properties, *(NamedNode(THINGS + key) for key in shown)])
    opened = {(one.thing, one.relation): one.most for one in outlook.opened}
    nodes = []
    for key in shown:
        groups = _group(key, known[key], opened, words)
        kind = key.partition("/")[0]
        family = next((at for at, (_, kinds) in enumerate(FAMILIES, 1) if kind in kinds), len(FAMILIES))
        total = sum(group.count for group in groups)
        nodes.append(Node(key, show(NamedNode(THINGS + key), words), kind, family, groups, total))
    joins = [edge for key in shown for edge in known[key] if edge.is_ahead and edge.other in shown]
    return Scene(tuple(nodes), tuple(joins), words, is_full)


def _keep(desk: Desk, outlook: Outlook, found: dict[str, list[Edge]]) -> dict[str, list[Edge]]:
    """Leave out what the filters do; what has no date stays."""
    dated = bool(outlook.first or outlook.last)
    others = {edge.other for several in found.values() for edge in several} if dated else set()
    lives = edges.read_lives(desk, others) if others else {}

    def meets(years: Years) -> bool:
        begin, end = years
        return (not outlook.last or begin is None or begin <= outlook.last) and (
            not outlook.first or end is None or end >= outlook.first
        )

    def stays(edge: Edge) -> bool:
        if outlook.kinds and edge.other.partition("/")[0] not in outlook.kinds:
            return False
        if outlook.source and outlook.source not in edge.graphs:
            return False
        times = [one.years for one in edge.said if not outlook.source or one.graph == outlook.source]
        return (not times or any(map(meets, times))) and meets(lives.get(edge.other, (None, None)))

    return {key: [edge for edge in several if stays(edge)] for key, several in found.items()}


def _others(found: Iterable[Edge], relation: str) -> list[str]:
    return sorted({edge.other for edge in found if edge.relation == relation}, key=_order)


def _order(key: str) -> tuple[str, int, str]:
    kind, _, name = key.partition("/")
    number = name.partition("-")[0]
    return kind, int(number) if number.isdecimal() else 0, name


def _group(
    key: str, found: Collection[Edge], opened: dict[tuple[str, str], int], words: Mapping[str, str]
) -> tuple[Group, ...]:
    groups = []
    for relation, edge in {edge.relation: edge for edge in found}.items():
        others = _others(found, relation)
        plain = show(edge.by, words).text
        said = plain if edge.is_ahead else WORDS.get(relation[1:]) or f"is its {plain}"
        is_saying = all(other.partition("/")[0] in _SAYING for other in others)
        group = Group(relation, said, len(others), min(opened.get((key, relation), 0), len(others)))
        groups.append((is_saying, -len(others), said, group))
    return tuple(group for *_, group in sorted(groups, key=lambda one: one[:3]))
