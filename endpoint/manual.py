"""The page of the ontology at /ontology and of each release at /ontology/<release>/."""

from urllib.parse import urlencode

from flask import Request, Response, render_template

from endpoint import addresses, diagram, pages, vocabulary
from endpoint.desk import Desk
from endpoint.formats import DOCUMENTS
from endpoint.problems import Problem
from endpoint.settings import Settings


def respond(desk: Desk, settings: Settings, request: Request, release: str = "") -> Response:
    """Send the ontology as it stands in its graph, or show its terms; a release that is not here is a Problem 404."""
    response = pages.document(desk, settings, request, vocabulary.ONTOLOGY)
    found = vocabulary.read(desk.plain, desk.edition.version)
    current = found.head.get("owl:versionInfo", "")
    if release not in ("", current):
        raise Problem(404, f"The release {release} of the ontology is not kept here; {current} is.")
    if response:
        return response
    here = addresses.prefix(settings) + "/ontology"
    text = render_template(
        "ontology.html",
        vocabulary=found,
        head=found.head,
        release=current,
        drawing=diagram.draw(found.usage),
        documents=[(one, f"{here}/{current}/?format={one.name}") for one in DOCUMENTS],
        ask=lambda query: f"/sparql?{urlencode({'query': query})}",
        anchors={entry.iri: entry.anchor for *_, entries in found.groups for entry in entries},
    )
    return Response(text)
