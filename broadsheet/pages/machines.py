"""Files for programs: sitemaps, robots.txt, the web app manifest with its icon, security.txt, and
the key that search engines ask for (IndexNow).

Sitemaps follow the protocol of sitemaps.org, with at most 50,000 addresses in a file. The news
sitemap has the articles of the last two days, as search engines want it. security.txt follows RFC
9116.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

from broadsheet.content.search_engines import key_address
from broadsheet.digest.schedule import NEWS_AGE
from broadsheet.fingerprint import of_bytes
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import (
    ICON,
    NEWS_SITEMAP,
    ROBOTS,
    SECURITY,
    SITEMAP,
    WEB_MANIFEST,
    sitemap_address,
)
from broadsheet.site.outputs import Asset, Page
from broadsheet.site.views import SitemapEntry

MOST = 50_000  # addresses in one sitemap


def machine_pages(factory: PageFactory, as_of: datetime) -> Iterator[Page]:
    """All but the sitemaps of pages; security.txt where the site says whom to write to."""
    newest = [it for it in factory.catalog.articles if it.date.at + NEWS_AGE > as_of]
    cards = factory.cards.all_of(newest)
    yield factory.page(NEWS_SITEMAP, "news-sitemap.xml", "", "the sitemap of news", cards=cards)
    yield factory.page(ROBOTS, "robots.txt", "", "robots.txt")
    yield factory.page(WEB_MANIFEST, "manifest.webmanifest", "", "the web app manifest")
    yield factory.page(ICON, "icon.svg", "", "the icon")
    security = factory.settings.security
    if security.contact:
        yield factory.page(SECURITY, "security.txt", "", "security.txt", security=security)


def sitemaps(factory: PageFactory, pages: Sequence[Page]) -> Iterator[Page]:
    """One sitemap of the pages that belong into it, or an index of several.

    Pages that tell when they changed are articles; they come last, oldest first, so that only the
    last sitemap grows.
    """
    listed = [page for page in pages if page.in_sitemap]
    ordered = [it for it in listed if not it.changed]
    ordered += [it for it in reversed(listed) if it.changed]
    entries = [SitemapEntry(page.address, page.changed) for page in ordered]
    parts = [entries[start : start + MOST] for start in range(0, len(entries), MOST)]
    if len(parts) == 1:
        yield factory.page(SITEMAP, "sitemap.xml", "", "the sitemap", entries=tuple(entries))
        return
    addresses = tuple(sitemap_address(number + 1) for number in range(len(parts)))
    yield factory.page(SITEMAP, "sitemaps.xml", "", "the sitemap", sitemaps=addresses)
    for address, part in zip(addresses, parts, strict=True):
        yield factory.page(address, "sitemap.xml", "", "the sitemap", entries=tuple(part))


def search_engine_key(key: str) -> Iterator[Asset]:
    """The file that shows that a key of IndexNow is the site's; none without a key."""
    if key:
        content = key.encode()
        yield Asset(key_address(key), "indexnow in site.yaml", of_bytes(content), content)
