"""What suggestions are made from: a draft as it has been typed so far, and its reports' texts."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from broadsheet.checking.prose import GAP, prose_of
from broadsheet.clipping.material import HEAD
from broadsheet.content.front_matter import Source
from broadsheet.inbox.items import Item

COMMENT = re.compile(rf"<!--\s*{re.escape(HEAD)}(?P<lines>.*?)(?:-->|\Z)", re.DOTALL)
DEFINITION = re.compile(r"^\[//\]: # \((?P<line>.*)\)[ \t]*$", re.MULTILINE)
NAMES_OF_PARTS = re.compile(r"^(?:Standfirst|Key paragraphs|Quotations):$", re.MULTILINE)
LONGEST = 20_000  # characters of a text that are looked at
EMPTY_HEADER = "---\n---\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A draft as its form holds it, saved or not; what is not written yet is empty.

    `body` is the Markdown below the front matter, the material of its reports included; `day` is
    the draft's. `path` is empty for a draft that has no file yet.
    """

    language: str
    path: str = ""
    title: str = ""
    summary: str = ""
    body: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    story: str = ""
    sources: tuple[Source, ...] = ()
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Reported:
    """A report's own words as far as they are known. `key` is equal for addresses of one report;
    both address and key are empty for the material that a draft keeps, whose report its credit
    names. `section` is what the curator gave to its feed; `in_part` says that only a part of its
    text is known."""

    title: str
    text: str
    publisher: str = ""
    language: str = ""
    url: str = ""
    key: str = ""
    section: str = ""
    day: date | None = None
    in_part: bool = False


def reports_of(items: Iterable[Item], body: str) -> tuple[Reported, ...]:
    """The reports that a draft is made from: items of the inbox, then the material in its body."""
    reports = [_reported(it) for it in items]
    material = material_in(body)
    return (*reports, Reported("", material, in_part=True)) if material else tuple(reports)


def _reported(item: Item) -> Reported:
    day = datetime.fromtimestamp(item.at, UTC).date()
    text = item.text[:LONGEST]
    return Reported(
        title=item.title,
        text=text,
        publisher=item.publisher,
        language=item.language,
        url=item.url,
        key=item.key,
        section=item.section,
        day=day,
        in_part=item.length > len(text),
    )


def material_in(body: str) -> str:
    """The words of the reports that a draft keeps in a comment or, where HTML is shown as text, in
    link definitions; see `clipping.material`. Empty if there are none."""
    text = body[:LONGEST]
    comments = [it["lines"] for it in COMMENT.finditer(text)]
    lines = [it["line"] for it in DEFINITION.finditer(text)]
    if lines and lines[0] == HEAD:
        comments.append("\n".join(it for it in lines if it != HEAD))
    found = NAMES_OF_PARTS.sub("", "\n".join(comments))
    return "\n".join(it.strip() for it in found.splitlines() if it.strip())


@lru_cache(16)  # as several suggestions ask for the words of one draft
def own_words(body: str) -> str:
    """The words that a draft's readers see: its Markdown without comments, code and addresses."""
    text = DEFINITION.sub("", body[:LONGEST])
    words = prose_of("", f"{EMPTY_HEADER}{text}".encode("utf-8", "replace"), "").words
    return words.replace(GAP, "").strip()


def texts_of(drafted: Drafted) -> Iterator[tuple[str, str]]:
    """The texts of a draft by the fields of its form: title, summary and the words of the body."""
    yield "title", drafted.title[:LONGEST]
    yield "summary", drafted.summary[:LONGEST]
    yield "body", own_words(drafted.body)
