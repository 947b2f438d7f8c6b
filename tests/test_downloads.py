"""The downloads hold what the store holds, in forms that others read, and are sent whole, in part, or not again."""

import base64
import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import urljoin

import csvw
import pytest
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions, RdfFormat, Store, Triple, parse
from werkzeug.datastructures import Headers
from werkzeug.test import Client

from loader.build import build
from loader.publish import current
from ontology import GRAPHS, GUPVI, PREFIXES, THINGS

REIFIES = PREFIXES["rdf"] + "reifies"


@pytest.fixture(scope="module")
def home(published: Path) -> Path:
    """The folder of the version in service."""
    return published / str(current(published))


@pytest.fixture(scope="module")
def store(home: Path) -> Store:
    return Store.read_only(str(home / "oxigraph"))


def get(library: Client, home: Path, name: str, **headers: str) -> tuple[int, bytes, Headers]:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    response = library.get(f"/dumps/{home.name}/{name}", headers=named)
    return response.status_code, response.data, response.headers


def test_the_dumps_are_the_store(library: Client, home: Path, store: Store) -> None:
    def unpack(name: str) -> bytes:
        unpacked = gzip.decompress(get(library, home, name)[1])
        assert ".ttl" not in name or unpacked.startswith(f"# version {home.name} of ".encode())
        return unpacked

    everything = unpack("dataset.nq.gz")
    assert everything == (home / "dataset.nq").read_bytes()
    quads = set(parse(everything, RdfFormat.N_QUADS))
    assert quads == set(store)
    merged = {quad.triple for quad in parse(unpack("dataset.ttl.gz"), RdfFormat.TURTLE)}
    assert merged == {quad.triple for quad in quads if quad.graph_name == DefaultGraph()}
    graphs = [graph for graph in store.named_graphs() if str(graph)[1:-1] not in (f"{GRAPHS}void", f"{GRAPHS}queries")]
    assert len(graphs) > 4
    for graph in graphs:
        name = str(graph)[1:-1].removeprefix(GRAPHS)
        expected = {quad for quad in quads if quad.graph_name == graph}
        lines = unpack(f"graph/{name}.nq.gz")
        assert lines.splitlines() == sorted(lines.splitlines())
        assert set(parse(lines, RdfFormat.N_QUADS)) == expected
        turtle = parse(unpack(f"graph/{name}.ttl.gz"), RdfFormat.TURTLE)
        assert {quad.triple for quad in turtle} == {quad.triple for quad in expected}


def test_the_checksums_are_those_of_what_is_sent(library: Client, home: Path) -> None:
    lines = get(library, home, "SHA256SUMS")[1].decode().splitlines()
    sums = {name: digest for digest, name in (line.split("  ") for line in lines)}
    assert len(sums) > 10
    on_page = set(re.findall(rf"/dumps/{home.name}/([^\"]+)", library.get("/dumps").text))
    assert on_page == set(sums) | {"SHA256SUMS"}
    for name, digest in sums.items():
        status, body, headers = get(library, home, name)
        assert (status, hashlib.sha256(body).hexdigest()) == (200, digest), name
        assert headers["ETag"] == f'"{digest}"'
        assert headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(bytes.fromhex(digest)).decode()}:"
        assert headers["GUPVI-Version"] == home.name


def test_the_claims_reify_their_triples(library: Client, home: Path, store: Store) -> None:
    found = {
        quad.triple for quad in parse(gzip.decompress(get(library, home, "claims-rdf12.ttl.gz")[1]), RdfFormat.TURTLE)
    }
    stances = {t.subject for t in found if t.predicate == GUPVI.stance}
    reified = {t.subject: t.object for t in found if t.predicate.value == REIFIES}
    said = f"?c a <{GUPVI.Claim.value}> ; rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o"
    claims = store.query(f"SELECT * {{ {said} }}", prefixes=PREFIXES)
    assert isinstance(claims, QuerySolutions)
    told = {row["c"]: Triple(row["s"], row["p"], row["o"]) for row in claims}
    assert reified == told
    assert len(told) == len(stances) > 300
    outright = {quad.triple for quad in store.quads_for_pattern(None, None, None, DefaultGraph())}
    for claim, triple in told.items():
        assert (triple in found) == (triple in outright)
        assert claim in stances


def test_the_tables_are_a_package_that_csvw_reads(library: Client, home: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(get(library, home, "tables.zip")[1])) as package:
        package.extractall(tmp_path)
        names = package.namelist()
    group = csvw.TableGroup.from_file(tmp_path / "csv-metadata.json")
    assert sorted(names) == sorted(["csv-metadata.json", *(table.local_name for table in group.tables)])
    for table in group.tables:
        if group.dialect:
            group.dialect.encoding = "utf-8-sig"
        with (tmp_path / table.local_name).open(newline="", encoding="utf-8-sig") as lines:
            assert len(list(table.iterdicts())) == len(list(csv.reader(lines))) - 1, table.local_name


