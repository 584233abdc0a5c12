"""The check of dates with a weekday: whether that day is, or was, such a weekday."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel.dates import get_day_names, get_month_names

from broadsheet.checking.desk import Desk
from broadsheet.languages import locale
from broadsheet.problems import Problem, shortened

# A date without a year is judged if it is so many days before the article's or after it: no other
# year can be meant.
BEFORE, AFTER = 14, 60
YEAR = r"(?:,?\s+(?:de\s+|del\s+)?(?P<year>[12]\d{3}))?(?![\w:])"
DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.)?"
JAPANESE = re.compile(
    r"(?:(?P<year>[12]\d{3})年)?(?P<month>1?\d)月(?P<day>[0-3]?\d)日\s?"
    r"[((](?P<weekday>[月火水木金土日])(?:曜日?)?[))]"
)


@dataclass(frozen=True, slots=True)
class Calendar:
    """How a language writes a weekday with a date; weekdays count from 0 for Monday."""

    forms: tuple[re.Pattern[str], ...]
    weekdays: Mapping[str, int]
    months: Mapping[str, int]


@cache
def calendar(language: str) -> Calendar:
    """The calendar of a language: its full names for days and months, as the CLDR has them."""
    if language.partition("-")[0] == "ja":
        weekdays = {name: number for number, name in enumerate("月火水木金土日")}
        return Calendar((JAPANESE,), weekdays, {str(number): number for number in range(1, 13)})
    days = get_day_names("wide", "format", locale(language))
    weekdays = {name.lower(): number for number, name in days.items()}
    months = {
        name.lower(): number
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, locale(language)).items()
    }
    weekday = rf"(?P<weekday>{_one_of(weekdays)})(?!\w)"
    month = rf"(?P<month>{_one_of(months)})(?!\w)"
    between = r",?\s+(?:(?:the|den|dem|le|el|dia)\s+)?"
    forms = (
        rf"{weekday}{between}{DAY}\s+(?:of\s+|de\s+)?{month}{YEAR}",
        rf"{weekday}{between}{month}\s+{DAY}{YEAR}",
    )
    return Calendar(tuple(re.compile(it) for it in forms), weekdays, months)


def _one_of(names: Mapping[str, int]) -> str:
    return "|".join(re.escape(name) for name in sorted(names, key=lambda it: (-len(it), it)))


def wrong_weekdays(desk: Desk) -> Iterator[Problem]:
    """Dates with a weekday, in titles, summaries and texts, that is not the date's."""
    for article in desk.articles:
        language, near = article.language, article.date.at.date()
        for key, words in (("title", article.title), ("summary", article.standfirst)):
            for _, text, hint in mistakes(words, language, near):
                yield Problem(article.path, article.line(key), text, hint)
    dates = {it.path: it.date.at.date() for it in desk.articles}
    for prose in desk.texts.values():
        for place, text, hint in mistakes(prose.words, prose.language, dates.get(prose.path)):
            yield Problem(prose.path, prose.line(place), text, hint)


def mistakes(words: str, language: str, near: date | None) -> Iterator[tuple[int, str, str]]:
    """Where a weekday and its date disagree: the place, what is wrong, and what the weekday is.

    A date without a year is judged only if it is near the date `near`.
    """
    known, small = calendar(language), words.lower()
    for form in known.forms:
        for found in form.finditer(small):
            day, start = _meant(found, known, near), found.start()
            if not day or day.weekday() == known.weekdays[found["weekday"]]:
                continue
            if form is not JAPANESE and small[max(start - 1, 0) : start].isalpha():
                continue  # the end of a longer word
            right = {number: name for name, number in known.weekdays.items()}[day.weekday()]
            written = words[start : found.end()] if len(small) == len(words) else found[0]
            hint = f"{day} is a {right.capitalize()}; correct the weekday or the date"
            yield start, f"the weekday does not fit the date: {shortened(written)}", hint


def _meant(found: re.Match[str], known: Calendar, near: date | None) -> date | None:
    """The date that was written; None if there is no such day, or if its year is not certain."""
    month, day = known.months[found["month"]], int(found["day"])
    if found["year"]:
        return _day(int(found["year"]), month, day)
    if near is None:
        return None
    days = (_day(near.year + years, month, day) for years in (-1, 0, 1))
    return next((it for it in days if it and -BEFORE <= (it - near).days <= AFTER), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
