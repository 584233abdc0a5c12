"""Names of tags, sources and authors: which spellings mean the same, and the slug of each name."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from broadsheet.fingerprint import of_value
from broadsheet.urls import slugify


class Name(NamedTuple):
    """A tag, source or author as readers see it, and its slug."""

    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class SpellingRules:
    """What the curator decided: `aliases` are spellings that mean another name, `slugs` are slugs
    for names, `titles` are names to show exactly as they are written here."""

    aliases: tuple[tuple[str, str], ...] = ()
    slugs: tuple[tuple[str, str], ...] = ()
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What every spelling in use means; `disambiguated` are the names whose slug was taken,
    `clashing` the pairs of names for which the curator chose one slug."""

    by_spelling: Mapping[str, Name] = field(default_factory=dict)
    disambiguated: tuple[Name, ...] = ()
    clashing: tuple[tuple[Name, Name], ...] = ()
    _known: dict[tuple[str, ...], tuple[Name, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def names(self, spellings: tuple[str, ...]) -> tuple[Name, ...]:
        """The names that an article's spellings mean, in its order, each once."""
        known = self._known.get(spellings)
        if known is None:
            found = dict.fromkeys(self.by_spelling[spelling] for spelling in spellings)
            known = self._known[spellings] = tuple(found)
        return known


@lru_cache(maxsize=100_000)
def name_key(spelling: str) -> str:
    """A key that is equal for spellings that differ only in case, width or spaces."""
    return " ".join(unicodedata.normalize("NFKC", spelling).casefold().split())


def vocabulary(uses: Iterable[tuple[str, ...]], rules: SpellingRules) -> Vocabulary:
    """The vocabulary of articles' spellings; the oldest article comes first in `uses`.

    A newer name never takes the slug of an older one: it gets a slug with a digest.
    """
    meaning = Meaning(rules)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    key_of: dict[str, str] = {}
    meant_by: dict[str, str] = {}
    for spellings in uses:
        for spelling in spellings:
            if spelling not in meant_by:
                meant_by[spelling] = meaning.of(spelling)
                key_of[spelling] = name_key(meant_by[spelling])
            counts[key_of[spelling]][meant_by[spelling]] += 1
    names, disambiguated, clashing = _named(counts, rules)
    by_spelling = {spelling: names[key] for spelling, key in key_of.items()}
    return Vocabulary(by_spelling, disambiguated, clashing)


class Meaning:
    """Finds the name that a spelling means: an exact title, else an alias, else a note's key."""

    def __init__(self, rules: SpellingRules) -> None:
        self._titles = {name_key(title) for title in rules.titles}
        self._aliases = {name_key(alias): target for alias, target in rules.aliases}
        self._keys = {slug: title for title, slug in rules.slugs if title in rules.titles}

    def of(self, spelling: str) -> str:
        """The name of a spelling; follows aliases of aliases."""
        seen: set[str] = set()
        while (key := name_key(spelling)) not in seen | self._titles:
            seen.add(key)
            # A key means a name without signs: `bbc` means BBC, but `cpp` never means C++.
            spelling = self._aliases.get(key) or self._keys.get(key.replace(" ", "-"), spelling)
        return spelling


def _named(
    counts: Mapping[str, Counter[str]], rules: SpellingRules
) -> tuple[dict[str, Name], tuple[Name, ...], tuple[tuple[Name, Name], ...]]:
    chosen = {name_key(title): slug for title, slug in rules.slugs}
    titles = {name_key(title): title for title in rules.titles}
    names: dict[str, Name] = {}
    disambiguated: list[Name] = []
    clashing: list[tuple[Name, Name]] = []
    owners: dict[str, Name] = {}
    reserved = frozenset(chosen.values())
    for key, spellings in counts.items():
        title = titles.get(key) or _most_frequent(spellings)
        slug = chosen.get(key) or slugify(key)
        plain = Name(title, slug)
        if slug in owners or (slug in reserved and key not in chosen):
            slug = f"{slug}-{of_value(key)[:6]}"
            if key in chosen:
                clashing.append((owners[plain.slug], plain))
            else:
                disambiguated.append(Name(title, slug))
        names[key] = owners[slug] = Name(title, slug)
    return names, tuple(disambiguated), tuple(clashing)


def _most_frequent(spellings: Counter[str]) -> str:
    return max(spellings, key=lambda spelling: spellings[spelling])  # the older one of two


def spelling_rules(settled: Sequence[tuple[str, str, tuple[str, ...]]]) -> SpellingRules:
    """A naming made from the curator's decisions: `(title, slug, spellings)` for each name."""
    return SpellingRules(
        aliases=tuple((other, title) for title, _, spellings in settled for other in spellings),
        slugs=tuple((title, slug) for title, slug, _ in settled),
        titles=tuple(title for title, _, _ in settled),
    )
