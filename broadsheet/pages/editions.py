"""The page of each edition, the index of editions, and their feed.

Each entry of the feed is a whole edition. A week or a month enters the feed when it is over. Before
that, a service that mails the entries would send only its first day.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import partial
from urllib.parse import urlsplit

from broadsheet.content.articles import Article, last_changed
from broadsheet.content.counted import Counted
from broadsheet.content.ledger import ANCHOR, Ledger
from broadsheet.content.texts import Embedding, embedded, size_of
from broadsheet.dates import Moment, fixed
from broadsheet.digest.editions import Edition
from broadsheet.languages import period_in_words
from broadsheet.pages.edition_files import edition_files, file_links
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import edition_address
from broadsheet.site.feed_entries import bytes_in_feed, capped
from broadsheet.site.outputs import FEED_EDITION, Page
from broadsheet.site.views import (
    EditionItem,
    EditionPart,
    EditionView,
    Entry,
    FeedLink,
    Link,
    MovedArticle,
)
from broadsheet.text.reading_time import minutes

ANCHORS = "_article-"  # how the anchors of articles begin


def edition_pages(factory: PageFactory, as_of: datetime) -> Iterator[Page]:
    """The page of every edition, their index, and their feed."""
    if not factory.site.editions:
        return
    editions = factory.catalog.editions
    links = [edition_link(factory, edition) for edition in editions]
    former = former_anchors(factory.ledger)
    title = factory.translations.gettext("Editions")
    feed = factory.feed_link(title, factory.site.editions)
    for position, edition in enumerate(editions):
        earlier = links[position - 1] if position else None
        later = links[position + 1] if position + 1 < len(links) else None
        moved = _moved(edition, former.get(edition.period.key, ()))
        page = _page(factory, edition, feed, (earlier, later), moved)
        yield page
        if factory.settings.editions.files:
            told = (edition_title(factory, edition), edition_summary(edition))
            view = partial(edition_view, factory, edition, "")
            yield from edition_files(factory, page, told, view)
    yield factory.page(
        factory.site.editions,
        "editions.html",
        title,
        "the index of editions",
        announced=[feed],
        in_sitemap=True,
        editions=tuple(reversed(links)),
        feed=feed,
    )
    entries = capped(_entries(factory, as_of), factory.settings.feeds)
    yield from factory.feeds_of(feed, factory.site.editions, entries)


def edition_link(factory: PageFactory, edition: Edition) -> Link:
    """A link to an edition with its title, or its dates in words."""
    address = edition_address(edition.period.key)
    return Link(edition_title(factory, edition), address)


def edition_title(factory: PageFactory, edition: Edition) -> str:
    """The title that the curator gave an edition, or its dates in words."""
    given = edition.note.title if edition.note else ""
    return given or _dates(factory, edition)


def _dates(factory: PageFactory, edition: Edition) -> str:
    period = edition.period
    return period_in_words(period.first, period.last, factory.settings.language)


def former_anchors(ledger: Ledger) -> Mapping[str, Sequence[tuple[str, str]]]:
    """The anchors that editions had, by the keys of these, each with an address of its article;
    that one always leads on."""
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for address, published in ledger.items():
        for each in published.anchors:
            key, _, anchor = each.partition(ANCHOR)
            found[key].append((f"{ANCHORS}{anchor}", address))
    return found


def _moved(edition: Edition, former: Sequence[tuple[str, str]]) -> tuple[MovedArticle, ...]:
    """The articles that an edition had and has no more at the same place."""
    here = frozenset(anchors_of(edition.articles).values())
    left = {anchor: address for anchor, address in sorted(former) if anchor not in here}
    return tuple(MovedArticle(anchor, address) for anchor, address in left.items())


def _page(
    factory: PageFactory,
    edition: Edition,
    feed: FeedLink,
    beside: tuple[Link | None, Link | None],
    moved: tuple[MovedArticle, ...],
) -> Page:
    earlier, later = beside
    link = edition_link(factory, edition)
    note = edition.note
    asked_by = note.path if note else f"the edition {edition.period.key}"
    given = (factory, edition, feed, beside, moved)
    parts = (link, edition.period, edition.parts, note and note.path, earlier, later, moved)
    return factory.later(
        link.address,
        "edition.html",
        asked_by,
        _whole_page,
        *given,
        key=factory.key(*parts),
        in_sitemap=True,
    )


def _whole_page(
    factory: PageFactory,
    edition: Edition,
    feed: FeedLink,
    beside: tuple[Link | None, Link | None],
    moved: tuple[MovedArticle, ...],
) -> Page:
    earlier, later = beside
    link = edition_link(factory, edition)
    note = edition.note
    return factory.page(
        link.address,
        "edition.html",
        link.title,
        note.path if note else f"the edition {edition.period.key}",
        description=edition_summary(edition),
        announced=[feed],
        edition=edition_view(factory, edition, link.address),
        is_full=factory.settings.editions.content == "full",
        earlier=earlier,
        later=later,
        book=factory.book("editions", link.address),
        files=file_links(factory, link.address),
        moved=moved,
    )


def edition_summary(edition: Edition) -> str:
    """How the editor's note begins, or the titles of the first articles."""
    titles = "; ".join(article.title for article in edition.articles[:3])
    return (edition.note.body.summary if edition.note else "") or titles


