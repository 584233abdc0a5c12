"""All articles, arranged: in order, by section, by tag, beside their neighbours; and who waits."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.articles import Article, in_order
from broadsheet.related import related_articles
from broadsheet.settings import SectionSetting, Settings
from broadsheet.tags import TagName, tag_key, vocabulary
from broadsheet.urls import slugify


@dataclass(frozen=True, slots=True)
class Held:
    """An article that is kept back, and why in the curator's words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A section or a tag with its articles, newest first."""

    title: str
    slug: str
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """The published articles, arranged; mappings are by an article's path."""

    articles: tuple[Article, ...]
    held: tuple[Held, ...]
    sections: tuple[Listed, ...]
    tags: tuple[Listed, ...]
    parted: tuple[TagName, ...]
    tags_of: Mapping[str, tuple[TagName, ...]]
    related: Mapping[str, tuple[Article, ...]]


@dataclass(frozen=True, slots=True)
class Slice:
    """A closed part of a list, numbered from the oldest; its articles newest first."""

    number: int
    articles: tuple[Article, ...]


def arrange(
    articles: Sequence[Article], settings: Settings, as_of: datetime, drafts: bool
) -> Catalog:
    """Arrange what is published at the moment `as_of`; `drafts` lets drafts through too."""
    reasons = {article.path: held_back(article, as_of, drafts) for article in articles}
    published = in_order([article for article in articles if not reasons[article.path]])
    oldest_first = [article.tags for article in reversed(published)]
    words = vocabulary(oldest_first, settings.tags)
    tags_of = {article.path: words.names(article.tags) for article in published}
    return Catalog(
        articles=tuple(published),
        held=tuple(Held(path, reason) for path, reason in sorted(reasons.items()) if reason),
        sections=_sections(published, settings.sections),
        tags=_tags(published, tags_of),
        parted=words.parted,
        tags_of=tags_of,
        related=related_articles(published, tags_of),
    )


def held_back(article: Article, as_of: datetime, drafts: bool) -> str:
    """Why an article is not published at a moment; empty when it is."""
    if article.draft and not drafts:
        return "a draft"
    if article.date.at > as_of:
        return f"scheduled for {article.date.at:%Y-%m-%d %H:%M %z}"
    if article.expires and article.expires.at <= as_of:
        return f"expired on {article.expires.at:%Y-%m-%d %H:%M %z}"
    return ""


def section_slug(article: Article) -> str:
    """The key of the section that an article stands in; empty outside all sections."""
    return slugify(article.section) if article.section else ""


def _sections(
    articles: Sequence[Article], settings: Sequence[SectionSetting]
) -> tuple[Listed, ...]:
    members: dict[str, list[Article]] = {setting.key: [] for setting in settings}
    for article in sorted(articles, key=section_slug):
        if article.section:
            members.setdefault(section_slug(article), []).append(article)
    titles = {setting.key: setting.title for setting in settings}
    return tuple(
        Listed(titles.get(slug) or _section_title(listed), slug, tuple(in_order(listed)))
        for slug, listed in members.items()
        if listed
    )


def _section_title(articles: Sequence[Article]) -> str:
    """A section's name as its articles write it; a folder's name with its first letter raised."""
    names = sorted(
        {article.section for article in articles}, key=lambda name: (name.islower(), name)
    )
    words = names[0].replace("-", " ").replace("_", " ")
    return words[:1].upper() + words[1:]


def _tags(
    articles: Sequence[Article], tags_of: Mapping[str, tuple[TagName, ...]]
) -> tuple[Listed, ...]:
    members: dict[TagName, list[Article]] = defaultdict(list)
    for article in articles:
        for tag in tags_of[article.path]:
            members[tag].append(article)
    ordered = sorted(members, key=lambda tag: (tag_key(tag.title), tag.slug))
    return tuple(Listed(tag.title, tag.slug, tuple(members[tag])) for tag in ordered)


def neighbours(
    articles: Sequence[Article],
) -> Iterator[tuple[Article | None, Article, Article | None]]:
    """Each article, given newest first, between the one before it in time and the one after."""
    for position, article in enumerate(articles):
        earlier = articles[position + 1] if position + 1 < len(articles) else None
        yield earlier, article, articles[position - 1] if position else None


def paginate(
    articles: Sequence[Article], size: int
) -> tuple[tuple[Article, ...], tuple[Slice, ...]]:
    """A list, newest first, as its open newest part and the closed ones, oldest first.

    A closed part holds exactly `size` articles and never changes when a newer article comes;
    the open part holds the rest, at least `size` once there is a closed one.
    """
    closed = max(len(articles) // size - 1, 0)
    oldest_first = tuple(reversed(articles))
    slices = tuple(
        Slice(number + 1, tuple(reversed(oldest_first[number * size : (number + 1) * size])))
        for number in range(closed)
    )
    return tuple(articles[: len(articles) - closed * size]), slices
