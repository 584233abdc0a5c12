"""Writes RSS 2.0 feeds with feedgen, without those of its defaults that read the clock.

Feeds follow RSS 2.0 and the profile of the RSS Advisory Board: one channel link to the HTML page,
`atom:link rel=self`, `content:encoded` for the whole text, `dc:creator` for names. RSS cannot say
that an entry changed, so `atom:updated` (RFC 4287) does.

Readers take a description for HTML, and many take a title for it too, so a text that HTML would
read otherwise is written as HTML. A title that reads the same both ways stays as it is.
"""

from collections.abc import Sequence
from functools import cache
from html import escape, unescape

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.feed import FeedGenerator
from lxml import etree

from broadsheet.fingerprint import of_value
from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.feed_xml import (
    EntryExtension,
    Envelope,
    FeedExtension,
    related,
    styled,
)
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, Entry
from broadsheet.urls import absolute


def render_feed(page: Page, items: Items) -> bytes:
    """A feed as UTF-8 bytes; its entries are newest first, its date is that of the last change."""
    channel: Channel = page.context["channel"]
    entries: Sequence[Entry] = page.context["entries"]
    feed = _feed()
    feed.title(title_text(channel.title))
    # feedgen uses the last link as that of the channel, so `self` has to come first.
    own = absolute(channel.site_url, channel.address)
    feed.link(href=own, rel="self", type="application/rss+xml")
    feed.link(href=absolute(channel.site_url, channel.page), rel="alternate")
    feed.description(as_html(channel.description))
    feed.language(channel.language)
    feed.generator("Broadsheet")
    feed.docs("https://www.rssboard.org/rss-specification")
    if channel.copyright:
        feed.copyright(title_text(channel.copyright))
    feed.more.links = tuple(related(channel))
    feed.more.is_archive, feed.more.is_dated = channel.is_archive, bool(entries)
    if entries:
        feed.lastBuildDate(max(entry.updated.at for entry in entries))
    written = styled(feed.rss_str(pretty=True), channel)
    return _envelope().filled(written, (items.of(it, page, _item) for it in entries))


def _feed() -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("dc", DcExtension, DcEntryExtension, atom=False, rss=True)
    feed.register_extension("more", FeedExtension, EntryExtension, atom=False, rss=True)
    return feed


def as_html(text: str) -> str:
    """A plain text as HTML that reads as that very text."""
    return escape(text, quote=False)


def title_text(text: str) -> str:
    """A title that reads as the very text, whether a reader takes it for HTML or not if it can."""
    return as_html(text) if "<" in text or unescape(text) != text else text


def _item(entry: Entry, html: str, site_url: str) -> bytes:
    """An entry as it stands in a feed."""
    item = _envelope().written(_element(entry, site_url))
    safe = html.replace("]]>", "]]]]><![CDATA[>")
    # No other text contains the start of a CDATA section: there < is escaped.
    return item.replace(f"<![CDATA[{_mark(entry)}".encode(), f"<![CDATA[{safe}".encode(), 1)


def _mark(entry: Entry) -> str:
    """The placeholder for an entry's text until it is written."""
    return f"text-of-{of_value(entry.id)}"


def _element(entry: Entry, site_url: str) -> etree._Element:
    """An entry as XML, with a placeholder for its text."""
    item = FeedEntry()
    item.register_extension("dc", DcEntryExtension, atom=False, rss=True)
    item.register_extension("more", EntryExtension, atom=False, rss=True)
    item.more.entry, item.more.site_url = entry, site_url
    item.id(entry.id)
    item.guid(entry.id, permalink=False)
    if not (entry.untitled and entry.summary):  # an item must have one of the two
        item.title(title_text(entry.title))
    item.link(href=absolute(site_url, entry.address))
    item.pubDate(entry.published.at)
    item.description(as_html(entry.summary))
    if entry.template:
        item.content(_mark(entry), type="CDATA")
    for name in entry.authors:
        item.dc.dc_creator(name)
    if entry.language:
        item.dc.dc_language(entry.language)
    item.category([{"term": name} for name in entry.categories])
    if entry.origin:
        item.source(entry.origin.address, entry.origin.title)
    if entry.media:
        media = entry.media
        item.enclosure(absolute(site_url, media.address), media.length, media.type)
    element: etree._Element = item.rss_entry()
    return element


@cache
def _envelope() -> Envelope:
    """The elements of a feed around its items, by feedgen, so that namespaces are the same."""
    feed = _feed()
    feed.title("-")
    feed.link(href="-", rel="alternate")
    feed.description("-")
    rss = etree.fromstring(feed.rss_str())
    for element in list(rss[0]):
        rss[0].remove(element)
    return Envelope(rss, rss[0], b"    <item>", b"  </channel>")
