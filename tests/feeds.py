"""Feeds as a reader gets them, in every format: one value for an entry, and the walk back."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
from lxml import html

URL = "https://example.org/"
SUFFIXES = {"rss": ".xml", "atom": ".atom.xml", "json": ".json"}


@dataclass(frozen=True)
class ReadEntry:
    """An entry as a reader keeps it: what it is known by, its dates and its texts."""

    id: str
    published: str
    updated: str
    title: str
    summary: str
    html: str


@dataclass(frozen=True)
class ReadFeed:
    """A feed as a reader gets it, with the address of the document of older entries."""

    title: str
    description: str
    entries: tuple[ReadEntry, ...]
    older: str
    is_archive: bool


def read_feed(path: Path) -> ReadFeed:
    """A feed in a file, in the format that its name tells."""
    return _json(path) if path.suffix == ".json" else _xml(path)


def _json(path: Path) -> ReadFeed:
    feed = json.loads(path.read_text("utf-8"))
    entries = tuple(
        ReadEntry(
            it["id"],
            it["date_published"],
            it.get("date_modified", it["date_published"]),
            it["title"],
            it.get("summary", it.get("content_text", "")),
            it.get("content_html", ""),
        )
        for it in feed["items"]
    )
    older = feed.get("next_url", "")
    return ReadFeed(feed["title"], feed["description"], entries, older, False)


def _xml(path: Path) -> ReadFeed:
    found = feedparser.parse(path.read_bytes())
    assert not found.bozo, (path, found.bozo_exception)
    entries = tuple(map(_entry, found.entries))
    links = {it.rel: it.href for it in found.feed.links}
    title, told = read(found.feed.title_detail), read(found.feed.subtitle_detail)
    is_archive = "fh_archive" in found.feed
    return ReadFeed(title, told, entries, links.get("prev-archive", ""), is_archive)


def _entry(it: Any) -> ReadEntry:
    return ReadEntry(
        it.id,
        it.published,
        it.updated if "updated" in it else it.published,
        read(it.title_detail),
        read(it.summary_detail) if "summary_detail" in it else "",
        it.content[0].value if "content" in it else "",
    )


def read(detail: Any) -> str:
    """A text as a feed reader shows it: its type says whether it is HTML."""
    if detail.type == "text/plain":
        return str(detail.value)
    return str(html.fragment_fromstring(detail.value, create_parent="div").text_content())


def documents(public: Path, name: str) -> Iterator[tuple[str, ReadFeed]]:
    """A feed and the documents of its archive, as a reader finds them, the newest first."""
    seen: set[str] = set()
    while name:
        assert name not in seen, "the walk goes round in a circle"
        seen.add(name)
        feed = read_feed(public / name)
        yield name, feed
        name = feed.older.removeprefix(URL)


class Reader:
    """A feed reader with a memory: it tells of an entry that is new or has another date.

    So do readers: of ids that they do not know, and, those that follow changes, of another date of
    change. A file with the same bytes is not read again: a server would answer 304.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        self._last = b""

    def told_of(self, path: Path) -> list[str]:
        """What it tells of when it fetches the feed: the ids."""
        if path.read_bytes() == self._last:
            return []
        self._last, told = path.read_bytes(), []
        for entry in reversed(read_feed(path).entries):
            dates = entry.published, entry.updated
            if self._known.get(entry.id) != dates:
                told.append(entry.id)
            self._known[entry.id] = dates
        return told
