"""The neighbours of a thing, for a small picture: where it leads, and what leads to it."""

from collections.abc import Iterable
from dataclasses import dataclass

from endpoint.incoming import Relation
from endpoint.statements import Topic
from endpoint.terms import Shown

_MOST = 6  # on each side
_PAGES = "/page/"


@dataclass(frozen=True)
class Neighbour:
    """A thing beside another: by which relation, whether that leads to it, and how many more there are by it."""

    relation: str
    thing: Shown
    is_ahead: bool
    more: int


def choose(
    topics: Iterable[Topic], filed: Iterable[tuple[Shown, tuple[Shown, ...]]], links: Iterable[Relation]
) -> list[Neighbour]:
    """Choose one neighbour for each relation, six ahead and six behind: those with most sources, or with most links."""
    said = [(topic.property, [value for one in topic.statements for value in one.value]) for topic in topics]
    ahead = []
    for property_, values in (*said, *filed):
        others = dict.fromkeys(value for value in values if value.href.startswith(_PAGES))
        if others:
            ahead.append(Neighbour(property_.text, next(iter(others)), True, len(others) - 1))
    behind = [
        Neighbour(one.words, one.others[0], False, one.count - 1)
        for one in links
        if "claims" not in one.words and one.others
    ]
    return ahead[:_MOST] + behind[:_MOST]
