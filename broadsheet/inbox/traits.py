"""What of a report tells which event it is about: its words, its names and its numbers."""

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import category, decimal, name, normalize
from zlib import crc32

from broadsheet.inbox.items import Item
from broadsheet.inbox.name_keys import name_key

PARTS = 4  # numbers that say where the parts of packed traits end
VERSION = 1  # of packed traits: another one when the same text gives others
LEAD = 400  # characters of the text that count
STEM = 6  # letters of a word that count, so that its endings do not
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
NUMBER = re.compile(
    r"\d+(?:[.,\u066b\u066c\u202f\u00a0 ]\d{3})+(?!\d)|\d+[.,\u066b]\d{1,2}(?!\d)|\d+"
)
UNSPACED = re.compile("[\u3040-\u309f\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]{2,}")
KATAKANA = re.compile("[\u30a1-\u30fa\u30fc]{3,}")
UNCASED = re.compile("[\u0590-\u06ff\u0900-\u0dff\uac00-\ud7af]")
ENDINGS = re.compile(r"['’].*$")


@dataclass(frozen=True, slots=True)
class Traits:
    """The traits of a report, as numbers: those for reports in its language (`own`), the names and
    numbers for those in others (`shared`), and the numbers like 7.2 (`decimals`).

    `packed` has them one after the other, of `own` and `shared` those in the title first; before
    them it says where each part ends. So a report takes half a kilobyte.
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
        """The traits that count within its language."""
        return self.packed[PARTS : self.packed[1]]

    @property
    def shared(self) -> "array[int]":
        """The traits that count across languages."""
        return self.packed[self.packed[1] : self.packed[3]]

    @property
    def own_in_title(self) -> int:
        """How many of `own` the title has; they are the first ones."""
        return self.packed[0] - PARTS

    @property
    def shared_in_title(self) -> int:
        """How many of `shared` the title has; they are the first ones."""
        return self.packed[2] - self.packed[1]

    @property
    def decimals(self) -> frozenset[int]:
        """The numbers such as 7.2."""
        return frozenset(self.packed[self.packed[3] :])


def traits_of(item: Item) -> Traits:
    """The traits of an item."""
    language, packed = (
        spoken_language(item.language, item.title),
        packed_traits(item.title, item.text),
    )
    return Traits(item.id, item.at, language, item.title, packed, item.key, item.links)


def packed_traits(title: str, text: str) -> "array[int]":
    """The traits of a report's title and text, to be kept."""
    own: list[set[str]] = []
    shared: list[set[str]] = []
    for told in (title, text[:LEAD]):
        numbers = set(_numbers(told))
        own.append({*_words(told), *numbers})
        shared.append({*_names(told), *numbers})
    decimals = {it for traits in shared for it in traits if "." in it}
    packed = array("I", [0] * PARTS)
    for place, part in enumerate((own[0], own[1] - own[0], shared[0], shared[1] - shared[0])):
        packed.extend(sorted(crc32(it.encode()) for it in part))
        packed[place] = len(packed)
    packed.extend(sorted(crc32(it.encode()) for it in decimals))
    return packed


def _words(text: str) -> Iterator[str]:
    for found in WORD.findall(text):
        if not UNSPACED.search(found):
            stem = _stem(found)
            if len(stem) > 2:
                yield stem
    for run in UNSPACED.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield from KATAKANA.findall(text)


@lru_cache(100_000)
def _stem(word: str) -> str:
    folded = normalize("NFKD", ENDINGS.sub("", word).casefold())
    plain = "".join(it for it in folded if category(it) != "Mn").removeprefix("ال")
    return plain[:STEM] if len(plain) > STEM else plain.rstrip("s") if len(plain) > 4 else plain


def _names(text: str) -> Iterator[str]:
    """The keys of words that may be names, with a capital or in a script that has none; a name
    that is too short for a key stands for itself, as languages of one script share it."""
    words = [it for it in WORD.findall(text) if it[0].isupper() or UNCASED.match(it)]
    for word in (*words, *KATAKANA.findall(text)):
        bare = ENDINGS.sub("", word)
        key = name_key(bare)
        if key:
            yield f"@{key}"
        elif len(bare) > 2 and bare[0].isupper():
            yield f"={_stem(bare)}"


def _numbers(text: str) -> Iterator[str]:
    """The numbers of a text in one form, `#2189` or `#7.2`; single digits say too little."""
    for found in NUMBER.findall(text):
        plain = "".join(str(decimal(it, -1)) if it.isdecimal() else it for it in found)
        parts = re.split(r"[^\d]", plain)
        is_decimal = len(parts) == 2 and len(parts[1]) < 3
        number = ".".join(parts) if is_decimal else "".join(parts)
        if is_decimal or len(number) > 1:
            yield f"#{number}"


def spoken_language(tag: str, title: str) -> str:
    """The language of a report without its region; a stand-in where it is not known, the script of
    the title."""
    if tag:
        return tag.partition("-")[0].casefold()
    letters = (it for it in title if it.isalpha())
    return "?" + next((name(it, "").partition(" ")[0] for it in letters), "")
