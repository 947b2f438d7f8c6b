"""OpenRefine works as its users know it: its requests in their order, every answer as the specification has it."""

import json
import re
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from jsonschema.validators import validator_for
from referencing import Registry
from referencing.jsonschema import DRAFT7
from serving import client
from werkzeug.test import Client

from endpoint import batches
from endpoint.problems import Problem
from endpoint.settings import Settings

FORM = "application/x-www-form-urlencoded"
ORIGIN = {"Origin": "http://127.0.0.1:3333"}
Check = Callable[[str, Any], None]


@pytest.fixture(scope="session")
def check(request: pytest.FixtureRequest) -> Check:
    """Hold an answer to one of the published JSON schemas, when --reconciliation=DIR gives them."""
    folder = request.config.getoption("--reconciliation")
    if not folder:
        return lambda name, document: None
    schemas = {path.stem: json.loads(path.read_text()) for path in (Path(folder) / "schemas").glob("*.json")}
    resources = [(schema["$id"], DRAFT7.create_resource(schema)) for schema in schemas.values() if "$id" in schema]
    # what the manifest says of authentication refers to a schema of another house, and we have none
    elsewhere = ("http://swagger.io/v2/schema.json", DRAFT7.create_resource({}))
    registry: Any = Registry().with_resources([*resources, elsewhere])

    def hold(name: str, document: Any) -> None:
        schema = schemas[name]
        validator_for(schema, jsonschema.Draft7Validator)(schema, registry=registry).validate(document)

    return hold


