"""What rows may refer to: the keys and classes of things, the terms of the ontology, and how vague dates are read."""

from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode

from loader.dates import Reading
from ontology import NAMESPACE, PREFIXES, read
from ontology.properties import Property, superclasses

CLAIMS = ("claims.csv", "further-claims.csv")
GRADES = ("core", "reliable", "fairlyReliable", "plausible", "doubtful")  # of reliability; each is a layer
CONCEPT = PREFIXES["skos"] + "Concept"
CLASSES = {  # the first part of a thing's key: its class
    "camp": "Camp",
    "facility": "Facility",
    "facility-group": "FacilityGroup",
    "directorate": "Directorate",
    "organization": "Organization",
    "division": "MilitaryUnit",
    "person": "Person",
    "act": "NormativeAct",
    "place": "Place",
    "event": "Event",
    "memorial": "Memorial",
    "work": "Work",
    "group": "PopulationGroup",
    "voice": "Voice",
    "source": "Source",
}


@dataclass
class Known:
    """What the tables define and other rows may refer to."""

    keys: dict[str, set[str]] = field(default_factory=dict)  # by IRI start: "", "claim/", "passage/" ...
    sources: dict[str, str] = field(default_factory=dict)  # source -> the short key of its claims
    readings: dict[str, Reading] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)  # the claims that findings come from, unchecked


@cache
def concepts() -> dict[str, str]:
    """The concepts and lists of the ontology: concept -> its list, list -> nothing."""
    found: dict[str, str] = {}
    for quad in read("concepts.ttl"):
        name = quad.subject.value.removeprefix(NAMESPACE) if isinstance(quad.subject, NamedNode) else ""
        found.setdefault(name, "")
        if quad.predicate.value == PREFIXES["skos"] + "inScheme" and isinstance(quad.object, NamedNode):
            found[name] = quad.object.value.removeprefix(NAMESPACE)
    return found


@cache
def classes(kind: str) -> tuple[NamedNode, ...]:
    """The classes of things of a kind, from the narrowest up."""
    return (NamedNode(CONCEPT),) if kind == "concept" else superclasses(CLASSES[kind])


def fits(key: str, wanted: frozenset[str]) -> bool:
    """Whether a thing, or a term of the ontology, is of one of the wanted classes, where they are ours or concepts."""
    asked = {class_ for class_ in wanted if class_.startswith(NAMESPACE) or class_ == CONCEPT}
    kind = "concept" if key.startswith("gupvi:") else key.partition("/")[0]
    own = {class_.value for class_ in classes(kind)} if kind == "concept" or kind in CLASSES else asked
    return not asked or bool(asked & own) or (CONCEPT in asked and kind == "group")


def wanted(used: Property) -> frozenset[str]:
    """The classes that a property's values may have."""
    return frozenset({used.range} if used.range else ())


def called(wanted: frozenset[str]) -> str:
    """Classes in words, for a person to read."""
    return " or ".join(sorted(class_.replace("#", "/").rpartition("/")[2] for class_ in wanted))
