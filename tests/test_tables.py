"""Every fault of the tables is told with file, line, column, value and remedy, and nothing is published."""

from pathlib import Path

import pytest
from asking import rows
from pyoxigraph import Quad, Store

from loader import terms
from loader.build import TABLES, build, fill
from loader.checks import check
from loader.faults import Faulty
from loader.publish import current
from loader.shapes import check_shapes
from loader.tables import Tables
from ontology import GUPVI


def edit(folder: Path, file: str, key: str, old: str, new: str) -> int:
    """Replace text in the row that begins with a key; give the row's line."""
    path = folder / file
    lines = path.read_text(encoding="utf-8").split("\n")
    number = next(n for n, line in enumerate(lines) if line.startswith(key + ","))
    assert old in lines[number], lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    path.write_text("\n".join(lines), encoding="utf-8")
    return number + 1


def faults(folder: Path) -> list[str]:
    with pytest.raises(Faulty) as caught:
        check(Tables(folder))
    return [str(fault) for fault in caught.value.faults]


CASES = [  # file, row, text to replace, replacement, and the words that tell of it
    ("claims.csv", "d1-p3-08", "1941-07", "July 1941", "value: 'July 1941' differs from the time of the claim"),
    (
        "claims.csv",
        "d1-p3-08",
        ",1941-07,,printed",
        ",July 1941,,printed",
        "edtf: 'July 1941' has not the form of its column",
    ),
    ("claims.csv", "d1-p3-08", ",1941-07,,printed", ",1941-13,,printed", "edtf: '1941-13' is no date in EDTF"),
    (
        "claims.csv",
        "d1-p3-08",
        ",1941-07,,printed",
        ",1941~,,printed",
        "'1941~' is a vague date that dates.csv does not",
    ),
    ("claims.csv", "d1-p3-14", "moreThan", "overThan", "exactness: 'overThan' is no term of the ontology"),
    ("claims.csv", "d1-p3-14", "moreThan", "persons", "exactness: 'persons' is not in the list exactnessScheme"),
    ("claims.csv", "d1-p3-14", "moreThan", "exact", "exactness: 'exact' wants value, lower, upper"),
    ("claims.csv", "d1-p3-14", ",8000,,persons,8000,", ",9000,,persons,8000,", "value: '9000' differs from its bound"),
    ("claims.csv", "d1-p3-10", ",918,,persons,918,918", ",91B,,persons,91B,918", "lower: '91B' has not the form"),
    ("claims.csv", "d1-p3-10", ",918,,persons,", ",918,,,", "unit: '' is missing beside a number"),
    ("claims.csv", "d2-p13-10", ",330000,380000,", ",380000,330000,", "lower: '380000' is above the upper bound"),
    ("claims.csv", "d1-p3-02", "organization/karlag", "organization/karlags", "'organization/karlags' is in no table"),
    (
        "claims.csv",
        "d1-p3-02",
        ",organization/karlag,,",
        ",,Karlag,",
        "value: 'Karlag' is text where the predicate wants",
    ),
    ("claims.csv", "d1-p3-02", "dct:isPartOf", "partOf", "predicate: 'partOf' is no property of the ontology"),
    ("claims.csv", "d1-p3-02", "asserted,normal", ",normal", "stance: '' is missing; fill it with the how firmly"),
    ("claims.csv", "d1-p3-02", "d1-p3-02", "d1-p4-92", "does not begin with its source's key and paragraph"),
    ("claims.csv", "d1-p3-02", ",3,", ",33,", "paragraph: '33' is no passage of the source"),
    ("claims.csv", "d1-p3-02", "organization/karlag", '"organization/karlag', "the file cannot be read as CSV"),
    ("camps.csv", "camp/99", "camp/99", "camp/84", "id: 'camp/84' stands twice"),
    (
        "names.csv",
        "person/ion-iliescu",
        ",ro,",
        ",romanian language,",
        "language: 'romanian language' has not the form",
    ),
    ("comparisons.csv", "romanian-deaths", ";d1-p6-07", "", "claims: \"['d1-p3-15']\" names fewer than two claims"),
    ("derivations.csv", "axis-deaths-floor", "diedCount", "died", "predicate: 'died' is no property"),
    ("passages.csv", "d1-p3", ",974,1536", ",1536,974", "end: '974' does not lie after the start"),
    ("further-claims.csv", "frolov-p1-01", ",reliable,", ",certain,", "reliability: 'certain' has not the form"),
    ("further-claims.csv", "frolov-p1-01", ",reliable,", ",doubtful,", "rank: 'normal' does not fit the reliability"),
    ("further-claims.csv", "frolov-p1-01", ",1,camp/99,", ",99,camp/99,", "does not begin with its source's key"),
    ("further-passages.csv", "frolov-p1", "source/frolov", "source/timpul", "'frolov-p1' does not begin with the key"),
    ("further-passages.csv", "frolov-p1", "https://", "", "address: "),
    ("gazetteer.csv", "place/tashkent", "exactMatch", "", "goes with relation and confidence; fill all three or none"),
    ("identities.csv", "place/grozny", "place/grozny-outskirts", "place/groznyy", "'place/groznyy' is in no table"),
    # what would have failed further on, or been published
    (
        "claims.csv",
        "d1-p3-08",
        "1941-07,,,,,,,,1941-07",
        "1941-02-29,,,,,,,,1941-02-29",
        "edtf: '1941-02-29' is no day",
    ),
    ("claims.csv", "d1-p3-08", "1941-07,,,,,,,,1941-07", "XXXX,,,,,,,,XXXX", "edtf: 'XXXX' is no day"),
    ("claims.csv", "d1-p3-08", "1941-07,,,,,,,,1941-07", "-0500,,,,,,,,-0500", "edtf: '-0500' is no day"),
    ("claims.csv", "d1-p1-03", ",1944-08-23/..,", ",1944-08-23/1943,", "is an interval that ends before it begins"),
    (
        "claims.csv",
        "d1-p3-03",
        "place/karaganda-oblast",
        "person/ion-iliescu",
        "object: 'person/ion-iliescu' is no Place",
    ),
    ("claims.csv", "d2-p1-02", "event/fall-of-communism", "place/ussr", "before: 'place/ussr' is no Event"),
    ("claims.csv", "d1-p3-14", ",group/ro-spassky,", ",camp/99,", "population: 'camp/99' is no PopulationGroup"),
    ("claims.csv", "d1-p3-15", "camp/99,", "person/ion-iliescu,", "is nothing that diedCount is said of"),
    ("claims.csv", "d1-p2-18", "gupvi:majority", "gupvi:camps", "object: 'gupvi:camps' differs from the quantifier"),
    (
        "claims.csv",
        "d1-p2-18",
        "qualitative,majority",
        "qualitative,most",
        "differs from the quantifier; write gupvi:most",
    ),
    ("claims.csv", "d2-p13-10", ",330000-380000,", ",330000-390000,", "value: '330000-390000' differs from its bounds"),
    ("claims.csv", "d0-p3-06", ",15,", ",115,", "value: '115' is a percentage over 100"),
    ("claims.csv", "d1-p3-10", ",918,,persons,918,918", ",²,,persons,918,918", "value: '²' is no number"),
    (
        "claims.csv",
        "d1-p5-09",
        "organization/communist-romanian-authorities,accused",
        ",accused",
        "beside the stance accused",
    ),
    ("claims.csv", "d1-p3-02", "asserted,normal", "derived,normal", "stance: 'derived' is for what is worked out"),
    ("claims.csv", "d1-p3-14", "asserted,normal", "unknown,normal", "stance: 'unknown' does not fit the value"),
    (
        "claims.csv",
        "d1-p3-07",
        "Spassky camp no. 99",
        "Spassky",
        "is a second name to show in en, beside 'Spassky camp no",
    ),
    ("links.csv", "organization/gulag", "https://en.wikipedia.org/wiki/Gulag", "Gulag", "page: 'Gulag' is no address"),
    ("links.csv", "organization/gulag", "wikipedia.org/wiki/Gulag", "wiki pedia.org/wiki/Gulag", "is no address"),
    ("passages.csv", "d1-p3", ",974,1536", ",974,2536", "end: '2536' lies after the start of d1-p4"),
    (
        "passages.csv",
        "d1-p7",
        ",2695,2742",
        ",2695,99999999999999999999",
        "makes a paragraph of over 100,000 characters",
    ),
    ("dates.csv", "1943-10~/1944-03~", "1943-09-01,1943-12-31", "1944-09-01,1943-12-31", "lies before earliest_begin"),
    (
        "derivations.csv",
        "axis-deaths-floor",
        "d0-p3-06;d0-p3-01",
        "d0-p3-06;d2-p13-10",
        "inputs: 'd2-p13-10' is a range",
    ),
    (
        "derivations.csv",
        "axis-deaths-floor",
        "d0-p3-06;d0-p3-01",
        "d0-p3-06;d1-p1-01",
        "'d1-p1-01' is a claim without a number",
    ),
    ("derivations.csv", "axis-deaths-floor", "d0-p3-06;d0-p3-01", "d0-p3-06", "are not the two that a product needs"),
    (
        "derivations.csv",
        "between-the-two-divisions",
        "d1-p4-03",
        "d1-p4-12",
        "'d1-p4-12' is a claim without a beginning",
    ),
    (
        "derivations.csv",
        "camp-99-under-gupvi",
        "directorate/gupvi",
        "",
        "object: '' is missing; fill it with what is inferred",
    ),
    (
        "derivations.csv",
        "camp-99-under-gupvi",
        "directorate/gupvi",
        "directorate/gupwi",
        "'directorate/gupwi' is in no table",
    ),
    ("places.csv", "place/hungary", "country,,", "country,place/northwestern-hungary,", "within itself"),
    (
        "groups.csv",
        "group/axis-pows-ussr",
        "group/pows-in-ussr",
        "group/axis-pows-ussr",
        "puts group/axis-pows-ussr within",
    ),
    ("names.csv", "organization/gko", "Committee,en,,", "Committee,en,yes,", "is a second name to show in en"),
    (
        "comparisons.csv",
        "hungarian-balance",
        "d2-p1-05~d2-p13-10;d2-p1-05~d2-p13-11",
        "",
        "pairs: '[]' is missing beside more",
    ),
]


