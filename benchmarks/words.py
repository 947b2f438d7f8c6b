"""The words of the synthetic graph: invented names in several scripts, and terms that the ontology defines."""

SYLLABLES = (  # Latin and Cyrillic, so that a name is the same in both
    ("ka", "ка"),
    ("ra", "ра"),
    ("spa", "спа"),
    ("ves", "вес"),
    ("lun", "лун"),
    ("dor", "дор"),
    ("mi", "ми"),
    ("chel", "чел"),
    ("bek", "бек"),
    ("tov", "тов"),
    ("sa", "са"),
    ("nov", "нов"),
    ("gor", "гор"),
    ("ul", "ул"),
    ("yar", "яр"),
    ("kem", "кем"),
)
CAMP = {
    "en": "camp no. {}",
    "ru": "лагерь № {}",
    "ru-latn": "lager № {}",
    "ro": "Lagărul nr. {}",
    "hu": "{}. sz. láger",
}
PEOPLES = ("german", "hungarian", "romanian", "japanese", "austrian", "italian")
INDUSTRIES = ("coal-industry", "forestry", "construction", "agriculture", "metallurgy")
KINDS = ("prisonerOfWarCamp", "productionCamp")
GROUPS = ("prisonersOfWar", "civilians", "convicts", "deportees")
NAMES = ("descriptive", "transliteration", "variant")
SECTIONS = ("Lead", "History", "Camps", "Deaths", "Release")
STANCES = ("asserted", "asserted", "asserted", "estimated", "judged", "alleged", "denied")
RANKS = ("normal", "normal", "normal", "normal", "preferred", "deprecated")
FACTS = ("established", "dissolved", "industry", "locatedIn")
MEASURES = ("heldCount", "diedCount", "arrivedCount", "workedCount")
EXACTNESS = ("exact", "exact", "moreThan", "atMost", "almost", "about")
BASES = ("printed", "printed", "printed", "implied")
