"""The things of the synthetic graph: camps, places and groups, with their names and search keys."""

from collections.abc import Iterable, Iterator

from benchmarks import words
from benchmarks.chance import Chance
from benchmarks.lines import TYPE, Triple, known, term, text, thing
from ontology.folding import search_keys

PREF_LABEL, ALT_LABEL = known("skos:prefLabel"), known("skos:altLabel")
LITERAL, SOURCE, PART_OF = known("skosxl:literalForm"), known("dct:source"), known("dct:isPartOf")
REGIONS = 40
CAMPS_OF_A_PLACE = 3


def name_place(chance: Chance, number: int) -> tuple[str, str]:
    """An invented name in Latin and in Cyrillic letters; the number makes it the only one of its kind."""
    parts = [chance.pick(words.SYLLABLES) for _ in range(3)]
    latin, cyrillic = ("".join(part[side] for part in parts).capitalize() for side in (0, 1))
    return f"{latin}-{number}", f"{cyrillic}-{number}"


def camp(chance: Chance, number: int, passage: str, source: str) -> Iterator[Triple]:
    """A camp with five labels, a variant and the direct triples of what is said of it."""
    here = thing(f"camp/s{number}")
    latin, cyrillic = name_place(chance, number)
    labels = {
        language: f"{cyrillic if language == 'ru' else latin} {pattern.format(number)}"
        for language, pattern in words.CAMP.items()
    }
    yield here, TYPE, term("Camp")
    yield here, TYPE, term("Facility")
    yield here, term("number"), text(str(number))
    for kind in words.KINDS[: chance.number(1, len(words.KINDS))]:
        yield here, term("kind"), term(kind)
    yield here, term("locatedIn"), thing(f"place/s{number // CAMPS_OF_A_PLACE}")
    yield here, term("industry"), thing(f"concept/{chance.pick(words.INDUSTRIES)}")
    yield here, term("memberOf"), thing(f"facility-group/s{number % REGIONS}")
    yield here, term("established"), text(f"19{chance.number(39, 46)}-{chance.number(1, 12):02}")
    yield here, known("dct:description"), text(f"held prisoners of war near {latin}", "en")
    for language, label in labels.items():
        yield here, PREF_LABEL, text(label, language)
    yield here, ALT_LABEL, text(f"{latin} camp", "en")
    for key in keys([*labels.values(), f"{latin} camp"]):
        yield here, term("searchKey"), text(key)
    for position, (language, label) in enumerate([*labels.items(), ("en", f"{latin} camp")]):
        name = thing(f"name/s{number}-{position}")
        yield name, TYPE, term("Name")
        yield name, LITERAL, text(label, language)
        yield name, term("nameOf"), here
        yield name, term("kind"), term(chance.pick(words.NAMES))
        yield name, SOURCE, source
        yield name, term("evidence"), passage


def place(chance: Chance, number: int) -> Iterator[Triple]:
    """A place in one of a few regions."""
    here = thing(f"place/s{number}")
    latin, cyrillic = name_place(chance, number)
    yield here, TYPE, term("Place")
    yield here, PREF_LABEL, text(latin, "en")
    yield here, PREF_LABEL, text(cyrillic, "ru")
    yield here, PART_OF, thing(f"place/region-{number % REGIONS}")
    for key in keys([latin, cyrillic]):
        yield here, term("searchKey"), text(key)


def group(chance: Chance, number: int) -> Iterator[Triple]:
    """The people held in a camp."""
    here, people = thing(f"group/s{number}"), chance.pick(words.PEOPLES)
    label = f"{people} prisoners of war in camp {number}"
    yield here, TYPE, term("PopulationGroup")
    yield here, PREF_LABEL, text(label, "en")
    yield here, known("skos:broader"), thing(f"group/{people}-s{number % REGIONS}")
    yield here, term("kind"), term(chance.pick(words.GROUPS))
    yield here, term("people"), thing(f"concept/{people}")
    for key in keys([label]):
        yield here, term("searchKey"), text(key)


def keys(names: Iterable[str]) -> list[str]:
    """The search keys of several names, each once."""
    return list(dict.fromkeys(key for name in names for key in search_keys(name)))
