"""Reads RSS, Atom and JSON Feed into one form."""

import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from html import escape
from typing import Any

from broadsheet.exports.foreign_dates import foreign_date
from broadsheet.exports.markdown_text import printable

ENTITIES = re.compile(
    rb"<!\s*(?:ENTITY|E\x00N\x00T\x00I\x00T\x00Y)|<\x00!\x00E\x00N\x00T", re.IGNORECASE
)
PLAIN = frozenset(["text/plain", "text"])


class NoFeed(Exception):
    """A document that is no feed, or a harmful one; its text says why."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that comes with an item: its address, its media type and its title."""

    address: str
    kind: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One item of a feed. `html` is its text, `source_url` and `source_name` the report that it
    is about, if it says so."""

    identity: str
    link: str
    title: str
    html: str
    summary: str
    published: date | datetime | None
    updated: date | datetime | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    image: str
    attached: tuple[Attached, ...]
    source_url: str
    source_name: str
    language: str


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One document of a feed: its items, where older ones are, and what is said of the site."""

    items: tuple[FeedItem, ...]
    older: str = ""
    title: str = ""
    link: str = ""
    description: str = ""
    language: str = ""
    fault: str = ""


def read_document(content: bytes, address: str) -> FeedDocument:
    """Read a feed that came from `address`, "" if from a file. Raises NoFeed."""
    if ENTITIES.search(content):
        raise NoFeed("declares entities of its own, which no feed needs")
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _json_feed(content)
    return _xml_feed(content, address)


def _xml_feed(content: bytes, address: str) -> FeedDocument:
    import feedparser

    headers = {"content-location": address} if address else {}
    try:
        read: Any = feedparser.parse(
            io.BytesIO(content), response_headers=headers, sanitize_html=False,
            resolve_relative_uris=False,
        )  # fmt: skip
    except RecursionError:
        raise NoFeed("is nested too deeply") from None
    if not read.get("version"):
        raise NoFeed("is no RSS, Atom or JSON feed")
    feed: Any = read.feed
    fault = str(read.get("bozo_exception") or "") if read.get("bozo") else ""
    return FeedDocument(
        items=tuple(_item(dict(dict.items(entry))) for entry in read.entries),
        older=_related(feed, "prev-archive") or _related(feed, "next"),
        title=_word(feed.get("title")),
        link=_word(feed.get("link")),
        description=_word(feed.get("subtitle")),
        language=_word(feed.get("language")),
        fault="" if "document declared as" in fault else fault,
    )


def _word(value: object) -> str:
    return " ".join(printable(value).split()) if isinstance(value, str) else ""


def _mappings(value: object) -> Sequence[Mapping[str, Any]]:
    return [it for it in value if isinstance(it, Mapping)] if isinstance(value, list) else []


def _related(entry: Mapping[str, Any], relation: str) -> str:
    links = _mappings(entry.get("links"))
    return next((_word(it.get("href")) for it in links if it.get("rel") == relation), "")


def _item(entry: Mapping[str, Any]) -> FeedItem:
    link = _word(entry.get("feedburner_origlink")) or _word(entry.get("link"))
    contents = [_html(it) for it in _mappings(entry.get("content"))]
    summary = _html(entry.get("summary_detail") or {"value": entry.get("summary")})
    html = max(contents, key=len, default="") or summary
    source = entry.get("source") or {}
    report = _related(entry, "via")
    published = entry.get("published") or entry.get("updated")
    about = link if source and not report else report
    return FeedItem(
        identity=_word(entry.get("id")) or link,
        link=link,
        title=_plain_title(entry),
        html=html,
        summary=summary if contents and summary != html else "",
        published=_date(published, entry.get("published_parsed") or entry.get("updated_parsed")),
        updated=_date(entry.get("updated"), entry.get("updated_parsed")),
        authors=_names(entry),
        tags=_distinct(it.get("label") or it.get("term") for it in _mappings(entry.get("tags"))),
        image=_image(entry),
        attached=tuple(
            Attached(_word(it.get("href")), _word(it.get("type")), _word(it.get("title")))
            for it in _mappings(entry.get("links"))
            if it.get("rel") == "enclosure"
        ),
        source_url=about,
        source_name=_word(source.get("title")) if about else "",
        language=_word((entry.get("title_detail") or {}).get("language")),
    )


