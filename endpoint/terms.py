"""How a term looks on a page: words to read, an address to follow, a language to pronounce it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from urllib.parse import quote

from pyoxigraph import Literal, NamedNode

from endpoint.reading import Term
from ontology import GRAPHS, NAMESPACE, PREFIXES, THINGS

_XSD = PREFIXES["xsd"]
_NUMBERS = {f"{_XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
_TEXT_MOST = 5000
_PREFIXES_MOST = 100  # of a query, that names are written with
_PLAIN = {f"{_XSD}string", PREFIXES["rdf"] + "langString"}


class Label(str):
    """A label in a language, whose tag is empty when it is in none."""

    language: str

    def __new__(cls, words: str, language: str = "") -> "Label":
        """Make a label."""
        made = super().__new__(cls, words)
        made.language = language
        return made


@dataclass(frozen=True)
class Shown:
    """A term on a page; `title` is its whole IRI or its datatype."""

    text: str
    href: str = ""
    title: str = ""
    language: str = ""
    is_number: bool = False

    @property
    def key(self) -> str:
        """The end of the IRI."""
        return self.title.rpartition("#")[2].rpartition("/")[2]


def show(term: Term | None, words: Mapping[str, str] | None = None, prefixes: Iterable[tuple[str, str]] = ()) -> Shown:
    """Show a term: an IRI by its label among `words`, else as a prefixed name; a literal by its value."""
    if term is None:
        return Shown("")
    if isinstance(term, NamedNode):
        label = (words or {}).get(term.value)
        language = label.language if isinstance(label, Label) else ""
        return Shown(_cut(label or shorten(term.value, prefixes)), address(term.value), term.value, language)
    if isinstance(term, Literal):
        datatype = term.datatype.value
        title = "" if datatype in _PLAIN else _cut(shorten(datatype))
        return Shown(_cut(term.value), "", title, term.language or "", datatype in _NUMBERS)
    return Shown(_cut(str(term)))


def _cut(text: str) -> str:
    """Show the beginning of a very long text, and say how long it is."""
    return text if len(text) <= _TEXT_MOST else f"{text[:_TEXT_MOST]}… ({len(text):,} characters; a download has all)"


def shorten(iri: str, prefixes: Iterable[tuple[str, str]] = ()) -> str:
    """Write an IRI as a prefixed name, where a prefix of the query or of the ontology fits."""
    known = (*PREFIXES.items(), *islice(prefixes, _PREFIXES_MOST))
    fitting = [(space, name) for name, space in known if iri.startswith(space) and iri != space]
    space, name = max(fitting, key=lambda pair: len(pair[0]), default=("", ""))
    return f"{name}:{iri.removeprefix(space)}" if space else iri


def address(iri: str) -> str:
    """Find where an IRI leads from a page: to our own page of a thing, else out; only the web is linked."""
    if iri.startswith(THINGS):
        return quote(f"/page/{iri.removeprefix(THINGS)}")
    if iri.startswith(GRAPHS):
        return quote(f"/graph/{iri.removeprefix(GRAPHS)}")
    if iri.startswith(NAMESPACE):
        return f"/ontology#{quote(iri.removeprefix(NAMESPACE))}"
    if iri == NAMESPACE.removesuffix("#"):
        return "/ontology"
    return iri if iri.startswith(("http://", "https://")) else ""