@pytest.mark.parametrize(("file", "row", "old", "new", "words"), CASES, ids=[case[4][:40] for case in CASES])
def test_a_fault_is_told_with_its_place_value_and_remedy(
    tables: Path, file: str, row: str, old: str, new: str, words: str
) -> None:
    line = edit(tables, file, row, old, new)
    told = [fault for fault in faults(tables) if words in fault]
    assert told, faults(tables)
    assert told[0].startswith(f"{file}:{line}")
    assert "; " in told[0]


def test_a_byte_order_mark_is_no_part_of_the_table(tables: Path) -> None:
    for path in tables.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert len(check(Tables(tables)).keys["claim/"]) > 300


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('"dc:description": "title as printed",', "", "'title' is a column of sources.csv without a meaning"),
        ('"datatype": "anyURI"', '"datatype": "anyURL"', "'anyURL' is not understood"),
    ],
)
def test_a_column_described_badly_is_told(tables: Path, old: str, new: str, words: str) -> None:
    path = tables / "csv-metadata.json"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Faulty) as caught:
        Tables(tables)
    assert words in str(caught.value.faults[0])


def test_a_broken_shape_is_told_with_the_row_that_breaks_it(tables: Path) -> None:
    store, known = Store(), Tables(tables)
    fill(store, tables)
    claim, name = terms.claim("d1-p3-08"), terms.thing("camp/99")
    store.add(Quad(claim, GUPVI.rank, GUPVI.preferred, terms.DEFAULT))
    store.add(Quad(name, terms.known("skos:prefLabel"), terms.words("Another"), terms.DEFAULT))
    with pytest.raises(Faulty) as caught:
        check_shapes(store, known)
    line = 1 + [row["id"] for row in rows("claims.csv")].index("d1-p3-08") + 1
    other = 1 + [row["id"] for row in rows("camps.csv")].index("camp/99") + 1
    told = [str(fault) for fault in caught.value.faults]
    assert told[0].startswith(f"camps.csv:{other} label: 'Spassky camp no. 99' breaks a shape: A thing has one name")
    assert told[1] == (
        f"claims.csv:{line} rank: 'normal' breaks a shape: A claim has one rank; mend the rows that speak of it"
    )


