"""Drafts, reports and small sites in memory, for tests of suggestions."""

from collections.abc import Iterable, Sequence
from datetime import date
from zoneinfo import ZoneInfo

from broadsheet.content.articles import Article, ReadingRules, read_article
from broadsheet.content.front_matter import Source
from broadsheet.desk.drafted import Drafted, Reported
from broadsheet.desk.site_index import SiteIndex
from broadsheet.desk.suggestion import Suggestion
from broadsheet.desk.suggestions import suggestions_for
from broadsheet.files import ContentFile
from tests.sites import article

RULES = ReadingRules(ZoneInfo("UTC"), "en", (), "https://example.org/", "sanitize")
DAY = date(2021, 8, 21)
CREDIT = Source("The Wire", "https://wire.example/1")


def read(path: str, text: str) -> tuple[Article, str]:
    """The article that a file makes, and its text as HTML."""
    reading = read_article(ContentFile(f"content/{path}", text.encode()), RULES)
    assert reading.article, reading.problems
    return reading.article, reading.html


def site_of(articles: Iterable[tuple[Article, str]] = ()) -> SiteIndex:
    """An index of these articles."""
    every = list(articles)
    texts = {it.path: html for it, html in every}
    index = SiteIndex()
    index.take_up([it for it, _ in every], texts.__getitem__)
    return index


def written(
    title: str, body: str, more: str = "", day: str = "2021-08-20", at: str = ""
) -> tuple[Article, str]:
    """An article of a site."""
    slug = at or f"world/{title.lower().replace(' ', '-')}"
    return read(f"{slug}.md", article(title, day, more, body))


def report(
    text: str,
    title: str = "A title",
    publisher: str = "The Wire",
    language: str = "en",
    number: int = 1,
    in_part: bool = False,
    section: str = "",
) -> Reported:
    """A report of the inbox, at an address with a number."""
    key = f"wire.example/{number}?"
    url = f"https://wire.example/{number}"
    return Reported(title, text, publisher, language, url, key, section, DAY, in_part)


def draft(
    title: str = "Own words",
    summary: str = "A summary that stands alone.",
    body: str = "",
    language: str = "en",
    sources: Sequence[Source] = (CREDIT,),
    tags: tuple[str, ...] = (),
    story: str = "",
    section: str = "world",
    path: str = "",
) -> Drafted:
    """A draft in which nothing is to be mended."""
    return Drafted(
        language=language,
        path=path,
        title=title,
        summary=summary,
        body=body,
        section=section,
        tags=tags,
        story=story,
        sources=tuple(sources),
        day=DAY,
    )


def said(
    drafted: Drafted,
    reports: Sequence[Reported] = (),
    kind: str = "",
    site: SiteIndex | None = None,
) -> list[str]:
    """What suggestions of a kind say, or else all of them."""
    found = suggestions_for(drafted, reports, site or SiteIndex())
    return [it.said for it in found if kind in ("", it.kind)]


def one(
    drafted: Drafted, reports: Sequence[Reported], kind: str, site: SiteIndex | None = None
) -> Suggestion:
    """The only suggestion of a kind."""
    found = suggestions_for(drafted, reports, site or SiteIndex())
    (suggestion,) = [it for it in found if it.kind == kind]
    return suggestion
