"""Pages that every site has once: plain pages, subscribing, for lost readers, for machines."""

from collections.abc import Iterator

from broadsheet.addresses import (
    ARCHIVE,
    CORRECTIONS,
    FRONT,
    NOT_FOUND,
    OPML,
    ROBOTS,
    SITE_FEED,
    SITEMAP,
    SUBSCRIBE,
    feed_address,
    index_address,
    list_address,
    page_address,
)
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import Link, SitemapEntry


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
            heading=note.title,
            note=paper.desk.note(note, address),
        )


def fixed_pages(paper: Paper) -> Iterator[Page]:
    """The site's feed and the pages about all feeds, for lost readers and for machines."""
    yield paper.feed(Link(paper.settings.title, SITE_FEED), FRONT, paper.catalog.articles)
    feeds = _feeds(paper)
    yield paper.page(SUBSCRIBE, "subscribe.html", "Subscribe", "the feeds", feeds=feeds)
    yield paper.page(OPML, "feeds.opml", "", "the list of feeds", feeds=feeds)
    yield paper.page(NOT_FOUND, "404.html", "Page not found", "the 404 page")
    yield paper.page(SITEMAP, "sitemap.xml", "", "the sitemap", entries=_entries(paper))
    yield paper.page(ROBOTS, "robots.txt", "", "robots.txt")


def _feeds(paper: Paper) -> tuple[Link, ...]:
    groups = paper.catalog.groups
    lists = (*groups.sections, *groups.stories, *groups.authors.lists, *groups.tags.lists)
    named = [Link(it.title, list_address(it.kind, it.slug)) for it in lists]
    editions = [Link("Editions", paper.site.editions)] if paper.site.editions else []
    pages = (*editions, Link("Corrections", CORRECTIONS), *named)
    feeds = (Link(it.title, feed_address(it.address)) for it in pages)
    return (Link(paper.settings.title, SITE_FEED), *feeds)


def _entries(paper: Paper) -> tuple[SitemapEntry, ...]:
    catalog, groups = paper.catalog, paper.catalog.groups
    indexes = [FRONT, ARCHIVE, CORRECTIONS, *map(index_address, ("tag", "story", "source"))]
    indexes += [index_address("author"), *([paper.site.editions] if paper.site.editions else [])]
    indexes += [page_address(note.key) for note in catalog.pages]
    indexes += [list_address(it.kind, it.slug) for it in (*groups.sections, *groups.stories)]
    indexes += [list_address("edition", it.period.key) for it in catalog.editions]
    articles = (
        SitemapEntry(paper.desk.card(it).address, it.updated or it.date) for it in catalog.articles
    )
    return (*(SitemapEntry(address, None) for address in indexes), *articles)
