"""The page of each edition, the index of editions, and their feed.

Each entry of the feed is a whole edition. A week or a month enters the feed when it is over. Before
that, a service that mails the entries would send only its first day.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from urllib.parse import urlsplit

from broadsheet.content.articles import Article, last_changed
from broadsheet.content.texts import Among, embedded, size_of
from broadsheet.dates import Moment, fixed
from broadsheet.digest.editions import Edition
from broadsheet.languages import period_in_words
from broadsheet.pages.page_factory import Paper
from broadsheet.site.addresses import edition_address
from broadsheet.site.feed_entries import bytes_in_feed, capped
from broadsheet.site.outputs import FEED_EDITION, Page
from broadsheet.site.views import EditionItem, EditionPart, EditionView, Entry, Link
from broadsheet.text.reading_time import minutes


def edition_pages(paper: Paper, as_of: datetime) -> Iterator[Page]:
    """The page of every edition, their index, and their feed."""
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
        in_sitemap=True,
        editions=tuple(reversed(links)),
        feed=feed,
    )
    entries = capped(_entries(paper, as_of), paper.settings.feeds)
    yield paper.feed_of(feed, paper.site.editions, entries)


def edition_link(paper: Paper, edition: Edition) -> Link:
    """A link to an edition with its title, or its dates in words."""
    address = edition_address(edition.period.key)
    return Link(edition_title(paper, edition), address)


def edition_title(paper: Paper, edition: Edition) -> str:
    """The title that the curator gave an edition, or its dates in words."""
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
        in_sitemap=True,
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
    is_whole_here = page and paper.settings.editions.content == "full"
    placed = edition.articles if is_whole_here else ()
    places = {paper.cards.of(article).address: anchors[article.path] for article in placed}
    period, note = edition.period, edition.note
    words = sum(article.body.words for article in edition.articles)
    return EditionView(
        title=edition_title(paper, edition),
        dates=_dates(paper, edition),
        number=note.number if note else "",
        first=Moment(fixed(datetime.combine(period.first, time(), paper.settings.timezone)), False),
        note=paper.views.note(note, page, places),
        parts=tuple(
            EditionPart(
                paper.cards.section(articles[0]),
                tuple(_item(paper, it, page, anchors[it.path], places) for it in articles),
            )
            for _, articles in edition.parts
        ),
        minutes=minutes(words),
    )


def _anchors(articles: Sequence[Article]) -> dict[str, str]:
    """The anchor of each article on the page: its slug, numbered if the slug is used again."""
    anchors: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for article in sorted(articles, key=lambda it: (it.date.at, it.path)):
        uses[article.slug] += 1
        number = uses[article.slug]
        anchors[article.path] = f"_article-{article.slug}" + (f"~{number}" if number > 1 else "")
    return anchors


def _item(
    paper: Paper, article: Article, page: str, anchor: str, places: Mapping[str, str]
) -> EditionItem:
    among = Among(embedded(anchor) if page else "", below=2)
    return EditionItem(anchor, paper.views.whole(article, page, among, places))


def _entries(paper: Paper, as_of: datetime) -> Iterator[Entry]:
    for edition in reversed(paper.catalog.editions):
        period = edition.period
        if period.first == period.last or as_of.date() > period.last:
            yield _entry(paper, edition)


def _entry(paper: Paper, edition: Edition) -> Entry:
    host = urlsplit(paper.settings.url).hostname or "site"
    link, articles = edition_link(paper, edition), edition.articles
    sections = (paper.cards.section(article) for article in articles)
    day = edition.period.first
    view = _view(paper, edition, "")
    items = [item for part in view.parts for item in part.items]
    is_full = paper.settings.editions.content == "full"
    return Entry(
        title=link.title,
        address=link.address,
        id=f"tag:{host},{day}:edition-{edition.period.key}",
        published=max((article.date for article in articles), key=lambda it: it.at),
        updated=max((last_changed(article) for article in articles), key=lambda it: it.at),
        authors=paper.settings.author or (paper.settings.title,),
        categories=tuple(dict.fromkeys(it.title for it in sections if it)),
        summary=_summary(edition),
        template=FEED_EDITION,
        context={"edition": view, "is_full": is_full},
        size=size_of(view.note) + sum(bytes_in_feed(it.article, is_full) for it in items),
    )
