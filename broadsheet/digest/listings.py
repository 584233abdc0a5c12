"""Articles by what they share: the terms of each taxonomy, with their articles and notes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.content.articles import Article
from broadsheet.content.notes import Note
from broadsheet.content.settings import Settings
from broadsheet.content.spellings import (
    Name,
    SpellingRules,
    Vocabulary,
    name_key,
    spelling_rules,
    vocabulary,
)
from broadsheet.content.taxonomies import SECTION, STORY, TAXONOMIES, Taxonomy
from broadsheet.problems import Problem
from broadsheet.urls import slugify

Notes = Mapping[str, Note]  # of one kind, by their keys


@dataclass(frozen=True, slots=True)
class Term:
    """Something that articles share, with these articles, newest first, and the note on it."""

    taxonomy: Taxonomy
    title: str
    slug: str
    articles: tuple[Article, ...]
    note: Note | None = None

    @property
    def address(self) -> str:
        """The address of its page, or of its newest part."""
        return self.taxonomy.address(self.slug)


@dataclass(frozen=True, slots=True)
class Listing:
    """All terms of a taxonomy, and what articles' spellings of them mean."""

    taxonomy: Taxonomy
    terms: tuple[Term, ...]
    vocabulary: Vocabulary

    def names(self, article: Article) -> tuple[Name, ...]:
        """An article's terms, each once."""
        return self.vocabulary.names(self.taxonomy.spellings(article))


@dataclass(frozen=True, slots=True)
class Listings:
    """Every term of every taxonomy with its articles."""

    by_taxonomy: Mapping[Taxonomy, Listing]

    @property
    def terms(self) -> tuple[Term, ...]:
        """The terms of all taxonomies."""
        return tuple(term for listing in self.by_taxonomy.values() for term in listing.terms)

    @property
    def sections(self) -> tuple[Term, ...]:
        """The sections, in the paper's order."""
        return self.by_taxonomy[SECTION].terms

    @property
    def stories(self) -> tuple[Term, ...]:
        """The stories, the one with the newest article first."""
        return self.by_taxonomy[STORY].terms

    def names(self, taxonomy: Taxonomy, article: Article) -> tuple[Name, ...]:
        """An article's terms in a taxonomy, each once."""
        return self.by_taxonomy[taxonomy].names(article)

    def all_names(self, article: Article) -> list[tuple[Name, ...]]:
        """An article's terms in each taxonomy, in the order of `TAXONOMIES`."""
        return [listing.names(article) for listing in self.by_taxonomy.values()]


def listings_of(articles: Sequence[Article], notes: Iterable[Note], settings: Settings) -> Listings:
    """Articles, newest first, by all their terms."""
    of_kind: dict[str, dict[str, Note]] = defaultdict(dict)
    for note in notes:
        of_kind[note.kind][note.key] = note
    by_taxonomy = {}
    for taxonomy in TAXONOMIES:
        listed = by_key if taxonomy.are_keys else by_name
        settled, about = taxonomy.settled(settings), of_kind[taxonomy.notes]
        by_taxonomy[taxonomy] = listed(taxonomy, articles, settled, about)
    return Listings(by_taxonomy)


def by_name(
    taxonomy: Taxonomy, articles: Sequence[Article], settled: SpellingRules, notes: Notes
) -> Listing:
    """Articles, newest first, by names that may be spelled in several ways."""
    rules = with_both(settled, noted(notes))
    words = vocabulary((taxonomy.spellings(article) for article in reversed(articles)), rules)
    members: dict[Name, list[Article]] = defaultdict(list)
    for article in articles:
        for name in words.names(taxonomy.spellings(article)):
            members[name].append(article)
    ordered = sorted(members, key=lambda name: (name_key(name.title), name.slug))
    terms = (
        Term(taxonomy, name.title, name.slug, tuple(members[name]), notes.get(name.slug))
        for name in ordered
    )
    return Listing(taxonomy, tuple(terms), words)


def noted(notes: Notes) -> SpellingRules:
    """The naming that notes define: their titles, spellings, and keys as slugs."""
    return spelling_rules([(note.title, note.key, note.spellings) for note in notes.values()])


def with_both(first: SpellingRules, second: SpellingRules) -> SpellingRules:
    """Two namings as one; where they differ, the second wins."""
    return SpellingRules(
        first.aliases + second.aliases, first.slugs + second.slugs, first.titles + second.titles
    )


def by_key(
    taxonomy: Taxonomy, articles: Sequence[Article], settled: SpellingRules, notes: Notes
) -> Listing:
    """Articles, newest first, by keys: spellings of one slug are one term."""
    keys = {
        spelling: slugify(spelling)
        for article in articles
        for spelling in taxonomy.spellings(article)
    }
    members: dict[str, list[Article]] = defaultdict(list)
    oldest: dict[str, str] = {}  # how a key's oldest article spells it
    for article in articles:
        spelled = {keys[spelling]: spelling for spelling in taxonomy.spellings(article)}
        for key in spelled:
            members[key].append(article)
        oldest |= spelled
    titles = {key: readable(spelling) for key, spelling in oldest.items()}
    titles |= {key: title for title, key in settled.slugs}
    titles |= {key: note.title for key, note in notes.items() if note.title}
    first = [key for _, key in settled.slugs if key in members]
    ordered = dict.fromkeys((*first, *(members if taxonomy.newest_first else sorted(members))))
    names = {key: Name(titles[key], key) for key in ordered}
    terms = (
        Term(taxonomy, titles[key], key, tuple(members[key]), notes.get(key)) for key in ordered
    )
    words = Vocabulary({spelling: names[key] for spelling, key in keys.items()})
    return Listing(taxonomy, tuple(terms), words)


def clashing_terms(listings: Listings) -> Iterator[Problem]:
    """A problem for every two terms that the curator gave one slug."""
    for taxonomy, listing in listings.by_taxonomy.items():
        for one, other in listing.vocabulary.clashing:
            address = taxonomy.address(one.slug)
            text = f"the {taxonomy.notes} {one.title} and {other.title} share the address {address}"
            hint = "choose another slug for one of them, or make one an alias of the other"
            yield Problem("site.yaml", 0, text, hint)


def readable(key: str) -> str:
    """A key as a title: spaces for hyphens, and a capital first letter."""
    words = key.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
