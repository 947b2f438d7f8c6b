"""`python -m loader.validation`: N-Triples come in, and what breaks a shape goes out as JSON (SHACL)."""

import json
import sys

from pyshacl import validate
from rdflib import Graph, Namespace

from ontology import FOLDER

SH = Namespace("http://www.w3.org/ns/shacl#")


def results(triples: bytes) -> list[tuple[str, str, str]]:
    """Give focus node, path and message of each result; the path is empty when the node itself is at fault."""
    _, report, _ = validate(Graph().parse(triples, format="nt"), shacl_graph=Graph().parse(FOLDER / "shapes.ttl"))
    found = (
        (report.value(result, path) for path in (SH.focusNode, SH.resultPath, SH.resultMessage))
        for result in report.objects(predicate=SH.result)
    )
    return [(str(node), str(path or ""), str(message)) for node, path, message in found]


if __name__ == "__main__":
    json.dump(results(sys.stdin.buffer.read()), sys.stdout)
