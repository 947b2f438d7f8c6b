"""The attacks, family by family: data only, run by tests/test_attacks.py against a live server."""

from attacks import (
    addresses,
    breadth,
    framing,
    graphs,
    growth,
    lines,
    markup,
    negotiation,
    nesting,
    numbers,
    outgoing,
    pages,
    parameters,
    paths,
    patterns,
    products,
    searches,
    texts,
    updates,
)
from attacks.case import Case

FAMILIES: dict[str, tuple[Case, ...]] = {
    module.__name__.rpartition(".")[2]: module.CASES
    for module in (
        products, graphs, paths, nesting, breadth, growth, patterns, numbers, texts, parameters, negotiation,
        framing, lines, addresses, markup, outgoing, updates, searches, pages,
    )
}  # fmt: skip
CASES: dict[str, Case] = {f"{family}/{case.name}": case for family, cases in FAMILIES.items() for case in cases}
