"""Articles as views: cards for lists, the whole for a page, entries for feeds."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cache
from html import escape
from itertools import islice

from broadsheet.addresses import SITE_SHARE, Directory, list_address, share_address
from broadsheet.articles import Article, section_slug
from broadsheet.catalog import Catalog
from broadsheet.dates import Moment
from broadsheet.front_matter import Correction, FrontMatter, Source, values_of
from broadsheet.gallery import Gallery
from broadsheet.groups import Listed
from broadsheet.languages import direction, long_date
from broadsheet.links import Links, Written
from broadsheet.names import Name
from broadsheet.notes import Note
from broadsheet.pictures import Rendition
from broadsheet.problems import Problem
from broadsheet.reading_time import minutes
from broadsheet.settings import FeedSettings, Settings
from broadsheet.share import HEIGHT, WIDTH
from broadsheet.texts import Among, Library, Piece, PlainText, Text, size_of
from broadsheet.urls import absolute
from broadsheet.views import ArticleView, Card, Credit, Entry, Link, Picture
from broadsheet.words import Words

ALONE = Among()


class Desk:
    """Makes the views of one build's articles, each card and entry once."""

    def __init__(
        self,
        catalog: Catalog,
        directory: Directory,
        links: Links,
        settings: Settings,
        words: Words,
        library: Library,
        gallery: Gallery,
    ) -> None:
        self._groups, self._directory = catalog.groups, directory
        self._links, self._settings, self._library = links, settings, library
        self._say = words.gettext
        self._gallery = gallery
        self._sections = {listed.slug: list_link(listed) for listed in catalog.groups.sections}
        self.problems: list[Problem] = []
        self._cards = {article.path: self._make_card(article) for article in catalog.articles}
        self._entries: dict[str, Entry] = {}
        self._link_to = cache(_link_to)  # one for all articles: there are few names

    def card(self, article: Article) -> Card:
        """An article as lists show it."""
        return self._cards[article.path]

    def cards(self, articles: Sequence[Article]) -> tuple[Card, ...]:
        """Several articles as lists show them."""
        return tuple(self._cards[article.path] for article in articles)

    def whole(self, article: Article, page: str, among: Among = ALONE) -> ArticleView:
        """An article as the page at the address `page` shows it whole, `among` others or alone."""
        card = self.card(article)
        return ArticleView(
            **values_of(Card, card),
            meta=FrontMatter(**values_of(FrontMatter, article)),
            standfirst=article.standfirst,
            body=self._text(article, page, among),
            bylines=self._named("author", self._groups.authors.words.names(article.authors)),
            minutes=minutes(article.body.words),
            sources=tuple(self.credit(source) for source in article.sources),
            tags=self._named("tag", self._groups.tags_of(article)),
            share=self.share(article),
        )

    def share(self, article: Article | None) -> Picture | None:
        """The share image of an article, or the site's own; None where the site has none."""
        settings = self._settings
        if not settings.share_images:
            return None
        address = share_address(self.card(article).address) if article else SITE_SHARE
        alt = article.title if article else settings.title
        whole = Rendition(address, WIDTH, HEIGHT)
        return Picture(address, alt, "", "", WIDTH, HEIGHT, (), whole)

    def plain_text(self, article: Article) -> PlainText:
        """An article's text without its HTML."""
        body = article.body
        return PlainText(article.path, body.digest, body.size, self._library)

    def note(self, note: Note | None, page: str) -> Piece:
        """A note's text as the page at the address `page` shows it; empty without one."""
        return self._text(note, page, ALONE) if note else ""

    def note_for_feeds(self, note: Note | None) -> Piece:
        """A note's text with absolute links; empty without one."""
        return self.note(note, "")

    def body_for_feeds(self, article: Article, below: int = 0) -> tuple[Piece, ...]:
        """An article's text, corrections before and credits after it, all links absolute."""
        before = self._corrected(article) + self._figure(article)
        body = self._text(article, "", Among(below=below))
        return (before, body, self._credits(article))

    def summary_for_feeds(self, article: Article) -> str:
        """An article's summary in the place of its text."""
        lead = f"<p>{escape(article.summary)}</p>"
        return self._corrected(article) + lead + self._credits(article)

    def correction_for_feeds(self, article: Article, correction: Correction) -> str:
        """A correction with the article it was made to."""
        link = escape(absolute(self._settings.url, self.card(article).address))
        told = f"<p>{escape(self._told(correction))}</p>"
        return f'{told}<p><a href="{link}">{escape(article.title)}</a></p>'

    def credit(self, source: Source) -> Credit:
        """A source as articles credit it, with the address of its page."""
        name = self._groups.sources.words.by_spelling[source.name]
        return Credit(**values_of(Source, source), page=list_address("source", name.slug))

    def section(self, article: Article) -> Link | None:
        """The section that an article stands in."""
        return self._sections.get(section_slug(article))

    def entries(self, articles: Sequence[Article]) -> tuple[Entry, ...]:
        """A feed's entries out of `articles`, newest first, within the site's caps."""
        return capped((self._entry(article) for article in articles), self._settings.feeds)

    def _entry(self, article: Article) -> Entry:
        if article.path not in self._entries:
            self._entries[article.path] = self._make_entry(article)
        return self._entries[article.path]

    def _make_entry(self, article: Article) -> Entry:
        card = self.card(article)
        whole = self._settings.feeds.content == "full"
        sections = (card.section.title,) if card.section else ()
        tags = tuple(tag.title for tag in self._groups.tags_of(article))
        corrections = "" if whole else " ".join(self._told(it) for it in article.corrections)
        return Entry(
            title=article.title,
            address=card.address,
            id=article.id,
            published=article.date,
            updated=last_changed(article),
            authors=article.authors,
            categories=tuple(dict.fromkeys((*sections, *tags))),
            summary=f"{corrections} {article.summary}".strip(),
            content=self.body_for_feeds(article) if whole else (),
        )

    def _text(self, written: Written, page: str, among: Among) -> Text:
        body, url = written.body, self._settings.url
        goals = self._links.of(written)
        pictures = self._gallery.in_text(body.links, goals)
        shown = (goals, page, url, among, pictures, self._library)
        return Text(written.path, body.digest, body.size, body.mark, *shown)

    def _figure(self, article: Article) -> str:
        picture = self.card(article).image
        if picture is None:
            return ""
        address = escape(absolute(self._settings.url, picture.address))
        words = " ".join(it for it in (picture.caption, picture.credit) if it)
        caption = f"<figcaption>{escape(words)}</figcaption>" if words else ""
        size = f'width="{picture.width}" height="{picture.height}"'
        image = f'<img src="{address}" alt="{escape(picture.alt)}" {size}>'
        return f"<figure>{image}{caption}</figure>"

    def _corrected(self, article: Article) -> str:
        lines = (escape(self._told(it)) for it in article.corrections)
        return "".join(f"<p><strong>{line}</strong></p>" for line in lines)

    def _credits(self, article: Article) -> str:
        """The sources as a reader of the feed needs them: below the text, with their links."""
        items = [f"<li>{_credit(source)}</li>" for source in article.sources]
        via = article.via
        if via:
            name = escape(via.name)
            linked = f'<a href="{escape(via.url)}">{name}</a>' if via.url else name
            items.append(f"<li>{self._say('Via %(name)s', name=linked)}</li>")
        return f"<ul>{''.join(items)}</ul>" if items else ""

    def _told(self, correction: Correction) -> str:
        day = long_date(correction.date, self._settings.language)
        return self._say("Correction, %(date)s: %(text)s", date=day, text=correction.text)

    def _named(self, kind: str, names: Sequence[Name]) -> tuple[Link, ...]:
        return tuple(self._link_to(kind, name) for name in names)

    def _make_card(self, article: Article) -> Card:
        return Card(
            title=article.title,
            address=self._directory.address(article.path),
            summary=article.summary,
            moment=article.date,
            section=self.section(article),
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
        goal = self._directory.goal(article.path, article.line("image"), image.file, True)
        shown = self._gallery.shown(goal.address)
        if shown is None:
            hint = "give it a picture: .jpg, .png, .webp, .avif or .gif"
            text = f"the image {image.file} is not a picture"
            self.problems.append(
                goal.problem or Problem(article.path, article.line("image"), text, hint)
            )
            return None
        src = shown.src
        words = (image.alt, image.caption, image.credit)
        return Picture(src.address, *words, src.width, src.height, shown.webp, shown.whole)


def last_changed(article: Article) -> Moment:
    """When an article last changed in substance: published, updated or corrected."""
    corrected = (correction.date for correction in article.corrections)
    return max((article.date, article.updated or article.date, *corrected), key=lambda it: it.at)


def _link_to(kind: str, name: Name) -> Link:
    return Link(name.title, list_address(kind, name.slug))


def list_link(listed: Listed) -> Link:
    """A section, a tag or the like with the address of its list."""
    return Link(listed.title, list_address(listed.kind, listed.slug))


def capped(entries: Iterable[Entry], caps: FeedSettings) -> tuple[Entry, ...]:
    """The first of a feed's entries, newest first, within the caps on number, days and bytes."""
    kept: list[Entry] = []
    size = 0
    for entry in islice(entries, caps.items):
        size += sum(map(size_of, entry.content)) + len(entry.summary.encode())
        if kept and (size > caps.bytes or _too_old(kept[0], entry, caps)):
            break
        kept.append(entry)
    return tuple(kept)


def _too_old(newest: Entry, entry: Entry, caps: FeedSettings) -> bool:
    return bool(caps.days) and newest.published.at - entry.published.at > timedelta(caps.days)


def _credit(source: Source) -> str:
    lang = f' hreflang="{source.language}"' if source.language else ""
    link = f'<a href="{escape(source.url)}"{lang}>{escape(source.title or source.name)}</a>'
    return f"{escape(source.name)}: {link}" if source.title else link
