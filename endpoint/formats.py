"""The formats of answers and the choice among them, made before anything is evaluated."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import QueryResultsFormat, RdfFormat
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_options_header

from endpoint.problems import Problem


@dataclass(frozen=True, eq=False)
class Format:
    """A way to write an answer.

    `name` is what `?format=` says and the ending of a document's address; `aliases` are other names and media
    types under which clients ask for it; `iri` names it in a service description.
    """

    name: str
    label: str
    media_type: str
    iri: str = ""
    aliases: tuple[str, ...] = ()

    @property
    def essence(self) -> str:
        """The media type without its parameters."""
        return self.media_type.partition(";")[0]


def _of(written: QueryResultsFormat | RdfFormat, name: str, label: str, *aliases: str) -> Format:
    return Format(name, label, written.media_type, written.iri, aliases)


JSON = _of(QueryResultsFormat.JSON, "json", "JSON", "application/json", "text/json")
XML = _of(QueryResultsFormat.XML, "xml", "XML", "application/xml", "text/xml")
CSV = _of(QueryResultsFormat.CSV, "csv", "CSV")
TSV = _of(QueryResultsFormat.TSV, "tsv", "TSV")
TURTLE = _of(RdfFormat.TURTLE, "ttl", "Turtle", "turtle", "application/x-turtle")
N_TRIPLES = _of(RdfFormat.N_TRIPLES, "nt", "N-Triples", "text/plain")
N_QUADS = _of(RdfFormat.N_QUADS, "nq", "N-Quads")
TRIG = _of(RdfFormat.TRIG, "trig", "TriG")
RDF_XML = _of(RdfFormat.RDF_XML, "rdf", "RDF/XML", "xml", "application/xml", "text/xml")
JSON_LD = _of(RdfFormat.JSON_LD, "jsonld", "JSON-LD", "json", "application/json", "text/json")
HTML = Format("html", "HTML", "text/html; charset=utf-8", aliases=("application/xhtml+xml",))
PROBLEM = Format("problem", "problem", "application/problem+json", aliases=("application/json",))

ROWS = (JSON, XML, CSV, TSV)
TRUTHS = (JSON, XML)
GRAPHS = (TURTLE, N_TRIPLES, N_QUADS, TRIG, RDF_XML, JSON_LD)
DOCUMENTS = (TURTLE, JSON_LD, N_TRIPLES, RDF_XML)
FORMATS = {written.name: written for written in (*ROWS, *GRAPHS)}
_WISHES_MOST = 2000  # letters
WRITTEN = {"": ROWS, "SELECT": ROWS, "ASK": TRUTHS, "CONSTRUCT": GRAPHS, "DESCRIBE": GRAPHS}


def choose(accept: str | None, offered: Sequence[Format]) -> Format | None:
    """Choose the format an Accept header likes best (RFC 9110 section 12.5.1), the earlier one on a tie.

    Without a header, or with an unreadable one, it is the first; None when the header wants none of them. Of a header
    that is longer than any client's no more is read than its beginning.
    """
    if accept and len(accept) > _WISHES_MOST:
        accept = accept[:_WISHES_MOST].rpartition(",")[0]
    wishes = [
        (*parse_options_header(wish.lower()), quality) for wish, quality in parse_accept_header(accept, MIMEAccept)
    ]
    if not wishes:
        return offered[0]
    best = max(offered, key=lambda offer: _quality(offer, wishes))
    return best if _quality(best, wishes) > 0 else None


def _quality(offer: Format, wishes: Iterable[tuple[str, dict[str, str], float]]) -> float:
    """Find the quality that the most specific matching range gives to a format.

    A charset of UTF-8 is true of all we write. A range with a parameter that we do not fulfil still matches
    by its type, yet gives way to the plain type and never forbids it. Other names of the format count when
    they stand there themselves, not through a wildcard.
    """
    top = offer.essence.partition("/")[0]
    ranks = {"*": 1, "*/*": 1, f"{top}/*": 4, **dict.fromkeys(offer.aliases, 7), offer.essence: 10}
    found = (0, 0.0)
    for essence, parameters, quality in wishes:
        strange = any(parameter != ("charset", "utf-8") for parameter in parameters.items())
        if essence in ranks and (quality or not strange):
            found = max(found, (ranks[essence] - strange + bool(parameters and not strange), quality))
    return found[1]


def named(name: str, offered: Sequence[Format]) -> Format | None:
    """Find the offered format that `?format=` names, by short name or media type."""
    essence = name.partition(";")[0].strip().lower()
    return next((f for f in offered if essence in (f.name, f.essence, *f.aliases)), None)


def pick(what: str, offered: Sequence[Format], accept: str | None, wanted: str | None) -> Format:
    """Pick a format by the format parameter, else by the Accept header.

    Where neither fits it is a Problem 406 that lists what is offered for `what`.
    """
    chosen = choose(accept, offered) if wanted is None else named(wanted, offered)
    if chosen is None:
        offers = ", ".join(f"{f.essence} ({f.name})" for f in offered)
        raise Problem(406, f"{what} is offered as {offers}.", offered=[f.essence for f in offered])
    return chosen


def decide(form: str, accept: str | None, wanted: str | None) -> Format:
    """Decide the format of the answer to a query of this form, as `pick` does.

    But a graph asked for in formats of rows only is sent as Turtle: clients set one Accept for every query.
    """
    offered = (*WRITTEN[form], HTML)
    if WRITTEN[form] is GRAPHS and wanted is None and not choose(accept, offered) and choose(accept, ROWS):
        return TURTLE
    return pick(f"The answer to a query of the form {form}" if form else "The answer", offered, accept, wanted)
