"""Which figures and days of a draft none of its reports has: slips, and what needs another source.

The curator's own articles that a draft links to count as reports too. What is near the day of the
draft or of a report is never named: reports say "on Friday" where a digest gives the date.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain, islice

from broadsheet.counted import counted
from broadsheet.desk.dates_said import DayNamed, days_named
from broadsheet.desk.drafted import Drafted, Reported, texts_of
from broadsheet.desk.figures import Figure, figures_in, without
from broadsheet.desk.suggestion import Suggestion, looked_for_in
from broadsheet.problems import shortened

NEAR_DAYS = 14  # before and after a day that is known
YEARS = range(1900, 2101)
ROUNDED = 0.075  # how far a figure that is said to be about right may be off, as a share
AT_MOST_OVER = 0.25  # how far `more than` and `nearly` may be off
NEAREST = 3  # figures of reports that are named
LIKE = 0.5  # how near one is that is named, as a share
LEAST_ADDED, MOST_ADDED = 20, 400  # the least figure that is added up, and how many are looked at
MOST = 12  # suggestions
MOST_LOOKED_AT, MOST_HELD = 300, 2_000  # figures of a draft, and different ones of its reports
# A span of time until another event: the curator counts it from the dates.
COUNTED = re.compile(
    r"[ \u00a0](?:\w+[ \u00a0])?(?:hours?|days?|weeks?|months?|years?|decades?)[ \u00a0]"
    r"(?:ago|earlier|later|before|after|since|on|old)\b",
    re.IGNORECASE,
)
POINT = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+[*_“\"]*")  # of a list
ALONE = re.compile(r"[\s.,:;!?*_”\"]*")
NUMBERS_POINT = re.compile(r"[.)][ \t]")
COUNTED_BACK = re.compile(r"\b(?:vor|il y a|hace|há|fa|منذ|قبل)[ \u00a0]$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Held:
    """What the reports have: figures with who has them, and days."""

    figures: tuple[tuple[Figure, str], ...]
    days: tuple[DayNamed, ...]
    known_days: tuple[date, ...]
    texts: int
    in_part: int

    @property
    def looked_in(self) -> str:
        """In what figures were looked for, in words."""
        return looked_for_in(counted(self.texts, "text"), self.in_part)


def figure_suggestions(
    drafted: Drafted, reports: Sequence[Reported], linked: Sequence[Reported] = ()
) -> Iterator[Suggestion]:
    """For each figure or day of a draft that neither its `reports` nor the own articles `linked`
    from it have, what they have instead. Without a report's text nothing is said."""
    if not any(it.text for it in reports):
        return
    held = held_by([*reports, *linked], drafted)
    seen: set[str] = set()
    for field, text in texts_of(drafted):
        days = days_named(text, drafted.language)
        places = [(it.start, it.end) for it in days]
        figures = without(figures_in(text, drafted.language), places)
        found = chain(
            (_day(field, it, held) for it in days),
            (_figure(field, it, text, held) for it in figures[:MOST_LOOKED_AT]),
        )
        for suggestion in filter(None, found):
            if suggestion.said not in seen:
                seen.add(suggestion.said)
                yield suggestion
            if len(seen) >= MOST:
                return


def held_by(reports: Sequence[Reported], drafted: Drafted) -> Held:
    """The figures and days of reports."""
    figures: list[tuple[Figure, str]] = []
    days: list[DayNamed] = []
    for it in reports:
        language = it.language or drafted.language
        text = f"{it.title}\n{it.text}"
        named = days_named(text, language)
        days += named
        places = [(day.start, day.end) for day in named]
        figures += ((each, it.publisher) for each in without(figures_in(text, language), places))
        figures += ((_year(day), it.publisher) for day in named if day.year)
    credited = (it.date for it in drafted.sources if it.date)
    dated = [date(it.year, it.month, it.day) for it in credited if it.month and it.day]
    known = [*(it.day for it in reports if it.day), *dated, *([drafted.day] if drafted.day else [])]
    texts = [it for it in reports if it.text]
    different_days: dict[tuple[int, int, int], DayNamed] = {}
    for named_day in days:
        key = (named_day.year, named_day.month, named_day.day)
        different_days.setdefault(key, named_day)
    return Held(
        tuple(islice(_different(figures), MOST_HELD)),
        tuple(different_days.values()),
        tuple(dict.fromkeys(known)),
        len(texts),
        sum(it.in_part for it in texts),
    )


def _different(figures: Iterable[tuple[Figure, str]]) -> Iterator[tuple[Figure, str]]:
    """The figures that differ in more than where they stand, each with who has it first."""
    seen: set[Figure] = set()
    for it, publisher in figures:
        alike = replace(it, start=0)
        if alike not in seen:
            seen.add(alike)
            yield it, publisher


def _year(day: DayNamed) -> Figure:
    return Figure(str(day.year), 0, frozenset([float(day.year)]))


def _day(field: str, day: DayNamed, held: Held) -> Suggestion | None:
    same = any((it.month, it.day) == (day.month, day.day) for it in held.days)
    if same or any(day.near(it, NEAR_DAYS) for it in held.known_days):
        return None
    said = f"No report has the date {shortened(day.written)}"
    others = list(dict.fromkeys(it.written for it in held.days))[:NEAREST]
    have = f"; the reports have {shortened(', '.join(others))}" if others else ""
    return Suggestion("figure", field, said, f"{held.looked_in}{have}")


