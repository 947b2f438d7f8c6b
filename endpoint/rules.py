"""The shapes that every graph of the ontology must have (SHACL), in words, by the class or property they speak of."""

from collections import defaultdict

from rdflib import RDF, SH, Graph, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

import ontology
from endpoint.terms import shorten

_WORDS = {
    SH.minCount: "at least {}",
    SH.maxCount: "at most {}",
    SH.datatype: "of datatype {}",
    SH["class"]: "of class {}",
    SH.nodeKind: "{}",
    SH.pattern: "of the form {}",
    SH.lessThan: "less than {}",
    SH.lessThanOrEquals: "not more than {}",
    SH.hasValue: "with the value {}",
}
_PLAIN: dict[Node, str] = {SH.IRI: "an IRI", SH.uniqueLang: "one in each language"}


def read() -> dict[str, list[str]]:
    """Put the shapes into words: those of a class stand with the class, those on its properties there too."""
    graph, found = Graph().parse(ontology.FOLDER / "shapes.ttl"), defaultdict[str, list[str]](list)
    for shape in graph.subjects(RDF.type, SH.NodeShape):
        targets = [shorten(str(one)) for one in graph.objects(shape, SH.targetClass)]
        message = graph.value(shape, SH.message)
        for target in targets:
            found[target] += [str(message)] if message else []
        for one in graph.objects(shape, SH.property):
            path, words = graph.value(one, SH.path), _say(graph, one)
            if isinstance(path, URIRef) and words:
                for target in targets:
                    found[target].append(f"{shorten(str(path))}: {words}")
                where = f"on {', '.join(targets)}: " if targets else ""
                found[shorten(str(path))].append(where + words)
    return found


def _say(graph: Graph, shape: Node) -> str:
    least, most = graph.value(shape, SH.minCount), graph.value(shape, SH.maxCount)
    is_exact = least is not None and least == most
    parts = [f"exactly {least}"] if is_exact else []
    for predicate, words in _WORDS.items():
        if not (is_exact and predicate in (SH.minCount, SH.maxCount)):
            said = (_PLAIN.get(value, shorten(str(value))) for value in graph.objects(shape, predicate))
            parts.extend(words.format(value) for value in said)
    parts.extend(_PLAIN[SH.uniqueLang] for _ in graph.objects(shape, SH.uniqueLang))
    among = graph.value(shape, SH["in"])
    if among is not None:
        parts.append("one of " + ", ".join(shorten(str(one)) for one in Collection(graph, among)))
    message = graph.value(shape, SH.message)
    return ", ".join(parts) + (f". {message}" if message else "")
