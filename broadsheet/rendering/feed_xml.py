"""What feeds in XML have in common: links between documents, pictures, and a style for browsers.

Links follow RFC 4287, archives RFC 5005, pictures Media RSS 1.5.1. In RSS, links are elements of
Atom, which feedgen writes for `self` alone.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import NamedTuple

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

from broadsheet.site.addresses import FEED_STYLE
from broadsheet.site.views import Channel, Entry, Media
from broadsheet.urls import absolute, relative

ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
MEDIA = "http://search.yahoo.com/mrss/"
DECLARED = b"?>\n"  # the end of the XML declaration
MARK = re.compile("mark-([0-9]+)-")


class Related(NamedTuple):
    """A link of a feed: its relation to it, and a whole address."""

    rel: str
    href: str


def related(channel: Channel) -> Iterator[Related]:
    """The links of a feed to the documents of its archive and to its hub."""
    near = [("prev-archive", channel.older), ("next-archive", channel.newer)]
    near += [("current", channel.current)] if not channel.is_current else []
    for rel, address in near:
        if address:
            yield Related(rel, absolute(channel.site_url, address))
    if channel.hub and channel.is_current:
        yield Related("hub", channel.hub)


class FeedExtension(BaseExtension):  # type: ignore[misc]  # feedgen has no types
    """Marks an archive, adds links in RSS, and takes out the date that feedgen always writes."""

    def __init__(self) -> None:
        self.links: tuple[Related, ...] = ()
        self.is_archive = self.is_dated = False

    def extend_ns(self) -> dict[str, str]:
        """The namespaces of the elements that it and `EntryExtension` add."""
        return {"media": MEDIA} | ({"fh": HISTORY} if self.is_archive else {})

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Complete a channel of RSS."""
        channel = feed[0]
        if not self.is_dated:
            etree.strip_elements(channel, "lastBuildDate")
        for link in self.links:
            etree.SubElement(channel, f"{{{ATOM}}}link", rel=link.rel, href=link.href)
        return self._marked(channel, feed)

    def extend_atom(self, feed: etree._Element) -> etree._Element:
        """Complete a feed of Atom, to which feedgen has added the links."""
        return self._marked(feed, feed)

    def _marked(self, parent: etree._Element, feed: etree._Element) -> etree._Element:
        if self.is_archive:
            etree.SubElement(parent, f"{{{HISTORY}}}archive")
        return feed


class EntryExtension(BaseEntryExtension):  # type: ignore[misc]  # feedgen has no types
    """Adds an entry's picture; in Atom the links beside that to its own page; in RSS when it
    changed and what it is about elsewhere."""

    def __init__(self) -> None:
        self.entry: Entry | None = None
        self.links: tuple[dict[str, str], ...] = ()
        self.site_url = ""

    def extend_rss(self, item: etree._Element) -> etree._Element:
        """Complete an item of RSS, which cannot say by itself that it changed."""
        entry = self.entry
        if entry and entry.updated.at > entry.published.at:
            etree.SubElement(item, f"{{{ATOM}}}updated").text = entry.updated.at.isoformat()
        for link in entry.via if entry else ():
            etree.SubElement(item, f"{{{ATOM}}}link", rel="via", href=link.address)
        return self._with_media(item)

    def extend_atom(self, entry: etree._Element) -> etree._Element:
        """Complete an entry of Atom."""
        for link in self.links:
            etree.SubElement(entry, "link", link)
        return self._with_media(entry)

    def _with_media(self, item: etree._Element) -> etree._Element:
        if self.entry and self.entry.media:
            _add_media(item, self.entry.media, self.site_url)
        return item


def _add_media(item: etree._Element, media: Media, site_url: str) -> None:
    """A picture as an element of Media RSS, with what it shows and whom to credit."""
    said = {"url": absolute(site_url, media.address), "type": media.type, "medium": "image"}
    said |= {"width": str(media.width), "height": str(media.height)}
    said |= {"fileSize": str(media.length)}
    content = etree.SubElement(item, f"{{{MEDIA}}}content", said)
    if media.alt:
        shown = etree.SubElement(content, f"{{{MEDIA}}}description", type="plain")
        shown.text = media.alt
    if media.credit:
        etree.SubElement(content, f"{{{MEDIA}}}credit").text = media.credit


def styled(written: bytes, channel: Channel) -> bytes:
    """A feed's XML with a link to the style sheet with which a browser shows it as a page."""
    href = escape(relative(channel.address, FEED_STYLE))
    style = f'<?xml-stylesheet type="text/css" href="{href}"?>\n'.encode()
    return written.replace(DECLARED, DECLARED + style, 1)


def marks(count: int) -> list[str]:
    """Marks that stand in the place of texts, which are numbered from 0, while feedgen writes what
    many feeds or entries have in common."""
    return [f"mark-{number}-" for number in range(count)]


def with_texts(marked: str, texts: Sequence[str]) -> bytes:
    """What was written with marks, with the texts in their places."""
    return MARK.sub(lambda found: texts[int(found[1])], marked).encode()


class Envelope(NamedTuple):
    """The elements of a feed around its items: the whole of it, the one that takes them, and the
    bytes with which the first item starts and those that follow the last one. No text contains
    these, as < is escaped."""

    whole: etree._Element
    parent: etree._Element
    start: bytes
    end: bytes

    def written(self, item: etree._Element) -> bytes:
        """An item as it is written within a feed, so far indented, without names of namespaces."""
        self.parent.append(item)
        try:
            written: bytes = etree.tostring(self.whole, pretty_print=True, encoding="UTF-8")
        finally:
            self.parent.remove(item)
        return written[written.index(self.start) : written.rindex(self.end)]

    def filled(self, written: bytes, items: Iterable[bytes]) -> bytes:
        """A feed that was written without items, with them."""
        head, end, foot = written.rpartition(self.end)
        return b"".join([head, *items, end, foot])
