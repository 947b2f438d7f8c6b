"""The dataset as search engines read it: schema.org in JSON-LD."""

from collections import defaultdict
from typing import Any

from pyoxigraph import Triple

from endpoint.description import Triples
from endpoint.files import Edition, File
from ontology import BASE, PREFIXES

DATASET, PUBLISHER, PERIOD = (BASE + name for name in ("dataset", "publisher", "dataset#period"))


def fill(told: Triples, edition: Edition, root: str) -> dict[str, Any]:
    """Fill the card from what the dataset tells of itself, `told`; empty if that is nothing. `root` is our address."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for triple in told:
        found[_value(triple.subject), _value(triple.predicate)].append(_value(triple.object))

    def first(node: str, name: str) -> str:
        prefix, _, local = name.partition(":")
        return next(iter(found.get((node, PREFIXES[prefix] + local), [])), "")

    if not first(DATASET, "dct:title"):
        return {}
    organization = {"@type": "Organization", "name": first(PUBLISHER, "foaf:name")}
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": DATASET,
        "name": first(DATASET, "dct:title"),
        "description": first(DATASET, "dct:description"),
        "identifier": DATASET,
        "url": root,
        "version": edition.version,
        "dateModified": edition.built,
        "license": first(DATASET, "dct:license"),
        "creator": organization,
        "publisher": organization,
        "isAccessibleForFree": True,
        "keywords": sorted(found[DATASET, f"{PREFIXES['dcat']}keyword"]),
        "temporalCoverage": f"{first(PERIOD, 'dcat:startDate')}/{first(PERIOD, 'dcat:endDate')}",
        "includedInDataCatalog": {"@type": "DataCatalog", "@id": f"{BASE}catalogue", "url": f"{root}.well-known/void"},
        "distribution": [
            *(_offer(file, f"{root}dumps/{edition.version}/{file.name}") for file in edition.files.values()),
            {
                "@type": "DataDownload",
                "name": "SPARQL endpoint",
                "contentUrl": f"{root}sparql",
                "encodingFormat": "application/sparql-query",
            },
        ],
    }


def _offer(file: File, address: str) -> dict[str, Any]:
    return {
        "@type": "DataDownload",
        "name": file.title,
        "contentUrl": address,
        "contentSize": f"{file.size} B",
        "encodingFormat": [file.media_type] if file.media_type == file.holds else [file.media_type, file.holds],
        "sha256": file.sha256,
    }


def _value(term: Any) -> str:
    return "" if isinstance(term, Triple) else str(term.value)
