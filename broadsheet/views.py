"""What templates and feeds may see of the site and its articles, and nothing else.

Addresses in here are the site's own; templates turn them into links from the page they show.
"""

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from broadsheet.dates import Moment
from broadsheet.front_matter import Correction, Source, Via


@dataclass(frozen=True, slots=True)
class Link:
    """Something with a name and an address."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Site:
    """What every page may show. Nothing in it changes when an article is added to a section."""

    title: str
    description: str
    language: str
    direction: str
    url: str
    sections: tuple[Link, ...]
    feed: str


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says of itself; `feeds` are those it announces."""

    address: str
    title: str
    description: str
    language: str
    direction: str
    feeds: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its words; width and height in pixels, 0 when they are not known."""

    address: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it; `publishers` are the sources it credits."""

    title: str
    address: str
    summary: str
    moment: Moment
    section: Link | None
    authors: tuple[str, ...]
    publishers: tuple[str, ...]
    language: str
    direction: str
    image: Picture | None


@dataclass(frozen=True, slots=True)
class ArticleView(Card):
    """An article as its own page shows it; `body` is HTML with links for that page."""

    standfirst: str
    updated: Moment | None
    body: Markup
    sources: tuple[Source, ...]
    via: Via | None
    tags: tuple[Link, ...]
    corrections: tuple[Correction, ...]
    extra: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    """One section's cards on the front page."""

    section: Link | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A tag in the list of all tags, with how many articles carry it."""

    title: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page for search engines, with when it last changed where that is known."""

    address: str
    updated: Moment | None


@dataclass(frozen=True, slots=True)
class Entry:
    """An article in a feed; `content` is HTML whose every link is absolute."""

    title: str
    address: str
    id: str
    published: Moment
    updated: Moment
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    content: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed: its own address, the page it follows, and its entries, newest first."""

    address: str
    title: str
    page: str
    description: str
    language: str
    site_url: str
    entries: tuple[Entry, ...]
