"""Views: all that templates and feeds can see of the site and its articles.

Addresses in views are those of the site; templates turn them into links from their page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from broadsheet.content.front_matter import FrontMatter, Source
from broadsheet.content.texts import Piece, PlainText, Text
from broadsheet.dates import Moment
from broadsheet.images.pictures import Rendition
from broadsheet.site.feed_formats import FeedFormat


@dataclass(frozen=True, slots=True)
class Link:
    """Something with a name and an address."""

    title: str
    address: str


@dataclass(frozen=True, slots=True)
class FeedLink(Link):
    """A link to a feed in its main format, with the same feed in its `others`."""

    format: FeedFormat
    others: tuple["FeedLink", ...] = ()


@dataclass(frozen=True, slots=True)
class OfferedFeed:
    """A feed of the whole site as the page of feeds offers it: what is in it, how often it has
    something new, in a sentence, and the address of its QR code."""

    feed: FeedLink
    title: str
    told: str
    code: str


@dataclass(frozen=True, slots=True)
class FeedGroup:
    """The feeds of one kind, such as those of all tags."""

    title: str
    feeds: tuple[FeedLink, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image with its texts; width and height are those of the file at its address, in pixels.

    `webp` has other sizes of it for `srcset`, narrowest first; `whole` is the largest file.
    """

    address: str
    alt: str
    caption: str
    credit: str
    width: int
    height: int
    webp: tuple[Rendition, ...]
    whole: Rendition


@dataclass(frozen=True, slots=True)
class Site:
    """What every page can show. Nothing in it changes when an article is added to a section.

    `indexes` list all stories, tags and so on; `pages` are the plain pages; `editions` is the
    address of the index of editions, empty if there are none; `books` the same for the catalog of
    books for e-readers; `share` is the share image of pages that have none of their own; `offline`
    is the address of the worker that keeps pages in the browser, empty if none does.
    """

    title: str
    description: str
    language: str
    direction: str
    url: str
    sections: tuple[Link, ...]
    indexes: tuple[Link, ...]
    pages: tuple[Link, ...]
    editions: str
    feed: str
    books: str
    share: Picture | None
    offline: str = ""


@dataclass(frozen=True, slots=True)
class PageHead:
    """What a page says of itself; `feeds` are those it announces.

    `canonical` is the address of the page that it is an edition of, most often its own; `section`
    the same for the newest list of a section, else empty; `lite` the address of its text-only
    edition, empty without one; `type` is Open Graph's, `image` what stands for it
    where it is shared.
    """

    address: str
    canonical: str
    section: str
    lite: str
    is_lite: bool
    type: str
    title: str
    description: str
    language: str
    direction: str
    feeds: tuple[FeedLink, ...]
    image: "Picture | None"


@dataclass(frozen=True, slots=True)
class Card:
    """An article as lists show it; `publishers` are the sources that it credits. The title of one
    that is `untitled` is for where one is needed, its first words unless it has its own."""

    title: str
    untitled: bool
    address: str
    summary: str
    moment: Moment
    section: Link | None
    authors: tuple[str, ...]
    publishers: tuple[str, ...]
    language: str
    direction: str
    image: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit(Source):
    """A source as an article credits it; `page` is the address of the source's page."""

    page: str


@dataclass(frozen=True, slots=True)
class ArticleView(Card):
    """An article as a page shows it whole; `body` is HTML with links for that page.

    `meta` is its front matter, and the other fields are what only the site knows: `bylines` lead to
    the pages of its authors; `minutes` is how long it takes to read; `share` is its share image.
    `standfirst` is the summary that the curator wrote, empty without one. `terms` are its terms in
    each taxonomy that has no field here, by the taxonomy's key.
    """

    meta: FrontMatter
    standfirst: str
    body: Text
    bylines: tuple[Link, ...]
    minutes: int
    sources: tuple[Credit, ...]
    tags: tuple[Link, ...]
    terms: dict[str, tuple[Link, ...]]
    share: Picture | None


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Related articles that share one thing: `kind` is the taxonomy, such as `tag`, `reason` says
    in words what they share."""

    kind: str
    reason: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class StoryPlace:
    """An article's place in its story: the articles before it and those since."""

    title: str
    address: str
    earlier: Card | None
    later: Card | None


