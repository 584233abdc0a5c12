"""Writes RSS 2.0 feeds with feedgen, without those of its defaults that read the clock.

Feeds follow RSS 2.0 and the profile of the RSS Advisory Board: one channel link to the HTML page,
`atom:link rel=self`, `content:encoded` for the whole text, `dc:creator` for names. RSS cannot say
that an entry changed, so `atom:updated` (RFC 4287) does.

Readers take a description for HTML, and many take a title for it too, so a text that HTML would
read otherwise is written as HTML. A title that reads the same both ways stays as it is.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import cache, lru_cache
from html import escape, unescape
from itertools import islice
from typing import Any, NamedTuple

from feedgen.entry import FeedEntry
from feedgen.ext.dc import DcEntryExtension, DcExtension
from feedgen.feed import FeedGenerator
from feedgen.util import formatRFC2822
from lxml import etree

from broadsheet.dates import Moment
from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.feed_xml import (
    EntryExtension,
    Envelope,
    FeedExtension,
    Related,
    marks,
    related,
    styled,
    with_texts,
)
from broadsheet.rendering.xml_tree import escaped
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, Entry, Link, Media
from broadsheet.urls import absolute

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # in the place of a date until it is known


def render_feed(page: Page, items: Items) -> bytes:
    """A feed as UTF-8 bytes; its entries are newest first, its date is that of the last change."""
    channel: Channel = page.context["channel"]
    entries: Sequence[Entry] = page.context["entries"]
    updated = max((entry.updated.at for entry in entries), default=None)
    written = styled(_head(channel, updated), channel)
    return _envelope().filled(written, (items.of(it, page, _item) for it in entries))


def _head(channel: Channel, updated: datetime | None) -> bytes:
    """The feed without items. feedgen writes it once for all feeds that have the same elements,
    with marks in the place of texts."""
    links = tuple(related(channel))
    head = _marked(
        _Elements(
            language=channel.language,
            links=tuple(it.rel for it in links),
            has_copyright=bool(channel.copyright),
            is_archive=channel.is_archive,
            is_dated=updated is not None,
        )
    )
    own = absolute(channel.site_url, channel.address)
    page = absolute(channel.site_url, channel.page)
    described, owned = as_html(channel.description), title_text(channel.copyright)
    plain = (title_text(channel.title), page, described, owned)
    texts = [escaped(it, quote=False) for it in plain]
    texts += [format_datetime(updated) if updated else "", escaped(own)]
    texts += [escaped(it.href) for it in links]
    return with_texts(head, texts)


class _Elements(NamedTuple):
    """Which elements a feed has around its items: among others the relations of its links. Only
    the texts in them differ from feed to feed."""

    language: str
    links: tuple[str, ...]
    has_copyright: bool
    is_archive: bool
    is_dated: bool


@lru_cache(maxsize=100)
def _marked(elements: _Elements) -> str:
    """A feed without items, with marks in the place of texts, which are numbered from 0: the title,
    the page, the description, the copyright, the date of the last change, its own address, the
    links."""
    title, page, description, owned, updated, own, *links = marks(6 + len(elements.links))
    feed = _feed()
    feed.title(title)
    # feedgen uses the last link as that of the channel, so `self` has to come first.
    feed.link(href=own, rel="self", type="application/rss+xml")
    feed.link(href=page, rel="alternate")
    feed.description(description)
    feed.language(elements.language)
    feed.generator("Broadsheet")
    feed.docs("https://www.rssboard.org/rss-specification")
    if elements.has_copyright:
        feed.copyright(owned)
    places = zip(elements.links, links, strict=True)
    feed.more.links = tuple(Related(rel, mark) for rel, mark in places)
    feed.more.is_archive, feed.more.is_dated = elements.is_archive, elements.is_dated
    feed.lastBuildDate(NEVER)
    written: str = feed.rss_str(pretty=True).decode()
    return written.replace(f">{formatRFC2822(NEVER)}<", f">{updated}<", 1)


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
    """An entry as it stands in a feed. feedgen writes it once for all entries that have the same
    elements, with marks in the place of texts."""
    texts = _texts_of(entry, html, site_url)
    marked = _marked_item(tuple(map(len, texts)))
    return with_texts(marked, [text for part in texts for text in part])


def _texts_of(entry: Entry, html: str, site_url: str) -> tuple[Sequence[str], ...]:
    """The texts of an item as they are written, those of each part in a row; a part that an entry
    does not have is empty."""
    media, origin = entry.media, entry.origin
    titled = not (entry.untitled and entry.summary)  # an item must have one of the two
    changed = entry.updated.at > entry.published.at
    address = [_attribute(absolute(site_url, media.address))] if media else []
    sizes = [media.length, media.width, media.height] if media else []
    return (
        [_text(entry.id), _text(absolute(site_url, entry.address))],
        [format_datetime(entry.published.at)],
        [_text(title_text(entry.title))] if titled else (),
        [_text(as_html(entry.summary))] if entry.summary else (),
        [html.replace("]]>", "]]]]><![CDATA[>")] if entry.template else (),
        [*map(_text, entry.authors)],
        [_text(entry.language)] if entry.language else (),
        [*map(_text, entry.categories)],
        [_attribute(origin.address), _text(origin.title)] if origin else (),
        [*address, _attribute(media.type), *map(str, sizes)] if media else (),
        [_text(media.alt)] if media and media.alt else (),
        [_text(media.credit)] if media and media.credit else (),
        [entry.updated.at.isoformat()] if changed else (),
        [_attribute(it.address) for it in entry.via],
    )


def _text(text: str) -> str:
    return escaped(text, quote=False)


def _attribute(text: str) -> str:
    return escaped(text, quote=False).replace('"', "&quot;")


@lru_cache(maxsize=1_000)  # as many as there are numbers of authors, categories and reports
def _marked_item(lengths: tuple[int, ...]) -> str:
    """An item with marks in the place of the texts of its parts, which are so many."""
    left = iter(marks(sum(lengths)))
    parts: list[list[Any]] = [list(islice(left, it)) for it in lengths]
    (id_, address), (published,), title, summary, html, authors, language, *more = parts
    categories, origin, media, alt, credit, updated, via = more
    changed = NEVER + timedelta(seconds=1) if updated else NEVER
    shown = media and Media(*media, *(alt or [""]), *(credit or [""]))
    entry = Entry(
        title=title[0] if title else "",
        address=address,
        id=id_,
        published=Moment(NEVER, has_time=True),
        updated=Moment(changed, has_time=True),
        authors=tuple(authors),
        categories=tuple(categories),
        summary=summary[0] if summary else "",
        template=html[0] if html else "",
        context={},
        size=0,
        language=language[0] if language else "",
        media=shown or None,
        via=tuple(Link("", it) for it in via),
        origin=Link(origin[1], origin[0]) if origin else None,
        untitled=not title,
    )
    written = _envelope().written(_element(entry)).decode()
    written = written.replace(f">{formatRFC2822(NEVER)}<", f">{published}<", 1)
    return written.replace(f">{changed.isoformat()}<", f">{updated[0]}<", 1) if updated else written


def _element(entry: Entry) -> etree._Element:
    """An entry of marks as XML."""
    site_url = ""
    item = FeedEntry()
    item.register_extension("dc", DcEntryExtension, atom=False, rss=True)
    item.register_extension("more", EntryExtension, atom=False, rss=True)
    item.more.entry, item.more.site_url = entry, site_url
    item.id(entry.id)
    item.guid(entry.id, permalink=False)
    if not entry.untitled:
        item.title(entry.title)
    item.link(href=absolute(site_url, entry.address))
    item.pubDate(entry.published.at)
    item.description(entry.summary)
    if entry.template:
        item.content(entry.template, type="CDATA")
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
