"""A follower of the feed fetches only what changed; crawlers learn when; what was withdrawn is gone."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from serving import client, until
from werkzeug.test import Client, TestResponse

from endpoint import feed, sitemap
from endpoint.settings import Settings
from loader.build import build
from ontology import PREFIXES, THINGS

LDES, TREE = Namespace("https://w3id.org/ldes#"), Namespace("https://w3id.org/tree#")
AS, DCT = Namespace("https://www.w3.org/ns/activitystreams#"), Namespace(PREFIXES["dct"])
PROV = Namespace(PREFIXES["prov"])
HERE = "http://localhost"
WANTED = ("camp/", "claim/", "name/")
SITES = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


class Follower:
    """Follows the feed as the specification tells: what it has it asks for with conditions, or not at all."""

    def __init__(self, site: Client) -> None:
        self.site = site
        self.tags: dict[str, str] = {}
        self.pages: dict[str, Graph] = {}
        self.done: set[str] = set()  # pages that never change again
        self.seen: set[object] = set()
        self.fetched: list[str] = []
        self.kinds: dict[str, str] = {}  # what became of each thing of late

    def get(self, path: str) -> TestResponse:
        """Ask for what is at a path, unless it is known already."""
        conditions = {"If-None-Match": self.tags[path]} if path in self.tags else {}
        response = self.site.get(path, headers={"Accept": "text/turtle", **conditions})
        assert response.status_code in (200, 304, 410)
        if response.status_code == 200:
            self.fetched.append(path)
            self.tags[path] = response.headers["ETag"]
        else:
            assert response.status_code == 410 or not response.data
        return response

    def read(self, path: str) -> Graph:
        """Read a page of the feed."""
        response = self.get(path)
        if response.status_code == 200:
            self.pages[path] = Graph().parse(response.data, format="turtle", publicID=HERE + path)
            if "immutable" in response.headers["Cache-Control"]:
                assert (URIRef(HERE + path), LDES.immutable, Literal(True)) in self.pages[path]
                self.done.add(path)
        return self.pages[path]

    def run(self) -> list[str]:
        """Follow once and give the paths that came with a body."""
        self.fetched, self.kinds = [], {}
        root = self.read("/feed")
        stream = root.value(predicate=TREE.view, object=URIRef(f"{HERE}/feed"))
        assert (stream, RDF.type, LDES.EventStream) in root
        time, thing = (root.value(stream, LDES[name]) for name in ("timestampPath", "versionOfPath"))
        for path in sorted({str(node).removeprefix(HERE) for node in root.objects(None, TREE.node)} - self.done):
            page = self.read(path)
            for member in set(page.objects(stream, TREE.member)) - self.seen:
                self.seen.add(member)
                assert page.value(member, time) is not None
                key = str(page.value(member, thing)).removeprefix(THINGS)
                self.kinds[key] = str(page.value(member, RDF.type)).removeprefix(AS)
        for key in sorted(self.kinds):
            if key.startswith(WANTED):
                self.get(f"/data/{key}.ttl")
        return self.fetched


@pytest.fixture
def site(begun: Path) -> Iterator[Client]:
    with ExitStack() as opened:
        yield client(opened, Settings(store=begun, readers=2))


def publish(tables: Path, begun: Path, site: Client) -> None:
    version = build(tables, begun)
    assert until(lambda: site.get("/").headers["GUPVI-Version"] == version)


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_a_follower_fetches_only_what_changed(
    few: Path, begun: Path, site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE", 101)  # a full page more or less would change the root too
    follower = Follower(site)
    everything = follower.run()
    assert len([path for path in everything if path.startswith("/data/claim/")]) == 16
    assert len(follower.done) > 4
    assert follower.run() == []
    change(few / "camps.csv", "rests on the number", "rests on its number")
    publish(few, begun, site)
    changed = follower.run()
    assert follower.kinds == {"camp/99": "Update"}
    assert [path.rpartition("/")[0] for path in changed] == [next(iter(follower.done)).rpartition("/")[0], "/data/camp"]
    assert follower.run() == []


def test_what_was_withdrawn_is_told_and_gone_in_every_form(few: Path, begun: Path, site: Client) -> None:
    follower = Follower(site)
    follower.run()
    change(few / "names.csv", "Lagărul Spassk nr. 99", "Lagărul Spassk 99")
    publish(few, begun, site)
    follower.run()
    gone = [key for key, kind in follower.kinds.items() if kind == "Delete"]
    assert [key.partition("/")[0] for key in gone] == ["name"]
    for place in (f"/id/{gone[0]}", f"/data/{gone[0]}.ttl", f"/data/{gone[0]}.jsonld", f"/page/{gone[0]}"):
        response, page = site.get(place), site.get(place, headers={"Accept": "text/html"})
        assert (response.status_code, response.mimetype) == (410, "application/problem+json")
        assert "was withdrawn" in response.get_json()["detail"]
        assert (page.status_code, page.mimetype) == (410, "text/html")


def test_a_page_of_a_history_that_began_anew_is_gone(site: Client) -> None:
    root = Graph().parse(site.get("/feed?format=nt").data, format="nt")
    page = str(next(iter(root.objects(None, TREE.node)))).removeprefix(HERE)
    assert site.get(page).status_code == 200
    assert site.get("/feed/19410701000000/1").status_code == 410
    for number in ("0", "99", "9" * 30):
        assert site.get(page[:-1] + number).status_code == 404


def test_a_browser_gets_a_page_of_changes_and_a_program_never(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feed, "PAGE", 101)
    root = Graph().parse(site.get("/feed?format=nt").data, format="nt")
    first = min(str(node).removeprefix(HERE) for node in root.objects(None, TREE.node))
    for path in ("/feed", first):
        page = site.get(path, headers={"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"})
        assert page.mimetype == "text/html"
        assert "Accept" in page.vary
        assert "immutable" not in page.headers["Cache-Control"]  # its shell has the newest version
        assert "?format=ttl" in page.text
        again = {"Accept": "text/html", "If-None-Match": page.headers["ETag"]}
        assert site.get(path, headers=again).status_code == 304
        for accept in ("", "*/*", "text/html;q=0.5, text/turtle", "text/turtle, text/html"):
            response = site.get(path, headers={"Accept": accept, "If-None-Match": page.headers["ETag"]})
            assert (response.status_code, response.mimetype) == (200, "text/turtle")
    assert site.get(first, headers={"Accept": "text/html"}).text.count("<tr>") == 102


def test_what_is_older_than_the_time_asked_for_is_left_out(
    few: Path, begun: Path, site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "PAGE", 101)
    follower = Follower(site)
    follower.run()
    first = max(map(str, follower.pages[min(follower.done)].objects(None, PROV.generatedAtTime)))
    change(few / "camps.csv", "rests on the number", "rests on its number")
    publish(few, begun, site)
    later = f"{datetime.fromisoformat(first) + timedelta(milliseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"
    told = Graph().parse(site.get(f"/feed?since={later}&format=nt").data, format="nt")
    assert [str(thing) for thing in told.objects(None, AS.object)] == [f"{THINGS}camp/99"]
    assert not list(told.objects(None, TREE.node))
    page = site.get(f"/feed?since={later}", headers={"Accept": "text/html"}).text
    assert page.count("<tr>") == 2
    everything = Graph().parse(site.get("/feed?since=1941-07-05&format=nt").data, format="nt")
    pages = len(set(Graph().parse(site.get("/feed?format=nt").data, format="nt").objects(None, TREE.node)))
    assert len(list(everything.objects(None, AS.object))) == 101
    assert len(set(everything.objects(None, TREE.node))) == pages - 1
    for accept in ("text/html", "text/turtle"):
        assert site.get("/feed?since=9000-01-01", headers={"Accept": accept}).status_code == 200
    assert "Nothing has changed since then" in site.get("/feed?since=9000-01-01", headers={"Accept": "text/html"}).text


def test_a_time_that_cannot_be_read_is_refused_in_a_sentence(site: Client) -> None:
    for since in ("", "yesterday", "2026-13-01", "0001-01-01T00:00:00%2B14:00", "%00"):
        refused = site.get(f"/feed?since={since}")
        assert refused.status_code == 400
        assert refused.get_json()["detail"].startswith("The parameter since is a date or a time after ISO 8601")
    root = Graph().parse(site.get("/feed?format=nt").data, format="nt")
    page = str(next(iter(root.objects(None, TREE.node)))).removeprefix(HERE)
    assert "belongs to /feed" in site.get(f"{page}?since=2026-01-01").get_json()["detail"]


def test_the_sitemap_says_when_each_page_changed(
    few: Path, begun: Path, site: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = times(site.get("/sitemap.xml").data)
    assert len(set(first.values())) == 1
    change(few / "camps.csv", "rests on the number", "rests on its number")
    publish(few, begun, site)
    second = times(site.get("/sitemap.xml").data)
    assert {place for place in first if first[place] != second[place]} == {f"{HERE}/page/camp/99"}
    for place in list(second)[::50]:
        assert site.get(place.removeprefix(HERE)).status_code == 200
    monkeypatch.setattr(sitemap, "PART", 400)
    parts = times(site.get("/sitemap.xml").data)
    assert len(parts) > 1
    together: dict[str, str] = {}
    for part in parts:
        together |= times(site.get(part.removeprefix(HERE)).data)
    assert together == second
    for number in ("0", "99", "9" * 30):
        assert site.get(f"/sitemap-{number}.xml").status_code == 404
    assert f"Sitemap: {HERE}/sitemap.xml" in site.get("/robots.txt").text


def times(data: bytes) -> dict[str, str]:
    return {
        str(entry.findtext(f"{SITES}loc")): str(entry.findtext(f"{SITES}lastmod"))
        for entry in ElementTree.fromstring(data)  # noqa: S314 - our own
    }


def test_a_dataset_without_a_history_says_so(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<http://a> <http://b> 1 .", encoding="utf-8")
    with ExitStack() as opened:
        site = client(opened, Settings(dataset=file, readers=2))
        for path in ("/feed", "/feed/19410701000000/1", "/sitemap.xml", "/sitemap-1.xml"):
            assert "no history" in site.get(path).get_json()["detail"]
        assert site.get("/id/camp/99").status_code == 404
        assert "Sitemap" not in site.get("/robots.txt").text
