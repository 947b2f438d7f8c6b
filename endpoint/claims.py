"""Claims for a page: what each says, within which bounds, how firmly, and where it stands."""

from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from endpoint import labels, phrases, reading
from endpoint.desk import Desk
from endpoint.phrases import OBJECT, Properties
from endpoint.reading import Term
from endpoint.terms import Shown, show
from ontology import GUPVI, PREFIXES, THINGS

_CLAIMS = "SELECT ?claim ?property ?value { %s . ?claim rdf:predicate ?of ; ?property ?value } ORDER BY ?claim ?value"
_PASSAGES = """SELECT ?claim ?source ?locator ?passage {
  %s . ?claim rdf:predicate ?of ; gupvi:evidence ?passage .
  OPTIONAL { ?passage dct:source ?source } OPTIONAL { ?passage gupvi:locator ?locator }
} ORDER BY ?source ?locator"""


def _term(prefix: str, local: str) -> NamedNode:
    return NamedNode(PREFIXES[prefix] + local)


_SUBJECT, _PREDICATE = (_term("rdf", local) for local in ("subject", "predicate"))
_DERIVED, _DESCRIPTION = _term("prov", "wasDerivedFrom"), _term("dct", "description")
_LIMITS = (
    GUPVI.stance,
    GUPVI.quantifier,
    GUPVI.population,
    GUPVI.people,
    GUPVI.place,
    GUPVI.agent,
    GUPVI.circumstance,
    GUPVI.before,
    GUPVI.after,
    GUPVI.during,
)
_CREDITS = (
    GUPVI.attributedTo,
    GUPVI.exactness,
    GUPVI.reliability,
    GUPVI.timeBasis,
    _DERIVED,
    _DESCRIPTION,
    _term("skos", "editorialNote"),
)
_OPPOSITION = (GUPVI.contradicts, GUPVI.inTensionWith)
_UNSAID = {GUPVI.asserted, GUPVI.unknown}  # stances that go without saying, or are said by the value
_WORDED = {_SUBJECT, _PREDICATE, OBJECT, GUPVI.unit, *_LIMITS, *_CREDITS}  # whose values are shown by their labels
NOT_STATED = Shown("not stated")
Pairs = tuple[tuple[Shown, Shown], ...]


@dataclass(frozen=True)
class Evidence:
    """The paragraph, card or page of a source in which a claim stands."""

    source: Shown
    locator: str
    passage: Shown


@dataclass(frozen=True)
class Claim:
    """A claim for a page: `limits` narrow what it says, `credits` tell on what it rests, as pairs of name and value.

    `kind` is claim, finding or silence; `layer` the local name of its grade; `opposed` has the IRIs of the claims
    that it contradicts or is in tension with, each with the IRI of that relation.
    """

    claim: Shown
    kind: str
    subject: Shown
    predicate: Shown
    value: tuple[Shown, ...]
    limits: Pairs
    credits: Pairs
    evidence: tuple[Evidence, ...]
    layer: str
    opposed: tuple[tuple[str, str], ...]
    is_quantity: bool
    edtf: str

    @property
    def is_known(self) -> bool:
        """Tell whether the source gives a value."""
        return all(value.title != GUPVI.unknownValue.value for value in self.value)


def read(desk: Desk, pattern: str) -> list[Claim]:
    """Read the claims, findings and silences that are `?claim` in a pattern, ordered by what they speak of."""
    found: dict[Term, dict[NamedNode, list[Term]]] = {}
    for claim, name, value in reading.rows(desk, labels.DECLARED + _CLAIMS % pattern):
        if claim and isinstance(name, NamedNode) and value:
            found.setdefault(claim, {}).setdefault(name, []).append(value)
    passages: dict[Term | None, dict[Evidence, None]] = {}
    rows = reading.rows(desk, labels.DECLARED + _PASSAGES % pattern) if found else ()
    terms = {source for _, source, _, _ in rows}
    for properties in found.values():
        for name in _WORDED & properties.keys():
            terms.update([name, *properties[name]])
    words = labels.find(desk, terms)
    for claim, source, locator, passage in rows:
        one = Evidence(show(source, words), show(locator).text, show(passage))
        passages.setdefault(claim, {})[one] = None
    claims = [_claim(claim, properties, tuple(passages.get(claim, ())), words) for claim, properties in found.items()]
    return sorted(claims, key=lambda claim: (claim.is_quantity, claim.predicate.text, claim.claim.text))


def _claim(claim: Term, properties: Properties, evidence: tuple[Evidence, ...], words: Mapping[str, str]) -> Claim:
    def pairs(names: tuple[NamedNode, ...]) -> Pairs:
        return tuple(
            (show(name, words), show(value, words))
            for name in names
            for value in properties.get(name, [])
            if value not in _UNSAID and words.get(show(value).title) not in said
        )

    shown = show(claim)
    amount = phrases.say_amount(properties, words)
    times = properties.get(GUPVI.edtf, [])
    values = [Shown(amount)] if amount else phrases.show_values(properties, words)
    said = {value.text for value in values}  # a limit need not repeat it
    grade = next((term for term in properties.get(GUPVI.reliability, []) if isinstance(term, NamedNode)), None)
    is_dated = any(term in times for term in properties.get(OBJECT, []))
    time = tuple((Shown("time"), Shown(when)) for when in phrases.say_times(properties) if when not in said)
    return Claim(
        shown,
        shown.title.removeprefix(THINGS).partition("/")[0],
        show(next(iter(properties.get(_SUBJECT, [])), None), words),
        show(next(iter(properties.get(_PREDICATE, [])), None), words),
        tuple(values or [NOT_STATED]),
        (() if is_dated else time) + pairs(_LIMITS),
        (time if is_dated else ()) + pairs(_CREDITS),
        evidence,
        show(grade).text.removeprefix("gupvi:"),
        tuple((show(other).title, by.value) for by in _OPPOSITION for other in properties.get(by, [])),
        bool(amount),
        show(next(iter(times), None)).text,
    )
