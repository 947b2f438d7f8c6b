"""Whoever types a name finds the thing: in any language, without accents, by number, or nearly right."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from browsing import Visitor, faults, needs_axe
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store, parse
from serving import client, point, publish
from werkzeug.test import Client

from endpoint import index, questions
from endpoint.index import Index
from endpoint.settings import Settings
from loader.index import NAME
from ontology import PREFIXES, THINGS
from ontology.folding import fold, search_keys, words

Serve = Callable[..., Client]
SCHEMA = PREFIXES["schema"]
BROWSER = {"Accept": "text/html"}
FOUND_FIRST = [
    ("99", "camp/99"),
    ("camp 99", "camp/99"),
    ("лагерь № 99", "camp/99"),
    ("лаге\u0301рь № 99", "camp/99"),
    ("Spassky 99", "camp/99"),
    ("Lager Nr. 99", "camp/99"),
    ("лагеря 99", "camp/99"),
    ("camp number 99", "camp/99"),
    ("lagarul spassk", "camp/99"),
    ("Camp no 108", "camp/108"),
    ("beketovka camp", "camp/108"),
    ("Lager 84", "camp/84"),
    ("cloșca crisan", "division/horia-closca-crisan"),
    ("Clośca", "division/horia-closca-crisan"),
    ("Kényszermunka", "concept/forced-labour"),
    ("kenyszermunka", "concept/forced-labour"),
    ("malenkij robot", "concept/malenkij-robot"),
    ("Magyarorszag", "place/hungary"),
    ("Erdely", "place/transylvania"),
    ("Szovjetunió", "place/ussr"),
    ("Regele Mihai", "person/king-michael-i"),
    ("Stalin", "person/joseph-stalin"),
    ("Сталин", "person/joseph-stalin"),
    ("Sztalin", "person/joseph-stalin"),
    ("Malinovskij", "person/rodion-malinovsky"),
    ("Nagy Ferenc", "person/ferenc-nagy"),
    ("Lascar", "person/mihail-lascar"),
    ("Karag", "place/karaganda"),
    ("НКВД", "organization/nkvd"),
    ("ГУПВИ", "directorate/gupvi"),
    ("Order 7161", "act/gko-order-7161"),
    ("0308", "act/nkvd-order-0308"),
    ("forced labor", "concept/forced-labour"),
    ("Razboiul mondial al doilea", "event/ww2"),
    ("Potsdamer Konferenz", "event/potsdam-conference"),
    ("prisoners of war labour", "event/pow-labour"),
    ("Кривенко", "person/mikhail-krivenko"),
    ("Михаил Кривенко", "person/mikhail-krivenko"),
    ("Елабуга", "place/yelabuga"),
]


def search(site: Client, text: str, **others: object) -> dict[str, object]:
    response = site.get("/search", query_string={"q": text, **others})
    assert (response.status_code, response.mimetype) == (200, "application/json")
    return dict(response.get_json())


def keys(found: dict[str, object]) -> list[str]:
    results = found["results"]
    assert isinstance(results, list)
    return [result["iri"].removeprefix(THINGS) for result in results]


@pytest.mark.parametrize(("text", "key"), FOUND_FIRST)
def test_what_people_type_finds_the_thing_first(site: Client, text: str, key: str) -> None:
    assert keys(search(site, text))[0] == key


def test_a_german_spelling_is_among_the_first(site: Client) -> None:
    assert "person/vyacheslav-molotov" in keys(search(site, "Molotow"))[:3]


def test_cyrillic_words_find_what_is_named_in_latin_letters_behind_the_rest(site: Client) -> None:
    found, latin = keys(search(site, "Красногорск")), keys(search(site, "Krasnogorsk"))
    assert set(latin) <= set(found)
    assert found[0] == "camp/pfl-27-krasnogorsk"
    assert search(site, "лагерь Красногорск")["similar"] is False
    assert "camp/pfl-27-krasnogorsk" in keys(search(site, "Krasnogorsky PFL"))
    assert search(site, "Кривенка")["similar"] is True
    assert keys(search(site, "Кривенка"))[0] == "person/mikhail-krivenko"


def test_similar_names_are_told_from_right_ones(site: Client) -> None:
    assert search(site, "Malinovskij")["similar"] is True
    assert search(site, "Malinovsky")["similar"] is False
    assert search(site, "camp 999")["total"] == 0


def test_what_is_said_of_a_thing_finds_it_too(site: Client) -> None:
    assert "camp/99" in keys(search(site, "coal industry"))
    assert "camp/99" in keys(search(site, "6740"))


def test_kinds_are_counted_and_chosen(site: Client) -> None:
    everything = search(site, "camp")
    kinds = {entry["kind"]: entry["count"] for entry in everything["kinds"]}  # type: ignore[attr-defined]
    assert sum(kinds.values()) == everything["total"]
    camps = search(site, "camp", kind="camp")
    assert camps["total"] == kinds["camp"] > len(keys(camps)) == 20
    assert all(key.startswith("camp/") for key in keys(camps))
    assert camps["kinds"] == everything["kinds"]


def test_pages_list_everything_once(site: Client) -> None:
    found, page = search(site, ""), 1
    listed = keys(found)
    while "next" in found:
        page += 1
        found = site.get(f"/search{found['next']}").get_json()
        listed += keys(found)
    assert page > 5
    assert len(listed) == len(set(listed)) == min(500, int(str(found["total"])))


def test_every_thing_with_a_name_is_found_by_its_label(site: Client, graph: Store) -> None:
    preferred = NamedNode(PREFIXES["skos"] + "prefLabel")
    labels = {
        quad.subject.value.removeprefix(THINGS): quad.object.value
        for quad in graph.quads_for_pattern(None, preferred, None, None)
        if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.object.language == "en"
    }
    for key, label in [pair for pair in labels.items() if "/" in pair[0] and ":" not in pair[0]][::10]:
        assert key in keys(search(site, label[:500])), label


def test_the_four_forms_in_rdf_say_the_same_in_the_same_order(site: Client) -> None:
    forms = []
    for name in ("ttl", "nt", "rdf", "jsonld"):
        response = site.get("/search", query_string={"q": "camp 99", "format": name})
        forms.append({quad.triple for quad in parse(response.data, RdfFormat.from_media_type(response.mimetype or ""))})
    assert forms[0] == forms[1] == forms[2] == forms[3]
    position, item = NamedNode(SCHEMA + "position"), NamedNode(SCHEMA + "item")
    positions = {t.subject: int(t.object.value) for t in forms[0] if t.predicate == position}
    items = {positions[t.subject]: t.object.value for t in forms[0] if t.predicate == item}
    assert [items[at].removeprefix(THINGS) for at in sorted(items)] == keys(search(site, "camp 99"))


def test_a_person_sees_a_page_that_needs_no_script(site: Client) -> None:
    page = site.get("/search", query_string={"q": "Спасский 99"}, headers=BROWSER).text
    assert '<a href="/page/camp/99">Spassky camp no. 99</a>' in page
    assert '<span lang="ru">Спасский лагерь № 99</span>' in page
    assert page.count("<script") <= 1  # the search box
    assert "&lt;b&gt;" in site.get("/search?q=<b>", headers=BROWSER).text
    assert "Nothing was found" in site.get("/search?q=xyzzy", headers=BROWSER).text
    assert site.get("/search", headers=BROWSER).status_code == 200


def test_a_page_says_in_sentences_what_is_similar_and_which_name_matched(site: Client) -> None:
    page = site.get("/search?q=Malinovskij", headers=BROWSER).text
    assert "these names are similar: 1 thing." in page
    assert '<small>also:</small> <span lang="hu">Rogyion Malinovszkij</span>' in page
    assert "also:" not in site.get("/search?q=Rodion Malinovsky&kind=person", headers=BROWSER).text


def test_the_kind_that_is_chosen_is_marked_all_of_them_too(site: Client) -> None:
    def marked(path: str) -> list[tuple[str, str]]:
        kinds = site.get(path, headers=BROWSER).text.partition('aria-label="Kinds"')[2].partition("</nav>")[0]
        return re.findall(r'aria-current="true">([^<]*\w) <small>([\d,]+)', kinds)

    total = search(site, "spassk")["total"]
    assert marked("/search?q=spassk") == [("all", f"{total:,}")]
    assert [words for words, _ in marked("/search?q=spassk&kind=camp")] == ["camp"]


@needs_axe
@pytest.mark.parametrize(("phone", "dark"), [(False, False), (True, True)])
def test_what_is_found_shuts_nobody_out_and_fits_the_screen(visitor: Visitor, phone: bool, dark: bool) -> None:
    page = visitor.visit("/search?q=Malinovskij", phone, dark)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    chosen, other = (page.locator(f"nav[aria-label=Kinds] a >> nth={at}") for at in (0, 1))
    weight = "(link) => getComputedStyle(link).fontWeight"
    assert chosen.evaluate(weight) > other.evaluate(weight)


def test_an_answer_is_tagged_with_the_version_and_not_sent_again(site: Client) -> None:
    first = site.get("/search?q=camp")
    assert first.headers["ETag"].startswith(f'"{first.headers["GUPVI-Version"]}')
    again = site.get("/search?q=camp", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert site.get("/search?q=camps").headers["ETag"] != first.headers["ETag"]
    assert site.head("/search?q=camp").headers["ETag"] == first.headers["ETag"]
    assert "Accept" in first.headers["Vary"]


HOSTILE = [
    'NEAR("a" "b", 5)', "names:camp", '"', '""" OR 1', "*", "a* OR b*", "^camp", "- - -", "camp AND", "NOT", "(((((",
    "}{", "{names said} : x", "'; DROP TABLE thing; --", "\0", "camp\x0099", "_", "__ _", "\u0301", "\ufeff", "½ ²",
    "%00", "99" * 200, "a " * 250, "ﷺ" * 100, "🙂", "\u202e", "٣", "a" * 500,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_is_an_operator(site: Client, text: str) -> None:
    found = search(site, text)
    assert isinstance(found["total"], int)
    assert site.get("/search", query_string={"q": text}, headers=BROWSER).status_code == 200


