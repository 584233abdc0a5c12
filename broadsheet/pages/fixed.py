"""Pages that a site has once: plain pages, the feed of all articles, and the 404 page."""

from collections.abc import Iterator
from datetime import datetime

from broadsheet.pages.cadence import cadence_feeds
from broadsheet.pages.page_factory import PageFactory
from broadsheet.pages.subscribe import subscribe_pages
from broadsheet.pages.whole_feed import whole_feed
from broadsheet.site.addresses import NOT_FOUND, page_address
from broadsheet.site.outputs import Page


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


def fixed_pages(factory: PageFactory, as_of: datetime) -> Iterator[Page]:
    """The site's feeds, the pages that list all feeds, and the 404 page."""
    yield from whole_feed(factory)
    yield from cadence_feeds(factory, as_of)
    yield from subscribe_pages(factory)
    lost = factory.translations.gettext("Page not found")
    yield factory.page(NOT_FOUND, "404.html", lost, "the 404 page")
