"""What all pages of the site share: the head, the frame, the links to feeds."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeVarTuple

from broadsheet.content.articles import Article
from broadsheet.content.ledger import Ledger
from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import TAXONOMIES
from broadsheet.dates import Moment
from broadsheet.digest.catalog import Catalog
from broadsheet.fingerprint import of_value
from broadsheet.images.colours import ACCENT
from broadsheet.languages import direction
from broadsheet.site.addresses import (
    EDITIONS,
    OPDS,
    SITE_FEED,
    WORKER,
    book_address,
    feed_address,
    index_address,
    page_address,
)
from broadsheet.site.article_views import ArticleViews
from broadsheet.site.cards import Cards, list_link
from broadsheet.site.feed_entries import Capped, FeedEntries
from broadsheet.site.feed_formats import formats_of
from broadsheet.site.keys import Keys
from broadsheet.site.later import NOTHING, Later, Once
from broadsheet.site.outputs import BOOK, Page, Weighed
from broadsheet.site.views import Channel, FeedLink, Link, PageHead, Picture, Site
from broadsheet.translations import Translations
from broadsheet.urls import uri

NOTHING_PUBLISHED: Ledger = {}
Given = TypeVarTuple("Given")


class PageFactory:
    """Makes the pages of one site, with what the site shows on all of them. `ledger` are the
    addresses that were published."""

    def __init__(
        self,
        catalog: Catalog,
        cards: Cards,
        views: ArticleViews,
        entries: FeedEntries,
        settings: Settings,
        translations: Translations,
        keys: Keys,
        accent: str = ACCENT,
        ledger: Ledger = NOTHING_PUBLISHED,
    ) -> None:
        self.catalog, self.settings, self.translations = catalog, settings, translations
        self.accent, self.ledger = accent, ledger
        self.cards, self.views, self.entries = cards, views, entries
        self._feed_link = cache(self._link_of_feed)  # shared by all pages that announce it
        self.whole_feed = self._feed_link(settings.title, SITE_FEED, is_whole=True)
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
            feed=self.whole_feed.address,
            books=OPDS if settings.books and catalog.articles else "",
            share=views.share(None),
            offline=WORKER if settings.offline else "",
        )
        self._head = _head_of_no_page(self.site)
        self._keys, self._shared = keys, of_value(self.site)

    def key(self, *parts: object) -> str:
        """The key of a page that is made from these parts, as `Keys` takes them, and from what is
        the same for the whole site."""
        return self._keys.of(self._shared, *parts)

    def page(
        self,
        address: str,
        template: str,
        title: str,
        source: str,
        *,
        description: str = "",
        copy_of: str = "",
        announced: Sequence[FeedLink] = (),
        type: str = "website",
        image: Picture | None = None,
        in_sitemap: bool = False,
        changed: Moment | None = None,
        more: Callable[[], Mapping[str, Any]] | None = None,
        **context: Any,
    ) -> Page:
        """A page; `source` is what asked for it. It announces the site's feed in its main format,
        and the feeds in `announced` in all. `type` and `image` are what it is and shows where it
        is shared (Open Graph). Sitemaps list it where it is `in_sitemap`, with when it `changed`.
        `more` makes the rest of its context when it is asked for. A file to be read anywhere is
        `copy_of` the page at an address; its links are whole.
        """
        head = replace(
            self._head,
            address="" if copy_of else address,
            canonical=copy_of or address,
            section=address if address in self._sections else "",
            type=type,
            title=title,
            description=description or self.settings.description,
            feeds=_in_every_format(self.whole_feed, announced),
            image=image or self.site.share,
        )
        shown: Mapping[str, Any] = {"site": self.site, "page": head, **context}
        shown = Later(shown, more) if more else shown
        return Page(address, template, shown, source, in_sitemap=in_sitemap, changed=changed)

    def later(
        self,
        address: str,
        template: str,
        source: str,
        make: Callable[[*Given], Page],
        *given: *Given,
        key: str,
        in_sitemap: bool = False,
        changed: Moment | None = None,
        **ready: Any,
    ) -> Page:
        """The page that `make` makes of what is `given`. It is not asked while the `key` tells that
        the page is as it was. `ready` are those values of the context that are looked at before."""
        shown = Later(ready or NOTHING, _context_of, make, *given)
        return Page(
            address, template, shown, source, in_sitemap=in_sitemap, changed=changed, key=key
        )

    def feed_link(self, title: str, address: str) -> FeedLink:
        """A link to the feed of the page at `address`, with a title that names the page."""
        return self._feed_link(f"{self.settings.title}: {title}", address)

    def _link_of_feed(self, title: str, whole: str, is_whole: bool = False) -> FeedLink:
        main, *others = (
            FeedLink(title, feed_address(whole, it.suffix), it)
            for it in formats_of(self.settings.feeds.formats, is_whole)
        )
        return replace(main, others=tuple(others))

    def feeds(self, feed: FeedLink, page: str, articles: Sequence[Article]) -> Iterator[Page]:
        """The feed of some articles, newest first, which belongs to the page at `page`, in every
        format."""
        key = self.key(feed.title, feed.address, page, tuple(articles))
        weighing = Once(_weighed, self, articles)
        for link in (feed, *feed.others):
            shown = Later(NOTHING, _feed_of, self, link, page, articles)
            yield _document(link, shown, weighing, key)

    def feeds_of(self, feed: FeedLink, page: str, capped: Capped) -> Iterator[Page]:
        """A feed of entries, newest first, in every format."""
        for link in (feed, *feed.others):
            yield self.feed_document(link, lambda: capped, partial(self.channel, link, page))

    def channel(self, feed: FeedLink, page: str) -> Channel:
        """What a feed says of itself in one format."""
        settings = self.settings
        return Channel(
            address=feed.address,
            title=feed.title,
            page=page,
            description=settings.description,
            language=settings.language,
            site_url=settings.url,
            current=feed.address,
            hub=uri(settings.feeds.hub),
            copyright=settings.feeds.copyright,
            authors=settings.author or (settings.title,),
        )

    def feed_document(
        self,
        feed: FeedLink,
        capped: Callable[[], Capped],
        channel: Callable[[], Channel],
        key: str = "",
    ) -> Page:
        """One document of a feed, at the address and in the format of the link."""
        shown = Later(NOTHING, lambda: self.of_feed(channel(), capped()))
        return _document(feed, shown, Once(lambda: capped().weighed), key)

    def of_feed(self, channel: Channel, capped: Capped) -> dict[str, Any]:
        """All that a feed is made of."""
        shared = {"site": self.site, "page": self._head}
        return {"channel": channel, "entries": capped.entries, **shared}

    def book(self, kind: str, page: str) -> str:
        """The address of the book of the page at an address; empty where the settings ask for no
        books of that kind."""
        return book_address(page) if kind in self.settings.books else ""

    def book_page(self, address: str, source: str, make: Callable[[], Mapping[str, Any]]) -> Page:
        """A book, whose context but for what all share is made by `make`."""
        shared = {"site": self.site, "page": self._head}
        return Page(address, BOOK, Later(shared, make), source)

    def redirect(self, address: str, target: str, source: str) -> Page:
        """A page that redirects to another address."""
        title = self.translations.gettext("Moved")
        return self.page(address, "redirect.html", title, source, target=target)


def _context_of(make: Callable[[*Given], Page], *given: *Given) -> Mapping[str, Any]:
    return make(*given).context


def _document(feed: FeedLink, shown: Later, weighing: Once[Weighed | None], key: str = "") -> Page:
    """A document of a feed. It keeps no entries, as many feeds have the same."""
    source = f"the feed {feed.title}"
    return Page(feed.address, feed.format.template, shown, source, weighing=weighing, key=key)


def _feed_of(
    factory: PageFactory, feed: FeedLink, page: str, articles: Sequence[Article]
) -> dict[str, Any]:
    return factory.of_feed(factory.channel(feed, page), factory.entries.of(articles))


def _weighed(factory: PageFactory, articles: Sequence[Article]) -> Weighed | None:
    return factory.entries.of(articles).weighed


def _in_every_format(site: FeedLink, own: Sequence[FeedLink]) -> tuple[FeedLink, ...]:
    """The feeds that a page announces: the site's in its main format, its own in all."""
    others = (other for it in own for other in it.others)
    return tuple(dict.fromkeys((site, *own, *others)))


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
