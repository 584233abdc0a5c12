"""Reads a feed of any kind as cleaned items: plain text, web addresses, bounded in every way."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from html import unescape
from xml.parsers import expat

from broadsheet.clipping.addresses import cleaned, names_no_report, same_report, site_host
from broadsheet.exports.feed_document import FeedItem, NoFeed, read_document
from broadsheet.inbox.items import NewItem, Subscription
from broadsheet.inbox.plain import plain_text
from broadsheet.languages import is_language

MOST_ITEMS = 500  # of one document, the first ones, which are the newest in nearly every feed
TEXT = 600  # characters of an item's text that are kept
TITLE = 300
NAME = 80
LONGEST_HTML = 40_000  # characters of an item that are read
MOST_LINKS = 12
DAMAGED = 400_000  # bytes that are read of a document that is not well-formed
DEEPEST = 100  # elements within each other
END = re.compile(rb"</(?:[\w.-]+:)?(?:item|entry)\s*>", re.IGNORECASE)
LINK = re.compile(r"""href\s*=\s*["'](https?://[^"'\s<>]{4,1000})""", re.IGNORECASE)
TTL = re.compile(rb"<ttl>\s*([0-9]{1,6})\s*</ttl>", re.IGNORECASE)
TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
HEAD = 20_000  # bytes in which a feed says how often it changes


class Feed:
    """What one document of a feed said: its title, and its items, the first 500 of them.

    `minutes` is how long it asks to be left alone (`ttl` of RSS 2.0), 0 if it does not say.
    """

    def __init__(self, title: str, items: tuple[NewItem, ...], minutes: int) -> None:
        self.title = title
        self.items = items
        self.minutes = minutes


def read_feed(content: bytes, address: str, of: Subscription, now: int) -> Feed:
    """Read a feed that came from `address`. Raises NoFeed for what is none, or a harmful one.

    `now` is in seconds since 1970: a report from the future was published now.
    """
    ttl = TTL.search(content[:HEAD])
    try:
        document = read_document(_shortened(content), address)
    except NoFeed:
        raise
    except (ValueError, LookupError, AssertionError, RecursionError, AttributeError) as error:
        # feedparser lets the mistakes of the parsers below it through
        raise NoFeed("is damaged, and cannot be read") from error
    publisher = (
        of.name or _line(_without_tags(document.title[: NAME * 8]), NAME) or site_host(address)
    )
    language = of.language or _language(document.language)
    items = (_item(it, address, publisher, language, now) for it in document.items[:MOST_ITEMS])
    return Feed(publisher, tuple(it for it in items if it), int(ttl[1]) if ttl else 0)


def _shortened(content: bytes) -> bytes:
    """A feed without what comes after its 500th item; parsers read what is cut off there. Of a
    feed in XML that is not well-formed the beginning: what reads such feeds is slow."""
    if content[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return content
    for number, found in enumerate(END.finditer(content), 1):
        if number == MOST_ITEMS:
            return content[: found.end()]
    return content if _is_well_formed(content) else content[:DAMAGED]


def _is_well_formed(content: bytes) -> bool:
    """Whether a document is XML throughout. Raises NoFeed if elements are nested too deeply."""
    depth = 0

    def start(_name: str, _attributes: Mapping[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise NoFeed("is nested too deeply")

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(content, True)
    except (expat.ExpatError, ValueError, LookupError):
        return False
    return True


def _item(item: FeedItem, base: str, publisher: str, language: str, now: int) -> NewItem | None:
    url = _address(item, base)
    html = item.html[:LONGEST_HTML]
    text = plain_text(html)
    title = _line(_without_tags(item.title[: TITLE * 8]), TITLE) or _line(text, 80)
    if not url or not title:
        return None
    name = _line(_without_tags(item.source_name[: NAME * 8]), NAME) if item.source_url else ""
    key = same_report(url)
    if names_no_report(key):
        key = f"{key}#{title}"
    return NewItem(
        url=url,
        key=key,
        title=title,
        publisher=name or publisher,
        language=_language(item.language) or language,
        published=_seconds(item.published, now),
        text=text[:TEXT],
        length=max(len(text), len(item.html) if len(item.html) > LONGEST_HTML else 0),
        links=tuple(_links(html, key, site_host(url))),
    )


def _address(item: FeedItem, base: str) -> str:
    """The address of an item. Where its link leads to the front page of a site only, what it is
    known by may be its own address."""
    url = cleaned(item.source_url or item.link or item.identity, base)
    own = cleaned(item.identity) if names_no_report(same_report(url)) else ""
    return own or url


def _without_tags(html: str) -> str:
    """The words of a title, also if its feed has escaped its tags twice."""
    text = plain_text(html)
    return plain_text(text) if TAG.search(text) else text


def _line(text: str, most: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"


def _language(tag: str) -> str:
    """A language tag as it is written, without the region's case; empty if it is none."""
    tag = tag.strip().replace("_", "-")
    return tag if tag and len(tag) <= 35 and is_language(tag) else ""


def _seconds(when: date | datetime | None, now: int) -> int:
    if when is None:
        return 0
    at = when if isinstance(when, datetime) else datetime.combine(when, time(), UTC)
    return max(0, min(int(at.timestamp()), now))


def _links(html: str, own: str, host: str) -> Iterator[str]:
    """The keys of the addresses that an item links to on other sites."""
    seen = {own}
    for found in LINK.finditer(html):
        address = cleaned(unescape(found[1]))
        key = same_report(address) if address else ""
        if key and key not in seen and site_host(address) != host:
            seen.add(key)
            yield key
            if len(seen) > MOST_LINKS:
                return
