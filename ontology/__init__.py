"""The words of the graph: every name here is a term that this folder's Turtle files define."""

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat, parse

FOLDER = Path(__file__).parent
BASE = "https://w3id.org/gupvi/"
NAMESPACE = f"{BASE}ontology#"
THINGS = f"{BASE}id/"
GRAPHS = f"{BASE}graph/"
LICENCE = "https://creativecommons.org/licenses/by-sa/4.0/"

KINDS = (  # the first part of a thing's key; each is a prefix too, so that queries can write camp:99
    "camp",
    "facility",
    "facility-group",
    "directorate",
    "organization",
    "division",
    "person",
    "act",
    "place",
    "event",
    "memorial",
    "work",
    "group",
    "concept",
    "voice",
    "source",
    "passage",
    "claim",
    "finding",
    "comparison",
    "silence",
    "name",
)
PREFIXES = {kind: f"{THINGS}{kind}/" for kind in KINDS} | {
    "aat": "http://vocab.getty.edu/aat/",
    "crm": "http://www.cidoc-crm.org/cidoc-crm/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": GRAPHS,
    "gupvi": NAMESPACE,
    "ontolex": "http://www.w3.org/ns/lemon/ontolex#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sd": "http://www.w3.org/ns/sparql-service-description#",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "skosxl": "http://www.w3.org/2008/05/skos-xl#",
    "spdx": "http://spdx.org/rdf/terms#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "void": "http://rdfs.org/ns/void#",
    "void-ext": "http://ldf.fi/void-ext#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def name_layer(reliability: str) -> str:
    """Name the graph of the claims of one grade, within `GRAPHS`: fairlyReliable has layer-fairly-reliable."""
    return "layer-" + re.sub("[A-Z]", lambda capital: f"-{capital[0].lower()}", reliability)


def read(*names: str) -> Iterator[Quad]:
    """The triples of this folder's Turtle files, `gupvi.ttl`, `concepts.ttl` and `alignments.ttl` by default."""
    for name in names or ("gupvi.ttl", "concepts.ttl", "alignments.ttl"):
        yield from parse(path=str(FOLDER / name), format=RdfFormat.TURTLE)


class Vocabulary:
    """A namespace that knows its terms: naming one that it lacks fails at once.

    >>> GUPVI.Claim
    <NamedNode value=https://w3id.org/gupvi/ontology#Claim>
    >>> GUPVI.Clam
    Traceback (most recent call last):
    AttributeError: the ontology defines no term 'Clam'
    """

    def __init__(self, namespace: str, subjects: Iterator[NamedNode]) -> None:
        self._terms = {s.value.removeprefix(namespace): s for s in subjects if s.value.startswith(namespace)}

    def __getattr__(self, name: str) -> NamedNode:
        try:
            return self._terms[name]
        except KeyError:
            raise AttributeError(f"the ontology defines no term {name!r}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._terms))

    def __contains__(self, name: str) -> bool:
        return name in self._terms


GUPVI = Vocabulary(
    NAMESPACE, (q.subject for q in read("gupvi.ttl", "concepts.ttl") if isinstance(q.subject, NamedNode))
)
