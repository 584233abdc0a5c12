"""Which days a text names, in digits or with the name of a month in its language."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from unicodedata import decimal

from broadsheet.checking.weekdays import calendar
from broadsheet.desk.drafted import LONGEST

YEAR = r"(?:[,،]?\s(?:de\s|del\s)?(?P<year>[12]\d{3}))?"
DAY = r"(?P<day>[0-3]?\d)"
NTH = r"(?:st|nd|rd|th|er|\.|º)?"
IN_SIGNS = re.compile(
    r"(?:(?P<year>[12]\d{3})[年년]\s?)?(?P<month>[01]?\d)[月월]\s?(?P<day>[0-3]?\d)[日일号]"
)
IN_DIGITS = re.compile(
    r"(?<![\d.,/-])(?:(?P<year>[12]\d{3})-(?P<month>[01]\d)-(?P<day>[0-3]\d)"
    r"|(?P<day_>[0-3]?\d)\.\s?(?P<month_>[01]?\d)\.\s?(?P<year_>[12]\d{3}))(?![\d/-])"
)
PROPER_MAY = re.compile(r"\bmay\b")


@dataclass(frozen=True, slots=True)
class DayNamed:
    """A day that a text names; `year` is 0 where it has none."""

    month: int
    day: int
    year: int
    written: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends in the text."""
        return self.start + len(self.written)

    def near(self, other: date, days: int) -> bool:
        """Whether it is another day, give or take some days; without a year, in any year."""
        years = [self.year] if self.year else [other.year - 1, other.year, other.year + 1]
        return any(abs((it - other).days) <= days for it in self._in(years))

    def _in(self, years: list[int]) -> Iterator[date]:
        for year in years:
            try:
                yield date(year, self.month, self.day)
            except ValueError:
                continue


def days_named(text: str, language: str) -> list[DayNamed]:
    """The days that a text in a language names, in their order."""
    text = text[:LONGEST]
    plain = text if text.isascii() else "".join(map(_in_ascii, text))
    small = plain.lower()
    if len(small) != len(text):
        return []
    forms = (IN_SIGNS, IN_DIGITS, *_forms(language or "en"))
    months = calendar(language or "en").months
    found: dict[int, DayNamed] = {}
    for form in forms:
        for match in form.finditer(small):
            day = _day(match, months, text)
            if day and (language[:2] != "en" or not _is_a_verb(match[0], day.written)):
                found.setdefault(day.start, day)
    return [found[it] for it in sorted(found)]


def _in_ascii(sign: str) -> str:
    return str(decimal(sign)) if sign.isdecimal() else sign


@cache
def _forms(language: str) -> tuple[re.Pattern[str], ...]:
    known = calendar(language)
    if not known.in_letters:
        return ()
    names = sorted(map(re.escape, known.months), key=lambda it: (-len(it), it))
    short = {it[:3] for it in known.months if language[:2] == "en"}
    month = rf"(?P<month>{'|'.join(names)}{''.join(f'|{it}' for it in sorted(short))})"
    return (
        re.compile(rf"(?<![\d.,:]){DAY}{NTH}\s(?:of\s|de\s)?{month}\.?(?!\w){YEAR}(?!\d)"),
        re.compile(rf"(?<!\w){month}\.?\s{DAY}(?:st|nd|rd|th)?(?![\d.:]\d|\d|\w){YEAR}(?!\d)"),
    )


def _day(match: re.Match[str], months: Mapping[str, int], text: str) -> DayNamed | None:
    groups = match.groupdict()
    month = groups.get("month") or groups.get("month_") or ""
    day = int(groups.get("day") or groups.get("day_") or 0)
    year = int(groups.get("year") or groups.get("year_") or 0)
    number = int(month) if month.isdecimal() else _month(month, months)
    if not 1 <= number <= 12 or not 1 <= day <= 31:
        return None
    return DayNamed(number, day, year, text[match.start() : match.end()], match.start())


def _month(name: str, months: Mapping[str, int]) -> int:
    known = months.get(name)
    return int(known if known else next((n for it, n in months.items() if it[:3] == name), 0))


def _is_a_verb(small: str, written: str) -> bool:
    """Whether the month of May is the word `may`."""
    return bool(PROPER_MAY.search(small) and PROPER_MAY.search(written))
