"""Tags: which spellings are one, how it is shown, and its slug, no two the same."""

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.fingerprint import of_value
from broadsheet.settings import TagSettings
from broadsheet.urls import slugify


@dataclass(frozen=True, slots=True)
class TagName:
    """A tag as readers see it, and its part of an address."""

    title: str
    slug: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What every spelling in use means; `parted` are the tags whose slug was taken."""

    by_spelling: Mapping[str, TagName]
    parted: tuple[TagName, ...]

    def names(self, spellings: Iterable[str]) -> tuple[TagName, ...]:
        """The tags that an article's spellings mean, each once, in the article's order."""
        return tuple(dict.fromkeys(self.by_spelling[spelling] for spelling in spellings))


def tag_key(spelling: str) -> str:
    """What spellings share that differ in case, width or spaces alone."""
    return " ".join(unicodedata.normalize("NFKC", spelling).casefold().split())


def vocabulary(uses: Sequence[tuple[str, ...]], settings: TagSettings) -> Vocabulary:
    """The vocabulary of articles' tags, given oldest article first.

    A tag that came later never takes an older one's slug: it gets its own with a digest.
    """
    aliases = {tag_key(alias): target for alias, target in settings.aliases}
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    key_of: dict[str, str] = {}
    for tags in uses:
        for tag in tags:
            meant = aliases.get(tag_key(tag), tag)
            key_of[tag] = tag_key(meant)
            spellings[tag_key(meant)][meant] += 1
    names, parted = _named(spellings, {tag_key(tag): slug for tag, slug in settings.slugs})
    return Vocabulary({tag: names[key] for tag, key in key_of.items()}, tuple(parted))


def _named(
    spellings: Mapping[str, Counter[str]], chosen: Mapping[str, str]
) -> tuple[dict[str, TagName], list[TagName]]:
    names: dict[str, TagName] = {}
    parted: list[TagName] = []
    taken = set(chosen.values())
    for key, counts in spellings.items():
        title = min(counts, key=lambda spelling: (-counts[spelling], spelling))
        slug = chosen.get(key) or slugify(key)
        if slug in taken and key not in chosen:
            slug = f"{slug}-{of_value(key)[:6]}"
            parted.append(TagName(title, slug))
        taken.add(slug)
        names[key] = TagName(title, slug)
    return names, parted
