"""Turns what pages write about themselves into values: a title, names, a day, a language."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from html import unescape

from broadsheet.dates import likely_days
from broadsheet.languages import is_language

LONGEST = 300  # characters of a name or title
WITH_REGION = frozenset("zh pt sr az uz pa".split())  # whose written forms differ by region
EARLIEST = 1900
TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
DAY = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?=$|[T ])", re.ASCII)
BY = re.compile(
    r"(?:(?:written|posted|published|reported|words|text|story)\s+)?"
    r"(?:by|von|par|por|di|door|av|af|автор|текст|بقلم|نوشتهٔ)(?:\s*:\s*|\s+)",
    re.IGNORECASE,
)
AND = re.compile(r"\s*[,;|•·،、]\s*|\s+(?:and|und|et|y|e|en|og|och|и|و|&)\s+", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\s*[(\[（][^()\[\]（）]*[)\]）]")
NO_NAMES = frozenset(
    "admin administrator editor staff webmaster root author anonymous none null undefined user"
    " unknown redaktion redaction redacción wordpress guest newsroom".split()
)
# What a job or a part of a newsroom ends with: `Transport correspondent`, `Post Staff`.
JOBS = frozenset(
    "correspondent editor reporter writer columnist analyst journalist contributor producer news"
    " staff desk team agency agencies newsroom bureau redaktion".split()
)
TITLES_OF_NAMES = frozenset("jr jr. sr sr. phd ph.d. md m.d. ii iii".split())
ADDRESSED = re.compile(r"https?://|www\.|@|\.(?:com|org|net)\b", re.IGNORECASE)


def words(text: object) -> str:
    """A text on one line, without tags, controls and signs that change the direction."""
    if not isinstance(text, str):
        return ""
    return shown(TAGS.sub("", unescape(text[: LONGEST * 100])))


def shown(text: str) -> str:
    """A text on one line, without controls and signs that change the direction."""
    return " ".join("".join(it if _is_shown(it) else " " for it in text).split())


def _is_shown(char: str) -> bool:
    # The joiners belong to Persian and Indic words and to emoji; other format signs do not show.
    return char in "\u200c\u200d" or unicodedata.category(char) not in (
        "Cc",
        "Cf",
        "Cs",
        "Co",
        "Cn",
    )


def title_of(text: object) -> str:
    """A title; empty if it is too long to be one."""
    found = words(text)
    return found if len(found) <= LONGEST else ""


def name_of(text: object) -> str:
    """The name of a publication; empty if the text is an address or too long for a name."""
    found = words(text)
    return "" if len(found) > 100 or re.match(r"(https?:)?//", found) else found


def authors_of(texts: Iterable[object]) -> tuple[str, ...]:
    """The names of people in bylines such as `By Ann Lee and Bo Ek`, each once; an account's name,
    an address and a job are no names."""
    names = (name for text in texts for name in _in_byline(words(text)))
    return tuple(dict.fromkeys(name for name in names if is_a_name(name)))[:12]


def _in_byline(byline: str) -> Iterator[str]:
    byline = IN_BRACKETS.sub("", byline)
    parts = AND.split(BY.sub("", byline, count=1) if BY.match(byline) else byline)
    kept: list[str] = []
    for part in (it.strip(" .-–—()[]") if len(it) > 3 else it.strip() for it in parts):
        if part.casefold() in TITLES_OF_NAMES and kept:
            kept[-1] = f"{kept[-1]}, {part}"
        elif part:
            kept.append(part)
    return iter(kept)


def is_a_name(text: str) -> bool:
    """Whether a text can be a person's name: two to sixty characters, up to six words, no address,
    no digits, no job, and not an account's word such as `admin`."""
    if not 2 <= len(text) <= 60 or len(text.split()) > 6 or ADDRESSED.search(text):
        return False
    folded = text.casefold()
    is_job = folded in NO_NAMES or folded.split()[-1] in JOBS
    return not is_job and not any(it.isdigit() for it in text)


def day_of(text: object) -> date | None:
    """The day in a date as machines write it (ISO 8601), in the page's own zone, or in English
    words; None if it is none, or two days are possible."""
    written = words(text)
    found = DAY.match(written)
    days = [f"{found[1]}-{found[2]}-{found[3]}"] if found else list(likely_days(written[:60]))
    if not days:
        days = [it for it in (_of_mail(written),) if it]
    try:
        day = date.fromisoformat(days[0]) if len(days) == 1 else None
    except ValueError:
        return None
    return day if day and day.year >= EARLIEST else None


def _of_mail(written: str) -> str:
    """The day of a date as mail writes it: `Thu, 26 Nov 2026 17:00:00 GMT`."""
    try:
        return datetime.strptime(written[5:16], "%d %b %Y").date().isoformat()
    except ValueError:
        return ""


def language_of(text: object) -> str:
    """A language tag of BCP 47, without a region that says nothing about how it is written."""
    tag = words(text).partition(",")[0].partition(".")[0].replace("_", "-").strip()
    if not tag or not is_language(tag):
        return ""
    code, *rest = tag.split("-")
    if code.lower() not in WITH_REGION or not rest:
        return code.lower()
    return "-".join(
        [code.lower(), *(it.title() if len(it) == 4 else it.upper() for it in rest[:2])]
    )
