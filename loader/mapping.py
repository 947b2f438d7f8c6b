"""Rows of things, sources, passages and names become quads; each function takes rows of one table."""

from collections.abc import Callable, Iterable, Iterator

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from loader import terms
from loader.known import classes
from loader.tables import Row, Tables
from ontology import GUPVI, PREFIXES
from ontology.folding import search_keys
from ontology.properties import superclasses

RDF_TYPE = NamedNode(PREFIXES["rdf"] + "type")
PREFERRED, ALTERNATIVE, BROADER, SCHEME, NOTE, MATCH = (
    terms.known("skos:" + name)
    for name in ("prefLabel", "altLabel", "broader", "inScheme", "editorialNote", "exactMatch")
)
TITLE, IDENTIFIER, SOURCE, PART_OF, CITATION, LICENCE, RIGHTS = (
    terms.known("dct:" + name)
    for name in ("title", "identifier", "source", "isPartOf", "bibliographicCitation", "license", "rights")
)
SEE_ALSO, PAGE, TOPIC_OF = (terms.known(name) for name in ("rdfs:seeAlso", "foaf:page", "foaf:isPrimaryTopicOf"))
FORM, SECTION, START, END = (
    terms.known(name) for name in ("skosxl:literalForm", "schema:articleSection", "oa:start", "oa:end")
)
LICENCES = {"CC BY-SA 4.0": NamedNode("https://creativecommons.org/licenses/by-sa/4.0/")}
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


def sources(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """The sources with what is needed to cite them, which the editors say and not the sources."""
    for row in rows:
        subject = terms.thing(row["id"])
        triples: list[Triple] = [(subject, RDF_TYPE, class_) for class_ in classes("source")]
        triples += [
            (subject, IDENTIFIER, Literal(row["key"])),
            (subject, GUPVI.kind, terms.term(row["kind"])),
            (subject, CITATION, terms.words(row["citation"])),
        ]
        if row["licence"] in LICENCES:
            triples.append((subject, LICENCE, LICENCES[row["licence"]]))
        else:
            triples.append((subject, RIGHTS, terms.words(row["licence"])))
        if row["address"]:
            triples.append((subject, PAGE, terms.address(row["address"])))
        if row["note"]:
            triples.append((subject, NOTE, terms.words(row["note"])))
        yield from put(triples, terms.EDITORS)
        title = [] if row["id"] == "source/editors" else [f"{row['key']}-p0"]
        yield from label(row["id"], row["title"], "en", PREFERRED, title, keys)


def passages(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """The passages with their extent; never their text."""
    for row in rows:
        subject = terms.passage(row["id"])
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Passage),
            (subject, SOURCE, terms.thing(row["source"])),
            (subject, GUPVI.paragraph, terms.number(row["paragraph"])),
            (subject, START, terms.number(row["start"])),
            (subject, END, terms.number(row["end"])),
        ]
        if row["section"]:
            triples.append((subject, SECTION, terms.words(row["section"])))
        yield from put(triples, terms.graph(row["source"]))


def links(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """Pages about things: surely about the same thing, or only likely; the page bears how sure the editors are."""
    for row in rows:
        predicate = SEE_ALSO if row["confidence"] == "likely" else TOPIC_OF
        page = terms.address(row["page"])
        about: list[Triple] = [(terms.thing(row["thing"]), predicate, page)]
        yield from put([*about, (page, GUPVI.confidence, Literal(row["confidence"]))], terms.EDITORS)


def mapping(tables: Tables) -> dict[str, Callable[[Iterable[Row], dict[str, str]], Iterator[Quad]]]:
    """The function for each table that needs nothing but its own rows; tables of things share one."""
    own = {"sources.csv": sources, "passages.csv": passages, "names.csv": names, "links.csv": links}
    of_things = {file for file in tables.tables if any(c.name == "printed_in" for c in tables.columns(file))}
    return {file: own.get(file, things) for file in tables.tables if file in own or file in of_things}
