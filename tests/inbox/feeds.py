"""Feeds for tests: of every kind, and an inbox that reads them from a server on this machine."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from time import sleep

from broadsheet.content.inbox_settings import DEFAULT_INBOX, InboxSettings
from broadsheet.fetching.client import Client, Guard
from broadsheet.inbox.gathering import Gathered, gather
from broadsheet.inbox.items import Subscription
from broadsheet.inbox.polling import Polled
from broadsheet.inbox.store import Inbox, opened_inbox
from tests.fetching.serving import Reply, Web, page

START = datetime(2026, 1, 31, 12, tzinfo=UTC)
NOW = int(START.timestamp())
DAY = 86_400
RSS_TYPE = {"Content-Type": "application/rss+xml"}


def rss(*items: str, title: str = "The Marsh Diary", more: str = "") -> str:
    """An RSS feed with these items."""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://marsh.example/</link><language>en-gb</language>{more}"
        f"{''.join(items)}</channel></rss>"
    )


def item(title: str, link: str, text: str = "", at: datetime = START) -> str:
    """An item of an RSS feed."""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>"
        f"<pubDate>{format_datetime(at)}</pubDate><description>{escape(text)}</description></item>"
    )


def atom(title: str, link: str) -> str:
    """An Atom feed with one entry."""
    return (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Hafenblatt</title>'
        f'<entry><title>{title}</title><link href="{link}"/><id>{link}</id>'
        "<updated>2026-01-31T08:00:00Z</updated><summary>Kurz.</summary></entry></feed>"
    )


def json_feed(title: str, link: str) -> str:
    """A JSON Feed with one item."""
    entry = {"id": link, "url": link, "title": title, "content_text": "Short.",
             "date_published": "2026-01-31T07:00:00Z"}  # fmt: skip
    version = "https://jsonfeed.org/version/1.1"
    return json.dumps({"version": version, "title": "Signal", "language": "fr", "items": [entry]})


def feed(content: str | bytes, headers: Mapping[str, str] | None = None) -> Reply:
    """A reply with a feed."""
    return page(content, headers={**RSS_TYPE, **(headers or {})})


def conditional(content: str, etag: str) -> Reply:
    """A reply with a feed, or 304 to who has it."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        known = request.headers.get("If-None-Match") == etag
        page("" if known else content, 304 if known else 200, {"ETag": etag})(request)

    return reply


def dripping(seconds: float) -> Reply:
    """A reply that sends a byte now and then, for longer than anybody waits."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss>")
        for _ in range(int(seconds * 10)):
            request.wfile.write(b" ")
            request.wfile.flush()
            sleep(0.1)

    return reply


def endless(size: int) -> Reply:
    """A reply of so many bytes, without a length."""

    def reply(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<rss><channel>")
        for _ in range(size >> 16):
            request.wfile.write(b"x" * 65_536)

    return reply


def client_for(server: Web) -> Client:
    """A client for which one server on this machine is every host."""
    guard = Guard(frozenset([server.port]), lambda host, port: ["127.0.0.1"])
    return Client("Broadsheet/2.0", guard=guard, robots=False, pace=0, patience=0)


class Desk:
    """An inbox in a folder that reads the feeds of a server, at a time that a test sets."""

    def __init__(self, folder: Path, server: Web, settings: InboxSettings = DEFAULT_INBOX) -> None:
        self._folder = folder
        self._server = server
        self._settings = settings
        self.now = NOW
        self.polled: list[Polled] = []

    def fetch(self, feeds: Sequence[Subscription | str]) -> Gathered:
        """Read feeds, given whole or by their paths."""
        named = [Subscription(self.url(it)) if isinstance(it, str) else it for it in feeds]

        def told(polled: Polled, _: int) -> None:
            self.polled.append(polled)

        with opened_inbox(self._folder) as inbox, client_for(self._server) as client:
            work = gather(named, inbox, client, self._settings, self.now, told, pace=0)
            return asyncio.run(work)

    def url(self, path: str) -> str:
        """The address of a path, on a host of its own."""
        return self._server.url(path, f"{path.strip('/').replace('/', '-')}.example")

    def titles(self) -> list[str]:
        """The titles in the inbox, in order of the alphabet."""
        with self.opened() as inbox:
            return sorted(it.title for it in inbox.items())

    def opened(self) -> "_Opened":
        """The inbox, opened."""
        return _Opened(self._folder)

    def later(self, **span: float) -> None:
        """Let time pass."""
        self.now += int(timedelta(**span).total_seconds())


class _Opened:
    def __init__(self, folder: Path) -> None:
        self._context = opened_inbox(folder)

    def __enter__(self) -> Inbox:
        return self._context.__enter__()

    def __exit__(self, *error: object) -> None:
        self._context.__exit__(None, None, None)
