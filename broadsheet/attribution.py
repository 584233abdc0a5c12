"""What a careful desk checks of its credits: sources given, in time, not used before, not copied.

Everything it finds is a warning with its file and line.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from broadsheet.articles import Article
from broadsheet.dates import PartialDate
from broadsheet.problems import Problem
from broadsheet.settings import AttributionSettings

QUOTED_AT_LEAST = 40  # words: a quotation shorter than this is never too long
TRACKING = ("utm_", "mtm_", "pk_", "at_", "fbclid", "gclid", "mc_cid", "mc_eid", "cmpid", "igshid")
DAYS_APART = 1  # a report can bear tomorrow's date where it was written


def doubtful_credits(
    articles: Sequence[Article], settings: AttributionSettings
) -> Iterator[Problem]:
    """Warnings on articles' credits; `articles` are in order, newest first."""
    covered: dict[str, Article] = {}
    for article in reversed(articles):
        if not article.sources and settings.uncredited == "warn":
            hint = "add sources: name and url of the report; see attribution: in site.yaml"
            yield Problem(article.path, 1, "credits no source", hint)
        yield from _long_quotations(article, settings.quoted)
        yield from _later_sources(article)
        yield from _covered_already(article, covered)


def _long_quotations(article: Article, most: int) -> Iterator[Problem]:
    body = article.body
    if body.quoted >= QUOTED_AT_LEAST and body.quoted * 100 > body.words * most:
        share = body.quoted * 100 // body.words
        text = f"{share} per cent of its text is quotation, more than {most}"
        yield Problem(article.path, article.line("body"), text, "say it in your own words")


def _later_sources(article: Article) -> Iterator[Problem]:
    """Sources that are newer than the article and all its corrections."""
    changes = (article.date, article.updated, *(it.date for it in article.corrections))
    changed = max(change.at.date() for change in changes if change)
    for number, source in enumerate(article.sources):
        first = _first_day(source.date).toordinal() if source.date else 0
        if first - DAYS_APART > changed.toordinal():
            text = f"is dated {changed}, before its source of {source.date}: {source.name}"
            yield Problem(
                article.path,
                article.line("sources", number),
                text,
                "set updated:, or mend one of the dates",
            )


def _first_day(when: PartialDate) -> date:
    return date(when.year, when.month or 1, when.day or 1)


def _covered_already(article: Article, covered: dict[str, Article]) -> Iterator[Problem]:
    for number, source in enumerate(article.sources):
        first = covered.setdefault(same_page(source.url), article)
        if first is not article:
            day = first.date.at.date()
            text = f"already covered on {day}: {source.url}"
            yield Problem(
                article.path,
                article.line("sources", number),
                text,
                f"the same link is in {first.path}",
            )


def same_page(url: str) -> str:
    """What two web addresses share that lead to one page, but for how they were found."""
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.").removeprefix("amp.")
    kept = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not pair[0].lower().startswith(TRACKING)
    ]
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    return f"{host}{port}{parts.path.rstrip('/')}?{urlencode(sorted(kept))}"
