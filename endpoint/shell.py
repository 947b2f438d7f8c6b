"""What the shell around every page needs: the places to go to, and the addresses of the files it loads."""

from flask import Flask

from endpoint import assets, questions
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
        places=[(endpoint, words) for endpoint, words in _PLACES if has(endpoint)],
    )
