"""Which moment a text means: a calendar day, or a time of day with its zone."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo

DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
TIME = re.compile(
    r"(?P<day>\d{4}-\d{2}-\d{2})"
    r"(?:[ T](?P<clock>\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?"
    r" ?(?P<zone>Z|UTC|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?", re.ASCII)
DATE_FORMS = "write it as 2026-01-31, or with a time as 2026-01-31 09:00 +0200"


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """A point in time; `has_time` is false when only its calendar day was given."""

    at: datetime
    has_time: bool


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date of which the month or the day may be unknown (0)."""

    year: int
    month: int = 0
    day: int = 0

    def __str__(self) -> str:
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])


def parse_moment(text: str, zone: tzinfo) -> Moment:
    """The moment that `text` means; `zone` is the site's, for a text that names none.

    A bare date is the start of that calendar day in the site's zone. Raises ValueError.
    """
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    day = date.fromisoformat(found["day"])
    clock = time.fromisoformat(found["clock"]) if found["clock"] else time()
    at = datetime.combine(day, clock, _zone(found["zone"]) if found["zone"] else zone)
    try:
        _ = at.astimezone(UTC) - timedelta(days=2)  # raises at the calendar's very start
        return Moment(at.astimezone(zone), bool(found["clock"]))
    except OverflowError as error:
        raise ValueError(text) from error


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


def day_in_name(stem: str) -> tuple[str, str]:
    """A file's stem as the text of its date, empty when it starts with none, and the rest."""
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?:[-_ ]+|$)", stem, re.ASCII)
    return (found[1], stem[found.end() :]) if found else ("", stem)
