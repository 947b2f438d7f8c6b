"""A real browser that visits a real server, and tells of every request that leaves it and of every error."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

AXE = Path(__file__).parent.parent / "web" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = Path(__file__).parent.parent / "web" / "static" / "dist" / "stamp"
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
ROWS = 'SELECT ?n ?name WHERE { VALUES (?n ?name) { (2 "b") (10 "a"@hu) (1 "c") } }'
_BROWSERS = ("chromium", "chromium-browser", "google-chrome")
needs_scripts = pytest.mark.skipif(not BUILT.exists(), reason="needs the scripts: python web/build.py")
needs_axe = pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: python web/build.py")


@contextmanager
def opened() -> Iterator[Any]:
    """A browser of this machine, without a window; skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="needs Playwright: pip install -e '.[browser]'")
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        pytest.skip(f"needs one of {', '.join(_BROWSERS)} on the path")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


class Visitor:
    """Opens pages of a server; `outside` and `errors` are what went wrong on any of them."""

    def __init__(self, browser: Any, address: str) -> None:
        self._browser = browser
        self._address = address
        self._contexts: list[Any] = []
        self.outside: list[str] = []
        self.errors: list[str] = []

    def visit(self, path: str, phone: bool = False, dark: bool = False, scripts: bool = True) -> Any:
        """Open a page and wait until it is quiet."""
        context = self._browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            permissions=["clipboard-read", "clipboard-write"],
        )
        self._contexts.append(context)
        context.on("request", self._see)
        page = context.new_page()
        page.on("pageerror", lambda error: self.errors.append(f"{path}: {error}"))
        page.on("console", lambda said: self._hear(said, path))
        page.goto(self._address + path, wait_until="networkidle")
        return page

    def _hear(self, said: Any, path: str) -> None:
        if said.type == "error":
            self.errors.append(f"{path}: {said.text}")

    def _see(self, request: Any) -> None:
        if not request.url.startswith((self._address, "data:")):
            self.outside.append(request.url)

    def close(self) -> None:
        """Close what is open."""
        for context in self._contexts:
            context.close()


def faults(page: Any) -> list[str]:
    """Let axe look for what keeps people out; WCAG 2.2 A and AA, and good practice."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(({ violations }) => JSON.stringify(violations))")
    return [f"{fault['id']}: {node['html'][:200]}" for fault in json.loads(found) for node in fault["nodes"]]


def weight(page: Any) -> int:
    """The bytes that a page has fetched, as they were sent."""
    sizes = "performance.getEntries().map((entry) => entry.encodedBodySize ?? 0)"
    return sum(page.evaluate(sizes))


def moved(page: Any) -> float:
    """How much has moved since the page began to load, not by a key or a click: the sum of layout shifts."""
    found: float = page.evaluate("""new Promise((done) => {
        const add = (list) => list.getEntries().filter((entry) => !entry.hadRecentInput)
            .reduce((sum, entry) => sum + entry.value, 0);
        new PerformanceObserver((list) => done(add(list))).observe({ type: "layout-shift", buffered: true });
        setTimeout(() => done(0), 300);
    })""")
    return found


def ask(visitor: Visitor, query: str) -> Any:
    """Visit the editor with a query, and wait for its rows."""
    page = visitor.visit("/sparql?" + urlencode({"query": query}))
    page.wait_for_selector("#answer .sort")
    return page
