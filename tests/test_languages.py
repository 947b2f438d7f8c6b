"""Labels come in the language that a visitor chooses, and say so where they cannot."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import Client

from endpoint.desk import LANGUAGES

CAMP = "/page/camp/99"
HEADING = re.compile(r"<h1>(.*?)</h1>")


@pytest.fixture
def visitor(site: Client) -> Client:
    """Somebody with cookies of their own."""
    return Client(site.application)


@pytest.fixture
def speaker(site: Client) -> Client:
    """Somebody who says with each request which cookies they have."""
    return Client(site.application, use_cookies=False)


def heading(visitor: Client, path: str) -> str:
    found = HEADING.search(visitor.get(path).text)
    assert found
    return found[1]


def test_a_label_is_in_the_language_of_the_address(visitor: Client) -> None:
    assert heading(visitor, f"{CAMP}?lang=ru") == '<span lang="ru">Спасский лагерь № 99</span>'
    page = visitor.get(f"{CAMP}?lang=de").text
    assert ">gegründet</a>" in page or ">Gründung</a>" in page


def test_a_label_of_another_language_is_marked(visitor: Client) -> None:
    assert heading(visitor, f"{CAMP}?lang=hu") == 'Spassky camp no. 99 <small class="tongue">en</small>'
    assert heading(visitor, f"{CAMP}?lang=en") == "Spassky camp no. 99"


def test_english_of_a_country_is_english(serve: Callable[..., Client]) -> None:
    names = '<https://w3id.org/gupvi/id/camp/1> skos:prefLabel "Lager"@de, "The camp"@en-GB .'
    own = serve(f"PREFIX skos: <http://www.w3.org/2004/02/skos/core#> {names}")
    assert "The camp" in heading(own, "/page/camp/1")


def test_the_choice_is_kept_for_the_pages_to_come(visitor: Client) -> None:
    visitor.get(f"{CAMP}?lang=ru")
    assert "Спасский" in heading(visitor, CAMP)
    assert "лагерь" in visitor.get("/browse?class=camp").text
    visitor.get("/?lang=en")
    assert heading(visitor, CAMP) == "Spassky camp no. 99"


def test_what_is_kept_for_one_language_is_not_told_in_another(speaker: Client) -> None:
    for path in ("/", "/browse?class=camp", "/conflicts", "/sources", "/timeline", "/map", "/explore?thing=camp/99"):
        page, other = (speaker.get(path, headers={"Cookie": f"lang={tag}"}).text for tag in ("ru", "en"))
        assert re.search(r'lang="ru"[^>]*>[^<]*[а-я]', page.partition("</header>")[2].partition("<footer")[0]), path
        assert other == speaker.get(path, headers={"Cookie": "lang=en"}).text
        assert 'class="tongue">en<' not in other, path


def test_a_cache_can_tell_the_languages_apart(speaker: Client) -> None:
    russian, english = (speaker.get(CAMP, headers={"Cookie": f"lang={tag}"}) for tag in ("ru", "en"))
    assert russian.headers["ETag"] != english.headers["ETag"]
    assert "cookie" in english.vary
    again = {"Cookie": "lang=ru", "If-None-Match": english.headers["ETag"]}
    assert speaker.get(CAMP, headers=again).status_code == 200


def test_documents_are_the_same_in_every_language(speaker: Client) -> None:
    russian, english = (
        speaker.get("/data/camp/99.nt", headers={"Cookie": f"lang={tag}"}, buffered=True) for tag in ("ru", "en")
    )
    assert russian.data == english.data
    assert "Set-Cookie" not in speaker.get("/data/camp/99.nt?lang=ru").headers


def test_a_language_without_labels_is_refused_in_one_sentence(speaker: Client) -> None:
    refused = speaker.get(f"{CAMP}?lang=xx", headers={"Accept": "text/html"})
    assert refused.status_code == 400
    assert "en, ru, hu, ro, de" in refused.text
    assert "Set-Cookie" not in refused.headers
    assert heading(speaker, CAMP) == "Spassky camp no. 99"
    assert speaker.get(CAMP, headers={"Cookie": "lang=xx"}).status_code == 200


@pytest.mark.parametrize("tag", LANGUAGES)
def test_every_page_offers_the_others_and_keeps_what_was_asked(speaker: Client, tag: str) -> None:
    page = speaker.get("/browse?class=camp&page=2", headers={"Cookie": f"lang={tag}"}).text
    assert f'<a href="?class=camp&amp;page=2&amp;lang={tag}" lang="{tag}"' in page
    assert re.search(rf'lang="{tag}"[^>]* aria-current="true"', page)


def test_a_language_is_chosen_where_somebody_is(speaker: Client) -> None:
    head, _, foot = speaker.get(CAMP).text.partition("<main")
    assert len(re.findall(r'href="\?lang=[a-z]+" ', head)) == len(LANGUAGES)
    assert len(re.findall(r'href="\?lang=[a-z]+#languages" ', foot)) == len(LANGUAGES)
    assert 'href="#languages"' not in head
