"""Articles as entries of feeds, each made once for all of them, within the site's caps."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any, NamedTuple

from broadsheet.content.articles import Article, last_changed
from broadsheet.content.feed_settings import FeedSettings
from broadsheet.content.front_matter import Correction, FrontMatter
from broadsheet.content.settings import Settings
from broadsheet.content.taxonomies import SOURCE, TAG
from broadsheet.content.texts import Text
from broadsheet.digest.listings import Listings
from broadsheet.languages import long_date
from broadsheet.site.article_views import ArticleViews
from broadsheet.site.cards import Cards
from broadsheet.site.later import NOTHING, Later
from broadsheet.site.outputs import FEED_ARTICLE, Weighed
from broadsheet.site.views import Entry, Link, Picture
from broadsheet.translations import Translations
from broadsheet.urls import uri

BOUNDLESS = 1 << 62  # bytes
MOST = 4_000  # entries that are kept, of which most stand in several feeds
AROUND = 60  # bytes of markup around a credit or a correction in a feed, about


class Capped(NamedTuple):
    """The entries of a feed within its limits, and how sizes decided which these are, if they
    did."""

    entries: tuple[Entry, ...]
    weighed: Weighed | None = None


class FeedEntries:
    """The entries of one build's articles. What they show is made when a feed is."""

    def __init__(
        self,
        cards: Cards,
        views: ArticleViews,
        listings: Listings,
        settings: Settings,
        translations: Translations,
    ) -> None:
        self._cards, self._views, self._groups = cards, views, listings
        self._settings, self._say = settings, translations.gettext
        notes = ((it.slug, it.note) for it in listings.by_taxonomy[SOURCE].terms)
        self._origins = {
            slug: Link(note.title, uri(note.feed)) for slug, note in notes if note and note.feed
        }
        self._made: dict[str, Entry] = {}

    def of(self, articles: Sequence[Article], at_least: int = 1) -> Capped:
        """A feed's entries, made from `articles`, newest first, within the site's limits, of which
        only that of their number holds for the first few."""
        return capped(map(self._entry, articles), self._settings.feeds, at_least)

    def all_of(self, articles: Sequence[Article]) -> Capped:
        """The entries of all these articles, in their order."""
        return Capped(tuple(map(self._entry, articles)))

    def _entry(self, article: Article) -> Entry:
        if article.path not in self._made:
            self._made[article.path] = self._make(article)
            if len(self._made) > MOST:
                del self._made[next(iter(self._made))]
        return self._made[article.path]

    def _make(self, article: Article) -> Entry:
        card, content = self._cards.of(article), self._settings.feeds.content
        whole = content == "full"
        sections = (card.section.title,) if card.section else ()
        tags = tuple(tag.title for tag in self._groups.names(TAG, article))
        size = bytes_in_feed(article, card.image, article.body.size) if whole else 0
        return Entry(
            title=article.title,
            address=card.address,
            id=article.id,
            published=article.date,
            updated=last_changed(article),
            authors=article.authors,
            categories=tuple(dict.fromkeys((*sections, *tags))),
            summary=article.summary if whole else self._summary(article, content == "summary"),
            template=FEED_ARTICLE if size else "",
            context=self._context(article) if size else {},
            size=size,
            language="" if article.language == self._settings.language else article.language,
            media=self._views.media(card.image),
            via=tuple(_reports(article)),
            origin=self._origin(article),
            untitled=article.untitled,
        )

    def _summary(self, article: Article, is_whole: bool) -> str:
        """The summary after the corrections, which a reader of it would not see elsewhere."""
        corrections = " ".join(map(self._told, article.corrections))
        return f"{corrections} {article.summary if is_whole else ''}".strip()

    def _origin(self, article: Article) -> Link | None:
        """The feed of the one who published the first report, where the note on it names one."""
        sources = self._groups.by_taxonomy[SOURCE]
        names = sources.names(article)[:1]
        return next((self._origins.get(name.slug) for name in names), None)

    def _context(self, article: Article) -> Mapping[str, Any]:
        return Later(NOTHING, _view, self._views, article)  # it must not lead back to its entry

    def _told(self, correction: Correction) -> str:
        day = long_date(correction.date, self._settings.language)
        return self._say("Correction, %(date)s: %(text)s", date=day, text=correction.text)


def _reports(article: Article) -> Iterator[Link]:
    """The reports that an article is about, and whoever pointed to them."""
    for it in article.sources:
        yield Link(it.title or it.name, uri(it.url))
    if article.via and article.via.url:
        yield Link(article.via.name, uri(article.via.url))


def _view(views: ArticleViews, article: Article) -> dict[str, Any]:
    return {"article": views.whole(article, "")}


def bytes_in_feed(meta: FrontMatter, image: Picture | None, text: int) -> int:
    """About how many bytes an article takes in a feed, before its links are put in, with a `text`
    of so many bytes; 0 for one that has nothing to show."""
    credits = [f"{it.name}{it.title}{it.url}" for it in meta.sources]
    credits += [f"{meta.via.name}{meta.via.url}"] if meta.via else []
    told = [*credits, *(it.text for it in meta.corrections)]
    told += [f"{image.address}{image.alt}"] if image else []
    return text + sum(len(it.encode()) + AROUND for it in told)


def capped(entries: Iterable[Entry], caps: FeedSettings, at_least: int = 1) -> Capped:
    """The newest entries of a feed, within its limits on number, days and bytes; that on days and
    bytes holds only for what follows the first `at_least` entries."""
    kept: list[Entry] = []
    size = 0
    for entry in islice(entries, caps.items):
        larger = size + entry.size + len(entry.summary.encode())
        may_end = len(kept) >= at_least
        if may_end and _too_old(kept[0], entry, caps):
            break
        if may_end and larger > caps.bytes:
            room = min(_room(kept, size, caps, at_least), larger - caps.bytes - 1)
            return Capped(tuple(kept), Weighed(room, texts_of(entry)))
        kept.append(entry)
        size = larger
    return Capped(tuple(kept), Weighed(_room(kept, size, caps, at_least)))


def _room(kept: Sequence[Entry], size: int, caps: FeedSettings, at_least: int) -> int:
    """By how many bytes its entries may grow and all stay in a feed; the first always stay."""
    return caps.bytes - size if len(kept) > at_least else BOUNDLESS


def texts_of(entry: Entry) -> tuple[str, ...]:
    """The paths of the texts that an entry shows."""
    view, edition = entry.context.get("article"), entry.context.get("edition")
    views = [view] if view else []
    views += [item.article for part in edition.parts for item in part.items] if edition else []
    notes = [edition.note] if edition else []
    texts = (*(it.body for it in views), *notes)
    return tuple(it.path for it in texts if isinstance(it, Text))


def _too_old(newest: Entry, entry: Entry, caps: FeedSettings) -> bool:
    return bool(caps.days) and newest.published.at - entry.published.at > timedelta(caps.days)
