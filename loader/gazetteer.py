"""The places and camps as Linked Places, the form in which the World Historical Gazetteer takes them in.

Linked Places is GeoJSON and JSON-LD at once: https://github.com/LinkedPasts/linked-places-format, version 1.2.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, QuerySolutions, Store

from loader.terms import Term
from ontology import PREFIXES

CONTEXT = "https://raw.githubusercontent.com/LinkedPasts/linked-places-format/main/linkedplaces-context-v1.1.jsonld"
DECLARED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
PLACES = "{ ?thing a gupvi:Place } UNION { ?thing a gupvi:Facility }"
TITLES = f"SELECT DISTINCT ?thing ?title {{ {PLACES} ?thing skos:prefLabel ?title FILTER(LANG(?title) = 'en') }}"
NAMES = f"""SELECT DISTINCT ?thing ?name ?source ?title ?time {{
  {PLACES} ?node gupvi:nameOf ?thing ; skosxl:literalForm ?name ; dct:source ?source .
  ?source skos:prefLabel ?title OPTIONAL {{ ?node gupvi:edtf ?time }}
}}"""
TYPES = f"""SELECT DISTINCT ?thing ?kind ?label ?match {{
  {PLACES} ?thing gupvi:kind ?kind . ?kind skos:prefLabel ?label FILTER(LANG(?label) = 'en')
  OPTIONAL {{ ?kind skos:closeMatch|skos:broadMatch ?match FILTER(STRSTARTS(STR(?match), STR(aat:))) }}
}}"""
RELATIONS = f"""SELECT DISTINCT ?thing ?whole ?label {{
  {PLACES} ?thing dct:isPartOf|gupvi:locatedIn ?whole . ?whole skos:prefLabel ?label FILTER(LANG(?label) = 'en')
}}"""
LINKS = f"""SELECT DISTINCT ?thing ?link ?page {{
  {PLACES} ?thing ?link ?page
  VALUES ?link {{ skos:exactMatch skos:closeMatch foaf:isPrimaryTopicOf rdfs:seeAlso }}
}}"""
POINTS = f"""SELECT DISTINCT ?thing ?lat ?long {{
  {PLACES} GRAPH ?graph {{ ?thing geo:lat ?lat ; geo:long ?long }}
}}"""  # from one graph each, lest the latitude of one source meet the longitude of another
LINKED = {"isPrimaryTopicOf": "primaryTopicOf"}  # where the format's word is another than the property's
MOMENT = re.compile(r"\d{4}(-\d\d){0,2}")
Entry = dict[str, Any]


def write(store: Store, target: Path) -> None:
    """Write the places as one collection."""
    collection = {"type": "FeatureCollection", "@context": CONTEXT, "features": list(features(store))}
    target.write_text(json.dumps(collection, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def features(store: Store) -> Iterator[Entry]:
    """Each place and camp with a name to show, its names, types, larger wholes and links, and its point if known."""
    names, types, wholes, links, points = (gather(store, query) for query in (NAMES, TYPES, RELATIONS, LINKS, POINTS))
    for thing, found in sorted(gather(store, TITLES).items()):
        yield {
            "@id": thing,
            "type": "Feature",
            "properties": {"title": text(found[0], "title")},
            "names": [called(name) for name in names[thing]],
            "types": [sort(kind) for kind in types[thing]],
            "relations": [
                {"relationType": "gvp:broaderPartitive", "relationTo": text(one, "whole"), "label": text(one, "label")}
                for one in wholes[thing]
            ],
            "links": [link(one) for one in links[thing]],
            "geometry": {"type": "GeometryCollection", "geometries": [point(one) for one in points[thing]]},
        }


def gather(store: Store, query: str) -> dict[str, list[dict[str, Term]]]:
    """The rows about each thing, always in the same order."""
    gathered: dict[str, list[dict[str, Term]]] = defaultdict(list)
    for row in sorted(rows(store, DECLARED + query), key=str):
        gathered[text(row, "thing")].append(row)
    return gathered


def rows(store: Store, query: str) -> Iterator[dict[str, Term]]:
    """The rows of a SELECT, by the names of their columns."""
    result = store.query(query)
    if not isinstance(result, QuerySolutions):
        raise TypeError("the query is no SELECT")
    names = [variable.value for variable in result.variables]
    for row in result:
        yield {name: term for name, term in zip(names, row, strict=True) if term is not None}


def called(row: dict[str, Term]) -> Entry:
    """A name, who gives it, and the time for which it held where the format can tell it."""
    literal = row["name"]
    entry: Entry = {"toponym": text(row, "name")}
    if isinstance(literal, Literal) and literal.language:
        entry["lang"] = literal.language
    entry["citations"] = [{"label": text(row, "title"), "@id": text(row, "source")}]
    begin, _, end = text(row, "time").partition("/")
    if MOMENT.fullmatch(begin):
        span = {"start": {"in": begin}} | ({"end": {"in": end}} if MOMENT.fullmatch(end) else {})
        entry["when"] = {"timespans": [span]}
    return entry


def sort(row: dict[str, Term]) -> Entry:
    """A kind of place, by a term of the Art & Architecture Thesaurus where there is one."""
    identifier = text(row, "match").replace(PREFIXES["aat"], "aat:") or text(row, "kind")
    return {"identifier": identifier, "label": text(row, "label")}


def link(row: dict[str, Term]) -> Entry:
    """A link to another gazetteer, or to a page about the place."""
    name = text(row, "link").replace("#", "/").rpartition("/")[2]
    return {"type": LINKED.get(name, name), "identifier": text(row, "page")}


def point(row: dict[str, Term]) -> Entry:
    """A point; GeoJSON has the longitude first."""
    return {"type": "Point", "coordinates": [float(text(row, "long")), float(text(row, "lat"))]}


def text(row: dict[str, Term], name: str) -> str:
    """What stands in a column; nothing where the row has none."""
    term = row.get(name)
    return "" if term is None else str(getattr(term, "value", term))
