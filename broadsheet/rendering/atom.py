"""Writes Atom feeds (RFC 4287) with feedgen, without those of its defaults that read the clock.

Titles and summaries are plain texts, the content is HTML. `via` leads to the reports that an entry
is about, `enclosure` to its picture.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache, lru_cache
from typing import NamedTuple

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from broadsheet.rendering.feed_items import Items
from broadsheet.rendering.feed_xml import (
    EntryExtension,
    Envelope,
    FeedExtension,
    marks,
    related,
    styled,
    with_texts,
)
from broadsheet.rendering.xml_tree import escaped
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, Entry
from broadsheet.urls import absolute

NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # the date of a feed that has no entry yet
TYPE = "application/atom+xml"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


def render_atom(page: Page, items: Items) -> bytes:
    """A feed as UTF-8 bytes; its entries are newest first, its date is that of the last change."""
    channel: Channel = page.context["channel"]
    entries: Sequence[Entry] = page.context["entries"]
    updated = max((entry.updated.at for entry in entries), default=NEVER)
    written = styled(_head(channel, updated), channel)
    return _envelope().filled(written, (items.of(it, page, _entry) for it in entries))


def _head(channel: Channel, updated: datetime) -> bytes:
    """The feed without entries. feedgen writes it once for all feeds that have the same elements,
    with marks in the place of texts."""
    links = list(_links(channel))
    head = _marked(
        _Elements(
            language=channel.language,
            is_described=bool(channel.description),
            authors=len(channel.authors),
            links=tuple((it["rel"], it.get("type", "")) for it in links),
            has_copyright=bool(channel.copyright),
            is_archive=channel.is_archive,
        )
    )
    own = absolute(channel.site_url, channel.current)
    texts = [escaped(it, quote=False) for it in (own, channel.title, channel.description)]
    texts += [escaped(it, quote=False) for it in channel.authors]
    texts += [escaped(it["href"]) for it in links]
    texts += [escaped(channel.copyright, quote=False), updated.isoformat()]
    return with_texts(head, texts)


class _Elements(NamedTuple):
    """Which elements a feed has around its entries: the relations and types of its links, and how
    many authors. Only the texts in them differ from feed to feed."""

    language: str
    is_described: bool
    authors: int
    links: tuple[tuple[str, str], ...]
    has_copyright: bool
    is_archive: bool


@lru_cache(maxsize=100)
def _marked(elements: _Elements) -> str:
    """A feed without entries, with marks in the place of texts, which are numbered from 0: the id,
    the title, the description, the authors, the links, the copyright, the date of its change."""
    count = 5 + elements.authors + len(elements.links)
    id_, title, description, *others, copyright, updated = marks(count)
    feed = _feed()
    feed.id(id_)
    feed.title(title)
    if elements.is_described:
        feed.subtitle(description)
    feed.language(elements.language)
    feed.updated(NEVER)
    feed.author([{"name": mark} for mark in others[: elements.authors]])
    places = zip(others[elements.authors :], elements.links, strict=True)
    feed.link([{"href": it, "rel": rel, "type": kind} for it, (rel, kind) in places], replace=True)
    feed.generator("Broadsheet")
    if elements.has_copyright:
        feed.rights(copyright)
    feed.more.is_archive = elements.is_archive
    written: str = feed.atom_str(pretty=True).decode()
    return written.replace(f">{NEVER.isoformat()}<", f">{updated}<", 1)


def _links(channel: Channel) -> list[dict[str, str]]:
    own = absolute(channel.site_url, channel.address)
    page = absolute(channel.site_url, channel.page)
    links = [
        {"href": own, "rel": "self", "type": TYPE},
        {"href": page, "rel": "alternate", "type": "text/html"},
    ]
    return links + [{"href": it.href, "rel": it.rel} for it in related(channel)]


def _feed() -> FeedGenerator:
    feed = FeedGenerator()
    feed.register_extension("more", FeedExtension, EntryExtension, atom=True, rss=False)
    return feed


def _entry(entry: Entry, html: str, site_url: str) -> bytes:
    """An entry as it stands in a feed."""
    made = FeedEntry()
    made.register_extension("more", EntryExtension, atom=True, rss=False)
    made.more.entry, made.more.site_url = entry, site_url
    made.id(entry.id)
    made.title(entry.title)  # Atom wants one: the first words of an entry without any
    made.published(entry.published.at)
    made.updated(entry.updated.at)
    made.author([{"name": name} for name in entry.authors])
    made.link(href=absolute(site_url, entry.address))  # without a relation: the entry's own page
    made.more.links = tuple(_entry_links(entry, site_url))
    made.category([{"term": name} for name in entry.categories])
    if entry.summary:
        made.summary(entry.summary)
    if html:
        made.content(html, type="html")
    element: etree._Element = made.atom_entry()
    if entry.language:
        element.set(LANGUAGE, entry.language)
    return _envelope().written(element)


def _entry_links(entry: Entry, site_url: str) -> Iterator[dict[str, str]]:
    """The links that feedgen would write without their relation."""
    for link in entry.via:
        yield {"rel": "via", "href": link.address, "title": link.title}
    if entry.media:
        media = entry.media
        file, length = absolute(site_url, media.address), str(media.length)
        yield {"rel": "enclosure", "href": file, "type": media.type, "length": length}


@cache
def _envelope() -> Envelope:
    """The elements of a feed around its entries, by feedgen, so that namespaces are the same."""
    feed = _feed()
    feed.id("-")
    feed.title("-")
    atom = etree.fromstring(feed.atom_str())
    for element in list(atom):
        atom.remove(element)
    return Envelope(atom, atom, b"  <entry", b"</feed>")