def _figure(field: str, figure: Figure, text: str, held: Held) -> Suggestion | None:
    is_word = figure.is_in_name or (figure.values <= {0.0, 1.0} and not figure.version)
    if is_word or is_of_list(figure, text) or is_counted(figure, text):
        return None
    if is_known_year(figure, held.known_days):
        return None
    same = [it for it in held.figures if _is_same(figure, it[0])]
    if same and (not figure.is_percent or any(it.is_percent for it, _ in same)):
        return None
    if same:
        said = f"The reports have {shortened(same[0][0].written)}, but not as a percentage"
        return Suggestion("figure", field, said, held.looked_in)
    rounded = next((it for it in held.figures if is_rounded(figure, it[0])), None)
    if rounded and figure.rounding:
        return None
    if rounded:
        other, publisher = rounded
        said = (
            f"{shortened(figure.written)} is rounded; the reports have {shortened(other.written)}"
        )
        by = f" is in {shortened(publisher)}" if publisher else " is in the reports"
        because = f"{shortened(other.written)}{by}; write “about”, or the exact figure"
        return Suggestion("rounded-figure", field, said, because)
    said = f"No report has the number {_quoted(figure)}"
    others = [it for it in held.figures if not it[0].is_in_name]
    sum_of, near = _sum(figure, others), _nearest(figure, others)
    have = f"; it is {sum_of}" if sum_of else f"; the nearest are {near}" if near else ""
    return Suggestion("figure", field, said, f"{held.looked_in}{have}")


def _quoted(figure: Figure) -> str:
    """A figure as a message names it; a word between quotation marks, so that it is told apart."""
    written = shortened(figure.written)
    return f"“{written}”" if figure.in_words else written


def is_of_list(figure: Figure, text: str) -> bool:
    """Whether a figure is the number of a point in a list or of a heading, or all of a point."""
    start = text.rfind("\n", 0, figure.start) + 1
    before, after = text[start : figure.start], text[figure.end :].partition("\n")[0]
    if POINT.fullmatch(before) and ALONE.fullmatch(after):
        return True
    is_first = not before.strip(" \t#")
    return is_first and figure.written.isdecimal() and bool(NUMBERS_POINT.match(after))


def is_counted(figure: Figure, text: str) -> bool:
    """Whether a figure says how long before or after another event something was."""
    before = text[max(0, figure.start - 12) : figure.start]
    return bool(COUNTED.match(text, figure.end) or COUNTED_BACK.search(before))


def is_known_year(figure: Figure, known: Collection[date]) -> bool:
    """Whether a figure is the year of a day that is known, or the one before or after."""
    years = {float(it.year + more) for it in known for more in (-1, 0, 1)}
    return not figure.is_percent and bool(figure.values & years)


def _is_same(one: Figure, other: Figure) -> bool:
    if one.version or other.version:
        return one.version == other.version
    return bool(one.values & other.values)


def is_rounded(figure: Figure, held: Figure) -> bool:
    """Whether a figure can be one that a report has, rounded as the draft says it is; without such
    a word, whether it is the other with fewer digits."""
    if figure.is_percent and not held.is_percent:
        return False
    pairs = ((one, other) for one in figure.values for other in held.values if other)
    return any(_rounds(one, other, figure.rounding) for one, other in pairs)


def _rounds(value: float, exact: float, rounding: str) -> bool:
    off = (exact - value) / exact
    if rounding == "more":
        return 0 <= off <= AT_MOST_OVER
    if rounding == "less":
        return -AT_MOST_OVER <= off <= 0
    if rounding == "about":
        return abs(off) <= ROUNDED
    if value in YEARS and exact in YEARS:
        return False
    digits = len(f"{value:.0f}".rstrip("0"))
    return value >= 10 and abs(off) <= ROUNDED and float(f"{exact:.{max(0, digits - 1)}e}") == value


def _sum(figure: Figure, held: Sequence[tuple[Figure, str]]) -> str:
    """How a figure follows from two of the reports', as a sum or a difference; empty if not."""
    value = max(figure.values, default=0.0)
    known = {max(it.values): it.written for it, _ in held[:MOST_ADDED] if it.values}
    if value < LEAST_ADDED or figure.is_percent:
        return ""
    for one in sorted(known):
        if one > value and one - value in known and one - value >= LEAST_ADDED:
            return f"{shortened(known[one])} less {shortened(known[one - value])}"
        if LEAST_ADDED <= one <= value / 2 and value - one in known:
            return f"{shortened(known[one])} and {shortened(known[value - one])} together"
    return ""


def _nearest(figure: Figure, held: Sequence[tuple[Figure, str]]) -> str:
    """The figures of reports that are nearest, with who has them."""
    value = max(figure.values, default=0.0)
    found: dict[str, tuple[float, str]] = {}
    for it, publisher in held:
        other = max(it.values, default=0.0)
        off = abs(value - other) / max(value, other, 1.0)
        alike = it.is_percent == figure.is_percent
        is_year = it.written.isdecimal() and other in YEARS
        if off <= LIKE and alike and not is_year and it.written not in found:
            found[it.written] = (off, publisher)
    best = sorted(found.items(), key=lambda it: (it[1][0], it[0]))[:NEAREST]
    named = ((shortened(it), shortened(by)) for it, (_, by) in best)
    return ", ".join(f"{it} ({by})" if by else it for it, by in named)
