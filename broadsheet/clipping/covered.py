"""Says whether a report has been covered already: its address, or one with nearly its title."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from unicodedata import normalize

from broadsheet.clipping.addresses import same_report
from broadsheet.clipping.known import KnownArticle, alike_titles
from broadsheet.clipping.report import Report

DAYS = 60  # within which a near-equal title is worth saying
ALIKE = 88.0  # per cent, as rapidfuzz compares two titles with their words in order of the alphabet
SHORTEST = 12  # characters of a title that is compared


@dataclass(frozen=True, slots=True)
class Covered:
    """An article that covers the report, and why it seems so: the same address, or else a title
    of it that is nearly the report's, or else, without a title, the same event."""

    article: KnownArticle
    by_address: bool
    title: str = ""

    def __str__(self) -> str:
        title = f" ({self.article.title})" if self.article.title else ""
        named = f"{self.article.path}{title}"
        if self.by_address:
            return f"covered already, by this address: {named}"
        why = "a title is nearly the same" if self.title else "it tells of the same event"
        return f"maybe covered already, {why}: {named}"


def covered(
    report: Report, aliases: Sequence[str], articles: Sequence[KnownArticle], today: date
) -> tuple[Covered, ...]:
    """The articles that cover a report: those that credit its address or one of its `aliases`,
    such as the address it was asked for; if there are none, those of the last 60 days with a
    title, of their own or of a source, that is nearly the report's. The likeliest comes first."""
    keys = {same_report(it) for it in (report.url, *aliases) if it}
    same = tuple(Covered(it, True) for it in articles if keys & _addresses(it))
    return same or tuple(_near(report.title, articles, today))


def _addresses(article: KnownArticle) -> set[str]:
    return {same_report(it.url) for it in article.sources}


def _near(title: str, articles: Sequence[KnownArticle], today: date) -> Iterator[Covered]:
    from rapidfuzz import fuzz, process

    recent = [it for it in articles if it.day is None or abs((today - it.day).days) <= DAYS]
    titles = alike_titles(recent)
    wanted = comparable(title)
    if len(wanted) < SHORTEST:
        return
    found = process.extract(
        wanted,
        [comparable(it) for it, _ in titles],
        scorer=fuzz.token_sort_ratio,
        score_cutoff=ALIKE,
        limit=10,
    )
    seen: set[str] = set()
    for _, _, place in found:
        written, article = titles[place]
        if article.path not in seen and _is_of_one_day(written, title):
            seen.add(article.path)
            yield Covered(article, False, written)


def comparable(title: str) -> str:
    """A title without signs, case and width, to be compared with others."""
    return " ".join(re.sub(r"[^\w]+", " ", normalize("NFKC", title).casefold()).split())


def _is_of_one_day(one: str, other: str) -> bool:
    """Two titles whose numbers differ tell of two days: `Toll rises to 4` and `to 9`."""
    numbers = [sorted(re.findall(r"\d+", normalize("NFKC", it))) for it in (one, other)]
    return not all(numbers) or numbers[0] == numbers[1]
