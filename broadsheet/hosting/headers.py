"""With which headers a host serves each file: its media type, and how long browsers keep it.

One table for all places: hosts' configuration, buckets and the preview. Types are those of IANA;
Cache-Control is that of RFC 9111, and `immutable` of RFC 8246.
"""

import mimetypes
import re
from pathlib import PurePosixPath

from broadsheet.site.feed_formats import FEED_FORMATS

HTML, XML, JSON = "text/html", "application/xml", "application/json"
OTHER_TYPES = {  # which Python's own table does not have, or has otherwise
    ".avif": "image/avif",
    ".epub": "application/epub+zip",
    ".ico": "image/x-icon",
    ".js": "text/javascript",
    ".mjs": "text/javascript",
    ".opml": "text/x-opml",
    ".webmanifest": "application/manifest+json",
    ".webp": "image/webp",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".xml": XML,
}
RSS, ATOM, JSON_FEED = (FEED_FORMATS[key].type for key in ("rss", "atom", "json"))
# Text by other names than text/...; each of them says its own encoding or is always UTF-8.
TEXTS = frozenset([JSON, JSON_FEED, "application/manifest+json", XML, RSS, ATOM, "image/svg+xml"])
# A feed with a style sheet is meant to be opened by people as well. Browsers show XML; but of
# application/rss+xml Firefox saves a copy and Chromium shows the source. Feed readers take either.
STYLED = b"<?xml-stylesheet"
FEED_STARTS = (  # the type by a file's name, what its first bytes have, and the type it has then
    (XML, re.compile(rb"<rss[\s>]"), RSS),
    (XML, re.compile(rb"<feed[\s>]"), ATOM),
    (JSON, re.compile(rb'^\s*\{\s*"version"\s*:\s*"https://jsonfeed\.org/'), JSON_FEED),
)
ENOUGH = 1024  # bytes at the start of a file that tell one kind of feed from another

# Files at an address that carries their digest: static files of themes, pictures in their sizes.
BY_DIGEST = re.compile(
    r"static/(?:.*/)?[^/]+\.[0-9a-f]{10}\.[^/.]+|.*-[0-9]+\.[0-9a-f]{10}\.(?:jpg|png|webp)"
)
FOR_A_YEAR = "public, max-age=31536000, immutable"  # another content gets another address
ASKED_EACH_TIME = "no-cache"  # kept, and shown only when the host says that it is still the same
FOR_AN_HOUR = "public, max-age=3600"

_types = mimetypes.MimeTypes()  # the same on every system, unlike mimetypes.guess_type


def media_type(path: str, start: bytes = b"") -> str:
    """The media type of a file, without a charset, by its name and its first bytes.

    Without `start` (at most ENOUGH bytes are looked at), a feed is XML or JSON like any other.
    """
    suffix = PurePosixPath(path).suffix.casefold()
    known = OTHER_TYPES.get(suffix) or _types.types_map[True].get(suffix)
    by_name = known or "application/octet-stream"
    start = b"" if STYLED in start[:ENOUGH] else start[:ENOUGH]
    found = (own for kind, it, own in FEED_STARTS if kind == by_name and it.search(start))
    return next(found, by_name)


def is_a_text(kind: str) -> bool:
    """Whether files of a media type are text: UTF-8, and worth compressing."""
    return kind.startswith("text/") or kind in TEXTS


def content_type(path: str, start: bytes = b"") -> str:
    """The value of Content-Type: the media type, and for `text/…` the charset, as these have none
    of their own."""
    kind = media_type(path, start)
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def cache_control(path: str) -> str:
    """The value of Cache-Control for a file, by its path in the site, with forward slashes.

    A year for what has its digest in its name, an hour for other pictures and books; text, which
    must match the rest of the site, is asked for each time.
    """
    if BY_DIGEST.fullmatch(path):
        return FOR_A_YEAR
    kind = media_type(path)
    return ASKED_EACH_TIME if is_a_text(kind) and kind != "image/svg+xml" else FOR_AN_HOUR