def _html(detail: Mapping[str, Any]) -> str:
    value = detail.get("value")
    text = printable(value) if isinstance(value, str) else ""
    is_plain = detail.get("type") in PLAIN and not re.search(r"</?[a-zA-Z][^<>]*>|&\w+;", text)
    return plain_as_html(text) if is_plain else text


def plain_as_html(text: str) -> str:
    """A plain text as HTML, with a paragraph for each that it has."""
    parts = re.split(r"\n[ \t\r]*\n\s*", text.strip())
    return "".join(f"<p>{escape(it, quote=False)}</p>" for it in parts if it.strip())


def _plain_title(entry: Mapping[str, Any]) -> str:
    """A title as it stands; one that is HTML is left for the reader to take apart."""
    title = _word(entry.get("title"))
    is_plain = (entry.get("title_detail") or {}).get("type") in PLAIN
    return escape(title, quote=False) if is_plain and "&" not in title else title


def _date(written: object, parsed: object) -> date | datetime | None:
    found = foreign_date(_word(written), UTC)
    if found is not None or not isinstance(parsed, tuple):
        return found
    try:
        year, month, day, hour, minute, second = (int(it) for it in parsed[:6])
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC)
    except (ValueError, TypeError):
        return None


def _names(entry: Mapping[str, Any]) -> tuple[str, ...]:
    named = [it.get("name") for it in _mappings(entry.get("authors"))]
    return _distinct(named) or _distinct([entry.get("author")])


def _distinct(words: Iterable[object]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, map(_word, words))))


def _image(entry: Mapping[str, Any]) -> str:
    """The picture that comes with an item, as Media RSS or an enclosure has it."""
    pictures = [
        it.get("url")
        for it in _mappings(entry.get("media_content"))
        if it.get("medium") == "image" or str(it.get("type") or "").startswith("image/")
    ]
    pictures += [
        it.get("href")
        for it in _mappings(entry.get("links"))
        if it.get("rel") == "enclosure" and str(it.get("type") or "").startswith("image/")
    ]
    pictures += [it.get("url") for it in _mappings(entry.get("media_thumbnail"))]
    return next(filter(None, map(_word, pictures)), "")


def _json_feed(content: bytes) -> FeedDocument:
    try:
        feed = json.loads(content)
    except (ValueError, RecursionError):
        raise NoFeed("is not JSON, or breaks off") from None
    if not str(feed.get("version") or "").startswith("https://jsonfeed.org/version/"):
        raise NoFeed("is JSON, and no JSON Feed")
    return FeedDocument(
        items=tuple(_json_item(it) for it in _mappings(feed.get("items"))),
        older=_word(feed.get("next_url")),
        title=_word(feed.get("title")),
        link=_word(feed.get("home_page_url")),
        description=_word(feed.get("description")),
        language=_word(feed.get("language")),
    )


def _json_item(item: Mapping[str, Any]) -> FeedItem:
    html, text = item.get("content_html"), item.get("content_text")
    link, report = _word(item.get("url")), _word(item.get("external_url"))
    authors = [it.get("name") for it in _mappings(item.get("authors") or [item.get("author")])]
    identity = item.get("id")
    tags = item.get("tags")
    return FeedItem(
        identity=_word(str(identity)) if isinstance(identity, str | int | float) else link,
        link=link or report,
        title=escape(_word(item.get("title")), quote=False),
        html=printable(html) if isinstance(html, str) else plain_as_html(str(text or "")),
        summary=escape(_word(item.get("summary")), quote=False),
        published=_date(item.get("date_published") or item.get("date_modified"), None),
        updated=_date(item.get("date_modified"), None),
        authors=_distinct(authors),
        tags=_distinct(tags if isinstance(tags, list) else []),
        image=_word(item.get("image")) or _word(item.get("banner_image")),
        attached=tuple(
            Attached(_word(it.get("url")), _word(it.get("mime_type")), _word(it.get("title")))
            for it in _mappings(item.get("attachments"))
        ),
        source_url=report if report != link else "",
        source_name="",
        language=_word(item.get("language")),
    )
