"""What a row must satisfy beyond its cells, table by table; claims have a module of their own."""

import re
from collections.abc import Callable, Iterator

from loader.dates import Unreadable, bound
from loader.faults import Fault
from loader.known import Known, fits, wanted
from loader.statements import INTEGER, NUMBER, claim, times
from loader.tables import Row
from ontology.properties import properties

LINKED = frozenset({"tension", "contradiction", "agreementOfSources"})  # kinds of comparison that link claims
PAGE = re.compile(r"https?://[^\s/<>\"{}|\\^`]+\.[^\s<>\"{}|\\^`]+")
LONGEST = 100_000  # characters of a paragraph
PAIR = 2


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
    elif row["end"] - row["start"] > LONGEST:
        yield row.fault("end", f"makes a paragraph of over {LONGEST:,} characters", "count the characters again")


def further_passage(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a passage known by its address: its key."""
    key = known.sources.get(row["source"])
    if row["id"].partition("-")[0] != key:
        yield row.fault("id", "does not begin with the key of its source", f"write {key}-p…")
    yield from address("address")(row, known)


def graded(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a claim of a further source: those of any claim, and a rank that does not fit its reliability."""
    yield from claim(row, known)
    if (row["reliability"] == "doubtful") != (row["rank"] == "deprecated"):
        yield row.fault("rank", "does not fit the reliability", "let deprecated and doubtful go together")


def entry(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a row of the gazetteer: an entry is linked in a way, surely or likely, or there is a reason not to."""
    if len({bool(row[column]) for column in ("geonames", "relation", "confidence")}) > 1:
        yield row.fault("geonames", "goes with relation and confidence", "fill all three or none")
    elif not row["geonames"] and not row["note"]:
        yield row.fault("note", "is missing beside a place without an entry", "say why it has none")


def statement(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of a derivation or silence: its predicate, and the paragraph if it names one."""
    if row["predicate"] not in properties():
        yield row.fault("predicate", "is no property of the ontology", "choose one from ontology/gupvi.ttl")
    paragraph = row.cells.get("paragraph")
    if paragraph is not None and f"{known.sources.get(row['source'])}-p{paragraph}" not in known.keys["passage/"]:
        yield row.fault("paragraph", "is no passage of the source", "add its row to passages.csv")


def derivation(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of something to be worked out: what its kind needs, it must have."""
    yield from statement(row, known)
    if row["kind"] == "inference":
        yield from inferred(row, known)
    elif row["object"]:
        yield row.fault("object", f"stands beside a {row['kind']}, which is worked out", "empty it")
    if row["kind"] in ("product", "interval") and len(row["inputs"]) != PAIR:
        yield row.fault("inputs", f"are not the two that a {row['kind']} needs", "name two claims")
    for key in row["inputs"]:
        if key in known.inputs and row["kind"] != "inference":  # what is in no table is reported as a reference
            yield from reckoned(row, key, known)


def reckoned(row: Row, key: str, known: Known) -> Iterator[Fault]:
    """A fault when a claim gives nothing to reckon with."""
    cells = known.inputs[key]
    if row["kind"] == "interval":
        if not dated(cells, known):
            yield row.fault("inputs", "is a claim without a beginning", "name a claim that is dated", key)
    elif cells.get("exactness") == "range":
        if row["kind"] in ("product", "share"):
            yield row.fault("inputs", f"is a range, of which there is no {row['kind']}", "name a number", key)
    elif not cells.get("exactness") or not NUMBER.fullmatch(cells.get("value") or ""):
        yield row.fault("inputs", "is a claim without a number", "name a claim that gives one", key)


def inferred(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of the value of an inference: a thing, a date or a number, as its predicate wants."""
    used, value = properties().get(row["predicate"]), row["object"]
    if value is None:
        yield row.fault("object", "is missing", "fill it with what is inferred")
    elif used and not used.literal and value not in known.keys[""]:
        yield row.fault("object", "is in no table", "add its row, or write the key as that table has it")
    elif used and not used.literal and not fits(value, wanted(used)):
        yield row.fault("object", "is of a class that the predicate does not take", "name another thing")
    elif used and used.range == INTEGER and not NUMBER.fullmatch(value):
        yield row.fault("object", "is no number", "write digits only")
    elif used and used.literal and used.range != INTEGER:
        yield from times(row, "object", known)


def dated(cells: dict[str, str], known: Known) -> bool:
    """Whether the time of a claim has a first and a last day of its beginning."""
    try:
        bounds = bound(cells.get("edtf") or "", known.readings)
    except Unreadable:
        return False
    return bool(bounds.earliest_begin and bounds.latest_begin)


def comparison(row: Row, known: Known) -> Iterator[Fault]:
    """Faults when there is nothing to compare, or when a pair holds a claim that is not compared."""
    if len(set(row["claims"])) < PAIR:
        yield row.fault("claims", "names fewer than two claims", "name at least two")
    if row["kind"] in LINKED and len(set(row["claims"])) > PAIR and not row["pairs"]:
        yield row.fault("pairs", "is missing beside more than two claims", "say which of them are linked")
    for pair in row["pairs"]:
        if not set(pair.split("~")) <= set(row["claims"]):
            yield row.fault("pairs", "holds a claim that the row does not compare", "add it to claims", pair)


def reading(row: Row, known: Known) -> Iterator[Fault]:
    """Faults of how a vague date is read: no first day after its last, no beginning after its end."""
    for first, last in (
        ("earliest_begin", "latest_begin"),
        ("earliest_end", "latest_end"),
        ("earliest_begin", "latest_end"),
    ):
        if row[first] and row[last] and row[first] > row[last]:
            yield row.fault(last, f"lies before {first}", "exchange the two", row[last].date())


def address(column: str) -> Callable[[Row, Known], Iterator[Fault]]:
    """The rule that a column holds addresses on the web."""

    def rule(row: Row, known: Known) -> Iterator[Fault]:
        if row[column] and not PAGE.fullmatch(row[column].unsplit()):
            remedy = "write it from https:// on, without blanks"
            yield row.fault(column, "is no address on the web", remedy, row[column].unsplit())

    return rule


RULES: dict[str, Callable[[Row, Known], Iterator[Fault]]] = {
    "claims.csv": claim,
    "further-claims.csv": graded,
    "further-passages.csv": further_passage,
    "gazetteer.csv": entry,
    "names.csv": name,
    "passages.csv": passage,
    "derivations.csv": derivation,
    "silences.csv": statement,
    "comparisons.csv": comparison,
    "dates.csv": reading,
    "links.csv": address("page"),
    "sources.csv": address("address"),
}
