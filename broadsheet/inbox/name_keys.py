"""Writes a name so that its forms in several languages and scripts are equal: by its consonants.

`Kabul`, `Kaboul`, `Кабул`, `کابل` and `カブール` all become `kbl`. Vowels, doubled letters, and
letters that languages confuse when they take over a name (b and v, k, c and q, l and r, s and z)
count as the same. Names that the key makes equal by chance are the price: a key is only a hint,
and several must agree.
"""

import re
from functools import lru_cache
from unicodedata import category, name, normalize

SHORTEST = 3  # consonants of a key; shorter ones are equal by chance too often
# Sounds of more than one letter, then letters, as they count in a key.
SOUNDS = (
    ("sch", "s"), ("tsch", "s"), ("tch", "s"), ("ch", "k"), ("sh", "s"), ("kh", "k"), ("gh", "g"),
    ("ph", "f"), ("th", "t"), ("dh", "d"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("ck", "k"),
    ("ce", "se"), ("ci", "si"), ("qu", "k"), ("x", "ks"),
)  # fmt: skip
LETTERS = str.maketrans(
    {
        "c": "k",
        "q": "k",
        "z": "s",
        "v": "b",
        "w": "b",
        "r": "l",
        "j": "",
        "y": "",
        "h": "",
        "ß": "s",
    }
)
VOWELS = re.compile("[aeiou]")
DOUBLED = re.compile(r"(.)\1+")
LATIN = re.compile("[a-z]+")
CYRILLIC = str.maketrans(
    dict(zip("бвгґдзклмнпрстф", "bbggdsklmnplstf", strict=True))
    | {"ж": "s", "ц": "s", "ч": "s", "ш": "s", "щ": "s", "х": "k"}
    | dict.fromkeys("аеёиійоуыэюяєїъьў'", "")
)
ARABIC = str.maketrans(
    dict(zip("بپتثجچدذرزژسشصضطظغفقکكگلمن", "bpttssddlsssssdtsgfkkkglmn", strict=True))
    | {"خ": "k", "ح": "", "ه": "", "ة": "", "ع": "", "و": "", "ی": "", "ي": "", "ى": ""}
    | dict.fromkeys("اآأإءئؤ\u200c", "")
)
GREEK = str.maketrans(
    dict(zip("βγδζθκλμνπρσςτφχ", "bgdstklmnplsstfk", strict=True)) | {"ξ": "ks", "ψ": "ps"}
)
SOUND_OF_NAME = re.compile(r"(?:LETTER|SYLLABLE)(?: SMALL)? (\w+)$")
NAMED = ("KATAKANA", "HIRAGANA", "DEVANAGARI", "BENGALI", "HANGUL", "GEORGIAN", "ARMENIAN")


@lru_cache(100_000)
def name_key(word: str) -> str:
    """The key of a name, a single word in any case; empty if it has too few consonants."""
    latin = _in_latin(word.casefold())
    for sound, letter in SOUNDS:
        latin = latin.replace(sound, letter)
    bare = VOWELS.sub("", "".join(LATIN.findall(latin)).translate(LETTERS))
    key = DOUBLED.sub(r"\1", bare)
    key = key[:-1] if len(key) > SHORTEST and key.endswith("s") else key
    return key if len(key) >= SHORTEST else ""


def _in_latin(word: str) -> str:
    script = name(word[:1] or " ", "").partition(" ")[0]
    if script in NAMED:
        return "".join(map(_sound, normalize("NFC", word)))
    word = "".join(it for it in normalize("NFKD", word) if category(it) != "Mn")
    if script == "CYRILLIC":
        return word.translate(CYRILLIC)
    if script == "ARABIC":
        return word.removeprefix("ال").translate(ARABIC)
    if script == "GREEK":
        return word.translate(GREEK)
    return word


def _sound(sign: str) -> str:
    """How the sign of a syllable sounds, as Unicode names it: `ka` for カ."""
    found = SOUND_OF_NAME.search(name(sign, ""))
    return found[1].lower() if found else ""
