"""Reads dates: a calendar day, or a time of day with its zone."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import cache

from broadsheet.stored import stored

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
TIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[ T](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r" ?(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
NUMBERS = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\.?|(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})", re.ASCII
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE_FORMS = "write it as 2026-01-31, or with a time as 2026-01-31 09:00 +0200"


@stored
@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in time; `has_time` is false when only the day was given."""

    # With the fixed offset that its zone had then: moments of one zone would compare by the clock
    # alone, which shows 02:30 twice when summer time ends.
    at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date whose month or day may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])


def parse_moment(text: str, zone: tzinfo) -> Moment:
    """The moment that `text` means; a text without a zone is in the site's, `zone`.

    A bare date is the start of that calendar day in the site's zone. Raises ValueError.
    """
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    day = date.fromisoformat(found["day"])
    clock = time.fromisoformat(found["clock"]) if found["clock"] else time()
    at = datetime.combine(day, clock, _zone(found["zone"]) if found["zone"] else zone)
    try:
        utc = at.astimezone(UTC)
        _ = utc - timedelta(days=2)  # raises at the very start of the calendar
        return Moment(fixed(utc.astimezone(zone)), bool(found["clock"]))
    except OverflowError as error:
        raise ValueError(text) from error


def fixed(at: datetime) -> datetime:
    """The same moment, its zone replaced by the offset that the zone has then."""
    return at.replace(tzinfo=_offset(at.utcoffset() or timedelta()), fold=0)


@cache
def _offset(offset: timedelta) -> timezone:
    return timezone(offset) if offset else UTC


def _zone(text: str) -> tzinfo:
    if text in ("Z", "UTC"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    ahead = time.fromisoformat(f"{digits[:2]}:{digits[2:]}")  # raises for +0260
    offset = timedelta(hours=ahead.hour, minutes=ahead.minute)
    return timezone(-offset if text[0] == "-" else offset)


def parse_partial(text: str) -> PartialDate:
    """A year, a month or a day: `2021`, `2021-08`, `2021-08-15`. Raises ValueError."""
    whole = DAY.fullmatch(text.strip())
    if whole:
        day = date.fromisoformat(text.strip())
        return PartialDate(day.year, day.month, day.day)
    partial = PARTIAL.fullmatch(text.strip())
    if not partial:
        raise ValueError(text)
    first = date(int(partial[1]), int(partial[2] or 1), 1)  # raises for the year 0
    return PartialDate(first.year, first.month if partial[2] else 0)


def likely_days(text: str) -> tuple[str, ...]:
    """The days that a date in another form may mean, as `2026-01-31`: none, one, or two where
    the day and the month could change places."""
    found = NUMBERS.fullmatch(text.strip())
    if found and found[1]:
        triples = [(found[1], found[2], found[3])]
    elif found:
        one, other, year = found[4], found[5], found[6]
        day_first = (year, other, one)
        triples = [day_first] if "." in text else [(year, one, other), day_first]
    else:
        triples = [*_days_in_words(text)]
    days = [_day_if_any(*map(int, triple)) for triple in triples]
    return tuple(dict.fromkeys(day for day in days if day))


def date_advice(text: str) -> str:
    """What to write instead of a text that `parse_moment` refuses."""
    meant, day = likely_days(text), DAY.match(text.strip())
    if meant:
        return f"write it as {' or '.join(meant)}"
    if day and not _day_if_any(*map(int, day.groups())):
        return f"there is no day {day[0]}; {DATE_FORMS}"
    return DATE_FORMS


def _days_in_words(text: str) -> Iterator[tuple[str, str, str]]:
    """The numbers of a day written with an English month: `20 Nov 2026`, `November 20, 2026`."""
    words = re.findall(r"[a-z]+|[0-9]+", re.sub(r"(?<=[0-9])(st|nd|rd|th)\b", "", text.casefold()))
    months = [word for word in words if word[:3] in MONTHS and word.isalpha()]
    numbers = [word for word in words if word.isdigit()]
    if len(months) == 1 and len(numbers) == 2 and len(numbers[1]) == 4:
        yield numbers[1], str(MONTHS.index(months[0][:3]) + 1), numbers[0]


def _day_if_any(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def day_in_name(stem: str) -> tuple[str, str]:
    """The date that a file's name starts with, empty if it has none, and the rest of the name."""
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:[-_ ]+|$)", stem, re.ASCII)
    return (found[1], stem[found.end() :]) if found else ("", stem)
