"""Headers of a host: the type of each file, and how long browsers keep it."""

from collections.abc import Callable

import pytest

from broadsheet.hosting.headers import (
    ASKED_EACH_TIME,
    FOR_A_YEAR,
    FOR_AN_HOUR,
    cache_control,
    content_type,
)
from tests.sites import Site

RSS = b"<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:dc='x' version='2.0'>"
ATOM = b"<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns='http://www.w3.org/2005/Atom'>"
STYLED = RSS.replace(b"\n", b"<?xml-stylesheet type='text/css' href='feed.css'?>\n")
SITEMAP = b"<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns='x'>"
JSON_FEED = b'{"version":"https://jsonfeed.org/version/1.1","title":"x"}'
TYPES = {
    "index.html": "text/html; charset=utf-8",
    "static/style.57cb36e05c.css": "text/css; charset=utf-8",
    "sw.js": "text/javascript; charset=utf-8",
    "robots.txt": "text/plain; charset=utf-8",
    "feeds.opml": "text/x-opml; charset=utf-8",
    "manifest.webmanifest": "application/manifest+json",
    "icon.svg": "image/svg+xml",
    "favicon.ico": "image/x-icon",
    "media/a.WEBP": "image/webp",
    "media/a.jpeg": "image/jpeg",
    "editions/2021-w03.epub": "application/epub+zip",
    "sitemap.xml": "application/xml",
    "data.json": "application/json",
    "CNAME": "application/octet-stream",
}


@pytest.mark.parametrize("path", TYPES)
def test_file_has_the_type_of_its_name(path: str) -> None:
    assert content_type(path) == TYPES[path]


@pytest.mark.parametrize(
    ("path", "start", "kind"),
    [
        ("feed.xml", RSS, "application/rss+xml"),
        ("feed.xml", ATOM, "application/atom+xml"),
        ("feed.xml", STYLED, "application/xml"),  # else browsers do not show it
        ("feed.json", JSON_FEED, "application/feed+json"),
        ("sitemap.xml", SITEMAP, "application/xml"),
        ("data.json", b'{"title": "https://jsonfeed.org/"}', "application/json"),
        ("about.html", RSS, "text/html; charset=utf-8"),
    ],
)
def test_feed_has_the_type_of_its_format(path: str, start: bytes, kind: str) -> None:
    assert content_type(path, start) == kind


@pytest.mark.parametrize(
    ("path", "rule"),
    [
        ("static/style.57cb36e05c.css", FOR_A_YEAR),
        ("static/fonts/serif.00f9636922.woff2", FOR_A_YEAR),
        ("media/science/river-960.00f9636922.png", FOR_A_YEAR),
        ("media/science/river.png", FOR_AN_HOUR),
        ("media/photo.1700000000.jpg", FOR_AN_HOUR),  # a moment, not a digest
        ("static/mine.css", ASKED_EACH_TIME),
        ("icon.svg", FOR_AN_HOUR),
        ("index.html", ASKED_EACH_TIME),
        ("feed.xml", ASKED_EACH_TIME),
        ("search/2021.js", ASKED_EACH_TIME),
        ("sw.js", ASKED_EACH_TIME),
        ("editions/2021-w03.epub", FOR_AN_HOUR),
    ],
)
def test_browser_keeps_a_file_as_long_as_its_address_allows(path: str, rule: str) -> None:
    assert cache_control(path) == rule


def test_every_static_file_of_a_build_is_kept_for_a_year(site: Callable[[str], Site]) -> None:
    made = site("-- content/a.md --\n---\ntitle: A\ndate: 2021-01-01\n---\nText\n")
    made.build()
    year = {path for path in made.tree() if cache_control(path) == FOR_A_YEAR}
    assert year == {path for path in made.tree() if path.startswith("static/")}
    assert year
