"""Where something that was published is now: at another address, away, or nobody knows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from posixpath import basename

from broadsheet.content.articles import Article, in_order
from broadsheet.content.ledger import ARCHIVE, EDITION, Ledger, Published
from broadsheet.content.notes import Note
from broadsheet.content.settings import Settings
from broadsheet.content.spellings import Meaning, name_key
from broadsheet.content.taxonomies import TAXONOMIES, Taxonomy
from broadsheet.dates import day_in_name
from broadsheet.digest.catalog import Catalog
from broadsheet.digest.listings import Listings, Term, listings_of, noted, with_both
from broadsheet.periods import PERIODS, period_named
from broadsheet.site.addresses import ARCHIVE as ARCHIVE_INDEX
from broadsheet.site.addresses import (
    alias_address,
    archive_address,
    article_address,
    edition_address,
    is_page,
    page_address,
    stem_of,
)

BY_KEY = {it.key: it for it in TAXONOMIES}


class Away(Enum):
    """Why something is not on the site though nobody has to settle it: a value for each reason."""

    EXPIRED = "expired"  # by the day in its front matter
    WAITING = "waiting"  # a draft again, or scheduled again
    EMPTY = "empty"  # all that stood in it has gone, which is settled there


@dataclass(frozen=True, slots=True)
class Moved:
    """It stands at another address now; `of` is what that is of, as the ledger says it."""

    address: str
    of: str


Whereabouts = Moved | Away | None


class Finder:
    """Finds where what the ledger names is now, in a site as it is at the moment `as_of`.

    `articles` are all that there are, published or not.
    """

    def __init__(
        self,
        catalog: Catalog,
        articles: Sequence[Article],
        notes: Sequence[Note],
        settings: Settings,
        as_of: datetime,
        ledger: Ledger,
    ) -> None:
        self._catalog, self._articles, self._notes = catalog, articles, notes
        self._settings, self._as_of, self._ledger = settings, as_of, ledger
        self._published = {it.path: it for it in catalog.articles}
        self._all = {it.path: it for it in articles}
        self._pages = {it.path: page_address(it.key) for it in catalog.pages}
        self._terms = {stem_of(it.address): it for it in catalog.listings.terms}
        self._editions = {it.period.key: it for it in catalog.editions}

    def of(self, address: str, published: Published) -> Whereabouts:
        """Where what had an address is now; None if that must be settled."""
        path = self._written.get(address, published.file)
        if path:
            return self._text(path)
        if published.kind in BY_KEY:
            return self._list(BY_KEY[published.kind], published.title, stem_of(address))
        if published.kind == EDITION:
            return self._edition(published.title)
        return self._archive(address) if published.kind == ARCHIVE else None

    @cached_property
    def _written(self) -> dict[str, str]:
        """The files of articles by the aliases that they name: also of those that are not published
        now, and then no page has them."""
        return {alias_address(alias): it.path for it in self._articles for alias in it.aliases}

    def _text(self, path: str) -> Whereabouts:
        if path in self._pages:
            return Moved(self._pages[path], path)
        article = self._all.get(path) or self._named_alike(path)
        if article is None:
            return None
        if article.path in self._published:
            address = article_address(article, self._settings.permalink)
            return Moved(address, article.path)
        is_over = article.expires is not None and article.expires.at <= self._as_of
        return Away.EXPIRED if is_over and not article.draft else Away.WAITING

    def _named_alike(self, path: str) -> Article | None:
        """The article whose file has the same name in another folder. The name begins with its
        day, so it is the same article."""
        name = basename(path)
        found = self._by_name.get(name, ()) if day_in_name(name)[0] else ()
        return found[0] if len(found) == 1 else None

    @cached_property
    def _by_name(self) -> dict[str, list[Article]]:
        found: dict[str, list[Article]] = defaultdict(list)
        for article in self._articles:
            found[basename(article.path)].append(article)
        return found

    def _list(self, taxonomy: Taxonomy, title: str, stem: str) -> Whereabouts:
        term = self._term(stem) or self._aliased.get(stem)
        if term is None or term.taxonomy is not taxonomy:
            term = self._titled(taxonomy, title, self._catalog.listings)
        if term is not None:
            return Moved(term.address, f"{taxonomy.key}: {term.title}")
        noted_aliases = (alias for it in self._notes for _, alias in it.aliases)
        waiting = self._titled(taxonomy, title, self._with_all)
        is_known = waiting is not None or stem in map(stem_of, noted_aliases)
        return Away.WAITING if is_known else None

    def _term(self, stem: str) -> Term | None:
        folder, _, name = stem.rpartition("/")
        return self._terms.get(stem) or (self._terms.get(folder) if name.isdigit() else None)

    @cached_property
    def _aliased(self) -> dict[str, Term]:
        noted_terms = (it for it in self._catalog.listings.terms if it.note)
        return {
            stem_of(alias): it
            for it in noted_terms
            for _, alias in (it.note.aliases if it.note else ())
        }

    def _titled(self, taxonomy: Taxonomy, title: str, listings: Listings) -> Term | None:
        terms = listings.by_taxonomy[taxonomy].terms
        if not taxonomy.are_keys:
            notes = {it.key: it for it in self._notes if it.kind == taxonomy.notes}
            rules = with_both(taxonomy.settled(self._settings), noted(notes))
            title = Meaning(rules).of(title)
        key = name_key(title)
        return next((it for it in terms if name_key(it.title) == key), None)

    @cached_property
    def _with_all(self) -> Listings:
        """The lists that the site would have with every article published."""
        return listings_of(in_order(list(self._articles)), self._notes, self._settings)

    def _edition(self, key: str) -> Whereabouts:
        every = self._settings.editions.every
        periods = (period_named(key, it) for it in PERIODS)
        first = next((it.first for it in periods if it), None)
        if first is not None and every in PERIODS:
            now = PERIODS[every](first).key
            if now in self._editions:
                return Moved(edition_address(now), f"{EDITION}: {now}")
        elif first is not None and any(
            (it.date.at.year, it.date.at.month) == (first.year, first.month)
            for it in self._catalog.articles
        ):
            month = archive_address(first.year, first.month)
            return Moved(month, f"{ARCHIVE}: {first:%Y-%m}")
        return next(self._editions_of(key), Away.EMPTY)

    def _editions_of(self, key: str) -> Iterator[Moved]:
        """The editions that have the articles of an old one now."""
        holders = {
            article.path: edition.period.key
            for edition in self._catalog.editions
            for article in edition.articles
        }
        for published in self._ledger.values():
            if any(it.startswith(f"{key}#") for it in published.anchors):
                place = self._text(published.file)
                if isinstance(place, Moved) and place.of in holders:
                    now = holders[place.of]
                    yield Moved(edition_address(now), f"{EDITION}: {now}")

    def _archive(self, address: str) -> Whereabouts:
        if is_page(address):
            return Moved(ARCHIVE_INDEX, "site")
        day = (it.date.at for it in self._catalog.articles)
        stems = {stem_of(archive_address(it.year, it.month)) for it in day}
        return None if stem_of(address) in stems else Away.EMPTY
