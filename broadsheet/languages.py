"""How a language writes dates and names, and its direction; languages are BCP 47 tags."""

import re
from calendar import monthrange
from datetime import date, datetime
from functools import cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global

from broadsheet.dates import Moment, PartialDate

TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
FALLBACK = "en"
WIDESPREAD = (  # those that are known by the names that they have for themselves
    "ar bg bn ca cs da de el es et fa fi fr he hi hr hu id it ja ko lt lv ms nl no pl pt ro ru"
    " sk sl sr sv sw ta th tr uk ur vi zh"
).split()


@cache
def is_language(tag: str) -> bool:
    """Whether `tag` is of the form that BCP 47 asks for, such as `en`, `pt-BR`, `zh-Hans`, and its
    language is known. A code of three letters need not be: CLDR has a tenth of them."""
    code = tag.partition("-")[0].casefold()
    if TAG.fullmatch(tag) is None or len(code) > 3:
        return False
    aliases = get_global("language_aliases")
    if len(code) == 3:
        return len(aliases.get(code, code)) != 2  # `eng` is written `en`
    return code in locale(FALLBACK).languages or code in aliases


def likely_language(text: str) -> str:
    """The tag that was meant by another text: a language's name, a country's code; else nothing."""
    word = text.strip().casefold()
    tag = text.strip().replace("_", "-")
    alias = get_global("language_aliases").get(word, "").replace("_", "-")
    country = get_global("likely_subtags").get(f"und_{word.upper()}", "").partition("_")[0]
    named = _by_name(FALLBACK).get(word) or _own_names().get(word, "")
    return next((it for it in (tag, alias, named, country) if it and is_language(it)), "")


@cache
def _by_name(tag: str) -> dict[str, str]:
    """The tags of all languages by their names in one language."""
    names = sorted(locale(tag).languages.items(), reverse=True)  # `zh` wins over `zh_Hans`
    return {name.casefold(): key.replace("_", "-") for key, name in names}


@cache
def _own_names() -> dict[str, str]:
    """The tags of languages by the names that they have for themselves."""
    return {(Locale(tag).get_language_name() or "").casefold(): tag for tag in WIDESPREAD}


@cache
def locale(tag: str) -> Locale:
    """Babel's locale for a BCP 47 tag: the nearest one, or English where there is none."""
    parts = tag.split("-")
    for end in range(len(parts), 0, -1):
        try:
            return Locale.parse("-".join(parts[:end]), sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(FALLBACK)


@cache
def direction(tag: str) -> str:
    """`ltr` or `rtl`, for the HTML attribute `dir`."""
    return str(locale(tag).text_direction)


@cache
def language_name(tag: str, seen_from: str) -> str:
    """The name of the language `tag` in the language `seen_from`; the tag itself if unknown."""
    names = locale(seen_from).languages
    parts = tag.split("-")
    ends = range(len(parts), 0, -1)
    return next(
        (names[key] for key in ("_".join(parts[:end]) for end in ends) if key in names), tag
    )


def long_date(moment: Moment, tag: str) -> str:
    """A day in words, with the time and its offset from UTC where a time was given."""
    day = _day_in_words(moment.at.date(), "long", tag)
    return f"{day}, {clock(moment.at)}" if moment.has_time else day


@cache
def _day_and_month(day: date, tag: str) -> str:
    from babel.dates import format_skeleton  # slow to import

    return format_skeleton("MMMd", day, locale=locale(tag))


def short_date(moment: Moment, tag: str) -> str:
    """The day and the month of a date, for places where the year is clear: `21 Aug`."""
    return _day_and_month(moment.at.date(), tag)


@cache
def og_locale(tag: str) -> str:
    """A language and country as Open Graph writes them, `en_GB`; the likeliest country if the tag
    names none."""
    found = locale(tag)
    if found.territory is None:
        found = Locale.parse(get_global("likely_subtags")[found.language])
    return f"{found.language}_{found.territory}"


@cache
def news_language(tag: str) -> str:
    """A language as the news sitemap writes it: ISO 639, except for the two kinds of Chinese."""
    found = locale(tag)
    if found.language != "zh":
        return str(found.language)
    is_traditional = found.script == "Hant" or found.territory in ("TW", "HK", "MO")
    return "zh-tw" if is_traditional else "zh-cn"


def clock(at: datetime) -> str:
    """The time of day with its offset from UTC, in the same form for all: `09:00 UTC+2`."""
    return f"{at.hour:02}:{at.minute:02} UTC{_offset_in_hours(at.strftime('%z'))}"


@cache
def _offset_in_hours(offset: str) -> str:
    """An offset such as `+0200` as `+2`; empty for an offset of zero."""
    hours = f"{offset[0]}{int(offset[1:3])}" + (f":{offset[3:5]}" if offset[3:5] != "00" else "")
    return "" if hours in ("+0", "-0") else hours


def date_line(moment: Moment, tag: str) -> str:
    """The date line of a newspaper: the weekday and the day."""
    return _day_in_words(moment.at.date(), "full", tag)


@cache
def _day_in_words(day: date, form: Literal["long", "full"], tag: str) -> str:
    from babel.dates import format_date  # slow to import

    # Cached by the day and not by the moment: moments in different zones can be equal.
    return format_date(day, form, locale(tag))


@cache
def month_in_words(day: date, tag: str) -> str:
    """The month of a day: `August 2021`."""
    from babel.dates import format_skeleton  # slow to import

    return format_skeleton("yMMMM", day, locale=locale(tag))


@cache
def period_in_words(first: date, last: date, tag: str) -> str:
    """The days from `first` to `last`: a day with its weekday, a whole month, or a range."""
    from babel.dates import format_interval  # slow to import

    if first == last:
        return _day_in_words(first, "full", tag)
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        return month_in_words(first, tag)
    return format_interval(first, last, "yMMMd", locale=locale(tag))


@cache
def partial_date(when: PartialDate, tag: str) -> str:
    """A date in words, as far as it is known."""
    from babel.dates import format_date, format_datetime  # slow to import

    day = datetime(when.year, when.month or 1, when.day or 1)
    if when.day:
        return format_date(day.date(), "long", locale(tag))
    return format_datetime(day, "MMMM y" if when.month else "y", locale=locale(tag))
