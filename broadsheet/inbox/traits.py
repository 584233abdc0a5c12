"""What of a report tells which event it is about: its words, its names and its numbers."""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, decimal, name, normalize
from zlib import crc32

from broadsheet.inbox.items import Item
from broadsheet.inbox.name_keys import name_key
from broadsheet.inbox.name_sounds import chinese_sounds, name_sounds

PARTS = 8  # numbers that say where the parts of packed traits end
VERSION = 2  # of packed traits: another one when the same text gives others
LEAD = 400  # characters of the text that count
SPOKEN = 20  # names of a text whose sounds count
TEN_THOUSANDS = "万萬만"
STEM = 6  # letters of a word that count, so that its endings do not
LATIN = r"A-Za-z\u00aa\u00ba\u00c0-\u024f\u1e00-\u1eff"
WORD = re.compile(rf"[{LATIN}]+(?:['’][{LATIN}]+)?|[^\W\d_{LATIN}]+(?:['’][^\W\d_{LATIN}]+)?")
CODE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}-?\d{1,4}(?![A-Za-z0-9]|[.,]\d)")  # A7, C-17
NUMBER = re.compile(
    r"\d+(?:[.,\u066b\u066c\u202f\u00a0 ]\d{3})+(?!\d)|\d+[.,\u066b]\d{1,2}(?!\d)|\d+"
)
CAPITALS = re.compile("(?<![A-Za-z0-9])[A-Z]{3,4}(?![A-Za-z0-9])")
DIGIT = re.compile(r"\d")
SCORE = re.compile(r"(?<![\w:.,–-])(\d)[:–-](\d)(?![:.,–-]?\w)")  # 3:1, but not 3:15
SCALED = re.compile("(\\d+(?:[.,]\\d+)?)([万萬만億亿억])(?:(\\d{1,4})([万萬만]))?")
UNSPACED = re.compile("[\u3040-\u309f\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]{2,}")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
UNCASED = re.compile("[\u0590-\u06ff\u0900-\u0dff\uac00-\ud7af]")
HAN = re.compile("[\u3400-\u9fff]{2}")
# The first letter of a script other than Latin.
OTHER_SCRIPT = re.compile("[\u0370-\u1dff\u2c00-\ua71f\uab70-\uabbf\uac00-\uffdc]")
ENDINGS = re.compile(r"['’].*$")


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of a report, as numbers: those for reports in its language (`own`), those for
    reports in other languages (`shared`: names by their keys, numbers and codes), those for reports
    in other scripts (`across`: names by their sounds, numbers and codes), and the numbers like 7.2
    (`decimals`).

    `packed` has them one after the other, those in the title first; before them it says where each
    part ends. So a report takes half a kilobyte.
    """

    id: int
    at: int
    language: str
    title: str
    packed: "array[int]"
    key: str = ""
    links: tuple[str, ...] = ()

    @property
    def own(self) -> "array[int]":
        """The traits that count within its language, those in the title first."""
        return self.packed[PARTS : self.packed[1]]

    @property
    def shared(self) -> "array[int]":
        """The traits that count across languages, those in the title first."""
        _, start, _, title, sounds, _, text, _ = self.packed[:PARTS]
        return self.packed[start:title] + self.packed[sounds:text]

    @property
    def across(self) -> "array[int]":
        """The traits that count across scripts, those in the title first."""
        _, _, start, _, title, keys, _, text = self.packed[:PARTS]
        return self.packed[start:title] + self.packed[keys:text]

    @property
    def foreign(self) -> "array[int]":
        """The traits that count across languages or scripts, in no order."""
        return self.packed[self.packed[1] : self.packed[7]]

    @property
    def own_in_title(self) -> int:
        """How many of `own` the title has; they are the first ones."""
        return self.packed[0] - PARTS

    @property
    def shared_in_title(self) -> int:
        """How many of `shared` the title has; they are the first ones."""
        return self.packed[3] - self.packed[1]

    @property
    def across_in_title(self) -> int:
        """How many of `across` the title has; they are the first ones."""
        return self.packed[4] - self.packed[2]

    @property
    def names_in_title(self) -> frozenset[int]:
        """The keys of names in the title."""
        return frozenset(self.packed[self.packed[1] : self.packed[2]])

    @property
    def numbers_in_title(self) -> frozenset[int]:
        """The numbers in the title, but no codes."""
        return frozenset(self.packed[self.packed[2] : self.packed[3]]).intersection(self.own)

    @property
    def decimals(self) -> frozenset[int]:
        """The numbers such as 7.2."""
        return frozenset(self.packed[self.packed[7] :])


def traits_of(item: Item) -> Traits:
    """The traits of an item."""
    language, packed = (
        spoken_language(item.language, item.title),
        packed_traits(item.title, item.text),
    )
    return Traits(item.id, item.at, language, item.title, packed, item.key, item.links)


def packed_traits(title: str, text: str) -> "array[int]":
    """The traits of a report's title and text, to be kept."""
    own, keys, exact, sounds = zip(_told(title), _told(text[:LEAD]), strict=True)
    packed = array("I", [0] * PARTS)
    of_text = (text - title for title, text in (keys, exact, sounds))
    parts = (own[0], own[1] - own[0], keys[0], exact[0], sounds[0], *of_text)
    for place, part in enumerate(parts):
        packed.extend(sorted(crc32(it.encode()) for it in part))
        packed[place] = len(packed)
    decimals = {it for told in exact for it in told if it[0] == "#" and "." in it}
    packed.extend(sorted(crc32(it.encode()) for it in decimals))
    return packed


