"""What the shell around every page needs: the places to go to, and the addresses of the files it loads."""

from urllib.parse import urlencode

from flask import Flask, g, request

from endpoint import assets, mentions, questions
from endpoint.desk import LANGUAGES, PARAMETER
from endpoint.formats import WRITTEN
from ontology import PREFIXES

_PLACES = (
    ("sparql", "Query"),
    ("explore", "Explore"),
    ("map", "Map"),
    ("timeline", "Timeline"),
    ("conflicts", "Conflicts"),
    ("sources", "Sources"),
    ("browse", "Browse"),
    ("ontology", "Ontology"),
)
_WITHOUT_THE_GRAPH = {"sparql", "dumps"}  # what makes sense for an RDF file that is none of ours


def furnish(app: Flask, has_graph: bool) -> None:
    """Give the templates what they need. Call it when the application has all its routes."""

    def has(endpoint: str) -> bool:
        return endpoint in app.view_functions and (has_graph or endpoint in _WITHOUT_THE_GRAPH)

    named = app.jinja_env.globals
    named.setdefault("root", "")
    named.update(
        has=has,
        asset=assets.address,
        script=lambda name: assets.script(str(named["root"]), name),
        prefixes=PREFIXES,
        formats={form: [(one.label, one.essence, one.name) for one in written] for form, written in WRITTEN.items()},
        groups=questions.groups() if has_graph else [],
        language=lambda: g.desk.language,
        languages=_languages,
        mentions=lambda text: mentions.find(g.desk, g.desk.edition.version, text),
        places=[(endpoint, words) for endpoint, words in _PLACES if has(endpoint)],
    )


def _languages() -> list[tuple[str, str, str]]:
    """List the languages of labels: their tags, their names and the address of this page in them."""
    asked = urlencode([(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER])
    return [(tag, name, f"?{asked}{'&' if asked else ''}{PARAMETER}={tag}") for tag, name in LANGUAGES.items()]