def get(site: Client, path: str, **query: Any) -> Any:
    response = site.get(path, query_string=query, headers=ORIGIN)
    assert (response.status_code, response.mimetype) == (200, "application/json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.get_json()


def post(site: Client, **form: Any) -> Any:
    data = {name: json.dumps(value) for name, value in form.items()}
    response = site.post("/reconcile", data=data, content_type=f"{FORM}; charset=UTF-8", headers=ORIGIN)
    assert (response.status_code, response.mimetype) == (200, "application/json"), response.text
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    return response.get_json()


def path_of(service: dict[str, str]) -> str:
    """Where a service of the manifest lies on this server."""
    return (service["service_url"] + service["service_path"]).removeprefix("http://localhost")


def test_openrefine_reconciles_a_column(site: Client, check: Check) -> None:
    manifest = get(site, "/reconcile")
    check("manifest", manifest)
    assert "0.2" in manifest["versions"]
    assert manifest["identifierSpace"].endswith("/id/")
    assert {"gupvi:Camp", "gupvi:Place"} <= {type_["id"] for type_ in manifest["defaultTypes"]}

    # it guesses the type of the column from its first cells
    cells = ["Spassky camp no. 99", "лагерь № 84", "Camp 108"]
    batch: dict[str, Any] = {f"q{n}": {"query": cell, "limit": 3} for n, cell in enumerate(cells)}
    check("reconciliation-query-batch", batch)
    guesses = post(site, queries=batch)
    check("reconciliation-result-batch", guesses)
    assert all(answer["result"][0]["type"][0]["id"] == "gupvi:Camp" for answer in guesses.values())

    # the user looks for another type, and for a property that a second column holds
    types = get(site, path_of(manifest["suggest"]["type"]), prefix="cam", type="")
    check("suggest-types-response", types)
    assert types["result"][0]["id"] == "gupvi:Camp"
    found = get(site, path_of(manifest["suggest"]["property"]), prefix="located")
    check("suggest-properties-response", found)
    assert {"id": "gupvi:locatedIn", "name": "located in"} in found["result"]

    for name, query in batch.items():
        where = "Beketovka" if name == "q2" else "Nowhere"
        query |= {"type": "gupvi:Camp", "type_strict": "should", "properties": [{"pid": "gupvi:locatedIn", "v": where}]}
    check("reconciliation-query-batch", batch)
    answers = post(site, queries=batch)
    check("reconciliation-result-batch", answers)
    assert [answers[f"q{n}"]["result"][0]["id"] for n in range(3)] == ["camp/99", "camp/84", "camp/108"]
    assert [answers[f"q{n}"]["result"][0]["match"] for n in range(3)] == [False, False, True]

    # a candidate is looked at: its page, and a preview in a frame
    view = manifest["view"]["url"].replace("{{id}}", quote("camp/99", safe="")).removeprefix("http://localhost")
    assert site.get(view, headers={"Accept": "text/html"}, follow_redirects=True).status_code == 200
    address = manifest["preview"]["url"].replace("{{id}}", quote("camp/99", safe="")).removeprefix("http://localhost")
    preview = site.get(address, headers={"Accept": "text/html"})
    assert "frame-ancestors *" in preview.headers["Content-Security-Policy"]
    assert "Спасский лагерь № 99" in preview.text
    assert "frame-ancestors 'none'" in site.get("/").headers["Content-Security-Policy"]

    # another thing is chosen by hand
    suggested = get(site, path_of(manifest["suggest"]["entity"]), prefix="beke", cursor="0")
    check("suggest-entities-response", suggested)
    assert {"camp/108", "place/beketovka"} <= {one["id"] for one in suggested["result"]}

    # columns are added from what was matched
    proposals = get(site, path_of(manifest["extend"]["propose_properties"]), type="gupvi:Camp", limit="12")
    check("data-extension-property-proposal", proposals)
    assert len(proposals["properties"]) == 12
    assert "gupvi:locatedIn" in [one["id"] for one in proposals["properties"]]
    asked = {"ids": ["camp/99", "camp/108"], "properties": [{"id": "gupvi:locatedIn"}, {"id": "gupvi:established"}]}
    check("data-extension-query", asked)
    extended = post(site, extend=asked)
    check("data-extension-response", extended)
    assert [one["name"] for one in extended["meta"]] == ["located in", "established"]
    assert {"id": "place/spassky-zavod", "name": "Spassky-Zavod"} in extended["rows"]["camp/99"]["gupvi:locatedIn"]
    assert {"str": "1941-07"} in extended["rows"]["camp/99"]["gupvi:established"]
    assert extended["rows"]["camp/108"]["gupvi:established"] == [{"str": "1943-01"}]


def first(site: Client, **query: Any) -> dict[str, Any]:
    results = post(site, queries={"q": query})["q"]["result"]
    return dict(results[0]) if results else {}


def test_an_exact_name_or_an_id_is_a_match(site: Client) -> None:
    for query in (
        "camp/99",
        "camp:99",
        "https://w3id.org/gupvi/id/camp/99",
        "Spassky camp no. 99",
        "spasskiy lager 99",
    ):
        found = first(site, query=query)
        assert (found["id"], found["score"], found["match"]) == ("camp/99", 100.0, True), query


def test_a_number_that_differs_is_no_match(site: Client) -> None:
    found = first(site, query="camp no. 999")
    assert found["match"] is False
    assert found["score"] < 50


def test_namesakes_are_left_to_the_user(site: Client) -> None:
    assert first(site, query="málenkij robot")["match"] is False
    assert first(site, query="málenkij robot", type=["gupvi:Event"])["match"] is True


def test_types_are_kept_to(site: Client) -> None:
    results = post(site, queries={"q": {"query": "Spassky", "type": ["gupvi:Place", "Camp"]}})["q"]["result"]
    assert {result["type"][0]["id"] for result in results} == {"gupvi:Place", "gupvi:Camp"}
    both = {"query": "Spassky", "type": ["gupvi:Place", "gupvi:Camp"], "type_strict": "all"}
    assert first(site, **both) == {}
    assert first(site, query="Spassky", type=["gupvi:Facility", "gupvi:Camp"], type_strict="all")["id"] == "camp/99"


def test_things_are_found_by_properties_alone(site: Client) -> None:
    values: list[Any] = [99, "99", ["98", "99"]]
    for value in values:
        found = first(site, type="Camp", properties=[{"pid": "gupvi:number", "v": value}])
        assert (found["id"], found["match"]) == ("camp/99", True)
    values = [
        "Beketovka",
        "Бекетовка",
        {"id": "place/beketovka"},
        "https://w3id.org/gupvi/id/place/beketovka",
        ["no", "Beketovka"],
    ]
    for value in values:
        found = first(site, query="camp", type="Camp", properties=[{"pid": "gupvi:locatedIn", "v": value}])
        assert found["id"] == "camp/108", value


def test_worked_out_things_are_no_candidates(site: Client) -> None:
    results = post(site, queries={"q": {"query": "camp 99", "limit": 50}})["q"]["result"]
    assert len(results) > 5
    assert not any(re.match("finding|comparison", result["id"]) for result in results)
    assert len(post(site, queries={"q": {"query": "camp 99", "limit": 2}})["q"]["result"]) == 2


def test_an_answer_is_the_same_by_get(site: Client) -> None:
    batch = {"a": {"query": "Karaganda"}, "b": {"query": "  "}}
    answer = get(site, "/reconcile", queries=json.dumps(batch))
    assert answer == post(site, queries=batch)
    assert answer["b"] == {"result": []}
    asked = {"ids": ["camp/99"], "properties": [{"id": "dct:isPartOf"}]}
    assert get(site, "/reconcile", extend=json.dumps(asked)) == post(site, extend=asked)


def test_numbers_come_with_their_source(site: Client) -> None:
    asked = {
        "ids": ["camp/99"],
        "properties": [{"id": "gupvi:heldCount"}, {"id": "gupvi:locatedIn", "settings": {"sources": True}}],
    }
    rows = post(site, extend=asked)["rows"]["camp/99"]
    assert re.search(r"more than 8,000 .*\(.+, paragraph 3\)", rows["gupvi:heldCount"][0]["str"])
    assert all(re.search(", (paragraph|page|entry) ", cell["str"]) for cell in rows["gupvi:locatedIn"])


def test_columns_keep_to_their_settings(site: Client) -> None:
    names = {"id": "skos:prefLabel", "settings": {"language": "ru"}}
    kinds = {"id": "gupvi:kind", "settings": {"limit": "1"}}
    rows = post(site, extend={"ids": ["camp/99", "none/at-all"], "properties": [names, kinds]})["rows"]
    assert rows["camp/99"]["skos:prefLabel"] == [{"str": "Спасский лагерь № 99"}]
    assert len(rows["camp/99"]["gupvi:kind"]) == 1
    assert rows["none/at-all"] == {"skos:prefLabel": [], "gupvi:kind": []}


def test_a_suggestion_is_found_by_its_id(site: Client) -> None:
    assert get(site, "/reconcile/suggest/entity", prefix="camp/99")["result"][0]["id"] == "camp/99"
    assert get(site, "/reconcile/suggest/type", prefix="gupvi:Ca")["result"][0]["id"] == "gupvi:Camp"
    for prefix in ("spassky c", "camp 99", "Сп"):
        assert "camp/99" in [one["id"] for one in get(site, "/reconcile/suggest/entity", prefix=prefix)["result"]]
    listed = get(site, "/reconcile/suggest/entity", prefix="camp")["result"]
    assert get(site, "/reconcile/suggest/entity", prefix="camp", cursor=5)["result"][:3] == listed[5:8]
    assert site.get("/reconcile/suggest/anything?prefix=a").status_code == 404


def test_a_browser_may_ask_from_elsewhere_and_gets_no_script(site: Client) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    response = site.options("/reconcile", headers=ORIGIN | asked)
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "POST" in response.headers["Access-Control-Allow-Methods"]
    assert response.headers["Access-Control-Allow-Headers"] == "content-type"
    for path in ("/reconcile?callback=steal", "/reconcile/suggest/type?prefix=a&callback=steal"):
        response = site.get(path)
        assert response.mimetype == "application/json"
        assert "steal" not in response.text


DEEP = "[" * 100_000
FAULTS = [
    ("", "is no JSON"),
    ("{", "is no JSON"),
    ("[]", "must be an object"),
    ("null", "must be an object"),
    (DEEP, "nested too deeply"),
    ('{"q":' + DEEP, "nested too deeply"),
    ('{"q": {"query": "a", "limit": ' + "9" * 5000 + "}}", "number"),
    ('{"q": {"query": "a", "limit": NaN}}', "number"),
    ('{"q": {"query": "a", "limit": true}}', "limit must be"),
    ('{"q": {"query": "a", "limit": 0}}', "limit must be"),
    ('{"q": {"query": "\\ud800"}}', "surrogate"),
    ('{"\\udfff": {"query": "a"}}', "surrogate"),
    ('{"q": []}', "queries.q must be an object"),
    ('{"q": {}}', "needs a query"),
    ('{"q": {"properties": []}}', "needs a query"),
    ('{"q": {"query": 1}}', "query must be a text"),
    ('{"q": {"query": "a", "type": 7}}', "type must be a text"),
    ('{"q": {"query": "a", "type": "nope:Camp"}}', "no type"),
    ('{"q": {"query": "a", "type": "a> } INSERT"}}', "no id"),
    ('{"q": {"query": "a", "type_strict": "never"}}', "type_strict must be one of"),
    ('{"q": {"query": "a", "properties": {}}}', "properties must be a list"),
    ('{"q": {"query": "a", "properties": [1]}}', "must be an object"),
    ('{"q": {"query": "a", "properties": [{"v": 1}]}}', "pid must be a text"),
    ('{"q": {"query": "a", "properties": [{"pid": ""}]}}', "must be a text, a number"),
    ('{"q": {"query": "a", "properties": [{"pid": "", "v": 1}]}}', "no id"),
    ('{"q": {"query": "a", "properties": [{"pid": "a b", "v": 1}]}}', "no id"),
    ('{"q": {"query": "a", "properties": [{"pid": "gupvi:kind", "v": [[1]]}]}}', "must be a text, a number"),
    ('{"q": {"query": "a", "properties": [{"pid": "gupvi:kind", "v": {"name": 1}}]}}', "v.id must be a text"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), FAULTS, ids=lambda value: value[:40])
def test_a_faulty_batch_is_told_in_one_sentence(site: Client, text: str, words: str) -> None:
    response = site.post("/reconcile", data={"queries": text})
    document = response.get_json()
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")
    assert words in document["detail"]
    assert document["detail"].count(". ") == 0
    assert len(document["detail"]) < 300


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"ids": 1, "properties": []}', '{"ids": [1], "properties": []}', '{"ids": [], "properties": [{}]}',
     '{"ids": [], "properties": [{"id": "gupvi:kind", "settings": 5}]}',
     '{"ids": [], "properties": [{"id": "gupvi:kind", "settings": {"limit": "many"}}]}',
     '{"ids": [], "properties": [{"id": "gupvi:kind", "settings": {"language": 5}}]}'],
)  # fmt: skip
def test_a_faulty_extension_is_told_in_one_sentence(site: Client, text: str) -> None:
    response = site.post("/reconcile", data={"extend": text})
    assert (response.status_code, response.mimetype) == (400, "application/problem+json")