def edition_view(
    factory: PageFactory, edition: Edition, page: str, in_feed: bool = False
) -> EditionView:
    """An edition for its page, or without one for a file or a feed, whose links are whole. In a
    feed, as in a plain text, a link to another article of the edition leads to its own page."""
    anchors = anchors_of(edition.articles)
    is_whole_here = not in_feed and factory.settings.editions.content == "full"
    placed = edition.articles if is_whole_here else ()
    places = {factory.cards.address(article): anchors[article.path] for article in placed}
    period, note = edition.period, edition.note
    words = {article.path: article.body.words for article in edition.articles}
    return EditionView(
        title=edition_title(factory, edition),
        dates=_dates(factory, edition),
        number=note.number if note else "",
        first=Moment(
            fixed(datetime.combine(period.first, time(), factory.settings.timezone)), False
        ),
        note=factory.views.note(note, page, places),
        parts=tuple(
            EditionPart(
                factory.cards.section(articles[0]),
                tuple(
                    _item(factory, it, page, "" if in_feed else anchors[it.path], places)
                    for it in articles
                ),
            )
            for _, articles in edition.parts
        ),
        minutes=Counted.of(words, minutes),
    )


def anchors_of(articles: Sequence[Article]) -> dict[str, str]:
    """The anchor of each article on the page: its slug, numbered if the slug is used again."""
    anchors: dict[str, str] = {}
    uses: Counter[str] = Counter()
    for article in sorted(articles, key=lambda it: (it.date.at, it.path)):
        uses[article.slug] += 1
        number = uses[article.slug]
        anchors[article.path] = f"{ANCHORS}{article.slug}" + (f"~{number}" if number > 1 else "")
    return anchors


def _item(
    factory: PageFactory, article: Article, page: str, anchor: str, places: Mapping[str, str]
) -> EditionItem:
    embedding = Embedding(embedded(anchor) if anchor else "", below=2)
    return EditionItem(anchor, factory.views.whole(article, page, embedding, places))


def _entries(factory: PageFactory, as_of: datetime) -> Iterator[Entry]:
    is_full = factory.settings.editions.content == "full"
    for edition in reversed(factory.catalog.editions):
        period = edition.period
        if period.first == period.last or as_of.date() > period.last:
            yield edition_entry(factory, edition, is_full)


def edition_entry(factory: PageFactory, edition: Edition, is_full: bool) -> Entry:
    """A whole edition as an entry of a feed, with whole articles or with their summaries."""
    host = urlsplit(factory.settings.url).hostname or "site"
    link, articles = edition_link(factory, edition), edition.articles
    sections = (factory.cards.section(article) for article in articles)
    day = edition.period.first
    view = edition_view(factory, edition, "", in_feed=True)
    items = [item for part in view.parts for item in part.items]

    def size(item: EditionItem) -> int:
        view = item.article
        text = view.body.size if is_full else len(view.summary.encode())
        return bytes_in_feed(view.meta, view.image if is_full else None, text)

    return Entry(
        title=link.title,
        address=link.address,
        id=f"tag:{host},{day}:edition-{edition.period.key}",
        published=max((article.date for article in articles), key=lambda it: it.at),
        updated=max((last_changed(article) for article in articles), key=lambda it: it.at),
        authors=factory.settings.author or (factory.settings.title,),
        categories=tuple(dict.fromkeys(it.title for it in sections if it)),
        summary=edition_summary(edition),
        template=FEED_EDITION,
        context={"edition": view, "is_full": is_full},
        size=size_of(view.note) + sum(map(size, items)),
    )
