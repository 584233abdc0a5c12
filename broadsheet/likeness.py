"""Finds the known name that an unknown one was meant to be: similar in letters or in words."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from posixpath import splitext

from broadsheet.dates import day_in_name

ALIKE = 0.6  # the share of words that two names must have in common to count as similar
ALIKE_IN_LETTERS = 0.85  # the likeness of two names of one day, as difflib counts it
MOST = 400  # names that are compared


class FileNames:
    """The names of files, by their words and days, so that a similar one is found at once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(sorted(set(names)))

    def near(self, name: str) -> str:
        """The name that was most likely meant; empty if none is similar."""
        parts = _parts(name)
        shares = {it: _shared(parts.words, self._by_name[it].words) for it in self._akin(parts)}
        best = max(shares, key=lambda it: (shares[it], it), default="")
        if best and shares[best] >= ALIKE:
            return best
        return self._spelled_like(parts)

    def _akin(self, parts: "_Parts") -> Iterable[str]:
        """Names that share a telling word, a bounded number of them."""
        index, found = self._by_word, dict[str, None]()
        rarest = sorted(parts.words & index.keys(), key=lambda it: (len(index[it]), it))
        # A name that shares most words shares one of these.
        for word in rarest[: len(parts.words) // 2 + 1]:
            if len(index[word]) + len(found) > MOST:
                break
            found |= dict.fromkeys(index[word])
        return found

    def _spelled_like(self, parts: "_Parts") -> str:
        """The name of the same day whose letters are nearly the same."""
        likeness = SequenceMatcher(None, "", parts.slug)
        best, found = ALIKE_IN_LETTERS, ""
        for name in self._by_day.get(parts.day, ())[:MOST]:
            likeness.set_seq1(self._by_name[name].slug)
            bounds = (likeness.real_quick_ratio, likeness.quick_ratio, likeness.ratio)
            if all(bound() >= best for bound in bounds):
                best, found = likeness.ratio(), name
        return found

    @cached_property
    def _by_name(self) -> dict[str, "_Parts"]:
        return {name: _parts(name) for name in self._names}

    @cached_property
    def _by_word(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for name, parts in self._by_name.items():
            for word in parts.words:
                index[word].append(name)
        return index

    @cached_property
    def _by_day(self) -> dict[str, list[str]]:
        index: dict[str, list[str]] = defaultdict(list)
        for name, parts in self._by_name.items():
            index[parts.day].append(name)
        return index


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a file's name is made of: its day, empty without one, and its words."""

    day: str
    slug: str
    words: frozenset[str]


def _parts(name: str) -> _Parts:
    day, slug = day_in_name(splitext(name)[0])
    return _Parts(day, slug.casefold(), frozenset(re.split(r"[-_. ]", slug.casefold())))


def _shared(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / len(one | other)


def differ_by_a_letter(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The pairs of keys, each in order, that differ by one letter: missing, wrong or moved.

    Keys whose digits differ are meant to be two: `election-2020` and `election-2024`.
    """
    shortened: dict[str, list[str]] = defaultdict(list)
    pairs: dict[tuple[str, str], None] = {}
    for key in sorted(set(keys)):
        for variant in sorted({key, *(key[:at] + key[at + 1 :] for at in range(len(key)))}):
            for other in shortened[variant]:
                if re.findall("[0-9]", key) == re.findall("[0-9]", other):
                    pairs[other, key] = None
            shortened[variant].append(key)
    return iter(pairs)
