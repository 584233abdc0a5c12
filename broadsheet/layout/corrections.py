"""The page of all corrections, and its feed."""

from collections.abc import Iterator

from broadsheet.addresses import CORRECTIONS
from broadsheet.articles import Article
from broadsheet.front_matter import Correction
from broadsheet.layout.paper import Paper
from broadsheet.pages import Page
from broadsheet.views import Entry, MadeCorrection


def correction_pages(paper: Paper) -> Iterator[Page]:
    """All corrections on one page, newest first, and their feed."""
    made = [(article, it) for article in paper.catalog.articles for it in article.corrections]
    made.sort(key=lambda pair: (pair[1].date.at, pair[0].path, pair[1].text), reverse=True)
    feed = paper.feed_link("Corrections", CORRECTIONS)
    yield paper.page(
        CORRECTIONS,
        "corrections.html",
        "Corrections",
        "the corrections",
        announced=[feed],
        corrections=tuple(
            MadeCorrection(it.date, it.text, paper.desk.card(article)) for article, it in made
        ),
        feed=feed,
    )
    shown = made[: paper.settings.feeds.items]
    yield paper.feed_of(feed, CORRECTIONS, [_entry(paper, *pair) for pair in shown])


def _entry(paper: Paper, article: Article, correction: Correction) -> Entry:
    card = paper.desk.card(article)
    return Entry(
        title=f"Correction: {article.title}",
        address=f"{card.address}#_corrections",
        id=_identity(article, correction),
        published=correction.date,
        updated=correction.date,
        authors=article.authors or (paper.settings.title,),
        categories=(card.section.title,) if card.section else (),
        summary=correction.text,
        content=paper.desk.correction_for_feeds(article, correction),
    )


def _identity(article: Article, correction: Correction) -> str:
    """The article's own with the correction's day; a second one of that day is numbered."""
    day = correction.date.at.date()
    same = [it for it in article.corrections if it.date.at.date() == day]
    place = same.index(correction)
    return f"{article.id}#correction-{day}" + (f"-{place + 1}" if place else "")
