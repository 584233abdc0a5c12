"""Articles grouped by what they share: section, story, tag, source, author."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from broadsheet.articles import Article, in_order, section_slug
from broadsheet.names import Name, Naming, Vocabulary, name_key, naming_of, vocabulary
from broadsheet.notes import Note
from broadsheet.settings import SectionSetting, Settings
from broadsheet.urls import slugify

Notes = Mapping[str, Note]  # of one kind, by their keys


@dataclass(frozen=True, slots=True)
class Listed:
    """What some articles share, with them, newest first, and the curator's note on it."""

    kind: str
    title: str
    slug: str
    articles: tuple[Article, ...]
    note: Note | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """All tags, sources or authors, and what their spellings mean."""

    lists: tuple[Listed, ...]
    words: Vocabulary


@dataclass(frozen=True, slots=True)
class Groups:
    """Every section, story, tag, source and author with its articles."""

    sections: tuple[Listed, ...]
    stories: tuple[Listed, ...]
    tags: Grouping
    sources: Grouping
    authors: Grouping

    @property
    def lists(self) -> tuple[Listed, ...]:
        """All of them."""
        names = (self.tags.lists, self.sources.lists, self.authors.lists)
        return (*self.sections, *self.stories, *(listed for lists in names for listed in lists))

    def tags_of(self, article: Article) -> tuple[Name, ...]:
        """An article's tags, each once."""
        return self.tags.words.names(article.tags)

    def sources_of(self, article: Article) -> tuple[Name, ...]:
        """The sources that an article credits, each once."""
        return self.sources.words.names(publishers(article))


def group(articles: Sequence[Article], notes: Iterable[Note], settings: Settings) -> Groups:
    """Articles, newest first, in all their groups."""
    of_kind: dict[str, dict[str, Note]] = defaultdict(dict)
    for note in notes:
        of_kind[note.kind][note.key] = note
    tags, sources, authors = of_kind["tags"], of_kind["sources"], of_kind["authors"]
    settled = Naming(settings.tags.aliases, settings.tags.slugs)
    return Groups(
        sections=by_section(articles, settings.sections, of_kind["sections"]),
        stories=by_story(articles, of_kind["stories"]),
        tags=by_name("tag", articles, lambda it: it.tags, with_both(settled, noted(tags)), tags),
        sources=by_name("source", articles, publishers, noted(sources), sources),
        authors=by_name("author", articles, lambda it: it.authors, noted(authors), authors),
    )


def publishers(article: Article) -> tuple[str, ...]:
    """The sources that an article credits, as it spells them."""
    return tuple(source.name for source in article.sources)


def by_name(
    kind: str,
    articles: Sequence[Article],
    spellings_of: Callable[[Article], tuple[str, ...]],
    naming: Naming,
    notes: Notes,
) -> Grouping:
    """Articles, newest first, grouped by names that may be spelled in several ways."""
    words = vocabulary((spellings_of(article) for article in reversed(articles)), naming)
    members: dict[Name, list[Article]] = defaultdict(list)
    for article in articles:
        for name in words.names(spellings_of(article)):
            members[name].append(article)
    ordered = sorted(members, key=lambda name: (name_key(name.title), name.slug))
    lists = (
        Listed(kind, name.title, name.slug, tuple(members[name]), notes.get(name.slug))
        for name in ordered
    )
    return Grouping(tuple(lists), words)


def noted(notes: Notes) -> Naming:
    """The naming that notes settle: their titles, their keys as slugs, their spellings."""
    return naming_of([(note.title, note.key, note.spellings) for note in notes.values()])


def with_both(first: Naming, second: Naming) -> Naming:
    """Two namings as one; the second decides where they differ."""
    return Naming(
        first.aliases + second.aliases, first.slugs + second.slugs, first.titles + second.titles
    )


def by_section(
    articles: Sequence[Article], settings: Sequence[SectionSetting], notes: Notes
) -> tuple[Listed, ...]:
    """Sections with articles: those of the settings in their order, then others by name."""
    members: dict[str, list[Article]] = {setting.key: [] for setting in settings}
    for article in sorted(articles, key=section_slug):
        if article.section:
            members.setdefault(section_slug(article), []).append(article)
    titles = {setting.key: setting.title for setting in settings}
    titles |= {key: note.title for key, note in notes.items() if note.title}
    return tuple(
        Listed(
            "section",
            titles.get(slug) or _section_title(listed),
            slug,
            tuple(in_order(listed)),
            notes.get(slug),
        )
        for slug, listed in members.items()
        if listed
    )


def by_story(articles: Iterable[Article], notes: Notes) -> tuple[Listed, ...]:
    """Developing stories with their articles, the story with the newest article first."""
    members: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        if article.story:
            members[slugify(article.story)].append(article)
    return tuple(
        Listed("story", _story_title(slug, notes), slug, tuple(listed), notes.get(slug))
        for slug, listed in members.items()
    )


def _story_title(slug: str, notes: Notes) -> str:
    return notes[slug].title if slug in notes else readable(slug)


def _section_title(articles: Sequence[Article]) -> str:
    """A section's name as its oldest article writes it, else its folder's made readable."""
    return readable(in_order(articles)[-1].section)


def readable(key: str) -> str:
    """A key as a title: its hyphens as spaces, its first letter raised."""
    words = key.replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]
