"""Where does each feed of the old site lead? A reader's program cannot be redirected by a page."""

from typing import NamedTuple
from urllib.parse import urlsplit

from broadsheet.exports.own_addresses import own_address
from broadsheet.site.addresses import SITE_FEED, feed_address

NEW_FEED = feed_address(SITE_FEED, ".xml")  # of a site that chooses no other formats


class OldFeeds(NamedTuple):
    """The addresses of feeds that a system has by default: of the site, and of a section."""

    site: str
    section: str = ""


FEEDS = {
    "jekyll": OldFeeds("/feed.xml"),
    "hugo": OldFeeds("/index.xml", "/NAME/index.xml"),
    "pelican": OldFeeds("/feeds/all.atom.xml", "/feeds/NAME.atom.xml"),
    "eleventy": OldFeeds("/feed/feed.xml"),
    "wordpress": OldFeeds("/feed/", "/category/NAME/feed/"),
    "ghost": OldFeeds("/rss/", "/tag/NAME/rss/"),
    "substack": OldFeeds("/feed"),
}


def note_on_feeds(kind: str, source: str, site: str) -> str:
    """What to set up so that readers of the old feeds get the new ones. `site` is the address of
    the old site; `source` that of its feed, if the feed is what was imported."""
    feeds = FEEDS.get(kind) or OldFeeds(_of_source(source, site))
    if feeds.site == NEW_FEED:
        return f"the feed stays at {NEW_FEED}, where {kind} has it by default"
    pairs = [f"from {feeds.site or 'its old address'} to {NEW_FEED}"]
    if feeds.section:
        pairs.append(f"from {feeds.section} to /NAME.xml for each section")
    where = f" ({kind}'s default)" if kind in FEEDS else ""
    return (
        f"readers of the old feed{where} need a redirect, which you set at your host,"
        f" {' and '.join(pairs)}: a page cannot redirect them"
    )


def _of_source(source: str, site: str) -> str:
    if "://" not in source:
        return ""
    return next(iter(own_address(source, site or source).addresses), urlsplit(source).path)