def test_the_places_are_linked_places(library: Client, home: Path, store: Store) -> None:
    status, body, headers = get(library, home, "places.geojson")
    assert (status, headers["Content-Type"]) == (200, "application/geo+json")
    collection = json.loads(body)
    assert collection["type"] == "FeatureCollection"
    features = {feature["@id"]: feature for feature in collection["features"]}
    assert len(features) == len(collection["features"]) > 30
    camp = features[f"{THINGS}camp/99"]
    assert {"Spassky 99", "Camp no. 99"} & {name["toponym"] for name in camp["names"]}
    assert any(one["relationTo"] == f"{THINGS}place/karaganda-oblast" for one in camp["relations"])
    for iri, feature in features.items():
        assert any(store.quads_for_pattern(NamedNode(iri), None, None, DefaultGraph()))
        assert (feature["type"], bool(feature["properties"]["title"]), bool(feature["names"])) == (
            "Feature",
            True,
            True,
        )
        assert any("citations" in name for name in feature["names"])
        assert all(kind["identifier"] for kind in feature["types"])
        assert {link["type"] for link in feature["links"]} <= {"closeMatch", "exactMatch", "primaryTopicOf", "seeAlso"}
        points = [tuple(point["coordinates"]) for point in feature["geometry"]["geometries"]]
        assert len(points) == len(set(points)), iri
        for point in feature["geometry"]["geometries"]:
            longitude, latitude = point["coordinates"]
            assert -180 <= longitude <= 180
            assert -90 <= latitude <= 90


def test_a_part_of_a_file_is_sent_to_who_asks_for_one(library: Client, home: Path) -> None:
    name = "dataset.nq.gz"
    _, whole, headers = get(library, home, name)
    size, tag, when = len(whole), headers["ETag"], headers["Last-Modified"]
    assert headers["Accept-Ranges"] == "bytes"
    for asked, part in (
        ("bytes=0-0", whole[:1]),
        ("bytes=100-199", whole[100:200]),
        ("BYTES=5-9", whole[5:10]),
        (f"bytes={size - 5}-", whole[-5:]),
        ("bytes=-7", whole[-7:]),
        (f"bytes=10-{size * 2}", whole[10:]),
        (f"bytes=-{size * 2}", whole),
    ):
        status, body, headers = get(library, home, name, Range=asked)
        assert (status, body == part, headers["Content-Length"]) == (206, True, str(len(part))), asked
        start = whole.index(part) if len(part) > 9 else int(headers["Content-Range"].split()[1].split("-")[0])
        assert headers["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{size}"
    for passed_over in (
        "bytes=0-1,5-9",
        "pages=1-2",
        "bytes=9-1",
        "bytes=x",
        "bytes",
        "",
        "bytes=--1",
        "bytes=\u0661-9",
    ):
        status, body, headers = get(library, home, name, Range=passed_over.encode().decode("latin-1"))
        assert (status, len(body), "Content-Range" in headers) == (200, size, False), passed_over
    for beyond in (f"bytes={size}-", f"bytes={10**30}-"):
        status, body, headers = get(library, home, name, Range=beyond)
        assert (status, headers["Content-Range"], json.loads(body)["status"]) == (416, f"bytes */{size}", 416)
    for condition, expected in ((tag, 206), ('"other"', 200), (when, 206), ("Mon, 01 Jan 1990 00:00:00 GMT", 200)):
        assert get(library, home, name, Range="bytes=0-9", If_Range=condition)[0] == expected, condition
    pieces = [
        get(library, home, name, Range=f"bytes={at}-{at + 49_999}", If_Range=tag)[1] for at in range(0, size, 50_000)
    ]
    assert b"".join(pieces) == whole
    head = library.head(f"/dumps/{home.name}/{name}", headers={"Range": "bytes=0-9"})
    assert (head.status_code, head.data, head.headers["Content-Length"]) == (200, b"", str(size))


def test_a_file_that_the_client_has_is_not_sent_again(library: Client, home: Path) -> None:
    name = "tables.zip"
    headers = get(library, home, name)[2]
    tag, when = headers["ETag"], headers["Last-Modified"]
    assert "immutable" in headers["Cache-Control"]
    for known in ({"If_None_Match": tag}, {"If_None_Match": f'"x", W/{tag}'}, {"If_Modified_Since": when}):
        status, body, headers = get(library, home, name, **known)
        assert (status, body, headers["ETag"]) == (304, b"", tag)
    assert get(library, home, name, If_None_Match=tag, Range="bytes=0-9")[0] == 304
    assert get(library, home, name, If_None_Match='"x"', Range="bytes=0-9")[0] == 206
    assert get(library, home, name, If_Match='"x"')[0] == 412


def test_latest_leads_to_the_version_in_service(library: Client, home: Path) -> None:
    for name in ("dataset.nq.gz", "graph/pow-labor.ttl.gz"):
        response = library.get(f"/dumps/latest/{name}")
        assert (response.status_code, response.headers["Cache-Control"]) == (302, "no-cache")
        for root in ("/", "/behind/a/proxy/"):
            address = urljoin(f"http://localhost{root}dumps/latest/{name}", response.headers["Location"])
            assert address == f"http://localhost{root}dumps/{home.name}/{name}"
    for path in ("0123456789abcdef/dataset.nq.gz", "latest/none", f"{home.name}/../manifest.json", f"{home.name}/%00"):
        response = library.get(f"/dumps/{path}")
        assert (response.status_code, response.mimetype) == (404, "application/problem+json"), path
    page = library.get("/dumps/latest/none", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_the_version_names_the_tables_and_the_description_too(few: Path, begun: Path) -> None:
    store, before = begun, current(begun)
    metadata = few / "csv-metadata.json"
    metadata.write_text(metadata.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    after = build(few, store)
    assert after != before
    assert (store / after / "dumps" / "tables.zip").stat().st_size
    shutil.rmtree(store / after / "dumps")
    assert build(few, store) == after
    assert (store / after / "dumps" / "tables.zip").is_file()