def test_what_is_out_of_bounds_is_refused_in_a_sentence(site: Client) -> None:
    for query in ({"q": "a" * 501}, {"page": "0"}, {"page": "-1"}, {"page": "x"}, {"page": "9" * 400}, {"page": "٣"}):
        response = site.get("/search", query_string=query)
        assert response.status_code == 400
        assert response.get_json()["detail"].endswith(".")
    assert search(site, "camp", page=500)["results"] == []
    assert site.get("/search?q=camp&format=exe").status_code == 406


def test_a_search_ends_at_the_deadline() -> None:
    with closing(sqlite3.connect(":memory:")) as connection:
        slow = Index(connection, "", Settings(deadline_seconds=1))
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT MAX(i) FROM n"
        with pytest.raises(Exception, match="longer than 1 seconds"):
            slow.rows(endless)
        with pytest.raises(Exception, match="longer than 1 seconds"):
            slow.rows("SELECT 1")


def test_a_file_without_an_index_says_so(serve: Serve) -> None:
    for path in ("/search", "/reconcile"):
        response = serve("<http://a> <http://b> 1 .").get(path)
        assert (response.status_code, response.mimetype) == (404, "application/problem+json")
        assert "/sparql" in response.get_json()["detail"]


def test_the_index_changes_with_the_version(tmp_path: Path) -> None:
    def version(name: str, label: str) -> None:
        camp = NamedNode(f"{THINGS}camp/1")
        store = Store()
        store.add(Quad(camp, NamedNode(PREFIXES["skos"] + "prefLabel"), Literal(label, language="en")))
        manifest = {"built": "2026-01-01T00:00:00+00:00", "quads": 1, "graphs": {}}
        publish(tmp_path, name, store, manifest)

    version("1" * 16, "Old camp")
    with ExitStack() as opened:
        site = client(opened, Settings(store=tmp_path, readers=2))
        assert keys(search(site, "old")) == ["camp/1"]
        version("2" * 16, "New camp")
        for _ in range(200):
            if site.get("/search?q=new").headers["GUPVI-Version"] == "2" * 16:
                break
        assert keys(search(site, "new")) == ["camp/1"]
        assert search(site, "old")["total"] == 0
        (tmp_path / ("2" * 16) / NAME).unlink()
        response = site.get("/search?q=new")
        assert response.status_code == 503
        assert str(tmp_path) not in response.text
        point(tmp_path, "2" * 16)


