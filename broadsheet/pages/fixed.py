"""Pages that a site has once: plain pages, the page of feeds, and the 404 page."""

from collections.abc import Iterator

from broadsheet.pages.page_factory import Paper
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


def plain_pages(paper: Paper) -> Iterator[Page]:
    """The curator's own pages, such as About."""
    for note in paper.catalog.pages:
        address = page_address(note.key)
        yield paper.page(
            address,
            "page.html",
            note.title,
            note.path,
            description=note.summary or note.body.summary,
            in_sitemap=True,
            heading=note.title,
            note=paper.views.note(note, address),
        )


def fixed_pages(paper: Paper) -> Iterator[Page]:
    """The site's feed, the pages that list all feeds, and the 404 page."""
    yield paper.feed(paper.whole_feed, FRONT, paper.catalog.articles)
    feeds = _feeds(paper)
    subscribe, lost = paper.words.gettext("Subscribe"), paper.words.gettext("Page not found")
    yield paper.page(SUBSCRIBE, "subscribe.html", subscribe, "the feeds", feeds=feeds)
    yield paper.page(OPML, "feeds.opml", "", "the list of feeds", feeds=feeds)
    yield paper.page(NOT_FOUND, "404.html", lost, "the 404 page")


def _feeds(paper: Paper) -> tuple[Link, ...]:
    terms = paper.catalog.groups.terms
    named = [list_link(it) for it in terms if it.taxonomy.has_feeds]
    say = paper.words.gettext
    editions = [Link(say("Editions"), paper.site.editions)] if paper.site.editions else []
    pages = (*editions, Link(say("Corrections"), CORRECTIONS), *named)
    feeds = (Link(it.title, feed_address(it.address)) for it in pages)
    return (paper.whole_feed, *feeds)
