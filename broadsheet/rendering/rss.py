"""Writes RSS 2.0 feeds with feedgen, without those of its defaults that read the clock.

Feeds follow RSS 2.0 and the profile of the RSS Advisory Board: one channel link to the HTML page,
`atom:link rel=self`, `content:encoded` for the whole text, `dc:creator` for names. RSS cannot say
that an entry changed, so `atom:updated` (RFC 4287) does.

Readers take a description for HTML, and many take a title for it too, so a text that HTML would
read otherwise is written as HTML. A title that reads the same both ways stays as it is.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from html import escape, unescape
from typing import Any

from feedgen.entry import FeedEntry
from feedgen.ext.base import BaseEntryExtension, BaseExtension
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from broadsheet.fingerprint import of_value
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, Entry
from broadsheet.urls import absolute

KEPT = 16_000_000  # bytes of items, of which most stand in several feeds
Write = Callable[[Page, str, Mapping[str, Any]], str]
ITEM_START, CHANNEL_END = b"    <item>", b"  </channel>"  # no text contains them: < is escaped
UPDATED = "{http://www.w3.org/2005/Atom}updated"


class ChangedEntry(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Says in an RSS entry when it last changed in substance."""

    def __init__(self) -> None:
        self.moment: datetime | None = None

    def extend_rss(self, entry: etree._Element) -> etree._Element:
        """Add `atom:updated` to the entry's XML if it changed after it was published."""
        if self.moment is not None:
            etree.SubElement(entry, UPDATED).text = self.moment.isoformat()
        return entry


class Dateless(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Takes the date out of a feed that has no entry yet; feedgen always writes one."""

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Leave `lastBuildDate` out."""
        for channel in feed.iter("channel"):
            etree.strip_elements(channel, "lastBuildDate")
        return feed


def render_feed(page: Page, items: "Items") -> bytes:
    """A feed as UTF-8 bytes; its entries are newest first, its date is that of the last change."""
    channel: Channel = page.context["channel"]
    entries: Sequence[Entry] = page.context["entries"]
    feed = _feed(BaseExtension if entries else Dateless)
    feed.title(title_text(channel.title))
    # feedgen uses the last link as that of the channel, so `self` has to come first.
    own = absolute(channel.site_url, channel.address)
    feed.link(href=own, rel="self", type="application/rss+xml")
    feed.link(href=absolute(channel.site_url, channel.page), rel="alternate")
    feed.description(as_html(channel.description))
    feed.language(channel.language)
    feed.generator("Broadsheet")
    feed.docs("https://www.rssboard.org/rss-specification")
    if entries:
        feed.lastBuildDate(max(entry.updated.at for entry in entries))
    written: bytes = feed.rss_str(pretty=True)
    head, end, foot = written.rpartition(CHANNEL_END)
    return b"".join([head, *(items.of(entry, page) for entry in entries), end, foot])


def _feed(dated: type[BaseExtension]) -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("dc", DcExtension, DcEntryExtension, atom=False, rss=True)
    feed.register_extension("changed", dated, ChangedEntry, atom=False, rss=True)
    return feed


def as_html(text: str) -> str:
    """A plain text as HTML that reads as that very text."""
    return escape(text, quote=False)


def title_text(text: str) -> str:
    """A title that reads as the very text, whether a reader takes it for HTML or not if it can."""
    return as_html(text) if "<" in text or unescape(text) != text else text


def _mark(entry: Entry) -> str:
    """The placeholder for an entry's text until it is written."""
    return f"text-of-{of_value(entry.id)}"


class Items:
    """The items of entries as bytes, which are the same in every feed. Entries are known by their
    identity: two that are equal may still be of different time zones. `write` makes the HTML of
    one through its template."""

    def __init__(self, write: Write) -> None:
        self._write = write
        self._known: dict[int, tuple[Entry, bytes]] = {}
        self._room = KEPT

    def of(self, entry: Entry, page: Page) -> bytes:
        """The item of an entry; made for the feed `page`, and the same for any other."""
        known = self._known.get(id(entry))
        if known is None:
            known = self._known[id(entry)] = (entry, self._made(entry, page))
            self._room -= len(known[1])
            while self._room < 0 and len(self._known) > 1:
                _, oldest = self._known.pop(next(iter(self._known)))
                self._room += len(oldest)
        return known[1]

    def _made(self, entry: Entry, page: Page) -> bytes:
        item = _item(entry, page.context["channel"].site_url)
        if not entry.template:
            return item
        shared = {"site": page.context["site"], "page": page.context["page"]}
        html = self._write(page, entry.template, {**shared, **entry.context})
        safe = html.replace("]]>", "]]]]><![CDATA[>")
        # No other text contains the start of a CDATA section: there < is escaped.
        return item.replace(f"<![CDATA[{_mark(entry)}".encode(), f"<![CDATA[{safe}".encode(), 1)


def _item(entry: Entry, site_url: str) -> bytes:
    """An entry's item as it stands in a feed, with a placeholder for its text."""
    item = FeedEntry()
    item.register_extension("dc", DcEntryExtension, atom=False, rss=True)
    item.register_extension("changed", ChangedEntry, atom=False, rss=True)
    item.id(entry.id)
    item.guid(entry.id, permalink=False)
    item.title(title_text(entry.title))
    item.link(href=absolute(site_url, entry.address))
    item.pubDate(entry.published.at)
    item.updated(entry.updated.at)
    if entry.updated.at > entry.published.at:
        item.changed.moment = entry.updated.at
    item.description(as_html(entry.summary))
    if entry.template:
        item.content(_mark(entry), type="CDATA")
    for name in entry.authors:
        item.dc.dc_creator(name)
    item.category([{"term": name} for name in entry.categories])
    return _written(item.rss_entry())


def _written(item: etree._Element) -> bytes:
    """An item as it is written within a feed, so far indented and without names of namespaces."""
    rss = _empty_rss()
    rss[0].append(item)
    try:
        whole: bytes = etree.tostring(rss, pretty_print=True, encoding="UTF-8")
    finally:
        rss[0].remove(item)
    start = whole.index(ITEM_START)
    return whole[start : whole.rindex(CHANNEL_END)]


@cache
def _empty_rss() -> etree._Element:
    """The elements of a feed around its items, by feedgen, so that namespaces are the same."""
    feed = _feed(Dateless)
    feed.title("-")
    feed.link(href="-", rel="alternate")
    feed.description("-")
    rss = etree.fromstring(feed.rss_str())
    for element in list(rss[0]):
        rss[0].remove(element)
    return rss
