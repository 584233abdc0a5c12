"""The page of all corrections, and its feed."""

from collections.abc import Iterator

from broadsheet.content.articles import Article
from broadsheet.pages.page_factory import PageFactory
from broadsheet.site.addresses import CORRECTIONS
from broadsheet.site.feed_entries import capped
from broadsheet.site.outputs import FEED_CORRECTION, Page
from broadsheet.site.views import Entry, MadeCorrection


def correction_pages(factory: PageFactory) -> Iterator[Page]:
    """All corrections on one page, newest first, and their feed."""
    made = [
        (article, number)
        for article in factory.catalog.articles
        for number in range(len(article.corrections))
    ]
    made.sort(key=lambda it: (it[0].corrections[it[1]].date.at, it[0].path, it[1]), reverse=True)
    title = factory.translations.gettext("Corrections")
    feed = factory.feed_link(title, CORRECTIONS)
    yield factory.page(
        CORRECTIONS,
        "corrections.html",
        title,
        "the corrections",
        announced=[feed],
        in_sitemap=True,
        corrections=tuple(_shown(factory, article, number) for article, number in made),
        feed=feed,
    )
    entries = (_entry(factory, article, number) for article, number in made)
    yield from factory.feeds_of(feed, CORRECTIONS, capped(entries, factory.settings.feeds))


def _shown(factory: PageFactory, article: Article, number: int) -> MadeCorrection:
    correction = article.corrections[number]
    return MadeCorrection(correction.date, correction.text, factory.cards.of(article))


def _entry(factory: PageFactory, article: Article, number: int) -> Entry:
    correction = article.corrections[number]
    card = factory.cards.of(article)
    return Entry(
        title=factory.translations.gettext("Correction: %(title)s", title=article.title),
        address=f"{card.address}#_corrections",
        id=_identity(article, number),
        published=correction.date,
        updated=correction.date,
        authors=article.authors or (factory.settings.title,),
        categories=(card.section.title,) if card.section else (),
        summary=correction.text,
        template=FEED_CORRECTION,
        context={"correction": _shown(factory, article, number)},
        size=len(correction.text.encode()) + len(article.title.encode()),
    )


def _identity(article: Article, number: int) -> str:
    """The article's identity with the day of the correction; further corrections of that day are
    numbered, in the order of the front matter."""
    days = [correction.date.at.date() for correction in article.corrections]
    day = days[number]
    place = days[:number].count(day)
    return f"{article.id}#correction-{day}" + (f"-{place + 1}" if place else "")
