"""The history of changes: it names what changed and nothing else, survives damage, and never runs backwards."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from loader.build import build
from loader.history import HISTORY, extend, states
from loader.publish import current, manifest_of
from ontology import GRAPHS, PREFIXES, THINGS

TIMES = [datetime(1941, 7, day, tzinfo=UTC) for day in range(1, 5)]
SUBJECT, WORD = NamedNode(PREFIXES["rdf"] + "subject"), NamedNode("http://example.org/word")


def thing(key: str) -> NamedNode:
    return NamedNode(THINGS + key)


def store(**words: str) -> Store:
    """A store with a word of each thing; claim/1 is about camp/1."""
    made = Store()
    for key, word in words.items():
        made.add(Quad(thing(key.replace("_", "/")), WORD, Literal(word)))
    if "claim_1" in words:
        made.add(Quad(thing("claim/1"), SUBJECT, thing("camp/1")))
    return made


def changes(folder: Path) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(folder / HISTORY)) as database:
        return list(database.execute("SELECT time, kind, thing FROM changes ORDER BY number"))


def told(folder: Path, day: datetime) -> list[str]:
    return [f"{kind} {key}" for time, kind, key in changes(folder) if time == day.isoformat()]


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    made = [tmp_path / str(number) for number in range(4)]
    for folder in made:
        folder.mkdir()
    return made


def test_only_what_changed_is_told(folders: list[Path]) -> None:
    stores = [
        store(camp_1="a", camp_2="b", claim_1="c"),
        store(camp_1="a", camp_2="b", claim_1="d"),
        store(camp_1="a", claim_1="d", camp_3="e"),
        store(camp_1="a", camp_2="b", claim_1="d", camp_3="e"),
    ]
    for number, each in enumerate(stores):
        extend(each, folders[number - 1] if number else folders[0], folders[number], TIMES[number])
    last = folders[-1]
    assert told(last, TIMES[0]) == ["Create camp/1", "Create camp/2", "Create claim/1"]
    assert told(last, TIMES[1]) == ["Update camp/1", "Update claim/1"]  # the claim is about the camp
    assert told(last, TIMES[2]) == ["Delete camp/2", "Create camp/3"]
    assert told(last, TIMES[3]) == ["Create camp/2"]
    assert changes(last)[:3] == changes(folders[0])


def test_a_state_depends_on_the_merged_triples_alone() -> None:
    one, other = store(camp_1="a", claim_1="b"), store(claim_1="b", camp_1="a")
    other.add(Quad(thing("camp/1"), WORD, Literal("a"), NamedNode(GRAPHS + "editors")))
    assert states(one) == states(other)
    assert states(one) != states(store(camp_1="b", claim_1="a"))


def test_the_same_content_again_changes_nothing(folders: list[Path]) -> None:
    assert extend(store(camp_1="a"), folders[0], folders[0], TIMES[0]) == 1
    assert extend(store(camp_1="a"), folders[0], folders[1], TIMES[1]) == 0
    assert changes(folders[0]) == changes(folders[1])


def test_a_history_that_cannot_be_read_begins_anew(folders: list[Path], capsys: pytest.CaptureFixture[str]) -> None:
    for damage in (b"no database at all", b"", b"SQLite format 3\0" + bytes(5000)):
        (folders[0] / HISTORY).write_bytes(damage)
        extend(store(camp_1="a"), folders[0], folders[1], TIMES[1])
        assert "begins anew" in capsys.readouterr().err
        assert told(folders[1], TIMES[1]) == ["Create camp/1"]


def test_a_clock_that_was_set_back_puts_no_change_before_another(folders: list[Path]) -> None:
    extend(store(camp_1="a"), folders[0], folders[0], TIMES[2])
    extend(store(camp_1="b"), folders[0], folders[1], TIMES[0])
    times = [datetime.fromisoformat(time) for time, _, _ in changes(folders[1])]
    assert times == sorted(set(times))


def test_a_publication_carries_the_history_on(few: Path, begun: Path) -> None:
    folder, table, first = begun, few / "camps.csv", str(current(begun))
    built = (manifest_of(folder) or {})["built"]
    (folder / first / HISTORY).unlink()  # as a store has none that was published before there were histories
    build(few, folder)
    created = changes(folder / first)
    assert {kind for _, kind, _ in created} == {"Create"}
    assert {time for time, _, _ in created} == {built}
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("rests on the number", "rests on its number"), encoding="utf-8")
    second = build(few, folder)
    assert second == current(folder) != first
    added = changes(folder / second)[len(created) :]
    assert changes(folder / second)[: len(created)] == created
    assert [(kind, key.partition("/")[0]) for _, kind, key in added] == [("Update", "camp")]
