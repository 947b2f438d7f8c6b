"""Rows of sources, their passages, and entries about things elsewhere become quads."""

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from loader import terms
from loader.known import classes
from loader.mapping import NOTE, PREFERRED, RDF_TYPE, SOURCE, TOPIC_OF, Triple, label, put
from loader.tables import Row
from ontology import GUPVI

IDENTIFIER, TITLE, CITATION, LICENCE, RIGHTS = (
    terms.known("dct:" + name) for name in ("identifier", "title", "bibliographicCitation", "license", "rights")
)
SEE_ALSO, PAGE = terms.known("rdfs:seeAlso"), terms.known("foaf:page")
SECTION, START, END = (terms.known(name) for name in ("schema:articleSection", "oa:start", "oa:end"))
LICENCES = {"CC BY-SA 4.0": NamedNode("https://creativecommons.org/licenses/by-sa/4.0/")}


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
        title = [f"{row['key']}-p0"] if row["file"] else []
        if not title:  # else a claim has it, with its place in the source
            triples.append((subject, TITLE, Literal(row["title"])))
        yield from put(triples, terms.EDITORS)
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
        words = f"paragraph {row['paragraph']}" if row["paragraph"] else "title"
        triples.append((subject, GUPVI.locator, Literal(words)))
        if row["section"]:
            triples.append((subject, SECTION, terms.words(row["section"])))
        yield from put(triples, terms.graph(row["source"]))


def further_passages(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """The cards, entries and pages of sources of which no text is at hand, with their addresses."""
    for row in rows:
        subject = terms.passage(row["id"])
        triples: list[Triple] = [
            (subject, RDF_TYPE, GUPVI.Passage),
            (subject, SOURCE, terms.thing(row["source"])),
            (subject, GUPVI.locator, Literal(row["locator"])),
            (subject, PAGE, terms.address(row["address"])),
        ]
        yield from put(triples, terms.graph(row["source"]))


def links(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """Pages about things: surely about the same thing, or only likely; the page bears how sure the editors are."""
    for row in rows:
        predicate = SEE_ALSO if row["confidence"] == "likely" else TOPIC_OF
        page = terms.address(row["page"])
        about: list[Triple] = [(terms.thing(row["thing"]), predicate, page)]
        yield from put([*about, (page, GUPVI.confidence, Literal(row["confidence"]))], terms.EDITORS)


def gazetteer(rows: Iterable[Row], keys: dict[str, str]) -> Iterator[Quad]:
    """The entries of GeoNames for places; a place that could be several has none, and its row says why."""
    for row in rows:
        if row["geonames"]:
            entry = NamedNode(f"https://sws.geonames.org/{row['geonames']}/")
            triples: list[Triple] = [(terms.thing(row["place"]), terms.known(f"skos:{row['relation']}"), entry)]
            yield from put([*triples, (entry, GUPVI.confidence, Literal(row["confidence"]))], terms.EDITORS)
