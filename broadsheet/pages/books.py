"""The books of the site: each edition, story and month as an EPUB, and the feeds that list them.

The feeds follow OPDS Catalog 1.2: `/opds.xml` leads to a feed for each kind of book. Of editions
and months there is one for each year, so that only the newest grows.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from broadsheet.content.articles import Article, last_changed
from broadsheet.content.notes import Note
from broadsheet.content.taxonomies import say
from broadsheet.dates import Moment
from broadsheet.digest.editions import Edition
from broadsheet.digest.listings import Term
from broadsheet.images.pictures import Original
from broadsheet.images.share_images import CoverCard
from broadsheet.languages import date_line, long_date, month_in_words
from broadsheet.pages.editions import edition_summary, edition_title
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import (
    OPDS,
    archive_address,
    book_address,
    cover_address,
    edition_address,
    shelf_address,
)
from broadsheet.site.books import Book, BookFacts, BookPart, Shelf
from broadsheet.site.outputs import COVER, Page
from broadsheet.site.views import ArticleView
from broadsheet.urls import absolute

HEADLINES = 5  # on a cover
Parts = Sequence[tuple[str, Sequence[Article]]]  # titles with articles, in reading order


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a book is made of: `kind` is that of the settings, `page` the address of its page."""

    kind: str
    page: str
    title: str
    label: str
    summary: str
    parts: Parts
    note: Note | None = None
    number: str = ""
    is_full: bool = True
    is_dated: bool = False  # whether its title is its dates

    @property
    def articles(self) -> tuple[Article, ...]:
        return tuple(article for _, articles in self.parts for article in articles)


def book_pages(factory: PageFactory) -> Iterator[Page]:
    """Every book that the settings ask for, each after its cover, and the feeds that list them."""
    if not factory.site.books:
        return
    views: dict[str, ArticleView] = {}
    shelves: dict[str, list[BookFacts]] = {kind: [] for kind in KINDS}
    for subject in _subjects(factory):
        facts = _facts(factory, subject)
        shelves[subject.kind].append(facts)
        source, card = _source(subject), _cover(factory, subject)
        yield Page(facts.cover, COVER, {"card": card}, f"the cover of {source}")
        make = partial(_shown, factory, subject, facts, card, views)
        yield factory.book_page(facts.address, f"the book of {source}", make)
    yield from _catalog(factory, {kind: books for kind, books in shelves.items() if books})


def _subjects(factory: PageFactory) -> Iterator[_Subject]:
    """What there is a book of, kind by kind, newest first."""
    for kind, subjects in KINDS.items():
        if kind in factory.settings.books:
            yield from subjects(factory)


def _editions(factory: PageFactory) -> Iterator[_Subject]:
    """Every edition, newest first."""
    if factory.site.editions:
        for edition in reversed(factory.catalog.editions):
            yield _edition(factory, edition)


def _edition(factory: PageFactory, edition: Edition) -> _Subject:
    say, number = factory.translations.gettext, edition.note.number if edition.note else ""
    sections = (factory.cards.section(articles[0]) for _, articles in edition.parts)
    titles = [section.title if section else say("More news") for section in sections]
    parts = [(title, it) for title, (_, it) in zip(titles, edition.parts, strict=True)]
    return _Subject(
        kind="editions",
        page=edition_address(edition.period.key),
        title=edition_title(factory, edition),
        label=say("Edition %(number)s", number=number) if number else say("Edition"),
        summary=edition_summary(edition),
        parts=parts if len(parts) > 1 else [("", edition.articles)],
        note=edition.note,
        number=number,
        is_full=factory.settings.editions.content == "full",
        is_dated=not (edition.note and edition.note.title),
    )


def _stories(factory: PageFactory) -> Iterator[_Subject]:
    """Every story, the one with the newest article first; a book has its oldest article first."""
    for term in factory.catalog.listings.stories:
        yield _story(factory, term)


def _story(factory: PageFactory, term: Term) -> _Subject:
    return _Subject(
        kind="stories",
        page=term.address,
        title=term.title,
        label=factory.translations.gettext("Developing story"),
        summary=(term.note.body.summary if term.note else "") or term.title,
        parts=[("", tuple(reversed(term.articles)))],
        note=term.note,
    )


def _months(factory: PageFactory) -> Iterator[_Subject]:
    """Every month that has articles, newest first; a book has its oldest day first."""
    months: dict[str, list[Article]] = defaultdict(list)
    for article in factory.catalog.articles:
        day = article.date.at.date()
        months[archive_address(day.year, day.month)].append(article)
    for page in sorted(months, reverse=True):
        yield _month(factory, page, months[page][::-1])


def _month(factory: PageFactory, page: str, articles: Sequence[Article]) -> _Subject:
    language, first = factory.settings.language, articles[0].date.at.date()
    days: dict[str, list[Article]] = defaultdict(list)
    for article in articles:
        days[date_line(article.date, language)].append(article)
    return _Subject(
        kind="months",
        page=page,
        title=month_in_words(first, language),
        label=factory.translations.gettext("Archive"),
        summary="; ".join(article.title for article in articles[-3:][::-1]),
        parts=tuple(days.items()),
        is_dated=True,
    )


KINDS = {"editions": _editions, "stories": _stories, "months": _months}
TITLES = {"editions": say("Editions"), "stories": say("Stories"), "months": say("Months")}


