"""The claims held against the core documents: their paragraphs exist, and what they quote or name stands there."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from loader.checks import check
from loader.dates import Reading
from loader.faults import Faulty
from loader.progress import tell
from loader.tables import Row, Tables
from loader.wording import IN_NO_WORD, amount, candidates, pattern, plain, stands

QUOTED = {"skos:prefLabel", "skos:altLabel", "dct:title", "dct:alternative", "inscription", "etymon", "gloss", "number"}


@dataclass
class Findings:
    """What holding the claims against the documents has shown."""

    doubts: list[str] = field(default_factory=list)  # what should stand there and does not
    open: list[str] = field(default_factory=list)  # what cannot be told
    verified: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("figures", "dates", "words", "amounts", "names"), 0)
    )


def verify(tables: Tables, folder: Path) -> bool:
    """Hold every claim and printed name against the plain texts in a folder; tell what is not found there.

    Paraphrases cannot be looked up: claims of which no figure, date, word or name could be are listed, and so
    are figures that stand in their paragraph more than once. Missing documents are a Faulty.
    """
    known = check(tables)
    texts = dict(read(tables, folder))
    found = Findings()
    found.doubts += [f"passage {row['id']}: {why}" for row in tables.rows("passages.csv") for why in extent(row, texts)]
    blocks = {row["id"]: plain(texts[row["source"]][row["start"] : row["end"]]) for row in tables.rows("passages.csv")}
    whole = {source: plain(text) for source, text in texts.items()}
    names = printed(tables, blocks, found)
    claims = list(tables.rows("claims.csv"))
    for row in claims:
        block = blocks[row["id"].rpartition("-")[0]]
        around = whole[row["source"]] if row["time_basis"] == "joined" else block
        look(row, block, around, known.readings, names, found)
    for line in (*found.open, *found.doubts):
        tell(line)
    counts = ", ".join(f"{number} {kind}" for kind, number in found.verified.items())
    tell(
        f"{len(claims)} claims and {len(blocks)} passages: looked up {counts}; "
        f"{len(found.doubts)} not found, {len(found.open)} left open"
    )
    return not found.doubts


def look(
    row: Row, block: str, around: str, readings: dict[str, Reading], names: dict[str, set[str]], found: Findings
) -> None:
    """Look up in its paragraph whatever can be of one claim."""
    quantifier = [row["quantifier"]] if row["quantifier"] and row["quantifier"] not in IN_NO_WORD else []
    percent = row["unit"] == "percent"
    times = {figure: candidates(figure, row["exactness"], block, percent) for figure in figures(row)}
    sought: dict[str, dict[str, bool]] = {
        "figures": {str(figure): number > 0 for figure, number in times.items()},
        "dates": {date: bool(re.search(pattern(date), around)) for date in dates(row, readings)},
        "words": {quoted: stands(quoted, block) for quoted in words(row)},
        "amounts": {word: amount(word, block) for word in quantifier},
    }
    for kind, items in sought.items():
        found.verified[kind] += len(items)
        found.doubts += [
            f"claim {row['id']}: {item} does not stand in its paragraph" for item, is_ in items.items() if not is_
        ]
    named = {key for key in (row["subject"], row["object"]) if any(stands(name, block) for name in names.get(key, ()))}
    found.verified["names"] += len(named)
    found.open += [
        f"claim {row['id']}: {figure} stands {n} times in its paragraph" for figure, n in times.items() if n > 1
    ]
    if not named and not any(sought.values()):
        found.open.append(f"claim {row['id']}: only its paragraph was checked")


def printed(tables: Tables, blocks: dict[str, str], found: Findings) -> dict[str, set[str]]:
    """The printed names of each thing, each looked up in the passages said to print it."""
    names: dict[str, set[str]] = {}
    for file in tables.tables:
        for row in tables.rows(file):
            name = row.cells.get("name") or row.cells.get("label") or ""
            for passage in row.cells.get("printed_in") or []:
                if passage not in blocks:
                    continue  # of a source of which no text is at hand
                names.setdefault(row.cells.get("thing") or row["id"], set()).add(name)
                found.verified["words"] += 1
                if not stands(name, blocks[passage]):
                    found.doubts.append(f"{file}:{row.line}: {name!r} does not stand in passage {passage}")
    return names


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


def figures(row: Row) -> Iterator[int]:
    """The figures of a claim: its number, or both ends of a range."""
    value = row["value"] or ""
    if row["predicate"] != "number" and row["edtf"] != value and re.fullmatch(r"\d+(-\d+)?", value):
        yield from map(int, value.split("-"))


def dates(row: Row, readings: dict[str, Reading]) -> Iterator[str]:
    """The dates of a claim, each as an EDTF date; of a vague one, the words in which it is printed."""
    edtf = row["edtf"] or (row["value"] if row["predicate"] == "dct:temporal" else "") or ""
    if edtf in readings:
        yield readings[edtf].printed
    else:
        yield from re.findall(r"\d{4}(?:-\d\d){0,2}", edtf)


def words(row: Row) -> Iterator[str]:
    """The words that a claim quotes."""
    if row["predicate"] in QUOTED and row["value"]:
        yield row["value"]
