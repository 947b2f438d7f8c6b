"""The statistics of graphs after VoID: their sizes, classes and properties, and what the properties join."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store

from loader import terms
from loader.mapping import RDF_TYPE
from ontology import BASE, GRAPHS

VOID = NamedNode(f"{GRAPHS}void")
Path = tuple[terms.Term, ...]  # class, property, and class or datatype of the value, as far as it goes
# the classes of the subject, the property, and the classes or the datatype of the value, where it has any
Relation = tuple[frozenset[terms.Term], NamedNode, frozenset[terms.Term] | NamedNode | None]
# how a partition is reached from the larger one, and what it is a partition by
BY_CLASS = "void:classPartition", "void:class"
BY_PROPERTY = "void:propertyPartition", "void:property"
BY_DATATYPE = "void-ext:datatypePartition", "void-ext:datatype"


@dataclass
class Use:
    """How a property is used. Of its values only the hashes are kept, which tell even millions apart."""

    triples: int = 0
    subjects: int = 0
    values: set[int] = field(default_factory=set)


@dataclass
class Tally:
    """What has been counted of a graph whose triples come sorted by subject and property."""

    triples: int = 0
    subjects: int = 0
    entities: int = 0
    classes: Counter[terms.Term] = field(default_factory=Counter)
    properties: dict[NamedNode, Use] = field(default_factory=lambda: defaultdict(Use))
    at: Path = ()

    def add(self, quad: Quad) -> None:
        """Count a triple."""
        subject, property_ = quad.subject, quad.predicate
        use = self.properties[property_]
        self.triples += 1
        use.triples += 1
        use.values.add(hash(quad.object))
        if not self.at or self.at[0] != subject:
            self.subjects += 1
            self.entities += isinstance(subject, NamedNode) and subject.value.startswith(BASE)
        if self.at != (subject, property_):
            use.subjects += 1
            self.at = subject, property_
        if property_ == RDF_TYPE:
            self.classes[quad.object] += 1


def measure(store: Store, quads: Iterable[Quad]) -> Iterator[Quad]:
    """The statistics of every graph of a store, whose `quads` come sorted; of the merged one in every detail.

    Clients complete queries and choose plans by its partitions.
    """
    classes = classify(store)
    tallies: dict[NamedNode | BlankNode | DefaultGraph, Tally] = defaultdict(Tally)
    relations = Counter[Relation]()
    for quad in quads:
        tallies[quad.graph_name].add(quad)
        if quad.graph_name == terms.DEFAULT and (own := classes.get(quad.subject)):
            value = quad.object
            target = value.datatype if isinstance(value, Literal) else classes.get(value)
            relations[own, quad.predicate, target] += 1
    for graph, tally in tallies.items():
        yield from sized(graph if isinstance(graph, NamedNode) else terms.DATASET, tally)
    for property_, use in tallies[terms.DEFAULT].properties.items():
        part = yield from partitioned(BY_PROPERTY, (), property_)
        yield from counted(part, triples=use.triples, distinctSubjects=use.subjects, distinctObjects=len(use.values))
    yield from related(relations)


def classify(store: Store) -> dict[object, frozenset[terms.Term]]:
    """The classes of each thing of the merged graph; things of the same classes share one set."""
    classes: dict[object, frozenset[terms.Term]] = {}
    shared: dict[frozenset[terms.Term], frozenset[terms.Term]] = {}
    for quad in store.quads_for_pattern(None, RDF_TYPE, None, terms.DEFAULT):
        more = classes.get(quad.subject, frozenset()) | {quad.object}
        classes[quad.subject] = shared.setdefault(more, more)
    return classes


def sized(dataset: NamedNode, tally: Tally) -> Iterator[Quad]:
    """The size of a graph, and how many things of each class it has."""
    values = set[int]().union(*(use.values for use in tally.properties.values()))
    sizes = {"triples": tally.triples, "distinctSubjects": tally.subjects, "distinctObjects": len(values)}
    sizes |= {"entities": tally.entities, "classes": len(tally.classes), "properties": len(tally.properties)}
    yield from counted(dataset, **sizes)
    for class_, number in tally.classes.items():
        part = yield from partitioned(BY_CLASS, (), class_, dataset)
        yield from counted(part, entities=number)


def related(relations: Mapping[Relation, int]) -> Iterator[Quad]:
    """Which properties the things of each class have, and the classes or datatypes of their values."""
    uses, joins, values = Counter[Path](), Counter[Path](), Counter[Path]()
    for (own, property_, target), number in relations.items():
        for class_ in own:
            uses[class_, property_] += number
            if isinstance(target, NamedNode):
                values[class_, property_, target] += number
            for other in target if isinstance(target, frozenset) else ():
                joins[class_, property_, other] += number
    for by, counts in ((BY_PROPERTY, uses), (BY_CLASS, joins), (BY_DATATYPE, values)):
        for path, number in counts.items():
            part = yield from partitioned(by, path[:-1], path[-1])
            yield from counted(part, triples=number)


def partitioned(
    by: tuple[str, str], larger: Path, key: terms.Term, dataset: NamedNode = terms.DATASET
) -> Generator[Quad, None, NamedNode]:
    """A partition, hung on the larger one that it is a part of; give its node."""
    part = partition(dataset, (*larger, key))
    yield stated(partition(dataset, larger), by[0], part)
    yield stated(part, by[1], key)
    return part


def partition(dataset: NamedNode, path: Path) -> NamedNode:
    """The node of a part of a dataset, chosen by class, property, and class or datatype of the value."""
    if not path:
        return dataset
    words = "\n".join(str(part) for part in (dataset, *path))
    return NamedNode(f"{VOID.value}#p{hashlib.sha256(words.encode()).hexdigest()[:12]}")


def counted(node: NamedNode, **counts: int) -> Iterator[Quad]:
    """The counts of a dataset or of a part of it, which are called as VoID calls them."""
    for name, number in counts.items():
        yield stated(node, f"void:{name}", Literal(number))


def stated(subject: NamedNode, predicate: str, object_: terms.Term) -> Quad:
    """A statement of the description's own graph."""
    return Quad(subject, terms.known(predicate), object_, VOID)
