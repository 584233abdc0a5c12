"""The published articles, arranged: in order, by their terms, in editions, beside related ones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from broadsheet.builds import Unpublished
from broadsheet.content.articles import Article
from broadsheet.content.notes import Note, clashing_notes
from broadsheet.content.settings import Settings
from broadsheet.digest.editions import Edition, gather
from broadsheet.digest.listings import Listings, clashing_terms, listings_of
from broadsheet.digest.related import RelatedArticles
from broadsheet.digest.schedule import scheduled
from broadsheet.problems import Problem


@dataclass(frozen=True, slots=True)
class Catalog:
    """The published articles, arranged; `related` is by an article's path.

    `pages` are the plain pages; `problems` are what is wrong with the notes.
    """

    articles: tuple[Article, ...]
    unpublished: tuple[Unpublished, ...]
    listings: Listings
    editions: tuple[Edition, ...]
    pages: tuple[Note, ...]
    related: RelatedArticles
    problems: tuple[Problem, ...]


def arrange(
    articles: Sequence[Article],
    notes: Sequence[Note],
    settings: Settings,
    as_of: datetime,
    drafts: bool,
    future: bool = False,
) -> Catalog:
    """Arrange what is published at the moment `as_of`, with `drafts` drafts too, with `future`
    articles of a later moment."""
    schedule = scheduled(articles, as_of, drafts, future)
    published = schedule.published
    listings = listings_of(published, notes, settings)
    editions = gather(
        published,
        [each.path for each in schedule.unpublished],
        settings.editions.every,
        [section.slug for section in listings.sections],
        [note for note in notes if note.kind == "editions"],
    )
    return Catalog(
        articles=published,
        unpublished=schedule.unpublished,
        listings=listings,
        editions=editions.all,
        pages=tuple(note for note in notes if note.kind == "pages"),
        related=RelatedArticles(
            published, {it: listing.names for it, listing in listings.by_taxonomy.items()}
        ),
        problems=(*clashing_notes(notes), *clashing_terms(listings), *editions.problems),
    )