def _told(text: str) -> tuple[set[str], set[str], set[str], set[str]]:
    """What a text has of words, of keys of names, of codes and numbers, and of sounds."""
    words = WORD.findall(text)
    names = [ENDINGS.sub("", it) for it in words if it[0].isupper() or UNCASED.match(it)]
    names += KATAKANA.findall(text)
    numbers = set(_numbers(text))
    exact = {*_codes(text), *numbers}
    sounds = {f"~{form}" for form in _sounds(names[:SPOKEN], text)}
    return {*_words(words, text), *numbers}, {*_keys(names)} - exact, exact, sounds


def word_traits(text: str) -> set[int]:
    """The traits of the words of a text."""
    return {crc32(it.encode()) for it in _words(WORD.findall(text), text)}


def number_traits(text: str) -> set[int]:
    """The traits of the numbers in a text."""
    return {crc32(it.encode()) for it in _numbers(text)}


def _words(words: Sequence[str], text: str) -> Iterator[str]:
    runs = () if text.isascii() else UNSPACED.findall(text)
    spaced = [it for it in words if not UNSPACED.search(it)] if runs else words
    yield from (it for it in map(_stem, spaced) if len(it) > 2)
    for run in runs:
        yield from (run[at : at + 2] for at in range(len(run) - 1))
    if not text.isascii():
        yield from KATAKANA.findall(text)


@lru_cache(100_000)
def _stem(word: str) -> str:
    plain = ENDINGS.sub("", word).casefold()
    if not plain.isascii():
        folded = normalize("NFKD", plain)
        plain = "".join(it for it in folded if category(it) != "Mn").removeprefix("ال")
    return plain[:STEM] if len(plain) > STEM else plain.rstrip("s") if len(plain) > 4 else plain


def _keys(names: Sequence[str]) -> Iterator[str]:
    """The keys of words that may be names, with a capital or in a script that has none; one that
    is too short for a key stands for itself, as languages of one script share it."""
    for word in names:
        key = name_key(word)
        if key:
            yield f"@{key}"
        elif len(word) > 2 and word[0].isupper():
            yield f"={_stem(word)}"


def _codes(text: str) -> Iterator[str]:
    """Codes such as A7, and names of capitals such as WHO that are too short for a sound."""
    yield from (f"={it.replace('-', '')}" for it in CODE.findall(text))
    yield from (f"={it.lower()}" for it in CAPITALS.findall(text) if not name_sounds(it))


def _sounds(names: Sequence[str], text: str) -> Iterator[str]:
    for word in names:
        yield from name_sounds(word)
    if HAN.search(text):
        yield from chinese_sounds(text)


def _numbers(text: str) -> Iterator[str]:
    """The numbers of a text in one form, `#2189` or `#7.2`; single digits say too little,
    but those of a score count together, in either order."""
    if not DIGIT.search(text):
        return
    scaled = text if text.isascii() else SCALED.sub(_unscaled, text)
    for found in NUMBER.findall(scaled):
        plain = "".join(str(decimal(it, -1)) if it.isdecimal() else it for it in found)
        parts = re.split(r"[^\d]", plain)
        is_decimal = len(parts) == 2 and len(parts[1]) < 3
        number = ".".join(parts) if is_decimal else "".join(parts)
        if is_decimal or len(number) > 1:
            yield f"#{number}"
    for score in SCORE.findall(text):
        yield f"#{':'.join(sorted(score))}"


def _unscaled(found: re.Match[str]) -> str:
    """A number of East Asia as others write it: 1.11 for 1億1100万, which is 111 million."""
    amount = float(found[1].replace(",", ".")) * (1 if found[2] in TEN_THOUSANDS else 10_000)
    amount += float(found[3] or 0)
    if amount < 100:
        return f"{amount * 10_000:.0f}"
    return f"{amount / 100:g} " if amount < 100_000 else f"{amount / 100_000:g} "


def spoken_language(tag: str, title: str) -> str:
    """The language of a report without its region; a stand-in where it is not known, the script of
    the title."""
    if tag:
        return tag.partition("-")[0].casefold()
    letters = (it for it in title if it.isalpha())
    return "?" + next((name(it, "").partition(" ")[0] for it in letters), "")


def script_of(title: str) -> str:
    """The script of a title, by the first word of its name; Chinese and Japanese are one."""
    found = None if title.isascii() else OTHER_SCRIPT.search(title)
    if found is None:
        return "LATIN"
    script = name(found[0], "").partition(" ")[0]
    return "CJK" if script in ("HIRAGANA", "KATAKANA") else script
