"""What only programs read: sitemaps, robots.txt, the web app manifest with its icon, security.txt.

Sitemaps follow the protocol of sitemaps.org, 50,000 addresses a file at most; the one for news
holds the articles of the last two days, as search engines ask for. security.txt follows RFC 9116.
"""

from collections.abc import Iterator
from datetime import datetime

from broadsheet.addresses import (
    ARCHIVE,
    CORRECTIONS,
    FRONT,
    ICON,
    NEWS_SITEMAP,
    ROBOTS,
    SECURITY,
    SITEMAP,
    WEB_MANIFEST,
    index_address,
    list_address,
    page_address,
    sitemap_address,
)
from broadsheet.catalog import NEWS_AGE
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import SitemapEntry

MOST = 50_000  # addresses in one sitemap


def machine_pages(paper: Paper, as_of: datetime) -> Iterator[Page]:
    """All of them; security.txt where the site says whom to write to."""
    yield from _sitemaps(paper)
    newest = [it for it in paper.catalog.articles if it.date.at + NEWS_AGE > as_of]
    cards = paper.desk.cards(newest)
    yield paper.page(NEWS_SITEMAP, "news-sitemap.xml", "", "the sitemap of news", cards=cards)
    yield paper.page(ROBOTS, "robots.txt", "", "robots.txt")
    yield paper.page(WEB_MANIFEST, "manifest.webmanifest", "", "the web app manifest")
    yield paper.page(ICON, "icon.svg", "", "the icon")
    security = paper.settings.security
    if security.contact:
        yield paper.page(SECURITY, "security.txt", "", "security.txt", security=security)


def _sitemaps(paper: Paper) -> Iterator[Page]:
    """One sitemap, or an index of several; articles oldest first, so that only the last grows."""
    entries = [*_lists(paper), *_articles(paper)]
    parts = [entries[start : start + MOST] for start in range(0, len(entries), MOST)]
    if len(parts) == 1:
        yield paper.page(SITEMAP, "sitemap.xml", "", "the sitemap", entries=tuple(entries))
        return
    addresses = tuple(sitemap_address(number + 1) for number in range(len(parts)))
    yield paper.page(SITEMAP, "sitemaps.xml", "", "the sitemap", sitemaps=addresses)
    for address, part in zip(addresses, parts, strict=True):
        yield paper.page(address, "sitemap.xml", "", "the sitemap", entries=tuple(part))


def _lists(paper: Paper) -> Iterator[SitemapEntry]:
    catalog, groups = paper.catalog, paper.catalog.groups
    addresses = [FRONT, ARCHIVE, CORRECTIONS, *map(index_address, ("tag", "story", "source"))]
    addresses += [index_address("author"), *([paper.site.editions] if paper.site.editions else [])]
    addresses += [page_address(note.key) for note in catalog.pages]
    addresses += [list_address(it.kind, it.slug) for it in (*groups.sections, *groups.stories)]
    addresses += [list_address("edition", it.period.key) for it in catalog.editions]
    return (SitemapEntry(address, None) for address in addresses)


def _articles(paper: Paper) -> Iterator[SitemapEntry]:
    for article in reversed(paper.catalog.articles):
        yield SitemapEntry(paper.desk.card(article).address, article.updated or article.date)