def test_a_version_deleted_while_it_is_opened_is_followed_by_the_next(tmp_path: Path) -> None:
    class Switching:
        """An engine whose version changes between two looks."""

        def __init__(self) -> None:
            self.versions = ["1" * 16, "2" * 16, "2" * 16]

        @property
        def edition(self) -> "Switching":
            return self

        @property
        def version(self) -> str:
            return self.versions.pop(0)

    (tmp_path / ("2" * 16)).mkdir()
    sqlite3.connect(tmp_path / ("2" * 16) / NAME).close()
    engine = Switching()
    with index.find(engine, Settings(store=tmp_path)) as found:  # type: ignore[arg-type]
        assert found.version == "2" * 16


def test_one_rule_folds_names_and_searches() -> None:
    assert fold("Horia, Cloșca și Crișan Division") == "horia closca si crisan division"
    assert fold("лаге\u0301рь\u00ad ёлка") == "лагерь елка"
    assert words("the camp of Spassk, no. 99") == ["camp", "spassk", "99"]
    assert words("The") == ["the"]
    for name in ("Prisoners of War", "POW labour", "Й"):
        assert fold(name) in search_keys(name)
        assert all(fold(key) == key for key in search_keys(name))


def test_the_machine_form_is_json_with_the_letters_as_they_are(site: Client) -> None:
    assert '"query": "лагерь"' in site.get("/search", query_string={"q": "лагерь"}).text


def test_a_question_in_words_leads_to_those_that_are_answered(library: Client) -> None:
    page = library.get("/search?q=camps in the Urals in May 1945", headers={"Accept": "text/html"}).text
    assert 'href="/queries/which-camps-existed-in-the-urals-in-may-1945"' in page
    assert "Asked of the graph" not in library.get("/search?q=karaganda", headers={"Accept": "text/html"}).text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("who headed the GUPVI", "who-headed-the-directorate"),
        ("chiefs of the directorate", "who-headed-the-directorate"),
        ("total number of prisoners", "how-many-prisoners-were-there-in-all"),
        ("how many Romanians were held", "how-many-romanians-were-at-spassky"),
        ("coal mining camps", "which-camps-mined-coal"),
        ("contradictions between sources", "why-do-the-sources-contradict-each-other"),
    ],
)
def test_plain_words_lead_to_the_question_that_means_the_same(text: str, name: str) -> None:
    assert name in [question.name for question in questions.resemble(text)]


@pytest.mark.parametrize("text", ["", "Stalin", "camp 84", "Krasnogorsk camp 27", "the", "who"])
def test_names_and_small_words_alone_are_no_questions(text: str) -> None:
    assert questions.resemble(text) == []
