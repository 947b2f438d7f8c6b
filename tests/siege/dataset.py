"""The dataset under attack: 20,000 triples, so linked that paths and products explode, and some hostile values."""

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Store
from serving import publish as publish_store

from loader.build import TABLES, inputs

THINGS = 4000
E = "http://example.org/"
HOSTILE = "https://w3id.org/gupvi/id/camp/hostile"
SCRIPT = "</textarea></pre></title><script>alert(1)</script><img src=x onerror=alert(1)>"


def value_of(number: int) -> int:
    """Compute the value of a thing: what every good client knows."""
    return number * number % 9973


def quads() -> Iterator[str]:
    """Write the lines of N-Quads."""
    for i in range(THINGS):
        for next_one in (7 * i + 1, 11 * i + 3, 13 * i + 5):
            yield f"<{E}n{i}> <{E}link> <{E}n{next_one % THINGS}> ."
        yield f'<{E}n{i}> <{E}value> "{value_of(i)}"^^<http://www.w3.org/2001/XMLSchema#integer> .'
        yield f'<{E}n{i}> <{E}name> "thing {i}"@en .'
    for i in range(50):
        yield f"<{E}n{i}> <{E}link> <{E}n{i + 1}> <{E}graph> ."
    yield f'<{HOSTILE}> <http://www.w3.org/2004/02/skos/core#prefLabel> "{SCRIPT}"@en .'
    yield f'<{HOSTILE}> <http://www.w3.org/2000/01/rdf-schema#label> "{SCRIPT}" .'
    yield f"<{HOSTILE}> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <javascript:alert(1)> ."
    yield f"<{HOSTILE}> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <data:text/html,alert(1)> ."
    yield f"<{HOSTILE}> <http://a/'onmouseover='alert(1)> <http://a/'onmouseover='alert(1)> ."


def write(file: Path) -> int:
    """Write the dataset; return how many different quads it has."""
    lines = list(quads())
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(set(lines))


def publish(folder: Path) -> int:
    """Publish the dataset as the loader would, with the index by which things are found; return its quads."""
    store, graph = Store(), NamedNode(f"{E}graph")
    store.bulk_load("\n".join(quads()).encode(), RdfFormat.N_QUADS)
    graphs = {graph.value: sum(1 for _ in store.quads_for_pattern(None, None, None, graph))}
    manifest = {"built": "2026-01-01T00:00:00+00:00", "quads": len(store), "graphs": graphs, "inputs": inputs(TABLES)}
    publish_store(folder, "0" * 16, store, manifest)
    return len(store)
