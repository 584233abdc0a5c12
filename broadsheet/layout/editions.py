"""The page of each edition, read top to bottom; the index of editions; and their feed.

An entry of the feed holds one whole edition. A week or a month is in the feed once it is over: a
service that mails the feed's entries would else send out its first day.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time
from html import escape
from urllib.parse import urlsplit

from broadsheet.addresses import FRONT, list_address
from broadsheet.articles import Article
from broadsheet.dates import Moment, fixed
from broadsheet.desk import capped, last_changed
from broadsheet.editions import Edition
from broadsheet.languages import period_in_words
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.reading_time import minutes
from broadsheet.texts import Among, Piece
from broadsheet.urls import absolute
from broadsheet.views import EditionItem, EditionPart, EditionView, Entry, Link


def edition_pages(paper: Paper, as_of: datetime) -> Iterator[Page]:
    """Every edition, their index, and the feed that carries each whole."""
    if not paper.site.editions:
        return
    editions = paper.catalog.editions
    links = [edition_link(paper, edition) for edition in editions]
    title = paper.words.gettext("Editions")
    feed = paper.feed_link(title, paper.site.editions)
    for position, edition in enumerate(editions):
        earlier = links[position - 1] if position else None
        later = links[position + 1] if position + 1 < len(links) else None
        yield _page(paper, edition, feed, earlier, later)
    yield paper.page(
        paper.site.editions,
        "editions.html",
        title,
        "the index of editions",
        announced=[feed],
        editions=tuple(reversed(links)),
        feed=feed,
    )
    entries = capped(_entries(paper, as_of), paper.settings.feeds)
    yield paper.feed_of(feed, paper.site.editions, entries)


def edition_link(paper: Paper, edition: Edition) -> Link:
    """An edition by its title, or else by its dates in words."""
    address = list_address("edition", edition.period.key)
    return Link(edition_title(paper, edition), address)


def edition_title(paper: Paper, edition: Edition) -> str:
    """The title that the curator gave an edition, else its dates in words."""
    given = edition.note.title if edition.note else ""
    return given or _dates(paper, edition)


def _dates(paper: Paper, edition: Edition) -> str:
    period = edition.period
    return period_in_words(period.first, period.last, paper.settings.language)


def _page(
    paper: Paper, edition: Edition, feed: Link, earlier: Link | None, later: Link | None
) -> Page:
    link = edition_link(paper, edition)
    note = edition.note
    return paper.page(
        link.address,
        "edition.html",
        link.title,
        note.path if note else f"the edition {edition.period.key}",
        description=_summary(edition),
        announced=[feed],
        edition=_view(paper, edition, link.address),
        is_full=paper.settings.editions.content == "full",
        earlier=earlier,
        later=later,
    )


def _summary(edition: Edition) -> str:
    titles = "; ".join(article.title for article in edition.articles[:3])
    return (edition.note.body.summary if edition.note else "") or titles


def _view(paper: Paper, edition: Edition, page: str) -> EditionView:
    anchors = _anchors(edition.articles)
    period, note = edition.period, edition.note
    words = sum(article.body.words for article in edition.articles)
    return EditionView(
        title=edition_title(paper, edition),
        dates=_dates(paper, edition),
        number=note.number if note else "",
        first=Moment(fixed(datetime.combine(period.first, time(), paper.settings.timezone)), False),
        note=paper.desk.note(note, page),
        parts=tuple(
            EditionPart(
                paper.desk.section(articles[0]),
                tuple(_item(paper, article, page, anchors[article.path]) for article in articles),
            )
            for _, articles in edition.parts
        ),
        minutes=minutes(words),
    )


def _anchors(articles: Sequence[Article]) -> dict[str, str]:
    """The place of each article on the page, by its slug; a second one of a slug is numbered."""
    anchors: dict[str, str] = {}
    for article in sorted(articles, key=lambda it: (it.date.at, it.path)):
        anchor = f"_article-{article.slug}"
        taken = sum(other.partition("~")[0] == anchor for other in anchors.values())
        anchors[article.path] = anchor + (f"~{taken + 1}" if taken else "")
    return anchors


def _item(paper: Paper, article: Article, page: str, anchor: str) -> EditionItem:
    own = f"{anchor}--"
    among = Among(own, below=2, address=paper.desk.card(article).address)
    return EditionItem(anchor, paper.desk.whole(article, page, among))


def _entries(paper: Paper, as_of: datetime) -> Iterator[Entry]:
    for edition in reversed(paper.catalog.editions):
        period = edition.period
        if period.first == period.last or as_of.date() > period.last:
            yield _entry(paper, edition)


def _entry(paper: Paper, edition: Edition) -> Entry:
    host = urlsplit(paper.settings.url).hostname or "site"
    link, articles = edition_link(paper, edition), edition.articles
    sections = (paper.desk.section(article) for article in articles)
    day = edition.period.first
    return Entry(
        title=link.title,
        address=link.address,
        id=f"tag:{host},{day}:edition-{edition.period.key}",
        published=max((article.date for article in articles), key=lambda it: it.at),
        updated=max((last_changed(article) for article in articles), key=lambda it: it.at),
        authors=paper.settings.author or (paper.settings.title,),
        categories=tuple(dict.fromkeys(it.title for it in sections if it)),
        summary=_summary(edition),
        content=_digest(paper, edition),
    )


def _digest(paper: Paper, edition: Edition) -> tuple[Piece, ...]:
    """The whole edition as HTML with absolute links."""
    base = paper.settings.url
    pieces = [paper.desk.note_for_feeds(edition.note)]
    for _, articles in edition.parts:
        section = paper.desk.section(articles[0])
        title = section.title if section else paper.settings.title
        address = section.address if section else FRONT
        pieces.append(f'<h2><a href="{escape(absolute(base, address))}">{escape(title)}</a></h2>')
        for article in articles:
            link = escape(absolute(base, paper.desk.card(article).address))
            pieces.append(f'<h3><a href="{link}">{escape(article.title)}</a></h3>')
            pieces += _text(paper, article)
    return tuple(pieces)


def _text(paper: Paper, article: Article) -> tuple[Piece, ...]:
    if paper.settings.editions.content == "full":
        return paper.desk.body_for_feeds(article, below=2)
    return (paper.desk.summary_for_feeds(article),)
