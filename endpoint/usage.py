"""How classes and properties are used, as the description of the dataset counts them (VoID)."""

from collections import defaultdict
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from endpoint.description import Triples
from endpoint.terms import Shown, shorten, show
from ontology import BASE, PREFIXES

_DATASET = f"{BASE}dataset"
_MOST = 12
_VOID, _MORE = PREFIXES["void"], PREFIXES["void-ext"]
_BY_CLASS = f"{_VOID}classPartition", f"{_VOID}class"
_BY_PROPERTY = f"{_VOID}propertyPartition", f"{_VOID}property"
_BY_DATATYPE = f"{_MORE}datatypePartition", f"{_MORE}datatype"


class Usage:
    """The partitions of the dataset: things by class, triples by property, and triples from class to class."""

    def __init__(self, told: Triples) -> None:
        self._about: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        for triple in told:
            if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal):
                self._about[triple.subject.value][triple.predicate.value].append(triple.object.value)
        self.counts = {key: number for _, key, number in self._parts(_DATASET, _BY_CLASS, "entities")}
        self.counts |= {key: number for _, key, number in self._parts(_DATASET, _BY_PROPERTY, "triples")}
        self.uses = [
            (class_, property_, number, part)
            for node, class_, _ in self._parts(_DATASET, _BY_CLASS, "entities")
            for part, property_, number in self._parts(node, _BY_PROPERTY, "triples")
        ]
        self.joins = [
            (class_, property_, value, triples)
            for class_, property_, _, part in self.uses
            for by in (_BY_CLASS, _BY_DATATYPE)
            for _, value, triples in self._parts(part, by, "triples")
        ]
        self._about.clear()

    def count(self, iri: str) -> int:
        """Count the things of a class or the triples of a property."""
        return self.counts.get(iri, 0)

    def domains(self, property_: str) -> tuple[Shown, ...]:
        """List the classes whose things have a property, the commonest first."""
        return _listed({class_: number for class_, one, number, _ in self.uses if one == property_})

    def ranges(self, property_: str) -> tuple[Shown, ...]:
        """List the classes and datatypes of the values of a property."""
        found: dict[str, int] = {}
        for _, one, value, number in self.joins:
            if one == property_:  # a thing of several classes is counted for each: the largest is the least wrong
                found[value] = max(found.get(value, 0), number)
        return _listed(found)

    def properties(self, class_: str) -> tuple[Shown, ...]:
        """List the properties of the things of a class."""
        return _listed({one: number for of, one, number, _ in self.uses if of == class_})

    def _parts(self, node: str, by: tuple[str, str], counted: str) -> Iterator[tuple[str, str, int]]:
        for part in self._about[node][by[0]] if node in self._about else ():
            key = next(iter(self._about[part][by[1]]), "")
            yield part, key, int(next(iter(self._about[part][_VOID + counted]), 0))


def _listed(found: dict[str, int]) -> tuple[Shown, ...]:
    ordered = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:_MOST]
    return tuple(Shown(f"{shorten(iri)} ({number:,})", show(NamedNode(iri)).href, iri) for iri, number in ordered)