@dataclass(frozen=True, slots=True)
class StoryCard:
    """A story in progress, with its newest articles, newest first."""

    title: str
    address: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class EditionItem:
    """An article in an edition; `anchor` is its place on that page."""

    anchor: str
    article: ArticleView


@dataclass(frozen=True, slots=True)
class EditionPart:
    """One section's articles in an edition."""

    section: Link | None
    items: tuple[EditionItem, ...]


@dataclass(frozen=True, slots=True)
class EditionView:
    """An edition as its page shows it; `note` is the editor's, HTML with links for that page."""

    title: str
    dates: str
    number: str
    first: Moment
    note: Piece
    parts: tuple[EditionPart, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class MovedArticle:
    """An article that an edition had: the `anchor` that it had there, and an `address` that leads
    to where it is now."""

    anchor: str
    address: str


@dataclass(frozen=True, slots=True)
class FileLink(Link):
    """A file that a page is offered as besides: its media type, and whether a browser saves it."""

    type: str
    is_saved: bool


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A file that browsers keep for reading without a network.

    While `mark` and the `texts` on it are the same, the copy that is kept is good; a file without
    a mark is fetched again by every new worker, and one with the mark `=` never changes.
    """

    address: str
    mark: str
    texts: tuple[PlainText, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptEdition:
    """An edition that is kept with its articles; without `edition` the newest articles."""

    edition: Link | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """An article that credits a source, with the reports of that source that it credits."""

    card: Card
    reports: tuple[Credit, ...]


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """How a source is used: in how many articles, and in which languages; and its website and feed
    where these are known."""

    articles: int
    languages: tuple[str, ...]
    url: str
    feed: str


@dataclass(frozen=True, slots=True)
class MadeCorrection:
    """A correction with the article it was made to."""

    moment: Moment
    text: str
    article: Card


@dataclass(frozen=True, slots=True)
class Group:
    """The cards of one section on the front page."""

    section: Link | None
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class CountedLink:
    """A tag, source or the like in the index of its kind, with its number of articles."""

    title: str
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class ArchiveMonth:
    """A month in the archive of its year; `first` is its first day."""

    first: Moment
    address: str
    count: int


@dataclass(frozen=True, slots=True)
class SitemapEntry:
    """A page in the sitemap, with the time of its last change where that is known."""

    address: str
    updated: Moment | None

    def __repr__(self) -> str:  # quicker than that of a dataclass: each build compares all
        updated = self.updated
        return f"({self.address!r}, {updated and (str(updated.at), updated.has_time)})"


@dataclass(frozen=True, slots=True)
class Media:
    """A picture as feeds offer its file: `type` is its media type, `length` its size in
    bytes; width and height are in pixels."""

    address: str
    type: str
    length: int
    width: int
    height: int
    alt: str
    credit: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An article, an edition or a correction in a feed.

    `template` makes its HTML out of `context`; it is empty where the summary is all. `size` is
    about how many bytes the HTML takes. `via` are the reports that it is about, elsewhere on the
    web; `origin` is the feed of the one who published the first of them, where that is known. The
    title of one that is `untitled` is shown only where a format needs one.
    """

    title: str
    address: str
    id: str
    published: Moment
    updated: Moment
    authors: tuple[str, ...]
    categories: tuple[str, ...]
    summary: str
    template: str
    context: Mapping[str, Any]
    size: int = field(repr=False, compare=False)  # no feed shows it
    language: str = ""  # where it is not the feed's
    media: Media | None = None
    via: tuple[Link, ...] = ()
    origin: Link | None = None
    untitled: bool = False


@dataclass(frozen=True, slots=True)
class Channel:
    """A feed without its entries: its own address, and that of the page that it follows.

    `current` is the address of the feed with the newest entries: its own, unless it is a document
    of that feed's archive, or the one that `is_open` still and joins the archive later. `older` and
    `newer` are the documents beside it, empty without any. `authors` are those of entries that name
    none.
    """

    address: str
    title: str
    page: str
    description: str
    language: str
    site_url: str
    current: str
    older: str = ""
    newer: str = ""
    hub: str = ""
    copyright: str = ""
    authors: tuple[str, ...] = ()
    is_open: bool = False

    @property
    def is_current(self) -> bool:
        """Whether it is the feed with the newest entries, which readers fetch again and again."""
        return self.current == self.address

    @property
    def is_archive(self) -> bool:
        """Whether it is a document of an archive, which stays as it is."""
        return not self.is_current and not self.is_open
