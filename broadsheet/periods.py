"""Days, weeks and months of the calendar, each with a key for addresses."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import MAXYEAR, date, timedelta

WEEK = re.compile(r"(\d{4})-w(\d{2})", re.ASCII | re.IGNORECASE)
MONTH = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A day, a week (ISO 8601, Monday to Sunday) or a month: first day, last day and key."""

    first: date
    last: date
    key: str


def day_of(day: date) -> Period:
    """The day itself, `2021-08-21`."""
    return Period(day, day, day.isoformat())


def week_of(day: date) -> Period:
    """The week of a day, `2021-w33`."""
    year, week, weekday = day.isocalendar()
    first = day - timedelta(weekday - 1) if day.toordinal() > weekday - 1 else day
    last = first + timedelta(6) if first.year < MAXYEAR else max(day, date(MAXYEAR, 12, 31))
    return Period(first, last, f"{year:04}-w{week:02}")


def month_of(day: date) -> Period:
    """The month of a day, `2021-08`."""
    last = monthrange(day.year, day.month)[1]
    return Period(day.replace(day=1), day.replace(day=last), f"{day.year:04}-{day.month:02}")


PERIODS: Mapping[str, Callable[[date], Period]] = {
    "day": day_of,
    "week": week_of,
    "month": month_of,
}


def period_named(name: str, every: str) -> Period | None:
    """The period that a file is named after, by its key or by a day in it."""
    try:
        week, month = WEEK.fullmatch(name), MONTH.fullmatch(name)
        if week and every == "week":
            return week_of(date.fromisocalendar(int(week[1]), int(week[2]), 1))
        if month and every == "month":
            return month_of(date(int(month[1]), int(month[2]), 1))
        return PERIODS[every](date.fromisoformat(name)) if len(name) == 10 else None
    except ValueError:
        return None
