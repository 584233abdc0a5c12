"""Writes JSON Feed 1.1 (jsonfeed.org): the same entries for readers of JSON."""

from collections.abc import Iterator, Sequence
from typing import Any

from broadsheet.rendering.feed_items import Items
from broadsheet.script_json import script_json
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, Entry
from broadsheet.urls import absolute

VERSION = "https://jsonfeed.org/version/1.1"
COMMENT = (
    "This is a feed: a list of articles for feed readers. Copy its address into a reader to "
    "follow the site. https://www.jsonfeed.org/ lists readers."
)
RIGHTS = "https://www.rfc-editor.org/rfc/rfc4287#section-4.2.10"  # which JSON Feed lacks
Object = dict[str, Any]  # of JSON


def render_json_feed(page: Page, items: Items) -> bytes:
    """A feed as UTF-8 bytes; its entries are newest first."""
    channel: Channel = page.context["channel"]
    entries: Sequence[Entry] = page.context["entries"]
    head = _written(dict(_feed(channel))).removesuffix(b"}")
    written = b",\n".join(items.of(entry, page, _item) for entry in entries)
    return b"".join([head, b', "items": [\n', written, b"\n]}\n"])


def _feed(channel: Channel) -> Iterator[tuple[str, Any]]:
    """What a feed says of itself, in the order of the standard."""
    yield "version", VERSION
    yield "title", channel.title
    yield "home_page_url", absolute(channel.site_url, channel.page)
    yield "feed_url", absolute(channel.site_url, channel.address)
    yield "description", channel.description
    yield "user_comment", COMMENT
    if channel.older:
        yield "next_url", absolute(channel.site_url, channel.older)
    yield "authors", _authors(channel.authors)
    yield "language", channel.language
    if channel.copyright:
        yield "_rights", {"about": RIGHTS, "text": channel.copyright}
    if channel.hub and channel.is_current:
        yield "hubs", [{"type": "WebSub", "url": channel.hub}]


def _item(entry: Entry, html: str, site_url: str) -> bytes:
    """An entry as it stands in a feed."""
    return _written(dict(_of_entry(entry, html, site_url)))


def _of_entry(entry: Entry, html: str, site_url: str) -> Iterator[tuple[str, Any]]:
    yield "id", entry.id
    yield "url", absolute(site_url, entry.address)
    if entry.via:
        yield "external_url", entry.via[0].address
    if not entry.untitled:
        yield "title", entry.title
    if html:
        yield "content_html", html
        yield "summary", entry.summary
    else:  # an item must have a text, also one of a feed of headlines
        yield "content_text", entry.summary or entry.title
    if entry.media:
        yield "image", absolute(site_url, entry.media.address)
    yield "date_published", entry.published.at.isoformat()
    if entry.updated.at > entry.published.at:
        yield "date_modified", entry.updated.at.isoformat()
    if entry.authors:
        yield "authors", _authors(entry.authors)
    if entry.categories:
        yield "tags", list(entry.categories)
    if entry.language:
        yield "language", entry.language


def _authors(names: Sequence[str]) -> list[Object]:
    return [{"name": name} for name in names]


def _written(value: Object) -> bytes:
    return script_json(value).encode()
