"""What a language model can ask of the graph: its words, example queries, a query, a thing, a search."""

from endpoint import candidates, extension, index, labels, lookup, prologue, reading, things
from endpoint.claims import Claim
from endpoint.desk import Desk
from endpoint.problems import Problem
from endpoint.questions import examples as questions
from endpoint.settings import Settings
from endpoint.terms import shorten, show
from ontology import THINGS
from ontology.folding import fold

_ROWS_MOST = 200
_HITS_MOST = 25
_EXAMPLES_MOST = 8
_ADVICE = (
    "Everything a source says is a claim: ?claim rdf:subject ?thing ; rdf:predicate ?property ; rdf:object ?value ; "
    "gupvi:evidence ?passage ; gupvi:stance ?stance . ?passage dct:source ?source ; gupvi:locator ?place. A claim "
    "whose stance is gupvi:denied says that something is not so. Numbers are claims only, with gupvi:exactness, "
    "gupvi:lower and gupvi:upper. Simple facts are direct triples as well: camp:99 gupvi:established '1941-07'. "
    "Name the source and the place in it of whatever you report."
)
Answer = dict[str, object]


class Tools:
    """The tools over a desk, within the limits and the filters of /sparql. What fails is a Problem."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        self._desk = desk
        self._settings = settings

    def schema(self) -> Answer:
        """List the classes and properties of the graph, the prefixes to write them with, and how claims are made."""
        with index.find(self._desk, self._settings) as opened:
            classes = candidates.classes(opened)
        return {
            "advice": _ADVICE,
            "prefixes": labels.DECLARED,
            "classes": {shorten(iri): label for iri, label in classes.items()},
            "properties": {shorten(iri): label for iri, label in extension.propose(self._desk, None)},
        }

    def examples(self, about: str = "") -> Answer:
        """Give questions with their SPARQL queries: at most eight about some words, or the list of all questions."""
        wanted = fold(about).split()
        if not wanted:
            return {"questions": [question.words for question in questions()]}
        told = [(fold(" ".join((q.name, q.words, *q.keywords))), q) for q in questions()]
        ranked = sorted(((sum(word in text for word in wanted), q) for text, q in told), key=lambda pair: -pair[0])
        best = [{"question": q.words, "query": q.text} for score, q in ranked[:_EXAMPLES_MOST] if score]
        return {"examples": best}

    def query(self, sparql: str) -> Answer:
        """Answer a SPARQL 1.1 query, read-only, with at most 200 rows; `more` says that there are others.

        Declare the prefixes that `schema` gives. IRIs come back as prefixed names.
        """
        if len(sparql.encode("utf-8", "replace")) > self._settings.query_bytes:
            raise Problem(413, f"The query is longer than {self._settings.query_bytes} bytes.")
        if "\0" in sparql:
            raise Problem(400, "The query contains a NUL character.")
        query = prologue.read(sparql)
        table = reading.read(self._desk, query, None, _ROWS_MOST, "tools")
        if table.truth is not None:
            return {"version": table.version, "answer": table.truth}
        rows = [[show(term, prefixes=query.prefixes).text for term in row] for row in table.rows]
        return {"version": table.version, "columns": list(table.columns), "rows": rows, "more": table.more}

    def entity(self, id: str) -> Answer:  # noqa: A002 - what a model calls it
        """Tell what the graph knows of a thing, named by id (camp/99) or IRI: facts, and claims with their sources."""
        kind, _, key = id.strip().removeprefix(THINGS).replace(":", "/", 1).partition("/")
        thing = things.name(kind, key)
        things.require(self._desk, self._settings, thing)
        known = things.read(self._desk, thing)
        return {
            "version": self._desk.edition.version,
            "iri": known.iri,
            "label": known.label.text,
            "facts": {
                name.text: [_written(other.text, other.title) for other in others] for name, others in known.facts
            },
            "claims": [_claim(claim) for claim in known.claims],
            "linked_from": {one.words: [_written(o.text, o.title) for o in one.others] for one in known.links},
            "more_links": any(one.count > len(one.others) for one in known.links),
        }

    def search(self, words: str, kind: str = "") -> Answer:
        """Find things by a name in any language, a number, or words said of them; `kind` is camp, person, place ..."""
        with index.find(self._desk, self._settings) as opened:
            found = lookup.search(opened, words, kind)
            hits = found.hits[:_HITS_MOST]
            results = [{"id": hit.key, "label": hit.label, "note": hit.note, "score": hit.score} for hit in hits]
            kinds = dict(found.kinds)
            return {"total": found.total, "similar_only": found.is_near, "kinds": kinds, "results": results}


def _written(text: str, iri: str) -> str:
    """Write a value, with the id by which a thing can be asked for."""
    return f"{text} [{iri.removeprefix(THINGS)}]" if iri.startswith(THINGS) else text


def _claim(claim: Claim) -> Answer:
    return {
        "claim": shorten(claim.claim.title),
        "property": claim.predicate.text,
        "value": [_written(value.text, value.title) for value in claim.value],
        "details": {name.text: value.text for name, value in claim.limits + claim.credits},
        "evidence": [f"{evidence.source.text}, {evidence.locator}" for evidence in claim.evidence],
    }
