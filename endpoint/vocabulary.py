"""The ontology as its page shows it: each term with what is declared of it, how it is used, and what must hold."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from endpoint import description, prologue, questions, reading, rules
from endpoint.desk import Desk
from endpoint.once import once
from endpoint.prologue import Graphs
from endpoint.terms import Shown, shorten, show
from endpoint.usage import Usage
from ontology import GRAPHS, NAMESPACE, PREFIXES
from queries import Question

ONTOLOGY = f"{GRAPHS}ontology"
HEAD = NAMESPACE.removesuffix("#")
_ALL = prologue.read("CONSTRUCT WHERE { ?s ?p ?o }")
_GROUPS = {
    "owl:Class": "Classes",
    "owl:ObjectProperty": "Properties to things",
    "owl:DatatypeProperty": "Properties with values",
    "skos:ConceptScheme": "Lists of concepts",
    "skos:Concept": "Concepts",
}
_FOREIGN = "Terms of other vocabularies"
_ABOVE = ("rdfs:subClassOf", "rdfs:subPropertyOf", "skos:broader", "skos:inScheme")
_ALIGNED = ("skos:closeMatch", "skos:broadMatch", "skos:exactMatch")
_EXAMPLES = {
    "owl:Class": "SELECT ?thing {\n  ?thing a %s\n} LIMIT 20",
    "skos:Concept": "SELECT ?thing ?property {\n  ?thing ?property %s\n} LIMIT 20",
    "skos:ConceptScheme": "SELECT ?concept ?label {\n  ?concept skos:inScheme %s ; skos:prefLabel ?label\n} LIMIT 100",
}
_PAIRS = "SELECT ?thing ?value {\n  ?thing %s ?value\n} LIMIT 20"

_NAME = re.compile(r"(?<![\w:-])[\w-]+:[\w-]+")

Said = Mapping[str, list[Shown]]


@dataclass(frozen=True)
class Entry:
    """A term on the page: `facts` are pairs of words and what stands behind them, `query` shows it in the data."""

    anchor: str
    name: str
    iri: str
    names: tuple[Shown, ...]
    definition: str
    examples: tuple[str, ...]
    facts: tuple[tuple[str, tuple[Shown, ...]], ...]
    rules: tuple[str, ...]
    count: int
    query: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The ontology: what its head says, and its terms by what they are."""

    head: dict[str, str]
    groups: tuple[tuple[str, str, tuple[Entry, ...]], ...]
    usage: Usage


@once(2)
def read(desk: Desk, version: str) -> Vocabulary:
    """Read the ontology with the counts of the data, once for each version."""
    table = reading.read(desk, _ALL, Graphs(frozenset([ONTOLOGY]), frozenset()))
    about: dict[str, dict[str, list[Shown]]] = defaultdict(lambda: defaultdict(list))
    for subject, property_, value in table.rows:
        about[show(subject).title][show(property_).text].append(show(value))
    usage, required, used = Usage(description.read(desk)), rules.read(), _used()
    below: dict[str, set[str]] = defaultdict(set)
    for iri, said in about.items():
        for shown in (shown for one in _ABOVE for shown in said.get(one, ())):
            below[shown.title].add(iri)
    groups: dict[str, list[Entry]] = {words: [] for words in (*_GROUPS.values(), _FOREIGN)}
    for iri in sorted((iri for iri in about if iri != HEAD), key=lambda iri: shorten(iri).lower()):
        kind = next((one for one in _GROUPS if any(one == shown.text for shown in about[iri]["rdf:type"])), "")
        if kind:
            group = _GROUPS[kind] if iri.startswith(NAMESPACE) else _FOREIGN
            name = shorten(iri)
            entry = _entry(iri, kind, about[iri], below[iri], usage, tuple(required[name]), tuple(used[name]))
            groups[group].append(entry)
    head = {name: values[0].text for name, values in about[HEAD].items()}
    return Vocabulary(
        head,
        tuple((words.lower().replace(" ", "-"), words, tuple(group)) for words, group in groups.items() if group),
        usage,
    )


def anchor(iri: str) -> str:
    """Name the place of a term on the page: the fragment of our own terms, else a name with a hyphen."""
    return iri.removeprefix(NAMESPACE) if iri.startswith(NAMESPACE) else shorten(iri).replace(":", "-")


def _entry(
    iri: str,
    kind: str,
    said: Said,
    below: set[str],
    usage: Usage,
    required: tuple[str, ...],
    used: tuple[Question, ...],
) -> Entry:
    name = shorten(iri)

    def behind(*names: str) -> tuple[Shown, ...]:
        return tuple(shown for one in names for shown in said.get(one, ()))

    facts = {
        "above": behind(*_ABOVE),
        "below": tuple(sorted((show(NamedNode(other)) for other in below), key=lambda shown: shown.text)),
        "cannot also be": behind("owl:disjointWith"),
        "declared for": behind("rdfs:domain", "schema:domainIncludes"),
        "declared values": behind("rdfs:range", "schema:rangeIncludes"),
        "used on": usage.domains(iri),
        "values as used": usage.ranges(iri),
        "properties as used": usage.properties(iri),
        "near to": behind(*_ALIGNED),
    }
    return Entry(
        anchor(iri),
        name,
        iri,
        tuple(
            sorted(behind("rdfs:label", "skos:prefLabel"), key=lambda shown: (shown.language != "en", shown.language))
        ),
        " ".join(shown.text for shown in behind("skos:definition", "skos:scopeNote")),
        tuple(shown.text for shown in behind("skos:example")),
        tuple((words, found) for words, found in facts.items() if found),
        required,
        usage.count(iri),
        _declared(_EXAMPLES.get(kind, _PAIRS) % name),
        used,
    )


def _used() -> dict[str, list[Question]]:
    """Find the questions that use a term, by its prefixed name."""
    found: dict[str, list[Question]] = defaultdict(list)
    for question in questions.examples():
        for name in dict.fromkeys(_NAME.findall(question.text)):
            found[name].append(question)
    return found


def _declared(text: str) -> str:
    used = [name for name in PREFIXES if re.search(rf"\b{name}:", text)]
    return "".join(f"PREFIX {name}: <{PREFIXES[name]}>\n" for name in used) + text