def test_a_validation_that_dies_is_told_and_nothing_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    store = Store()
    store.add(Quad(terms.thing("camp/99"), terms.known("rdf:type"), GUPVI.Camp, terms.DEFAULT))
    with pytest.raises(Faulty) as caught:
        check_shapes(store, Tables(TABLES))
    assert "ended with status 1" in str(caught.value.faults[0])


def test_all_faults_are_told_at_once(tables: Path) -> None:
    edit(tables, "claims.csv", "d1-p3-08", "1941-07", "July")
    edit(tables, "claims.csv", "d1-p3-02", "karlag", "karlags")
    edit(tables, "claims.csv", "d1-p3-03", "asserted", "asserted,surplus")
    edit(tables, "camps.csv", "camp/68", "prisonerOfWarCamp", "camping")
    told = faults(tables)
    assert [fault.split(" ")[0].split(":")[0] for fault in told] == ["camps.csv"] + ["claims.csv"] * 3


@pytest.mark.parametrize("file", ["claims.csv", "camps.csv"])
def test_a_table_that_is_missing_or_not_utf_8_is_told(tables: Path, file: str) -> None:
    (tables / file).write_bytes("número".encode("latin-1"))
    assert f"{file}: the file is not UTF-8" in faults(tables)[0]
    (tables / file).unlink()
    assert f"{file}: the table is missing" in faults(tables)[0]


def test_columns_that_differ_from_the_description_are_told(tables: Path) -> None:
    path = tables / "camps.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("label", "name", 1), encoding="utf-8")
    assert "camps.csv:1: the columns differ from csv-metadata.json (label, name)" in faults(tables)[0]


@pytest.mark.parametrize("content", [None, "{", "{}", '{"tables": []}'])
def test_metadata_that_cannot_be_used_is_told(tables: Path, content: str | None) -> None:
    path = tables / "csv-metadata.json"
    path.unlink() if content is None else path.write_text(content, encoding="utf-8")
    with pytest.raises(Faulty) as caught:
        Tables(tables)
    assert str(caught.value.faults[0]).startswith("csv-metadata.json: ")


def test_faulty_tables_leave_the_store_in_service_untouched(few: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    version = build(few, store)
    before = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    edit(few, "claims.csv", "d1-p3-08", "1941-07", "July 1941")
    with pytest.raises(Faulty):
        build(few, store)
    assert current(store) == version
    after = {path: path.stat().st_mtime_ns for path in store.rglob("*")}
    assert {path: time for path, time in after.items() if path != store} == before
