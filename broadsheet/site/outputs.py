"""What a plan is made of: pages to render and assets to copy or to make."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from broadsheet.dates import Moment
from broadsheet.images.icons import Icon
from broadsheet.images.renditions import Sized, Whole
from broadsheet.images.share_images import ShareCard

FEED = "feed"
FEED_ARTICLE, FEED_EDITION = "feed_article.html", "feed_edition.html"
FEED_CORRECTION = "feed_correction.html"
FEED_TEMPLATES = (FEED_ARTICLE, FEED_EDITION, FEED_CORRECTION)  # of which entries are made
LITE = "lite"  # the theme of the text-only edition
SHARD = "shard"


@dataclass(frozen=True, slots=True)
class Page:
    """One address to render: `context` is all that its template may see.

    `source` is what asked for the page, and `line` where, for the message when two ask for one
    address. A feed's template is `FEED` and its context the `channel` and its `entries`, newest
    first; that of a part of the search index is `SHARD`, and its context the `entries`. `theme` is
    empty for the site's own and `LITE` for that of the text-only edition. `in_sitemap` says that
    search engines are told of it, and `changed` when it last changed, where that is known.
    """

    address: str
    template: str
    context: Mapping[str, Any]
    source: str
    line: int = 0
    theme: str = ""
    in_sitemap: bool = False
    changed: Moment | None = None


@dataclass(frozen=True, slots=True)
class Asset:
    """One file to copy or to make: its bytes, where under the site it stands, or its recipe.

    `look` changes with them; it is empty while the file has not rested and is to be read again.
    """

    address: str
    source: str
    look: str
    content: bytes | None = None
    line: int = 0
    recipe: Sized | Whole | ShareCard | Icon | None = None
