"""Words by what they mean, so far as endings and a few synonyms tell, and how telling each of them is."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping

from ontology.folding import fold

_SMALL = (
    "a about an and are as at be been between by did do does each for from had has have held how i in is it its list "
    "me near of on or show that the their there these they this those tell to was were what when where which who whom "
    "whose why with"
)
_ENDINGS = re.compile(r"(?<=\w{3})(?:ings?|ies|ed|es|s|e|y)$")
_ALIKE = (
    "number many count figure strength quantity",
    "total all whole altogether",
    "head lead led command commander chief boss run",
    "directorate gupvi administration",
    "death die died dead mortality perish",
    "found founded establish create begin open start",
    "order decree act law",
    "return repatriate release home freed",
    "labour labor work job",
    "prisoner pow captive inmate",
    "contradict contradiction conflict disagree differ dispute disputed",
    "nation nationality people",
    "battalion unit",
    "same identical duplicate",
)


def mean(text: str) -> set[str]:
    """Give the meanings of the words of a text, small words left out.

    >>> sorted(mean("Who headed the GUPVI?")) == sorted(mean("the heads of the directorate"))
    True
    """
    return {_MEANINGS.get(_stem(word), _stem(word)) for word in fold(text).split() if word not in _SMALL.split()}


def weigh(texts: Iterable[set[str]]) -> Mapping[str, float]:
    """Weigh each meaning by how few of the texts have it; that which none has weighs as the empty one."""
    known = [*texts]
    counts = Counter(meaning for text in known for meaning in text)
    return {meaning: math.log1p(len(known) / count) for meaning, count in (counts | {"": 1}).items()}


def _stem(word: str) -> str:
    return _ENDINGS.sub("", word)


_MEANINGS = {_stem(word): _stem(group.split()[0]) for group in _ALIKE for word in group.split()}
