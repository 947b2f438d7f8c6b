"""The Link headers that lead machines from a resource to those around it (RFC 8288, FAIR Signposting)."""

from urllib.parse import quote

from endpoint.addresses import prefix
from endpoint.formats import DOCUMENTS, HTML, Format
from endpoint.settings import Settings
from ontology import LICENCE, THINGS

_ABOUT_PAGE = "https://schema.org/AboutPage"


def around(settings: Settings, kind: str, key: str, written: Format | None = None) -> str:
    """Link a thing, or the page or document about it that is written so, to the other forms and to the dataset."""
    iri, here = quote(f"{THINGS}{kind}/{key}", safe=":/"), prefix(settings)
    is_document = written is not None and written is not HTML
    found = [_link(iri, "describes" if is_document else "cite-as")]
    if is_document or written is None:
        found.append(_link(f"{here}{page(kind, key)}", "alternate", HTML))
    relation = "alternate" if is_document else "describedby"
    found += [_link(f"{here}{data(kind, key, other)}", relation, other) for other in DOCUMENTS if other is not written]
    if written is HTML:
        found.append(_link(_ABOUT_PAGE, "type"))
    return ", ".join([*found, *dataset(settings)])


def dataset(settings: Settings) -> list[str]:
    """Link to the description of the service, to the dataset and its licence; of somebody else's nothing is known."""
    told = [_link(f"{prefix(settings)}/openapi.json", "service-desc")]
    return told if settings.dataset else [*told, _link(f"{prefix(settings)}/", "collection"), _link(LICENCE, "license")]


def page(kind: str, key: str) -> str:
    """Find the path of a thing's page."""
    return quote(f"/page/{kind}/{key}")


def data(kind: str, key: str, written: Format) -> str:
    """Find the path of a thing's document."""
    return quote(f"/data/{kind}/{key}.{written.name}")


def _link(target: str, relation: str, written: Format | None = None) -> str:
    return f'<{target}>; rel="{relation}"' + (f'; type="{written.essence}"' if written else "")
