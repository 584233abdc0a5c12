"""Finds what is published at a moment, and when that changes next without an edit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from broadsheet.builds import Unpublished
from broadsheet.content.articles import Article, in_order
from broadsheet.periods import Period

NEWS_AGE = timedelta(days=2)  # how long an article counts as news, by the rules of search engines


@dataclass(frozen=True, slots=True)
class Schedule:
    """The articles published at a moment, newest first; and those that are not, with the reason."""

    published: tuple[Article, ...]
    unpublished: tuple[Unpublished, ...]


def scheduled(
    articles: Sequence[Article], as_of: datetime, drafts: bool, future: bool = False
) -> Schedule:
    """Articles as they are at the moment `as_of`; `drafts` publishes drafts too, `future` articles
    of a later moment."""
    reasons = {it.path: why_unpublished(it, as_of, drafts, future) for it in articles}
    published = in_order(
        [_corrected_by(article, as_of) for article in articles if not reasons[article.path]]
    )
    unpublished = (Unpublished(path, reason) for path, reason in sorted(reasons.items()) if reason)
    return Schedule(tuple(published), tuple(unpublished))


def why_unpublished(article: Article, as_of: datetime, drafts: bool, future: bool = False) -> str:
    """Why an article is not published at a moment; empty if it is published."""
    if article.draft and not drafts:
        return "a draft"
    if article.date.at > as_of and not future:
        return f"scheduled for {article.date.at:%Y-%m-%d %H:%M %z}"
    if article.expires and article.expires.at <= as_of:
        return f"expired on {article.expires.at:%Y-%m-%d %H:%M %z}"
    return ""


def _corrected_by(article: Article, as_of: datetime) -> Article:
    """The article with only the corrections that were made by a moment."""
    made = tuple(it for it in article.corrections if it.date.at <= as_of)
    return article if made == article.corrections else replace(article, corrections=made)


def next_change(
    articles: Sequence[Article], periods: Sequence[Period], as_of: datetime
) -> datetime | None:
    """The first moment after `as_of` at which time alone changes the site; None if it never does.

    `articles` are all, also those that are not published; `periods` are those that join a
    feed when they are over. An article is published, expires or leaves the news sitemap, a
    correction's day comes, or such a day, week or month is over.
    """
    moments = [article.date.at for article in articles]
    moments += [article.date.at + NEWS_AGE for article in articles]
    moments += [article.expires.at for article in articles if article.expires]
    moments += [it.date.at for article in articles for it in article.corrections]
    moments += [
        datetime.combine(period.last + timedelta(1), time(), as_of.tzinfo)
        for period in periods
        if period.last < date.max
    ]
    return min((moment for moment in moments if moment > as_of), default=None)
