"""Which words a text has, in a form in which those that mean the same are equal."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from unicodedata import category, normalize

MOST = 40_000  # characters of a text that are looked at
STEM = 8  # letters of a word that count, so that its endings do not
WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)?")
# Scripts without spaces between words; two signs in a row stand for a word there.
UNSPACED = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1780-\u17ff\U00020000-\U0003ffff]+"
)
ENDING = re.compile(r"['’].*$")


@dataclass(frozen=True, slots=True)
class Written:
    """How a text writes its words: each by its form in the index, and which forms may be names."""

    words: Mapping[str, str]
    names: frozenset[str]


def telling_words(text: str) -> Iterator[str]:
    """The words of a text in their order, without case, accents and endings; of a script without
    spaces, each two signs in a row. Of a very long text, those at its start."""
    return (form for form, _ in _forms(text))


def written(texts: Iterable[str]) -> Written:
    """How texts write their words. Names are words with a capital that never stand without one, and
    words of scripts that have no capitals."""
    words: dict[str, str] = {}
    names: dict[str, bool] = {}
    for text in texts:
        for form, word in _forms(text):
            words.setdefault(form, word)
            may_be = not word[0].islower() and not word[0].isdecimal()
            names[form] = may_be and names.get(form, True)
    return Written(words, frozenset(form for form, may_be in names.items() if may_be))


def _forms(text: str) -> Iterator[tuple[str, str]]:
    for found in WORD.findall(text[:MOST]):
        if found.isascii() or not UNSPACED.search(found):
            stem = _stem(found)
            if stem:
                yield stem, found
            continue
        for run in UNSPACED.findall(found):
            pairs = (intern(run[at : at + 2]) for at in range(max(1, len(run) - 1)))
            yield from ((it, it) for it in pairs)


@lru_cache(100_000)
def folded(word: str) -> str:
    """A word in small letters and without accents."""
    small = word.casefold()
    if small.isascii():
        return small
    return "".join(it for it in normalize("NFKD", small) if category(it) != "Mn")


@lru_cache(100_000)
def _stem(word: str) -> str:
    plain = folded(ENDING.sub("", word))
    if not plain.isascii() and len(plain) > 4:
        plain = plain.removeprefix("ال")
    plain = plain[:-1] if len(plain) > 3 and plain.endswith("s") else plain
    return intern(plain[:STEM])
