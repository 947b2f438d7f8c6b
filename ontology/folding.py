"""Names folded for searching, so that plain SPARQL finds them without accents, case or the right spelling."""

import re
import unicodedata
from itertools import product

SPELLINGS = [
    ("labour", "labor"),
    ("labourers", "laborers"),
    ("theatre", "theater"),
    ("defence", "defense"),
    ("organisation", "organization"),
    ("germanisation", "germanization"),
    ("stalinisation", "stalinization"),
]
LENGTHS = [("prisoners of war", "pows"), ("prisoner of war", "pow")]
SMALL = re.compile(r"\b(?:a|and|at|de|des|és|für|in|no|of|on|si|the|to|und|von|в|и|на|о|по) ")
LETTERS = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ё": "е", "’": None, "'": None})
ROMAN = dict(zip("абвгдезийклмнопрстуфыэґіў", "abvgdeziyklmnoprstufyegiu", strict=True)) | {
    **dict(zip("жхцчшщюяїє", ("zh", "kh", "ts", "ch", "sh", "shch", "yu", "ya", "yi", "ye"), strict=True)),
    **dict.fromkeys("ъь", ""),
}
ENDINGS = re.compile(r"[иы]й$")
HARD_E = re.compile(r"(?:^|(?<=[аеиоуыэюяъь]))е")  # written Ye by some: Yelabuga, Elabuga
UNSEEN = ("Mn", "Cf")  # marks on a letter, such as the stress of Russian dictionaries; soft hyphens, joiners


def fold(name: str) -> str:
    """The name in lower case, without accents on Latin letters, apostrophes or punctuation.

    >>> fold("Horia, Cloșca și Crișan Division")
    'horia closca si crisan division'
    >>> fold("рабочий батальон, лаге\u0301рь № 99")
    'рабочий батальон лагерь 99'
    """
    letters = "".join(_bare(letter) for letter in unicodedata.normalize("NFC", name.casefold()).translate(LETTERS))
    return " ".join(re.findall(r"\w+", letters))


def _bare(letter: str) -> str:
    """A Latin letter without its accents; й is a letter of its own and stays, a mark alone goes."""
    if unicodedata.category(letter) in UNSEEN:
        return ""
    decomposed = unicodedata.normalize("NFD", letter)
    return decomposed[0] if decomposed[0] < "\u0250" else letter


def words(text: str) -> list[str]:
    """The folded words that somebody searches for: all of them, or those that are not small where there are any.

    >>> words("the camp of Spassk, no. 99")
    ['camp', 'spassk', '99']
    """
    folded = fold(text)
    return SMALL.sub("", f"{folded} ").split() or folded.split()


def romanize(word: str) -> list[str]:
    """The spellings in Latin letters of a folded word in Cyrillic ones, the likeliest first; none of another word.

    >>> romanize("красногорск"), romanize("елабужский"), romanize("camp")
    (['krasnogorsk'], ['yelabuzhsky', 'yelabuzhskiy', 'elabuzhsky', 'elabuzhskiy'], [])
    """
    if not any(letter in ROMAN for letter in word):
        return []
    forms = [ENDINGS.sub(end, HARD_E.sub(e, word)) for e, end in product(("ye", "e"), ("y", "iy"))]
    return list(dict.fromkeys("".join(ROMAN.get(letter, letter) for letter in form) for form in forms))


def search_keys(name: str) -> list[str]:
    """Every folded form under which the name is to be found, in order and without repetition.

    British and American spelling, `POW` short and long, and each of these without its small words.

    >>> search_keys("POW labor")
    ['pow labor', 'prisoner of war labour', 'prisoner of war labor', 'pow labour', 'prisoner war labour', \
'prisoner war labor']
    """
    folded = fold(name)
    forms = [folded]
    for length, spelling in product((0, 1), repeat=2):
        forms.append(_respell(_respell(folded, LENGTHS, length), SPELLINGS, spelling))
    forms += [SMALL.sub("", form) for form in forms]
    return list(dict.fromkeys(form for form in forms if form))


def _respell(text: str, pairs: list[tuple[str, str]], side: int) -> str:
    """The text with each word of the pairs written in the way of one side."""
    for pair in pairs:
        text = re.sub(rf"\b{pair[1 - side]}\b", pair[side], text)
    return text
