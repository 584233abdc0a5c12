"""Which day or moment does a date mean that another system's file holds?"""

import re
from datetime import date, datetime, tzinfo
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

BLANK_BEFORE_ZONE = re.compile(r"\s+(?=[+-]\d\d:?\d\d$|Z$)")
ZONE_NAME = re.compile(r"\s+(?:UTC|GMT)$")
SHORT = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?=$|[ T])")
SHORT_CLOCK = re.compile(r"(?<=[ T])(\d):(\d\d)")


def foreign_date(text: str, zone: tzinfo) -> date | datetime | None:
    """The day of a bare date, or the moment of a date with a time, which is in `zone` unless it
    names another; None for anything else."""
    written = SHORT.sub(lambda it: f"{it[1]}-{int(it[2]):02}-{int(it[3]):02}", text.strip())
    written = SHORT_CLOCK.sub(r"0\1:\2", ZONE_NAME.sub("Z", written))
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", written):
            return date.fromisoformat(written)
        return _kept(datetime.fromisoformat(BLANK_BEFORE_ZONE.sub("", written)), zone)
    except ValueError:
        pass  # it may be in the form of mail
    try:
        return _kept(parsedate_to_datetime(written), zone)
    except (ValueError, TypeError, IndexError):
        return None


def _kept(moment: datetime, zone: tzinfo) -> datetime | None:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.replace(microsecond=0) if 1 < aware.year < 9999 else None


def foreign_zone(name: str) -> ZoneInfo | None:
    """The time zone of a name; None if there is none of that name."""
    try:
        return ZoneInfo(name) if name else None
    except (ValueError, OSError, LookupError):
        return None
