"""SERVICE in a query: refused, or led through our own relay to one of the endpoints that are allowed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from endpoint import prologue
from endpoint.grammar import calls_service, parses
from endpoint.problems import Problem
from endpoint.prologue import IRI, NAME, SPACE, STRING, Query

_TOKEN = re.compile(
    rf"""{STRING} | \#[^\r\n]*+ | {IRI} | @\w++
    | (?P<call> (?<!\w) SERVICE {SPACE} (?P<silent> SILENT {SPACE} )?+ (?P<target> {IRI} | {NAME} | [?$]\w++ ) )
    | [?$]\w++ | {NAME} | \w++ | . """,
    prologue.FLAGS,
)


@dataclass(frozen=True)
class Relay:
    """Where a reader reaches the endpoints that are allowed: `address` and the number of the endpoint."""

    address: str = ""
    allowed: Sequence[str] = ()


def lead(query: Query, relay: Relay) -> Query:
    """Lead each SERVICE of a query through the relay (SPARQL 1.1 Federated Query section 2).

    What is not allowed is a Problem 403. The tokens are found here, but the engine's own parser must agree that
    they are all: with GRAPH in their place, the query has to be one that calls no service.
    """
    if not calls_service(query.text):
        return query
    if not relay.allowed:
        raise Problem(403, "SERVICE is refused: this endpoint queries nothing but itself.")
    names = prologue.declare(query.text)
    led, proof, end = "", "", 0
    for found in _TOKEN.finditer(query.text):
        if found["call"]:
            between = query.text[end : found.start()]
            place = f" <{relay.address}{_number(found['target'], names, relay)}> "
            led += f"{between}SERVICE {'SILENT' if found['silent'] else ''}{place}"
            proof += f"{between}GRAPH{place}"
            end = found.end()
    led, proof = led + query.text[end:], proof + query.text[end:]
    if not parses(proof) or calls_service(proof):
        raise Problem(403, "A SERVICE of this query cannot be read; write SERVICE <address> with spaces around.")
    return query._replace(text=led)


def _number(target: str, names: prologue.Names, relay: Relay) -> int:
    if target[0] in "?$":
        raise Problem(403, f"SERVICE {target} is refused: write the address of the service into the query.")
    try:
        address = names.resolve(target)
        return relay.allowed.index(address)
    except (KeyError, SyntaxError):
        raise Problem(400, f"The address of SERVICE {target[:200]} cannot be read.") from None
    except ValueError:
        allowed = ", ".join(relay.allowed)
        raise Problem(403, f"SERVICE {target[:200]} is refused; allowed are: {allowed}.") from None
