"""Claims are held against the documents: what stands there passes, what was slipped in is found."""

import re
from pathlib import Path

import pytest

from loader.__main__ import main
from loader.evidence import extent, verify
from loader.tables import Row, Tables
from loader.wording import amount, candidates, pattern, plain, stands

TEXT = """Made-up title

In July 1941 over 8,000 people, up to 600 of them tall, came to a made-up place; some 5 million stayed away.
On September 8, 1941 another 918 followed.

The “second” group — almost 20 — came from June to November 1946 (records of 1924-53)."""
SECOND = plain(TEXT.split("\n\n")[1])
THIRD = plain(TEXT.split("\n\n")[2])


@pytest.mark.parametrize(
    ("figure", "exactness", "there"),
    [
        (8000, "moreThan", True),
        (8000, "exact", False),
        (8000, "about", False),
        (8001, "moreThan", False),
        (600, "atMost", True),
        (600, "exact", False),
        (5_000_000, "about", True),
        (918, "exact", True),
        (919, "exact", False),
        (91, "exact", False),
    ],
)
def test_a_figure_stands_there_only_with_its_bound(figure: int, exactness: str, there: bool) -> None:
    assert bool(candidates(figure, exactness, SECOND)) is there


def test_numbers_in_words_and_with_a_bound_are_read() -> None:
    assert candidates(20, "almost", THIRD)
    assert candidates(2, None, THIRD)
    assert not candidates(3, None, THIRD)


@pytest.mark.parametrize(
    ("date", "text", "there"),
    [
        ("1941-07", SECOND, True),
        ("1941-08", SECOND, False),
        ("1941-09", SECOND, False),
        ("1941-09-08", SECOND, True),
        ("1941-09-09", SECOND, False),
        ("1941", SECOND, True),
        ("1942", SECOND, False),
        ("1946-06", THIRD, True),
        ("1946-11", THIRD, True),
        ("1946-10", THIRD, False),
        ("1924", THIRD, True),
        ("1953", THIRD, True),
        ("1954", THIRD, False),
    ],
)
def test_a_date_stands_there_only_in_full(date: str, text: str, there: bool) -> None:

    assert bool(re.search(pattern(date), text)) is there


@pytest.mark.parametrize(
    ("figure", "percent", "times"),
    [(12, False, 2), (8, False, 0), (1941, False, 0), (99, False, 0), (15, False, 0), (15, True, 1), (3, False, 0)],
)
def test_a_figure_given_for_something_else_is_not_taken_for_an_amount(figure: int, percent: bool, times: int) -> None:
    text = "12 of camp no. 99 left on september 8, 1941, the third time; 15% died, and 12 stayed."
    assert candidates(figure, "exact", text, percent) == times


def test_a_word_of_amount_stands_there_in_its_own_words() -> None:
    assert amount("whole", "people from across the country")
    assert amount("notUncommon", "it was not uncommon")
    assert not amount("many", "some of them")


def test_quoted_words_stand_there_whatever_their_quotation_marks_and_case() -> None:
    assert stands("SECOND", THIRD)
    assert stands('"second" group', THIRD)
    assert not stands("econd", THIRD)


def passage(paragraph: int, start: int, end: int) -> Row:
    cells = {"id": f"d9-p{paragraph}", "source": "source/x", "paragraph": paragraph, "start": start, "end": end}
    return Row("passages.csv", 2, cells)


def test_a_passage_is_the_block_of_its_number() -> None:
    texts = {"source/x": TEXT}
    assert list(extent(passage(0, 0, 13), texts)) == []
    assert list(extent(passage(1, 15, TEXT.index("\n\nThe")), texts)) == []
    assert list(extent(passage(1, 15, 40), texts))
    assert list(extent(passage(3, 0, 13), texts)) == ["the document has 3 paragraphs only"]


def documents(folder: Path, tables: Path) -> Path:
    """Made-up documents with a block for every passage, and every word that the tables quote from it."""
    folder.mkdir()
    quoted: dict[str, list[str]] = {}
    known = Tables(tables)
    for file in known.tables:
        for row in known.rows(file):
            for key in row.cells.get("printed_in") or []:
                quoted.setdefault(key, []).append(row.cells.get("name") or row["label"])
    for row in known.rows("claims.csv"):
        key = row["id"].rpartition("-")[0]
        quoted.setdefault(key, []).extend(word for word in (row["value"], row["quantifier"]) if word)
    path = tables / "passages.csv"
    for source in known.rows("sources.csv"):
        if source["file"]:
            blocks, at = [], 0
            for row in [row for row in known.rows("passages.csv") if row["source"] == source["id"]]:
                words = (
                    "; ".join(dict.fromkeys(quoted.get(row["id"], []))) + " July 1941, September 8, 1941, over 8,000 x"
                )
                words = words.replace("1100", "over 1100").replace("\n", " ").strip("; ")
                text = path.read_text(encoding="utf-8").splitlines()
                number = next(n for n, line in enumerate(text) if line.startswith(row["id"] + ","))
                text[number] = ",".join([*text[number].split(",")[:-2], str(at), str(at + len(words))])
                path.write_text("\n".join(text) + "\n", encoding="utf-8")
                blocks.append(words)
                at += len(words) + 2
            (folder / source["file"]).write_text("\n\n".join(blocks), encoding="utf-8")
    return folder


def test_tables_that_fit_their_documents_pass_and_planted_ones_are_named(
    few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = documents(tmp_path / "documents", few)
    assert verify(Tables(few), folder), capsys.readouterr().err
    path = few / "claims.csv"
    original = path.read_text(encoding="utf-8")
    for claim, old, new in (
        ("d1-p3-10", ",918,,persons,918,918,", ",919,,persons,919,919,"),
        ("d1-p3-08", "1941-07", "1941-06"),
        ("d1-p3-06", "Spassky prisoner-of-war camp,en", "Spassky prisoner-of-war kamp,en"),
    ):
        path.write_text(original.replace(old, new), encoding="utf-8")
        capsys.readouterr()
        assert not verify(Tables(few), folder)
        assert f"claim {claim}: " in capsys.readouterr().err


def test_what_could_not_be_verified_is_listed(few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = few / "concepts.csv"
    text = path.read_text(encoding="utf-8").replace("harsh conditions,d1-p3,", "harsh conditions,,")
    path.write_text(text, encoding="utf-8")
    folder = documents(tmp_path / "documents", few)
    assert verify(Tables(few), folder)
    assert "claim d1-p3-16: only its paragraph was checked" in capsys.readouterr().err


def test_documents_that_are_not_there_are_told(few: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--tables", str(few), "--check-evidence", str(tmp_path)]) == 1
    assert "pow-labor-in-the-soviet-union.txt' cannot be read" in capsys.readouterr().err


def test_checking_and_checking_evidence_exclude_each_other(few: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--tables", str(few), "--check", "--check-evidence", str(few)])
    assert "not allowed with" in capsys.readouterr().err
