"""Pages that a site has once: plain pages, the page of feeds, and the 404 page."""

from collections.abc import Iterator

from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import (
    CORRECTIONS,
    FRONT,
    NOT_FOUND,
    OPML,
    SUBSCRIBE,
    feed_address,
    page_address,
)
from broadsheet.site.cards import list_link
from broadsheet.site.outputs import Page
from broadsheet.site.views import Link


def plain_pages(factory: PageFactory) -> Iterator[Page]:
    """The curator's own pages, such as About."""
    for note in factory.catalog.pages:
        address = page_address(note.key)
        yield factory.page(
            address,
            "page.html",
            note.title,
            note.path,
            description=note.summary or note.body.summary,
            in_sitemap=True,
            heading=note.title,
            note=factory.views.note(note, address),
        )


def fixed_pages(factory: PageFactory) -> Iterator[Page]:
    """The site's feed, the pages that list all feeds, and the 404 page."""
    yield factory.feed(factory.whole_feed, FRONT, factory.catalog.articles)
    feeds = _feeds(factory)
    subscribe, lost = (
        factory.translations.gettext("Subscribe"),
        factory.translations.gettext("Page not found"),
    )
    yield factory.page(SUBSCRIBE, "subscribe.html", subscribe, "the feeds", feeds=feeds)
    yield factory.page(OPML, "feeds.opml", "", "the list of feeds", feeds=feeds)
    yield factory.page(NOT_FOUND, "404.html", lost, "the 404 page")


def _feeds(factory: PageFactory) -> tuple[Link, ...]:
    terms = factory.catalog.listings.terms
    named = [list_link(it) for it in terms if it.taxonomy.has_feeds]
    say = factory.translations.gettext
    editions = [Link(say("Editions"), factory.site.editions)] if factory.site.editions else []
    pages = (*editions, Link(say("Corrections"), CORRECTIONS), *named)
    feeds = (Link(it.title, feed_address(it.address)) for it in pages)
    return (factory.whole_feed, *feeds)
