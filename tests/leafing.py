"""Reading pages in the tests: their words, their sections and the statements among them."""

import re
from collections.abc import Iterator
from html import unescape


def words(html: str) -> str:
    return " ".join(re.sub("<[^>]*>", " ", unescape(html)).split())


def section(page: str, name: str) -> str:
    return page.partition(f'aria-labelledby="{name}"')[2].partition("</section>")[0]


def statements(page: str) -> Iterator[str]:
    yield from re.findall(r"<dd>(.*?)</dd>", section(page, "known"), re.DOTALL)


def glance(page: str) -> str:
    return words(page.partition('aria-label="At a glance">')[2].partition("</section>")[0])
