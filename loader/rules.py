"""What a row must satisfy beyond its cells: a claim has one value, a number its bounds, a date a reading."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

from pyoxigraph import NamedNode

from loader.dates import Reading, Unreadable, bound
from loader.faults import Fault
from loader.tables import Row
from ontology import NAMESPACE, PREFIXES, read
from ontology.properties import Property, properties

DATES = frozenset(
    {"established", "dissolved", "occurred", "began", "dct:issued", "dct:temporal"}
)  # EDTF is their value
EXACTNESS = {  # exactness: which of value, lower and upper stand beside it
    "exact": (True, True, True),
    "about": (True, False, False),
    "moreThan": (True, True, False),
    "almost": (True, False, True),
    "atMost": (True, False, True),
    "range": (True, True, True),
    "qualitative": (False, False, False),
}

LINKED = frozenset({"tension", "contradiction", "agreementOfSources"})  # kinds of comparison that link claims


@dataclass
class Known:
    """What the tables define and other rows may refer to."""

    keys: dict[str, set[str]] = field(default_factory=dict)  # by IRI start: "", "claim/", "passage/" ...
    sources: dict[str, str] = field(default_factory=dict)  # source -> the short key of its claims
    readings: dict[str, Reading] = field(default_factory=dict)


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


def claim(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a claim as a whole."""
    if row["source"] not in known.sources:
        return  # reported as a reference
    key = f"{known.sources[row['source']]}-p{row['paragraph']}"
    if row["id"].rpartition("-")[0] != key:
        yield row.fault("id", "does not begin with its source's key and paragraph", f"let it begin with {key}-")
    if key not in known.keys["passage/"]:
        yield row.fault("paragraph", "is no passage of the source", "add its row to passages.csv")
    used = properties().get(row["predicate"])
    if used is None:
        yield row.fault("predicate", "is no property of the ontology", "choose one from ontology/gupvi.ttl")
        return
    yield from value(row, used, known)
    if used.measure:
        yield from quantity(row)
    elif row["lower"] is not None or row["upper"] is not None or row["exactness"]:
        yield row.fault("exactness", "stands beside a predicate that is no measure", "empty exactness and bounds")
    yield from times(row, "edtf", known)
    if bool(row["edtf"]) != bool(row["time_basis"]):
        yield row.fault("time_basis", "and edtf go together", "fill both or neither")


def value(row: Row, used: Property, known: Known) -> Iterator[Fault]:
    """Faults of a claim's object or value."""
    special = (row["object"] or "").startswith("gupvi:")
    if row["object"] and not special and row["object"] not in known.keys[""]:
        yield row.fault("object", "is in no table", "add its row, or write the key as that table has it")
    if (row["object"] is None) == (row["value"] is None):
        yield row.fault("value", "and object exclude each other", "fill one of the two")
    elif used.literal and row["value"] is None and not special:
        yield row.fault("object", "is a thing where the predicate wants words or a number", "use the value column")
    elif not used.literal and row["object"] is None:
        yield row.fault("value", "is text where the predicate wants a thing", "use the object column")
    elif special and row["object"].removeprefix("gupvi:") not in concepts():
        yield row.fault("object", "is no term of the ontology", "choose one from ontology/concepts.ttl")
    if row["language"] and row["value"] is None:
        yield row.fault("language", "has no words beside it", "empty it")
    if row["predicate"] in DATES and row["value"] != row["edtf"]:
        yield row.fault("value", "differs from the time of the claim", "write the same EDTF date in value and edtf")
    numeric = used.range in (PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal") or used.measure
    plain = row["value"] is not None and row["exactness"] != "range" and numeric
    if plain and not row["value"].replace(".", "", 1).isdigit():
        yield row.fault("value", "is no number", "write digits only, without commas or words")


def quantity(row: Row) -> Iterator[Fault]:
    """Faults of a claim that gives a number or a word of amount."""
    if not row["exactness"]:
        if row["stance"] != "unknown":
            yield row.fault("exactness", "is missing beside a measure", "say how the number is meant")
        return
    given = (row["value"] is not None, row["lower"] is not None, row["upper"] is not None)
    if row["exactness"] in EXACTNESS and given != EXACTNESS[row["exactness"]]:
        needed = [
            c for c, wanted in zip(("value", "lower", "upper"), EXACTNESS[row["exactness"]], strict=True) if wanted
        ]
        yield row.fault(
            "exactness", f"wants {', '.join(needed) or 'none'} of value, lower and upper", "fill just these"
        )
    if row["lower"] is not None and row["upper"] is not None and row["lower"] > row["upper"]:
        yield row.fault("lower", "is above the upper bound", "exchange the two")
    bounds = [b for b in (row["lower"], row["upper"]) if b is not None]
    if row["exactness"] in ("exact", "moreThan", "almost", "atMost") and any(str(b) != row["value"] for b in bounds):
        yield row.fault("value", "differs from its bound", "write the same number in both")
    if row["stance"] == "unknown" or (row["exactness"] == "qualitative" and not row["quantifier"]):
        yield row.fault("quantifier", "is missing where no number is given", "name the word of amount")
    if not row["unit"] and row["exactness"] != "qualitative":
        yield row.fault("unit", "is missing beside a number", "say what it counts")


def times(row: Row, column: str, known: Known) -> Iterator[Fault]:
    """A fault when the cell holds no date that can be read."""
    try:
        if row[column]:
            bound(row[column], known.readings)
    except Unreadable as unreadable:
        yield row.fault(
            column, str(unreadable), "write it as 1941, 1941-07, 1941-07-05 or 1941/1950, or add a row there"
        )


def name(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a name: it is printed in passages, or a source gives it."""
    if bool(row["printed_in"]) == bool(row["source"]):
        yield row.fault("source", "and printed_in exclude each other", "fill one of the two")
    yield from times(row, "valid", known)


def passage(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a passage: its key and its extent."""
    key = f"{known.sources.get(row['source'])}-p{row['paragraph']}"
    if row["id"] != key:
        yield row.fault("id", "does not fit its source and paragraph", f"write {key}")
    if row["end"] <= row["start"]:
        yield row.fault("end", "does not lie after the start", "count the characters again")


def statement(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a derivation or silence: its predicate, and the paragraph if it names one."""
    if row["predicate"] not in properties():
        yield row.fault("predicate", "is no property of the ontology", "choose one from ontology/gupvi.ttl")
    paragraph = row.cells.get("paragraph")
    if paragraph is not None and f"{known.sources.get(row['source'])}-p{paragraph}" not in known.keys["passage/"]:
        yield row.fault("paragraph", "is no passage of the source", "add its row to passages.csv")


def comparison(row: Row, known: Known) -> Iterator[Fault]:
    """Faults when there is nothing to compare, or when a pair holds a claim that is not compared."""
    if len(set(row["claims"])) < 2:
        yield row.fault("claims", "names fewer than two claims", "name at least two")
    if row["kind"] in LINKED and len(set(row["claims"])) > 2 and not row["pairs"]:
        yield row.fault(
            "pairs", "is missing where more than two claims are linked", "say which of them pull apart or agree"
        )
    for pair in row["pairs"]:
        if not set(pair.split("~")) <= set(row["claims"]):
            yield row.fault("pairs", "holds a claim that the row does not compare", "add it to claims", pair)


RULES: dict[str, Callable[[Row, Known], Iterator[Fault]]] = {
    "claims.csv": claim,
    "names.csv": name,
    "passages.csv": passage,
    "derivations.csv": statement,
    "silences.csv": statement,
    "comparisons.csv": comparison,
}
