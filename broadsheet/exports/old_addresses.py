"""Which address did a post have? It fills the forms in which other systems write addresses."""

import posixpath
import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from urllib.parse import unquote, urlsplit

PLACEHOLDER = re.compile(r":([a-z_]+[a-z])")


def date_parts(day: date | datetime | None) -> Mapping[str, str]:
    """What the placeholders about a date stand for, by the names of Jekyll and Hugo."""
    if day is None:
        return {}
    forms = {
        "year": "%Y", "short_year": "%y", "month": "%m", "day": "%d", "y_day": "%j",
        "yearday": "%-j", "hour": "%H", "minute": "%M", "second": "%S", "week": "%V",
        "w_day": "%u", "short_month": "%b", "long_month": "%B", "monthname": "%B",
        "short_day": "%a", "long_day": "%A", "weekdayname": "%A", "w_year": "%G",
    }  # fmt: skip
    parts = {name: day.strftime(form) for name, form in forms.items()}
    return {**parts, "i_month": str(day.month), "i_day": str(day.day)}


def filled(form: str, parts: Mapping[str, str]) -> str:
    """An address from a form such as `/:year/:title/`; an unknown placeholder stands for nothing.

    Longer names win, as `:title` wins over `:t` and `:categories` is not `:category` and `s`.
    """
    names = sorted(parts, key=len, reverse=True)
    known = re.compile(":(" + "|".join(map(re.escape, names)) + ")") if names else PLACEHOLDER
    address = known.sub(lambda it: parts.get(it[1], ""), form)
    return settled(PLACEHOLDER.sub("", address))


def settled(path: str) -> str:
    """An address from the site's root: one slash at its start, no `//`, `.` or `..`, not
    percent-encoded, `index.html` left out."""
    plain = unquote(urlsplit(path).path if "://" in path[:10] else path)
    whole = posixpath.normpath("/" + plain.lstrip("/"))
    ends = plain.endswith("/") or whole.endswith("/index.html")
    return whole.removesuffix("/index.html").rstrip("/") + "/" if ends else whole


def with_page_suffix(address: str) -> str:
    """The address of the file that is written for one without a suffix: `/about` as
    `/about.html`."""
    return address if address.endswith("/") or posixpath.splitext(address)[1] else f"{address}.html"


def plain_letters(text: str) -> str:
    """The text with its letters in ASCII where they have a plain form; others are left out."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
