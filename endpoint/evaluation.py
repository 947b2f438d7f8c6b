"""A query is evaluated and its answer written; nothing here knows of threads, processes or HTTP."""

import re
from typing import Any

from pyoxigraph import (
    DefaultGraph,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    serialize,
)

from endpoint import federation
from endpoint.federation import Relay
from endpoint.formats import GRAPHS, RDF_XML, TRIG, TURTLE, XML, Format
from endpoint.markup import Mended, Output
from endpoint.mistakes import explain
from endpoint.problems import Problem
from endpoint.prologue import Graphs, Query
from endpoint.unions import Unions
from ontology import BASE

_UNKNOWN_FUNCTION = re.compile(r"The custom function <(.*)> is not supported")
_UNKNOWN_FUNCTIONS_MOST = 50
_Results = QueryBoolean | QuerySolutions | QueryTriples


def answer(
    store: Store, unions: Unions, relay: Relay, query: Query, graphs: Graphs | None, written: Format, output: Output
) -> None:
    """Evaluate a query over the dataset that `graphs` chooses, else its own FROM clauses; write the answer.

    A bad or refused query is a Problem before the first byte. What the format cannot express is one too, but
    may be noticed later. `output` may raise to end the work.
    """
    query = federation.lead(query, relay)
    dataset = graphs or query.graphs
    options: dict[str, Any] = {}
    if dataset:
        default: list[NamedNode | DefaultGraph] = [NamedNode(graph) for graph in dataset.default]
        if len(default) > 1:
            store, default = unions.merge(store, dataset), [DefaultGraph()]
        options = {"default_graph": default, "named_graphs": [NamedNode(graph) for graph in dataset.named]}
    _write(_evaluate(store, query, options), query, written, output)


def _evaluate(store: Store, query: Query, options: dict[str, Any]) -> _Results:
    """Evaluate; a function that nobody knows is an error of its expression, not of the query.

    SPARQL 1.1 Query section 17.6 wants that, where pyoxigraph refuses the whole query.
    """
    unknown: dict[NamedNode, Any] = {}
    while True:
        try:
            return store.query(query.text, base_iri=BASE, **options)
        except SyntaxError as error:
            raise explain(query, error) from None
        except RuntimeError as error:
            found = _UNKNOWN_FUNCTION.match(str(error))
            if not found or len(unknown) == _UNKNOWN_FUNCTIONS_MOST:
                raise
            unknown[NamedNode(found[1])] = lambda *_: None
            options["custom_functions"] = unknown


def _write(results: _Results, query: Query, written: Format, output: Output) -> None:
    if (written in GRAPHS) != isinstance(results, QueryTriples):
        raise Problem(400, "The form of this query cannot be told from its beginning.")
    mended: Any = Mended(output) if written in (XML, RDF_XML) else output
    if isinstance(results, QueryBoolean):  # so short that handing it on whole is quicker
        mended.write(results.serialize(format=QueryResultsFormat.from_media_type(written.media_type)))
    elif not isinstance(results, QueryTriples):
        results.serialize(mended, QueryResultsFormat.from_media_type(written.media_type))
    elif written in (TURTLE, TRIG) and query.prefixes:
        graph_format = RdfFormat.from_media_type(written.media_type)
        serialize(results, mended, graph_format, prefixes=dict(query.prefixes))
    else:
        results.serialize(mended, RdfFormat.from_media_type(written.media_type))
    mended.flush()
