"""The feed of all articles, and the documents of its archive (RFC 5005, section 4).

A document holds as many articles of one month as a feed may. It joins the archive once a newer
article is in none, and then changes only with its own articles: the document that follows has its
address already. That one is open. It holds what is in no document of the archive yet, as the feed
itself does, so that a reader that follows the documents back gets every article, and one that
follows them forward comes to the newest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby

from broadsheet.content.articles import Article
from broadsheet.pages.page_factory import PageFactory
from broadsheet.periods import month_of
from broadsheet.site.addresses import FRONT, archived_feed_address
from broadsheet.site.feed_formats import FeedFormat
from broadsheet.site.later import made
from broadsheet.site.outputs import Page
from broadsheet.site.views import Channel, FeedLink


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
    documents = divided(articles, limits.items) if limits.archive else []
    waiting = len(documents[-1].articles) if documents else 1
    newest = factory.entries.of(articles, waiting)
    for link in (factory.whole_feed, *factory.whole_feed.others):
        channels = _channels(factory, link, documents)
        older = channels[-1].older if channels else ""
        current = replace(factory.channel(link, FRONT), older=older)
        yield factory.feed_document(link, made(newest), made(current))
        for document, channel in zip(documents, channels, strict=True):
            if _is_found(channel, link.format):
                entries = partial(factory.entries.all_of, document.articles)
                key = factory.key(channel, document.articles)
                own = replace(link, address=channel.address)
                yield factory.feed_document(own, entries, made(channel), key)


def _channels(factory: PageFactory, link: FeedLink, documents: Sequence[Document]) -> list[Channel]:
    """What each document says of itself in the format of a link."""
    suffix = link.format.suffix
    addresses = [archived_feed_address(it.month, it.number, suffix) for it in documents]
    return [
        replace(
            factory.channel(link, FRONT), address=own, older=older, newer=newer, is_open=not newer
        )
        for older, own, newer in zip(
            ["", *addresses], addresses, [*addresses[1:], ""], strict=False
        )
    ]


def _is_found(channel: Channel, format: FeedFormat) -> bool:
    """Whether another document leads to it: to the open one only from an older one, in formats
    whose documents name the next."""
    return channel.is_archive or (bool(channel.older) and format.names_next)


def divided(articles: Sequence[Article], most: int) -> list[Document]:
    """The articles, newest first, as documents of at most so many articles, the oldest first; the
    last one is open."""
    documents = []
    for month, of_month in groupby(reversed(articles), _month):
        found = list(of_month)
        for number, start in enumerate(range(0, len(found), most), 1):
            part = tuple(reversed(found[start : start + most]))
            documents.append(Document(month, number, part))
    return documents


def _month(article: Article) -> str:
    return month_of(article.date.at.date()).key
