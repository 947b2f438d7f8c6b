"""Where a source puts a thing: at a position of its own, or at that of its town; and how many camps lie in a place."""

from pyoxigraph import NamedNode

from endpoint import labels, prologue, reading
from endpoint.desk import Desk
from endpoint.terms import show

# ?thing with ?lat, ?long, the ?grade of the claim, and the ?town if the position is that of one
PATTERN = """{ ?thing geo:lat ?lat ; geo:long ?long .
    ?claim rdf:subject ?thing ; rdf:predicate geo:lat ; rdf:object ?lat ; a gupvi:Claim ; gupvi:reliability ?grade }
  UNION
  { VALUES ?size { gupvi:city gupvi:settlement } ?town gupvi:kind ?size ; geo:lat ?lat ; geo:long ?long .
    ?thing gupvi:locatedIn ?town ; a gupvi:Camp FILTER NOT EXISTS { ?thing geo:lat ?own }
    ?claim rdf:subject ?thing ; rdf:predicate gupvi:locatedIn ; rdf:object ?town ; a gupvi:Claim ;
      gupvi:reliability ?grade }"""


def is_known(desk: Desk, thing: NamedNode) -> bool:
    """Tell whether a source puts this thing somewhere."""
    query = f"{labels.DECLARED} ASK {{ VALUES ?thing {{ {thing} }} {PATTERN} }}"
    return bool(reading.read(desk, prologue.read(query)).truth)


def camps_in(desk: Desk, place: NamedNode) -> int:
    """Count the camps that lie in a place or in what is a part of it."""
    words = "SELECT (COUNT(DISTINCT ?camp) AS ?camps) { ?camp a gupvi:Camp ; gupvi:locatedIn/dct:isPartOf* %s }"
    return int(show(reading.rows(desk, labels.DECLARED + words % place)[0][0]).text)
