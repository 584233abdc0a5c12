"""What of a report tells which event it is about: its words, its names and its numbers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from unicodedata import category, decimal, normalize

from broadsheet.clipping.covered import comparable
from broadsheet.inbox.items import Item
from broadsheet.inbox.name_keys import name_key

LEAD = 400  # characters of the text that count
STEM = 6  # letters of a word that count, so that its endings do not
IN_TITLE = 2.0  # how much more a trait counts that the title has
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
    """The traits of a report with how much each counts: `own` for reports in its language, and
    `shared`, the names and numbers, for those in others. `decimals` are numbers like 7.2."""

    id: int
    at: int
    language: str
    title: str
    own: dict[str, float]
    shared: dict[str, float]
    decimals: frozenset[str]
    key: str = ""
    links: tuple[str, ...] = ()


def traits_of(item: Item) -> Traits:
    """The traits of an item."""
    own: dict[str, float] = {}
    shared: dict[str, float] = {}
    for text, weight in ((item.title, IN_TITLE), (item.text[:LEAD], 1.0)):
        for trait in _words(text):
            own[trait] = max(own.get(trait, 0.0), weight)
        for trait in (*_names(text), *_numbers(text)):
            shared[trait] = max(shared.get(trait, 0.0), weight)
    own = {intern(it): weight for it, weight in own.items()}
    shared = {intern(it): weight for it, weight in shared.items()}
    for trait, weight in shared.items():
        if trait.startswith("#"):
            own[trait] = weight
    decimals = frozenset(it for it in shared if "." in it)
    language = item.language.partition("-")[0].casefold() or _script(item.title)
    title = comparable(item.title)
    return Traits(item.id, item.at, language, title, own, shared, decimals, item.key, item.links)


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


def _script(title: str) -> str:
    """A stand-in for the language of a title, where it is not known: its script."""
    from unicodedata import name

    letters = (it for it in title if it.isalpha())
    return "?" + next((name(it, "").partition(" ")[0] for it in letters), "")
