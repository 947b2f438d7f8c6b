"""What the invented sources of the synthetic graph say: passages and claims, with bounds, evidence and time."""

from collections.abc import Iterator

from benchmarks import words
from benchmarks.chance import Chance
from benchmarks.lines import TYPE, Triple, known, term, text, thing, typed

SUBJECT, PREDICATE, OBJECT = known("rdf:subject"), known("rdf:predicate"), known("rdf:object")
SOURCE, DERIVED = known("dct:source"), known("prov:wasDerivedFrom")


def source(number: int) -> Iterator[Triple]:
    """A source with its title."""
    here = thing(f"source/s{number}")
    yield here, TYPE, term("Source")
    yield here, known("dct:title"), text(f"Memoirs, volume {number}", "en")
    yield here, known("skos:prefLabel"), text(f"Memoirs, volume {number}", "en")


def passage(chance: Chance, here: str, of: str, paragraph: int) -> Iterator[Triple]:
    """A paragraph of a source."""
    start = chance.number(0, 90_000)
    yield here, TYPE, term("Passage")
    yield here, SOURCE, of
    yield here, known("schema:articleSection"), text(chance.pick(words.SECTIONS), "en")
    yield here, known("oa:start"), typed(start, "integer")
    yield here, known("oa:end"), typed(start + chance.number(100, 900), "integer")
    yield here, term("paragraph"), typed(paragraph, "integer")


def claim(chance: Chance, key: str, camp: int, evidence: str) -> Iterator[Triple]:
    """What a passage says of a camp: a number with its exactness and bounds, or a fact."""
    here = thing(f"claim/{key}")
    yield here, TYPE, term("Claim")
    yield here, SUBJECT, thing(f"camp/s{camp}")
    yield here, term("evidence"), evidence
    yield here, term("rank"), term(chance.pick(words.RANKS))
    yield here, term("stance"), term(chance.pick(words.STANCES))
    if chance.number(0, 1):
        yield from quantity(chance, here, camp)
    else:
        yield from fact(chance, here, camp)
    if chance.number(0, 1):
        yield from time(chance, here)


def quantity(chance: Chance, here: str, camp: int) -> Iterator[Triple]:
    """The number of a claim, and what is counted."""
    number, exactness = chance.skewed(10, 60_000), chance.pick(words.EXACTNESS)
    yield here, TYPE, term("QuantityClaim")
    yield here, PREDICATE, term(chance.pick(words.MEASURES))
    yield here, OBJECT, typed(number, "integer")
    yield here, term("exactness"), term(exactness)
    yield here, term("unit"), term("persons")
    yield here, term("population"), thing(f"group/s{camp}")
    if exactness in ("exact", "moreThan"):
        yield here, term("lower"), typed(number, "integer")
    if exactness in ("exact", "almost", "atMost"):
        yield here, term("upper"), typed(number, "integer")
    if exactness == "moreThan":
        yield here, term("lowerInclusive"), typed("false", "boolean")
    if exactness == "almost":
        yield here, term("upperInclusive"), typed("false", "boolean")


def fact(chance: Chance, here: str, camp: int) -> Iterator[Triple]:
    """The predicate and value of a claim that counts nothing."""
    predicate = chance.pick(words.FACTS)
    yield here, PREDICATE, term(predicate)
    if predicate == "industry":
        yield here, OBJECT, thing(f"concept/{chance.pick(words.INDUSTRIES)}")
    elif predicate == "locatedIn":
        yield here, OBJECT, thing(f"place/s{camp // 3}")
    else:
        yield here, OBJECT, text(f"19{chance.number(39, 56)}")


def time(chance: Chance, here: str) -> Iterator[Triple]:
    """A month in EDTF, with the days between which it began and ended."""
    month = f"19{chance.number(41, 53)}-{chance.number(1, 12):02}"
    first, last = typed(f"{month}-01", "date"), typed(f"{month}-28", "date")
    yield here, term("edtf"), text(month)
    yield here, term("timeBasis"), term(chance.pick(words.BASES))
    yield here, term("earliestBegin"), first
    yield here, term("latestBegin"), last
    yield here, term("earliestEnd"), first
    yield here, term("latestEnd"), last


def finding(key: str, camp: int, claims: list[str]) -> Iterator[Triple]:
    """Something worked out from claims."""
    here = thing(f"finding/{key}")
    yield here, TYPE, term("Finding")
    yield here, SUBJECT, thing(f"camp/s{camp}")
    yield here, PREDICATE, term("heldCount")
    yield here, term("stance"), term("derived")
    for claimed in claims:
        yield here, DERIVED, thing(f"claim/{claimed}")
