"""The feed of all articles, and the documents of its archive (RFC 5005, section 4).

A document holds as many articles of one month as a feed may. It is closed once it is full or its
month is over, and then changes only with these articles. All that is in no document yet stands in
the feed itself, so that a reader that follows the documents back gets every article.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from broadsheet.content.articles import Article
from broadsheet.pages.page_factory import PageFactory
from broadsheet.periods import month_of
from broadsheet.site.addresses import FRONT, archived_feed_address
from broadsheet.site.outputs import Page


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the archive: the key of its month, its number in that month, and its articles,
    newest first."""

    month: str
    number: int
    articles: tuple[Article, ...]


def whole_feed(factory: PageFactory) -> Iterator[Page]:
    """The feed of all articles in every format, each with its archive if the site wants one."""
    articles, limits = factory.catalog.articles, factory.settings.feeds
    documents = archived(articles, limits.items) if limits.archive else []
    waiting = len(articles) - sum(len(it.articles) for it in documents)
    newest = factory.entries.of(articles, max(1, waiting if limits.archive else 1))
    for link in (factory.whole_feed, *factory.whole_feed.others):
        channel = factory.channel(link, FRONT)
        suffix = link.format.suffix
        addresses = [archived_feed_address(it.month, it.number, suffix) for it in documents]
        older = addresses[-1] if addresses else ""
        yield factory.feed_document(link, newest, replace(channel, older=older))
        for place, document in enumerate(documents):
            entries = factory.entries.all_of(document.articles)
            beside = replace(
                channel,
                address=addresses[place],
                older=addresses[place - 1] if place else "",
                newer=addresses[place + 1] if place + 1 < len(addresses) else "",
            )
            key = factory.key(link.address, beside, document.articles)
            yield factory.feed_document(link, entries, beside, key)


def archived(articles: Sequence[Article], most: int) -> list[Document]:
    """The documents of the archive of `articles`, which are newest first; the oldest one first,
    each of at most so many articles."""
    documents = []
    newest = _month(articles[0]) if articles else ""
    for month, of_month in groupby(reversed(articles), _month):
        found = list(of_month)
        for number, start in enumerate(range(0, len(found), most), 1):
            part = found[start : start + most]
            if len(part) == most or month != newest:
                documents.append(Document(month, number, tuple(reversed(part))))
    return documents


def _month(article: Article) -> str:
    return month_of(article.date.at.date()).key