def test_what_is_too_much_is_refused(site: Client) -> None:
    queries = json.dumps({f"q{n}": {"query": "a"} for n in range(batches.QUERIES_MOST + 1)})
    ids = json.dumps({"ids": ["camp/99"] * (batches.IDS_MOST + 1), "properties": []})
    for form in ({"queries": queries}, {"extend": ids}, {"queries": "x" * (10 << 20)}):
        assert site.post("/reconcile", data=form).status_code == 413
    assert site.post("/reconcile", data="{}", content_type="application/json").status_code == 415
    assert site.post("/reconcile", data={"other": "1"}).status_code == 400
    assert site.put("/reconcile").status_code == 405
    for path in ("suggest/entity?cursor=-1", "suggest/type?cursor=x", "properties?limit=1e9", "properties?type=%00<"):
        assert site.get(f"/reconcile/{path}").status_code == 400, path
    assert site.get("/reconcile/preview?id=camp/none").status_code == 404


def test_work_on_properties_ends_at_the_deadline(stored: Path) -> None:
    words = [" ".join(f"{chr(97 + at)}{n}abcdef" for n in range(20)) for at in range(20)]
    wanted = [{"pid": "skos:prefLabel", "v": words}] * 20
    with ExitStack() as opened:
        site = client(opened, Settings(store=stored, readers=2, deadline_seconds=1))
        began = time.monotonic()
        answer = site.post("/reconcile", data={"queries": json.dumps({"q": {"properties": wanted, "limit": 50}})})
        assert time.monotonic() - began < 10
    assert (answer.status_code, answer.get_json()["limit"]) == (503, "deadline_seconds")


