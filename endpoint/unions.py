"""Several graphs as one default graph: their union as a set, in which a triple counts once."""

from collections import OrderedDict
from collections.abc import Iterator

from pyoxigraph import NamedNode, Quad, Store

from endpoint.problems import Problem
from endpoint.prologue import Graphs


class Unions:
    """The unions of one version's graphs made last, kept in memory by choice.

    pyoxigraph can query several graphs as a default graph too, but returns a triple once for each that it
    stands in, where SPARQL 1.1 Query section 13.2.1 wants their RDF merge.
    """

    def __init__(self, triples_most: int, kept: int) -> None:
        self._triples_most = triples_most
        self._kept = kept
        self._stores: OrderedDict[Graphs, Store] = OrderedDict()

    def merge(self, source: Store, graphs: Graphs) -> Store:
        """Make or find the store with the union as its default graph and the chosen named graphs.

        More triples than the setting allows are a Problem 403.
        """
        if graphs not in self._stores:
            self._stores[graphs] = self._made(source, graphs)
        self._stores.move_to_end(graphs)
        if len(self._stores) > self._kept:
            self._stores.popitem(last=False)
        return self._stores[graphs]

    def _made(self, source: Store, graphs: Graphs) -> Store:
        store = Store()
        store.bulk_extend(self._counted(_chosen(source, graphs)))
        return store

    def _counted(self, quads: Iterator[Quad]) -> Iterator[Quad]:
        for number, quad in enumerate(quads):
            if number >= self._triples_most:
                most = self._triples_most
                raise Problem(403, f"The graphs chosen hold more than {most} triples together.", limit=most)
            yield quad


def _chosen(source: Store, graphs: Graphs) -> Iterator[Quad]:
    for iri in graphs.default:
        for quad in source.quads_for_pattern(None, None, None, NamedNode(iri)):
            yield Quad(*quad.triple)
    for iri in graphs.named:
        yield from source.quads_for_pattern(None, None, None, NamedNode(iri))
