"""What all pages of the site share: the head, the frame, the links to feeds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from broadsheet.content.articles import Article
from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import TAXONOMIES
from broadsheet.dates import Moment
from broadsheet.digest.catalog import Catalog
from broadsheet.images.share_images import ACCENT
from broadsheet.languages import direction
from broadsheet.site.addresses import (
    EDITIONS,
    OPDS,
    SITE_FEED,
    book_address,
    feed_address,
    index_address,
    page_address,
)
from broadsheet.site.article_views import ArticleViews
from broadsheet.site.cards import Cards, list_link
from broadsheet.site.feed_entries import Capped, FeedEntries
from broadsheet.site.later import Later
from broadsheet.site.outputs import BOOK, FEED, Page
from broadsheet.site.views import Channel, Link, PageHead, Picture, Site
from broadsheet.translations import Translations


class PageFactory:
    """Makes the pages of one site, with what the site shows on all of them.

    Where it `is_lazy`, what takes long to make is made when a page is rendered.
    """

    def __init__(
        self,
        catalog: Catalog,
        cards: Cards,
        views: ArticleViews,
        entries: FeedEntries,
        settings: Settings,
        translations: Translations,
        is_lazy: bool = False,
        accent: str = ACCENT,
    ) -> None:
        self._is_lazy = is_lazy
        self.catalog, self.settings, self.translations = catalog, settings, translations
        self.accent = accent
        self.cards, self.views, self._entries = cards, views, entries
        self.whole_feed = Link(settings.title, SITE_FEED)
        has_editions = settings.editions.every != "none"
        pages = sorted(catalog.pages, key=lambda note: note.key)
        sections = tuple(list_link(listed) for listed in catalog.listings.sections)
        self._sections = frozenset(link.address for link in sections)
        self.site = Site(
            title=settings.title,
            description=settings.description,
            language=settings.language,
            direction=direction(settings.language),
            url=settings.url,
            sections=sections,
            indexes=tuple(_indexes(translations)),
            pages=tuple(Link(note.title, page_address(note.key)) for note in pages),
            editions=EDITIONS if has_editions else "",
            feed=SITE_FEED,
            books=OPDS if settings.books and catalog.articles else "",
            share=views.share(None),
        )
        self._head = _head_of_no_page(self.site)

    def page(
        self,
        address: str,
        template: str,
        title: str,
        source: str,
        *,
        description: str = "",
        announced: Sequence[Link] = (),
        type: str = "website",
        image: Picture | None = None,
        in_sitemap: bool = False,
        changed: Moment | None = None,
        more: Callable[[], Mapping[str, Any]] | None = None,
        **context: Any,
    ) -> Page:
        """A page; `source` is what asked for it, `announced` its feeds beside the site's; `type`
        and `image` are what it is and shows where it is shared (Open Graph). Sitemaps list it
        where it is `in_sitemap`, with when it `changed`. `more` makes the rest of its context."""
        head = replace(
            self._head,
            address=address,
            canonical=address,
            section=address if address in self._sections else "",
            type=type,
            title=title,
            description=description or self.settings.description,
            feeds=(self.whole_feed, *announced),
            image=image or self.site.share,
        )
        shown: Mapping[str, Any] = {"site": self.site, "page": head, **context}
        shown = self._with(shown, more) if more else shown
        return Page(address, template, shown, source, in_sitemap=in_sitemap, changed=changed)

    def _with(
        self, shown: Mapping[str, Any], more: Callable[[], Mapping[str, Any]]
    ) -> Mapping[str, Any]:
        return Later(shown, more) if self._is_lazy else {**shown, **more()}

    def feed_link(self, title: str, address: str) -> Link:
        """A link to the feed of the page at `address`, with a title that names the page."""
        return Link(f"{self.settings.title}: {title}", feed_address(address))

    def feed(self, feed: Link, page: str, articles: Sequence[Article]) -> Page:
        """The feed of some articles, newest first, which belongs to the page at `page`."""
        return self.feed_of(feed, page, self._entries.of(articles))

    def feed_of(self, feed: Link, page: str, capped: Capped) -> Page:
        """A feed of entries, newest first."""
        channel = Channel(
            address=feed.address,
            title=feed.title,
            page=page,
            description=self.settings.description,
            language=self.settings.language,
            site_url=self.settings.url,
        )
        shared = {"site": self.site, "page": self._head}
        context = {"channel": channel, "entries": capped.entries, **shared}
        source = f"the feed {feed.title}"
        return Page(feed.address, FEED, context, source, weighed=capped.weighed)

    def book(self, kind: str, page: str) -> str:
        """The address of the book of the page at an address; empty where the settings ask for no
        books of that kind."""
        return book_address(page) if kind in self.settings.books else ""

    def book_page(self, address: str, source: str, make: Callable[[], Mapping[str, Any]]) -> Page:
        """A book, whose context but for what all share is made by `make`."""
        shared = {"site": self.site, "page": self._head}
        return Page(address, BOOK, self._with(shared, make), source)

    def redirect(self, address: str, target: str, source: str) -> Page:
        """A page that redirects to another address."""
        title = self.translations.gettext("Moved")
        return self.page(address, "redirect.html", title, source, target=target)


def _indexes(translations: Translations) -> Iterator[Link]:
    """The indexes of all taxonomies that have one."""
    for taxonomy in TAXONOMIES:
        if taxonomy.has_index:
            yield Link(translations.gettext(taxonomy.title), index_address(taxonomy))


def _head_of_no_page(site: Site) -> PageHead:
    """What all heads share; a feed has it as it is, for its entries are shown anywhere."""
    return PageHead(
        address="",
        canonical="",
        section="",
        lite="",
        is_lite=False,
        type="",
        title="",
        description="",
        language=site.language,
        direction=site.direction,
        feeds=(),
        image=None,
    )