def test_hostile_words_find_nothing_and_harm_nothing(site: Client) -> None:
    hostile = ['"', "NEAR(a b)", "a" * 100_000, "\0", "'; DROP TABLE thing; --", "} } DELETE WHERE { ?s ?p ?o", "<b>"]
    properties = [{"pid": "gupvi:kind", "v": [*hostile, 1e308, True]}]
    batch = {text[:20]: {"query": text, "properties": properties} for text in hostile}
    assert post(site, queries=batch).keys() == batch.keys()
    assert post(site, extend={"ids": hostile, "properties": [{"id": "gupvi:kind"}]})["rows"].keys() == set(hostile)


def test_the_published_examples_are_read(request: pytest.FixtureRequest) -> None:
    folder = request.config.getoption("--reconciliation")
    if not folder:
        pytest.skip("needs --reconciliation=DIR, a copy of the specification")
    examples = Path(folder) / "examples"
    valid = [*(examples / "reconciliation-query-batch" / "valid").glob("*.json")]
    assert len(valid) > 3
    for path in valid:
        assert batches.read_queries(path.read_text())
    for path in (examples / "data-extension-query" / "valid").glob("*.json"):
        assert batches.read_extension(path.read_text())
    with pytest.raises(Problem):
        batches.read_queries((examples / "reconciliation-query-batch" / "invalid" / "empty-query.json").read_text())
