"""The claims held against the documents: their paragraphs exist, and their figures, dates and words stand there."""

import re
from calendar import month_name
from collections.abc import Iterator
from pathlib import Path

from loader.checks import check
from loader.dates import Reading
from loader.faults import Faulty
from loader.progress import tell
from loader.tables import Row, Tables

QUOTED = {"skos:prefLabel", "skos:altLabel", "dct:title", "dct:alternative", "inscription", "etymon", "gloss", "number"}
CARDINALS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
ORDINALS = ("zeroth", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
NUMBER = re.compile(r"(?:([a-z]+) )?(\d[\d,]*)(?:th|st|nd|rd)?( million)?")
HEDGES = {  # exactness: the word before a number that says so
    "moreThan": {"over"},
    "atMost": {"to"},
    "almost": {"almost"},
    "about": {"about", "some", "approximately", "estimated"},
}
HEDGED = set().union(*HEDGES.values())


def verify(tables: Tables, folder: Path) -> bool:
    """Hold every claim and printed name against the plain texts in a folder; tell what is not found there.

    Paraphrases cannot be looked up: of a claim without figures, dates or quoted words, only the paragraph is.
    Missing documents are a Faulty.
    """
    known = check(tables)
    texts = dict(read(tables, folder))
    doubts = [f"passage {row['id']}: {reason}" for row in tables.rows("passages.csv") for reason in extent(row, texts)]
    blocks = {row["id"]: plain(texts[row["source"]][row["start"] : row["end"]]) for row in tables.rows("passages.csv")}
    whole = {source: plain(text) for source, text in texts.items()}
    verified = {"figures": 0, "dates": 0, "words": 0}
    for row in tables.rows("claims.csv"):
        block = blocks[row["id"].rpartition("-")[0]]
        around = whole[row["source"]] if row["time_basis"] == "joined" else block
        found: dict[str, list[tuple[object, object]]] = {
            "figures": [(figure, hedged(figure, row["exactness"], block)) for figure in figures(row)],
            "dates": [(date, re.search(pattern(date), around)) for date in dates(row, known.readings)],
            "words": [(quoted, stands(quoted, block)) for quoted in words(row)],
        }
        for kind, items in found.items():
            verified[kind] += len(items)
            doubts += [
                f"claim {row['id']}: {item} does not stand in its paragraph" for item, there in items if not there
            ]
    for file in tables.tables:
        for row in tables.rows(file):
            name = row.cells.get("name") or row.cells.get("label")
            for passage in row.cells.get("printed_in") or []:
                verified["words"] += 1
                if not stands(name or "", blocks[passage]):
                    doubts.append(f"{file}:{row.line}: {name!r} does not stand in passage {passage}")
    for doubt in doubts:
        tell(doubt)
    counts = ", ".join(f"{number} {kind}" for kind, number in verified.items())
    tell(f"{len(known.keys['claim/'])} claims and {len(blocks)} passages: looked up {counts}; {len(doubts)} not found")
    return not doubts


def read(tables: Tables, folder: Path) -> Iterator[tuple[str, str]]:
    """The text of each source that has a file."""
    faults = []
    for row in tables.rows("sources.csv"):
        if row["file"]:
            try:
                yield row["id"], (folder / row["file"]).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError):
                faults.append(row.fault("file", "cannot be read as UTF-8 text", "give the folder that has it"))
    if faults:
        raise Faulty(faults)


def extent(row: Row, texts: dict[str, str]) -> Iterator[str]:
    """What is wrong with a passage: it must be the block of its number between blank lines."""
    blocks = [match.span() for match in re.finditer(r"\S(?:.*\S)?(?:\n.*\S.*)*", texts[row["source"]])]
    if row["paragraph"] >= len(blocks):
        yield f"the document has {len(blocks)} paragraphs only"
    elif blocks[row["paragraph"]] != (row["start"], row["end"]):
        yield f"the paragraph has the characters {blocks[row['paragraph']]}"


def plain(text: str) -> str:
    """The text on one line in small letters, with straight quotation marks and hyphens."""
    text = text.translate(str.maketrans("’‘“”–—", "''\"\"--"))
    return " ".join(text.split()).casefold()


def figures(row: Row) -> Iterator[int]:
    """The figures of a claim: its number, or both ends of a range."""
    value = row["value"] or ""
    if row["predicate"] != "number" and row["edtf"] != value and re.fullmatch(r"\d+(-\d+)?", value):
        yield from map(int, value.split("-"))


def hedged(figure: int, exactness: str | None, text: str) -> bool:
    """Whether a figure stands in a text, after a word that fits how exact the claim makes it."""
    before = {word for word, number in numbers(text) if number == figure}
    if exactness in HEDGES:
        return bool(before & HEDGES[exactness])
    return bool(before - HEDGED) if exactness == "exact" else bool(before)


def numbers(text: str) -> Iterator[tuple[str, int]]:
    """Every number in a text made plain, with the word before it; abbreviated years are written out."""
    for word, digits, million in NUMBER.findall(text):
        yield word, int(digits.replace(",", "")) * (1_000_000 if million else 1)
    for word in re.findall(r"[a-z]+", text):
        for series in (CARDINALS, ORDINALS):
            if word in series:
                yield "", series.index(word)


def dates(row: Row, readings: dict[str, Reading]) -> Iterator[str]:
    """The dates of a claim, each as an EDTF date; of a vague one, the words in which it is printed."""
    edtf = row["edtf"] or (row["value"] if row["predicate"] == "dct:temporal" else "") or ""
    if edtf in readings:
        yield readings[edtf].printed
    else:
        yield from re.findall(r"\d{4}(?:-\d\d){0,2}", edtf)


def pattern(date: str) -> str:
    """What a date looks like in a text made plain; of a vague one, its words."""
    if not date[0].isdigit():
        return re.escape(plain(date))
    year, *rest = date.split("-")
    if not rest:
        return rf"\b{year}\b|\b{year[:2]}\d\d-{year[2:]}\b"
    month = month_name[int(rest[0])].casefold()
    return rf"{month} {int(rest[1])},? {year}" if len(rest) == 2 else rf"{month}(?: to [a-z]+)? {year}"


def words(row: Row) -> Iterator[str]:
    """The words that a claim quotes."""
    if row["predicate"] in QUOTED and row["value"]:
        yield row["value"]


def stands(quoted: str, text: str) -> bool:
    """Whether quoted words stand in a text made plain."""
    return re.search(rf"(?<!\w){re.escape(plain(quoted))}(?!\w)", text) is not None
