"""Rows of things, of their names and of what may be one become quads; each function takes rows of one table."""

from collections.abc import Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from loader import terms
from loader.known import classes
from loader.tables import Row
from ontology import GUPVI, PREFIXES
from ontology.folding import search_keys
from ontology.properties import superclasses

RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
PREFERRED, ALTERNATIVE, BROADER, SCHEME, NOTE, MATCH = (
    terms.known("skos:" + name)
    for name in ("prefLabel", "altLabel", "broader", "inScheme", "editorialNote", "exactMatch")
)
SOURCE, PART_OF, FORM, TOPIC_OF = (
    terms.known(name) for name in ("dct:source", "dct:isPartOf", "skosxl:literalForm", "foaf:isPrimaryTopicOf")
)
Triple = tuple[NamedNode, NamedNode, NamedNode | Literal]


def put(triples: Iterable[Triple], *graphs: NamedNode) -> Iterator[Quad]:
    """The triples in the merged graph and in each of the named graphs."""
    targets: list[DefaultGraph | NamedNode] = [terms.DEFAULT, *graphs]
    for subject, predicate, object_ in triples:
        for graph in targets:
            yield Quad(subject, predicate, object_, graph)


def sources_of(passages: Iterable[str], keys: dict[str, str]) -> list[NamedNode]:
    """The graphs of the sources to which the passages belong; `keys` gives the source of a short key."""
    return [terms.graph(source) for source in dict.fromkeys(keys[p.partition("-")[0]] for p in passages)]


def things(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """What the editors file of a thing: class, kind, place in larger wholes; and its label with its source."""
    for row in rows:
        subject, kind = terms.thing(row["id"]), row["id"].partition("/")[0]
        filed: list[Triple] = [(subject, RDF_TYPE, class_) for class_ in classes(kind)]
        for sort in row.cells.get("kind") or []:
            filed.append((subject, GUPVI.kind, terms.term(sort)))
            if sort == "country":
                filed += [(subject, RDF_TYPE, class_) for class_ in superclasses("State")]
        for column, predicate in (
            ("people", GUPVI.people),
            ("broader", BROADER),
            ("part_of", PART_OF),
            ("within", PART_OF),
        ):
            filed += [(subject, predicate, terms.thing(key)) for key in row.cells.get(column) or []]
        if kind == "concept":
            filed.append((subject, SCHEME, terms.term(row["scheme"])))
            for key in row["match"]:
                filed.append((subject, TOPIC_OF if key.startswith("source/") else MATCH, terms.thing(key)))
        if row["note"]:
            filed.append((subject, NOTE, terms.words(row["note"])))
        yield from put(filed, terms.EDITORS)
        printed = row["printed_in"]
        kind = "" if printed else "descriptive"
        yield from label(row["id"], row["label"], "en", PREFERRED, printed, keys, kind=kind)


def label(
    key: str,
    words: str,
    language: str,
    predicate: NamedNode,
    printed_in: list[str],
    keys: dict[str, str],
    *,
    kind: str = "",
    source: str = "source/editors",
) -> Iterator[Quad]:
    """A name of a thing: the SKOS label, the keys to search by, and the node that says who gives it.

    Whoever prints it gives it; `source` does where no passage is named.
    """
    subject, node = terms.thing(key), terms.name(key, language, words)
    literal = terms.words(words, language)
    triples: list[Triple] = [(subject, predicate, literal), (node, RDF_TYPE, GUPVI.Name), (node, FORM, literal)]
    triples += [(node, GUPVI.nameOf, subject), *findable(subject, words)]
    if kind:
        triples.append((node, GUPVI.kind, terms.term(kind)))
    if not printed_in:
        yield from put([*triples, (node, SOURCE, terms.thing(source))], terms.EDITORS)
    for passage in printed_in:
        giver = keys[passage.partition("-")[0]]
        given: list[Triple] = [(node, GUPVI.evidence, terms.passage(passage)), (node, SOURCE, terms.thing(giver))]
        yield from put([*triples, *given], terms.graph(giver))


def findable(subject: NamedNode, words: str) -> list[Triple]:
    """The keys by which a thing is found when somebody types words that name it."""
    return [(subject, GUPVI.searchKey, Literal(folded)) for folded in search_keys(words)]


def names(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """Further names of things."""
    for row in rows:
        predicate = PREFERRED if row["preferred"] else ALTERNATIVE
        printed_in, more = row["printed_in"], {"kind": row["kind"] or "", "source": row["source"] or "source/editors"}
        yield from label(row["thing"], row["name"], row["language"], predicate, printed_in, keys, **more)
        node = terms.name(row["thing"], row["language"], row["name"])
        if row["valid"]:
            graphs = sources_of(printed_in, keys) or [terms.EDITORS]
            yield from put([(node, GUPVI.edtf, Literal(row["valid"]))], *graphs)
        if row["note"]:
            yield from put([(node, NOTE, terms.words(row["note"]))], terms.EDITORS)


def identities(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """Things that may be one, linked both ways, with the reason as a note on each."""
    for row in rows:
        one, other = terms.thing(row["one"]), terms.thing(row["other"])
        for subject, twin, key in ((one, other, row["other"]), (other, one, row["one"])):
            note = terms.words(f"Possibly the same as {key}: {row['reason']}")
            yield from put([(subject, GUPVI.possiblySame, twin), (subject, NOTE, note)], terms.EDITORS)
