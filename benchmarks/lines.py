"""N-Triples as text: terms and lines, written without a library since millions of them are made."""

from ontology import NAMESPACE, PREFIXES, THINGS

Triple = tuple[str, str, str]

TYPE = f"<{PREFIXES['rdf']}type>"


def thing(key: str) -> str:
    """The term of a thing from its key, such as `camp/99`."""
    return f"<{THINGS}{key}>"


def term(name: str) -> str:
    """The term of one of the ontology's own names, such as `Camp`."""
    return f"<{NAMESPACE}{name}>"


def known(prefixed: str) -> str:
    """The term of a name of another vocabulary, such as `skos:prefLabel`; an unknown prefix is a KeyError."""
    prefix, _, local = prefixed.partition(":")
    return f"<{PREFIXES[prefix]}{local}>"


def text(words: str, language: str = "") -> str:
    """A literal, with its language where one is given. The words hold nothing that must be escaped."""
    return f'"{words}"@{language}' if language else f'"{words}"'


def typed(value: object, datatype: str) -> str:
    """A literal with a datatype of XML Schema, such as `integer`."""
    return f'"{value}"^^<{PREFIXES["xsd"]}{datatype}>'


def write(triple: Triple) -> str:
    """A line of N-Triples with its newline."""
    return f"{triple[0]} {triple[1]} {triple[2]} .\n"
