"""What a claim must satisfy beyond its cells: one value of the right class, a number its bounds, a date a reading."""

import re
from collections.abc import Iterator
from decimal import Decimal

from loader.dates import Unreadable, bound
from loader.faults import Fault
from loader.known import Known, called, concepts, fits, wanted
from loader.tables import Row
from ontology import PREFIXES
from ontology.properties import Property, properties

DATES = frozenset(
    {"established", "dissolved", "firstAttested", "lastAttested", "occurred", "began", "dct:issued", "dct:temporal"}
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
CLASSED = ("population", "place", "people", "before", "after", "during")  # columns that are properties with a range
CREDITED = frozenset({"accused", "alleged", "judged"})  # stances that are always somebody's
WHOLE_SHARE = 100  # percent
UNKNOWN = "gupvi:unknownValue"
INTEGER, DECIMAL = PREFIXES["xsd"] + "integer", PREFIXES["xsd"] + "decimal"
WHOLE, NUMBER = re.compile(r"\d+", re.ASCII), re.compile(r"\d+(\.\d+)?", re.ASCII)


def claim(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a claim as a whole."""
    if row["source"] not in known.sources:
        return  # reported as a reference
    key = f"{known.sources[row['source']]}-p{row['paragraph']}"
    if row["id"].rpartition("-")[0] != key:
        yield row.fault("id", "does not begin with its source's key and paragraph", f"let it begin with {key}-")
    if key not in known.keys["passage/"]:
        yield row.fault("paragraph", "is no passage of the source", "add its row to the table of passages")
    yield from stance(row)
    yield from times(row, "edtf", known)
    if bool(row["edtf"]) != bool(row["time_basis"]):
        yield row.fault("time_basis", "and edtf go together", "fill both or neither")
    used = properties().get(row["predicate"])
    if used is None:
        yield row.fault("predicate", "is no property of the ontology", "choose one from ontology/gupvi.ttl")
        return
    yield from placed(row, used)
    yield from value(row, used, known)
    if used.measure:
        yield from quantity(row)
    elif row["lower"] is not None or row["upper"] is not None or row["exactness"]:
        yield row.fault("exactness", "stands beside a predicate that is no measure", "empty exactness and bounds")


def stance(row: Row) -> Iterator[Fault]:
    """Faults of how firmly a claim is made, and by whom."""
    if row["stance"] == "derived":
        yield row.fault(
            "stance", "is for what is worked out", "move it to derivations.csv, or say how firm the source is"
        )
    if row["stance"] in CREDITED and not row["attributed_to"]:
        yield row.fault("attributed_to", f"is missing beside the stance {row['stance']}", "say whom the source credits")
    if (row["stance"] == "unknown") != (row["object"] == UNKNOWN):
        remedy = f"let unknown and {UNKNOWN} go together, without a value; or choose another stance"
        yield row.fault("stance", "does not fit the value" if row["value"] else "does not fit the object", remedy)


def placed(row: Row, used: Property) -> Iterator[Fault]:
    """Faults of class: a subject, or a thing beside the claim, that the property does not take."""
    if not fits(row["subject"], used.domain):
        remedy = f"choose another predicate, or a subject that is a {called(used.domain)}"
        yield row.fault("subject", f"is nothing that {row['predicate']} is said of", remedy)
    for column in CLASSED:
        classes = wanted(properties()[column])
        for key in row[column] if isinstance(row[column], list) else [row[column]]:
            if key and not fits(key, classes):
                yield row.fault(column, f"is no {called(classes)}", f"name a {called(classes)}", key)


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
    elif row["object"] and not used.literal and row["object"] != UNKNOWN and not fits(row["object"], wanted(used)):
        yield row.fault(
            "object", f"is no {called(wanted(used))}", f"name a {called(wanted(used))}, or change predicate"
        )
    if row["language"] and row["value"] is None:
        yield row.fault("language", "has no words beside it", "empty it")
    if row["predicate"] in DATES and row["value"] != row["edtf"]:
        yield row.fault("value", "differs from the time of the claim", "write the same EDTF date in value and edtf")
    yield from digits(row, used)


def digits(row: Row, used: Property) -> Iterator[Fault]:
    """A fault when a number is none."""
    if row["value"] is not None and row["exactness"] != "range":
        if used.range == INTEGER and not WHOLE.fullmatch(row["value"]):
            yield row.fault("value", "is no number", "write digits only, without commas or words")
        elif (used.measure or used.range == DECIMAL) and not NUMBER.fullmatch(row["value"]):
            yield row.fault("value", "is no number", "write digits, with a point if need be, without commas or words")


def quantity(row: Row) -> Iterator[Fault]:
    """Faults of a claim that gives a number or a word of amount."""
    if not row["exactness"]:
        if row["stance"] != "unknown":
            yield row.fault("exactness", "is missing beside a measure", "say how the number is meant")
        return
    if row["stance"] == "unknown":
        yield row.fault("exactness", "stands beside a number said to be unknown", "empty it and the bounds")
        return
    yield from limits(row)
    if row["exactness"] == "qualitative":
        yield from word(row)
    elif not row["unit"]:
        yield row.fault("unit", "is missing beside a number", "say what it counts")
    numbers = [Decimal(row["value"])] if NUMBER.fullmatch(row["value"] or "") else [row["lower"], row["upper"]]
    if row["unit"] == "percent" and any(number > WHOLE_SHARE for number in numbers if number is not None):
        yield row.fault("value", "is a percentage over 100", "count the percents again, or change the unit")


def limits(row: Row) -> Iterator[Fault]:
    """Faults of the bounds of a number, which are those that its exactness sets."""
    bounds = [b for b in (row["lower"], row["upper"]) if b is not None]
    given = (row["value"] is not None, row["lower"] is not None, row["upper"] is not None)
    if row["exactness"] in EXACTNESS and given != EXACTNESS[row["exactness"]]:
        needed = [c for c, wants in zip(("value", "lower", "upper"), EXACTNESS[row["exactness"]], strict=True) if wants]
        yield row.fault(
            "exactness", f"wants {', '.join(needed) or 'none'} of value, lower and upper", "fill just these"
        )
    elif row["exactness"] == "range" and row["value"] != "-".join(str(b) for b in bounds):
        yield row.fault("value", "differs from its bounds", f"write {'-'.join(str(b) for b in bounds)}")
    if len(bounds) == 2 and row["lower"] > row["upper"]:
        yield row.fault("lower", "is above the upper bound", "exchange the two")
    if row["exactness"] in ("exact", "moreThan", "almost", "atMost") and any(str(b) != row["value"] for b in bounds):
        yield row.fault("value", "differs from its bound", "write the same number in both")


def word(row: Row) -> Iterator[Fault]:
    """Faults of a word of amount, which is both the object of the claim and its quantifier."""
    if not row["quantifier"]:
        yield row.fault("quantifier", "is missing where no number is given", "name the word of amount")
    elif row["object"] != f"gupvi:{row['quantifier']}":
        yield row.fault("object", "differs from the quantifier", f"write gupvi:{row['quantifier']}, or change that")


def times(row: Row, column: str, known: Known) -> Iterator[Fault]:
    """A fault when the cell holds no date that can be read."""
    try:
        if row[column]:
            bound(row[column], known.readings)
    except Unreadable as unreadable:
        yield row.fault(
            column, str(unreadable), "write it as 1941, 1941-07, 1941-07-05 or 1941/1950, or add a row to dates.csv"
        )
