"""All articles, arranged: in order, in groups and editions, beside neighbours; and who waits."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from broadsheet.articles import Article, in_order
from broadsheet.builds import Held
from broadsheet.editions import Edition, gather
from broadsheet.groups import Groups, Listed, group
from broadsheet.notes import Note, clashing_notes
from broadsheet.problems import Problem
from broadsheet.related import Related, related_articles
from broadsheet.settings import Settings

NEWS_AGE = timedelta(days=2)  # how long an article is news, by the rules of search engines


@dataclass(frozen=True, slots=True)
class Catalog:
    """The published articles, arranged; `related` is by an article's path.

    `pages` are the plain pages; `problems` and `warnings` what is wrong with the notes.
    """

    articles: tuple[Article, ...]
    held: tuple[Held, ...]
    groups: Groups
    editions: tuple[Edition, ...]
    pages: tuple[Note, ...]
    related: Mapping[str, tuple[Related, ...]]
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """A closed part of a list, numbered from the oldest; its articles newest first."""

    number: int
    articles: tuple[Article, ...]


def arrange(
    articles: Sequence[Article],
    notes: Sequence[Note],
    settings: Settings,
    as_of: datetime,
    drafts: bool,
) -> Catalog:
    """Arrange what is published at the moment `as_of`; `drafts` lets drafts through too."""
    reasons = {article.path: held_back(article, as_of, drafts) for article in articles}
    published = in_order(
        [_said_by(article, as_of) for article in articles if not reasons[article.path]]
    )
    held = tuple(Held(path, reason) for path, reason in sorted(reasons.items()) if reason)
    groups = group(published, notes, settings)
    editions = gather(
        published,
        [each.path for each in held],
        settings.editions.every,
        groups.sections,
        [note for note in notes if note.kind == "editions"],
    )
    return Catalog(
        articles=tuple(published),
        held=held,
        groups=groups,
        editions=editions.all,
        pages=tuple(note for note in notes if note.kind == "pages"),
        related=related_articles(published, groups.tags_of, groups.sources_of),
        problems=(*clashing_notes(notes), *editions.problems),
        warnings=(*editions.warnings, *_unused(notes, groups.lists), *_waiting(articles, as_of)),
    )


def next_change(
    articles: Sequence[Article], editions: Sequence[Edition], as_of: datetime
) -> datetime | None:
    """The first moment after `as_of` at which time alone changes the site; None if it never does.

    `articles` are all, also those that are held: one comes out, one expires, a correction's day
    comes, it leaves the sitemap of news, or a week's or month's edition is over and joins its feed.
    """
    moments = [article.date.at for article in articles]
    moments += [article.date.at + NEWS_AGE for article in articles]
    moments += [article.expires.at for article in articles if article.expires]
    moments += [it.date.at for article in articles for it in article.corrections]
    moments += [
        datetime.combine(edition.period.last + timedelta(1), time(), as_of.tzinfo)
        for edition in editions
        if edition.period.first < edition.period.last < date.max
    ]
    return min((moment for moment in moments if moment > as_of), default=None)


def held_back(article: Article, as_of: datetime, drafts: bool) -> str:
    """Why an article is not published at a moment; empty when it is."""
    if article.draft and not drafts:
        return "a draft"
    if article.date.at > as_of:
        return f"scheduled for {article.date.at:%Y-%m-%d %H:%M %z}"
    if article.expires and article.expires.at <= as_of:
        return f"expired on {article.expires.at:%Y-%m-%d %H:%M %z}"
    return ""


def _said_by(article: Article, as_of: datetime) -> Article:
    """The article with those corrections only that were made by a moment."""
    made = tuple(it for it in article.corrections if it.date.at <= as_of)
    return article if made == article.corrections else replace(article, corrections=made)


def _waiting(articles: Sequence[Article], as_of: datetime) -> Iterator[Problem]:
    for article in articles:
        for correction in article.corrections:
            if correction.date.at > as_of:
                text = f"the correction of {correction.date.at:%Y-%m-%d} waits for that day"
                yield Problem(article.path, 0, text)


def _unused(notes: Sequence[Note], lists: Sequence[Listed]) -> Iterator[Problem]:
    """A warning for every note on something that no article has."""
    used = {listed.note.path for listed in lists if listed.note}
    for note in notes:
        if note.kind not in ("pages", "editions") and note.path not in used:
            yield Problem(note.path, 0, f"no article has this key: {note.key}", "it is not shown")


def neighbours(
    articles: Sequence[Article],
) -> Iterator[tuple[Article | None, Article, Article | None]]:
    """Each article, given newest first, between the one before it in time and the one after."""
    for position, article in enumerate(articles):
        earlier = articles[position + 1] if position + 1 < len(articles) else None
        yield earlier, article, articles[position - 1] if position else None


def paginate(
    articles: Sequence[Article], size: int
) -> tuple[tuple[Article, ...], tuple[Slice, ...]]:
    """A list, newest first, as its open newest part and the closed ones, oldest first.

    A closed part holds exactly `size` articles and never changes when a newer article comes;
    the open part holds the rest, at least `size` once there is a closed one.
    """
    closed = max(len(articles) // size - 1, 0)
    oldest_first = tuple(reversed(articles))
    slices = tuple(
        Slice(number + 1, tuple(reversed(oldest_first[number * size : (number + 1) * size])))
        for number in range(closed)
    )
    return tuple(articles[: len(articles) - closed * size]), slices
