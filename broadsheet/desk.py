"""Articles as views: cards for lists, the whole for their own page, entries for feeds."""

from collections.abc import Callable, Sequence
from dataclasses import fields
from datetime import timedelta
from html import escape

from markupsafe import Markup

from broadsheet.addresses import Directory, list_address, media_address
from broadsheet.articles import Article
from broadsheet.catalog import Catalog, Listed, section_slug
from broadsheet.front_matter import Source
from broadsheet.languages import direction
from broadsheet.problems import Problem
from broadsheet.settings import FeedSettings, Settings
from broadsheet.urls import absolute, relative
from broadsheet.views import ArticleView, Card, Entry, Link, Picture


class Desk:
    """Makes the views of one build's articles, each card and entry once."""

    def __init__(self, catalog: Catalog, directory: Directory, settings: Settings) -> None:
        self._catalog, self._directory, self._settings = catalog, directory, settings
        self._sections = {listed.slug: section_link(listed) for listed in catalog.sections}
        self.problems: list[Problem] = []
        self.warnings: list[Problem] = []
        self._goals = {article.path: self._find_goals(article) for article in catalog.articles}
        self._cards = {article.path: self._make_card(article) for article in catalog.articles}
        self._entries: dict[str, Entry] = {}

    def card(self, article: Article) -> Card:
        """An article as lists show it."""
        return self._cards[article.path]

    def cards(self, articles: Sequence[Article]) -> tuple[Card, ...]:
        """Several articles as lists show them."""
        return tuple(self._cards[article.path] for article in articles)

    def whole(self, article: Article) -> ArticleView:
        """An article as its own page shows it."""
        card = self.card(article)
        return ArticleView(
            **{field.name: getattr(card, field.name) for field in fields(Card)},
            standfirst=article.standfirst,
            updated=article.updated,
            body=Markup(self._body(article, lambda goal: relative(card.address, goal))),
            sources=article.sources,
            via=article.via,
            tags=self.tag_links(article),
            corrections=article.corrections,
            extra=article.extra,
        )

    def tag_links(self, article: Article) -> tuple[Link, ...]:
        """An article's tags with the addresses of their lists."""
        names = self._catalog.tags_of[article.path]
        return tuple(Link(tag.title, list_address("tag", tag.slug)) for tag in names)

    def entries(self, articles: Sequence[Article]) -> tuple[Entry, ...]:
        """A feed's entries out of `articles`, newest first, within the site's caps."""
        caps = self._settings.feeds
        entries: list[Entry] = []
        size = 0
        for article in articles[: caps.items]:
            entry = self._entry(article)
            size += len(entry.content.encode()) + len(entry.summary.encode())
            if entries and (size > caps.bytes or _too_old(entries[0], entry, caps)):
                break
            entries.append(entry)
        return tuple(entries)

    def goals(self, article: Article) -> tuple[str, ...]:
        """Where each link of an article's body leads, an empty text where it leads nowhere."""
        return self._goals[article.path]

    def _entry(self, article: Article) -> Entry:
        if article.path not in self._entries:
            self._entries[article.path] = self._make_entry(article)
        return self._entries[article.path]

    def _make_entry(self, article: Article) -> Entry:
        card = self.card(article)
        base = self._settings.url
        whole = self._settings.feeds.content == "full"
        body = self._body(article, lambda goal: absolute(base, goal)) if whole else ""
        sections = (card.section.title,) if card.section else ()
        tags = tuple(tag.title for tag in self._catalog.tags_of[article.path])
        return Entry(
            title=article.title,
            address=card.address,
            id=article.id,
            published=article.date,
            updated=article.updated or article.date,
            authors=article.authors,
            categories=tuple(dict.fromkeys((*sections, *tags))),
            summary=article.summary,
            content=body + _credits(article) if whole else "",
        )

    def _make_card(self, article: Article) -> Card:
        return Card(
            title=article.title,
            address=self._directory.addresses[article.path],
            summary=article.summary,
            moment=article.date,
            section=self._sections.get(section_slug(article)),
            authors=article.authors,
            publishers=tuple(dict.fromkeys(source.name for source in article.sources)),
            language=article.language,
            direction=direction(article.language),
            image=self._picture(article),
        )

    def _picture(self, article: Article) -> Picture | None:
        image = article.image
        if image is None:
            return None
        goal = self._directory.goal(article.path, article.image_line, image.file, True)
        if goal.problem:
            self.problems.append(goal.problem)
        return Picture(
            goal.address or media_address(image.file), image.alt, image.caption, image.credit, 0, 0
        )

    def _find_goals(self, article: Article) -> tuple[str, ...]:
        found = []
        for link in article.body.links:
            goal = self._directory.goal(article.path, link.line, link.target, link.is_media)
            if goal.problem:
                (self.warnings if goal.is_held else self.problems).append(goal.problem)
            found.append(goal.address)
        return tuple(found)

    def _body(self, article: Article, link: Callable[[str], str]) -> str:
        goals = self._goals[article.path]
        return article.body.resolved(lambda number: goals[number] and link(goals[number]))


def section_link(listed: Listed) -> Link:
    """A section with the address of its list."""
    return Link(listed.title, list_address("section", listed.slug))


def _too_old(newest: Entry, entry: Entry, caps: FeedSettings) -> bool:
    return bool(caps.days) and newest.published.at - entry.published.at > timedelta(caps.days)


def _credits(article: Article) -> str:
    """The sources as a reader of the feed needs them: below the text, with their links."""
    items = "".join(f"<li>{_credit(source)}</li>" for source in article.sources)
    return f"<ul>{items}</ul>" if items else ""


def _credit(source: Source) -> str:
    lang = f' hreflang="{source.language}"' if source.language else ""
    link = f'<a href="{escape(source.url)}"{lang}>{escape(source.title or source.name)}</a>'
    return f"{escape(source.name)}: {link}" if source.title else link
