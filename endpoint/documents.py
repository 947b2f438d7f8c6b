"""The document of a thing: its triples, the claims about it with their evidence, what links to it, and labels."""

from collections.abc import Iterable

from flask import Response
from pyoxigraph import Literal, NamedNode, Triple

from endpoint import compaction, prologue, reading, responses, writing
from endpoint.desk import Desk
from endpoint.formats import JSON_LD, Format
from endpoint.problems import Problem
from endpoint.prologue import Query
from ontology import BASE, LICENCE

PAGE = 200  # links
_DATASET = NamedNode(f"{BASE}dataset")
_SUBJECT, _TYPE = writing.term("rdf:subject"), writing.term("rdf:type")
_USED = ("dcat", "dct", "foaf", "gupvi", "hydra", "rdf", "rdfs", "skos", "void")
_PREFIXES = "".join(f"PREFIX {name}: <{writing.KNOWN[name]}>\n" for name in _USED)
_COUNT = "SELECT (COUNT(*) AS ?links) { ?other ?link %s FILTER(?link != rdf:subject) }"
# labels are optional so that they are looked up for what is found; as a join the engine would read all of them
_LABELS = "OPTIONAL { ?named ?naming ?name VALUES ?naming { skos:prefLabel rdfs:label dct:title } }"
_FIRST = f"""
  {{ %(thing)s ?property ?value BIND(%(thing)s AS ?node) }}
  UNION {{ ?node rdf:subject %(thing)s ; ?property ?value }}
  UNION {{ %(thing)s gupvi:evidence ?node . ?node ?property ?value }}
  UNION {{ ?claim rdf:subject %(thing)s ; gupvi:evidence ?node . ?node ?property ?value }}
  UNION {{
    {{ SELECT DISTINCT ?named {{
      {{ %(thing)s ?to ?named }} UNION {{ ?claim rdf:subject %(thing)s ; ?to ?named }}
      UNION {{ %(thing)s gupvi:evidence ?passage . ?passage dct:source ?named }}
      UNION {{ ?claim rdf:subject %(thing)s ; gupvi:evidence ?passage . ?passage dct:source ?named }}
    }} }}
    {_LABELS}
  }}
  UNION"""
# without an order, for which all of them would have to be sorted; the order of a version does not change
_LINKS = f"""
  {{
    {{ SELECT ?other ?link (?other AS ?named) {{
      ?other ?link %(thing)s FILTER(?link != rdf:subject)
    }} LIMIT {PAGE} OFFSET %(offset)d }}
    {_LABELS}
  }}"""
_DOCUMENT = "CONSTRUCT {\n%s\n ?node ?property ?value . ?other ?link %s . ?named ?naming ?name } WHERE {%s\n}"


def answer(desk: Desk, thing: NamedNode, address: str, page: int, written: Format, is_ours: bool) -> Response:
    """Send the document of a thing that is known; `address` is where it is found, without the ending of a format.

    Of what links to the thing, a page has 200 triples at most; the first page has all the rest as well. A page that
    there is not is a Problem 404.
    """
    version, triples = reading.triples(desk, _query(desk, thing, address, page, is_ours))
    found = _order(triples, thing, address)
    body = compaction.write(found, thing) if written is JSON_LD else writing.write(found, written)
    return Response(body, content_type=written.media_type, headers={responses.VERSION: version})


def _order(triples: Iterable[Triple], thing: NamedNode, address: str) -> list[Triple]:
    """Put the document itself first, then the thing, the claims about it, and the rest; types before properties."""
    found = set(triples)
    ranks = {triple.subject: 2 for triple in found if triple.predicate == _SUBJECT and triple.object == thing}
    ranks[thing] = 1

    def place(triple: Triple) -> tuple[int, str, bool, str, str]:
        subject = str(triple.subject).strip("<>")
        rank = 0 if subject.startswith(address) else ranks.get(triple.subject, 3)
        return rank, subject, triple.predicate != _TYPE, triple.predicate.value, str(triple.object)

    return sorted(found, key=place)


def _query(desk: Desk, thing: NamedNode, address: str, page: int, is_ours: bool) -> Query:
    ((links,),) = reading.rows(desk, _PREFIXES + _COUNT % thing)
    count = int(links.value) if isinstance(links, Literal) else 0
    pages = max(1, -(-count // PAGE))
    if not 1 <= page <= pages:
        raise Problem(404, f"What links to {thing.value} has {pages} pages; there is no page {page}.")
    about = _describe(thing, address, count, page, pages)
    here = _view(address, page)
    if is_ours:
        about += f"{here} void:inDataset {_DATASET} ; dct:license {NamedNode(LICENCE)} ."
    about += f"{here} dcat:version {Literal(desk.edition.version)} ."
    if desk.edition.built:
        about += f"{here} dct:modified {writing.moment(desk.edition.built)} ."
    patterns = (_FIRST if page == 1 else "") + _LINKS
    text = _DOCUMENT % (about, thing, patterns % {"thing": thing, "offset": (page - 1) * PAGE})
    return prologue.read(_PREFIXES + text)


def _view(address: str, page: int) -> NamedNode:
    return NamedNode(address if page == 1 else f"{address}?page={page}")


def _describe(thing: NamedNode, address: str, count: int, page: int, pages: int) -> str:
    """Say in Turtle what the document is, and which page it is of several (Hydra Core Vocabulary, section 4.5)."""
    here, links = _view(address, page), NamedNode(f"{address}#links")
    about = f"{here} a foaf:Document ; foaf:primaryTopic {thing} . "
    about += f"{links} a hydra:Collection ; hydra:totalItems {count} . "
    if pages == 1:
        return about
    about += f"{links} hydra:view {here} . {here} a hydra:PartialCollectionView . "
    others = {"first": 1, "previous": page - 1, "next": page + 1, "last": pages}
    for relation, other in others.items():
        if 1 <= other <= pages:
            about += f"{here} hydra:{relation} {_view(address, other)} . "
    return about