def _facts(factory: PageFactory, subject: _Subject) -> BookFacts:
    articles = subject.articles
    authors = dict.fromkeys(name for article in articles for name in article.authors)
    sections = (factory.cards.section(article) for article in articles)
    web = absolute(factory.settings.url, subject.page)
    return BookFacts(
        address=book_address(subject.page),
        page=subject.page,
        cover=cover_address(subject.page),
        id=uuid5(NAMESPACE_URL, web).urn,
        title=subject.title,
        summary=subject.summary,
        authors=tuple(authors) or (factory.settings.title,),
        subjects=tuple(dict.fromkeys(it.title for it in sections if it)),
        published=max((article.date for article in articles), key=lambda it: it.at),
        updated=max((last_changed(article) for article in articles), key=lambda it: it.at),
    )


def _shown(
    factory: PageFactory,
    subject: _Subject,
    facts: BookFacts,
    cover: CoverCard,
    views: dict[str, ArticleView],
) -> dict[str, Any]:
    """All that the book shows; `views` are the articles that others have shown."""
    say, site = factory.translations.gettext, factory.site
    articles = tuple(_view(factory, article, views) for article in subject.articles)
    pictures: dict[str, Original] = {}
    for view in articles if subject.is_full else ():
        pictures |= factory.views.originals(view)
    book = Book(
        facts=facts,
        publisher=site.title,
        language=site.language,
        direction=site.direction,
        site_url=site.url,
        number=subject.number if subject.number.isdecimal() else "",
        parts=tuple(BookPart(title, len(found)) for title, found in subject.parts),
        pictures=tuple(pictures.items()),
        cover=cover,
        cover_title=say("Cover"),
        contents_title=say("Contents"),
        accessibility=say(
            "This book has headings and a table of contents. Its text can be read aloud, and shown"
            " in any size and color."
        ),
    )
    return {
        "book": book,
        "articles": articles,
        "note": factory.views.note(subject.note, ""),
        "label": subject.label,
        "is_full": subject.is_full,
    }


def _view(factory: PageFactory, article: Article, views: dict[str, ArticleView]) -> ArticleView:
    """An article as all its books show it, made once; its links are whole ones."""
    if article.path not in views:
        views[article.path] = factory.views.whole(article, "")
    return views[article.path]


def _cover(factory: PageFactory, subject: _Subject) -> CoverCard:
    """The cover; its headlines are the first articles of an edition, the last ones of others."""
    articles = subject.articles
    chosen = articles if subject.kind == "editions" else articles[::-1]
    first = min((article.date for article in articles), key=lambda it: it.at)
    last = max((article.date for article in articles), key=lambda it: it.at)
    days = [replace(first, has_time=False), replace(last, has_time=False)]
    return CoverCard(
        nameplate=factory.settings.title,
        label=subject.label,
        title=subject.title,
        headlines=tuple(article.title for article in chosen[:HEADLINES]),
        date="" if subject.is_dated else _in_words(days, factory.settings.language),
        numerals=" – ".join(dict.fromkeys(str(it.at.date()) for it in days)),
        accent=factory.accent,
    )


def _in_words(days: Iterable[Moment], language: str) -> str:
    return " – ".join(dict.fromkeys(long_date(it, language) for it in days))


def _source(subject: _Subject) -> str:
    return subject.note.path if subject.note else f"{subject.kind} at {subject.page}"


def _catalog(factory: PageFactory, shelves: dict[str, list[BookFacts]]) -> Iterator[Page]:
    """The feed that leads to all others, and the feeds of books, newest first."""
    leads: list[Shelf] = []
    for kind, books in shelves.items():
        years = [books] if kind == "stories" else _by_year(books)
        pages = list(_shelves(factory, kind, years))
        leads.append(pages[0].context["shelf"])
        yield from pages
    title = factory.translations.gettext("Books")
    newest = factory.catalog.articles[0].date
    updated = max((it.updated for it in leads), key=lambda it: it.at, default=newest)
    source = "the catalog of books"
    yield factory.page(OPDS, "opds.xml", title, source, shelves=tuple(leads), updated=updated)


def _by_year(books: Iterable[BookFacts]) -> list[list[BookFacts]]:
    """Books, newest first, by the year of their newest article."""
    years: dict[int, list[BookFacts]] = defaultdict(list)
    for book in books:
        years[book.published.at.year].append(book)
    return [years[year] for year in sorted(years, reverse=True)]


def _shelves(
    factory: PageFactory, kind: str, years: Sequence[Sequence[BookFacts]]
) -> Iterator[Page]:
    newest = shelf_address(kind)
    others = [shelf_address(kind, books[0].published.at.year) for books in years[1:]]
    addresses = [newest, *others]
    title = factory.translations.gettext(TITLES[kind])
    for place, (address, books) in enumerate(zip(addresses, years, strict=True)):
        shelf = Shelf(
            address=address,
            title=title,
            older=addresses[place + 1] if place + 1 < len(addresses) else "",
            newer=addresses[place - 1] if place else "",
            newest=newest,
            updated=max((it.updated for it in books), key=lambda it: it.at),
        )
        source = f"the catalog of {kind}"
        yield factory.page(
            address, "opds_books.xml", title, source, shelf=shelf, books=tuple(books)
        )
