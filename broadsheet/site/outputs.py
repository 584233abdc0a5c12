"""The parts of a plan: pages to render, and assets to copy or make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.dates import Moment
from broadsheet.images.icons import Icon
from broadsheet.images.renditions import Sized, Whole
from broadsheet.images.share_images import ShareCard
from broadsheet.site.later import Once

BOOK = "book"
BOOK_ARTICLE, BOOK_OPENING, BOOK_STYLE = "book_article.html", "book_opening.html", "book.css"
BOOK_TEMPLATES = (BOOK_ARTICLE, BOOK_OPENING, BOOK_STYLE)
FEED, ATOM, JSON_FEED = "feed", "atom", "json feed"  # RSS, Atom, JSON Feed
FEED_ARTICLE, FEED_EDITION = "feed_article.html", "feed_edition.html"
FEED_CORRECTION = "feed_correction.html"
FEED_TEMPLATES = (FEED_ARTICLE, FEED_EDITION, FEED_CORRECTION)  # of which entries are made
EDITION_FILE, EDITION_TEXT = "edition_file.html", "edition_text.html"
EDITION_MAIL = "mail.html"
LITE = "lite"  # the theme of the text-only copy
SHARD, CODE, COVER = "shard", "QR code", "cover"
GONE = "gone.html"  # the page at an address that has nothing any more


@dataclass(frozen=True, slots=True)
class Weighed:
    """How the sizes of texts decided what stands on a page.

    It stays so while the sizes of texts change by no more than `room` bytes, all together. `texts`
    are the paths of those that were weighed and do not stand on the page.
    """

    room: int
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InlinePicture:
    """A picture that stands inside a file: the address that the file's text has for it, and how to
    make its bytes."""

    address: str
    recipe: Sized | Whole


@dataclass(frozen=True, slots=True)
class Page:
    """One address to render: `context` is all that its template can see.

    `source` is the reason for the page and `line` its place, for the message when two pages have
    one address. A feed has the template `FEED`, `ATOM` or `JSON_FEED`; its context is the
    `channel` and its `entries`, newest first. A part of the search index has the template `SHARD`
    and the context `entries`, a QR code has `CODE` and the whole address `target`, a book has
    `BOOK` and the context `book` and its `articles`, its cover has `COVER` and the context `card`.
    `theme` is empty for the site's theme, and `LITE` for that of the text-only copy. `in_sitemap`
    says that search engines are told of it, and `changed` when it last changed, where that is
    known. `weighing` finds out how sizes decided what stands on it, where they did. `key` tells
    what its context is made from: while it and the templates are the same, so is the page. It is
    empty where only the context itself can tell.
    """

    address: str
    template: str
    context: Mapping[str, Any]
    source: str
    line: int = 0
    theme: str = ""
    in_sitemap: bool = False
    changed: Moment | None = None
    weighing: Once[Weighed | None] | None = None
    key: str = ""

    @property
    def weighed(self) -> Weighed | None:
        """How sizes decided what stands on it, if they did."""
        return self.weighing() if self.weighing else None


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to copy or make: its bytes, its path in the site, or its recipe.

    `signature` changes with the file. It is empty while the file is so new that it may still
    change: then it is read again.
    """

    address: str
    source: str
    signature: str
    content: bytes | None = None
    line: int = 0
    recipe: Sized | Whole | Once[ShareCard] | Icon | None = None
