"""What the curator wrote beside the articles: plain pages, and notes on what articles share.

A note stands in a folder of its kind: `content/stories/KEY.md` gives a story its title and text,
and likewise for editions and the other taxonomies. `content/pages/` holds pages.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from posixpath import splitext
from typing import Any

from broadsheet.content.articles import ReadingRules
from broadsheet.content.fields import (
    Field,
    Place,
    list_of,
    read_fields,
    read_site_address,
    read_text,
    read_word,
    with_line,
)
from broadsheet.content.front_matter import composed, split_front_matter
from broadsheet.content.spellings import name_key
from broadsheet.content.taxonomies import TAXONOMIES, TITLE
from broadsheet.files import CONTENT, ContentFile
from broadsheet.problems import Problem, ProblemLog
from broadsheet.text.markup import Body, Converted, convert
from broadsheet.text.plain_text import decode
from broadsheet.text.typography import typeset
from broadsheet.urls import slugify

TITLED = ("pages", "editions", "stories")  # whose titles are headlines, and no names
ALIASES = Field(
    list_of(with_line(read_site_address), "[/old.html]"),
    "earlier addresses, which lead to this one",
)
FIELDS: Mapping[str, Mapping[str, Field]] = {
    "pages": {
        "title": TITLE,
        "summary": Field(read_text, "a sentence about it, for search engines"),
        "aliases": ALIASES,
    },
    "editions": {
        "title": Field(read_text, "its title; its date in words if left out"),
        "number": Field(read_text, "its number, shown as you write it"),
        "order": Field(
            list_of(with_line(read_word), "[2021-08-15-kabul-falls.md]"),
            "the articles that come first, there and on the front page, by file name",
        ),
    },
    **{it.notes: {**it.note_fields, "aliases": ALIASES} for it in TAXONOMIES},
}


@dataclass(frozen=True, slots=True)
class Note:
    """A note or a page, read; `key` is the key of the story, source or page that it is about."""

    path: str
    kind: str
    key: str
    body: Body
    title: str = ""
    summary: str = ""
    aliases: tuple[tuple[int, str], ...] = ()
    number: str = ""
    order: tuple[tuple[int, str], ...] = ()
    spellings: tuple[str, ...] = ()
    url: str = ""
    feed: str = ""
    language: str = ""
    is_person: bool = True
    closed: bool = False


@dataclass(frozen=True, slots=True)
class NoteReading:
    """What came of reading one file: its note and that one's text as HTML, unless there are
    problems; with problems what is known of the text, so that its links can be checked too."""

    note: Note | None
    html: str
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]
    body: Body | None = None
    path: str = ""


def is_note(path: str) -> bool:
    """Whether a file under `content/` is a note or a page, by its folder, and not an article."""
    parts = path.split("/")
    return len(parts) > 2 and parts[0] == CONTENT and parts[1] in FIELDS


def read_note(file: ContentFile, rules: ReadingRules) -> NoteReading:
    """Read one note or page. Pure: the result depends only on the two arguments."""
    log = ProblemLog(file.path)
    note, made = _read(file, rules, log)
    said = tuple(log.problems), tuple(log.warnings)
    if log.problems or made is None:
        return NoteReading(None, "", *said, made.body if made else None, file.path)
    return NoteReading(note, made.html, *said)


def _read(
    file: ContentFile, rules: ReadingRules, log: ProblemLog
) -> tuple[Note | None, Converted | None]:
    kind, *names = splitext(file.path)[0].split("/")[1:]
    if len(names) > 1 and kind != "pages":
        log.problem(0, f"{kind} have no folders", f"move it to {CONTENT}/{kind}/")
    text = decode(file.content, log)
    split = split_front_matter(text, log) if text is not None else None
    if split is None:
        return None, None
    values = _front_matter(split.front_matter, kind, rules, log)
    made = convert(split.body, file.path, rules.language, rules.raw_html, split.body_line, log)
    if kind == "pages" and not made.body.words and not made.body.links:
        log.warning(0, "has no text", "write what the page says below the second line ---")
    if values is None:
        return None, made
    key = "/".join(slugify(name) for name in names)
    if kind in TITLED:
        words = (name for name in ("title", "summary") if name in values)
        values |= {name: typeset(values[name], rules.language) for name in words}
    person = values.pop("kind", "person") == "person"
    return Note(file.path, kind, key, made.body, is_person=person, **values), made


def _front_matter(
    text: str, kind: str, rules: ReadingRules, log: ProblemLog
) -> dict[str, Any] | None:
    if not text.strip() and not any(field.required for field in FIELDS[kind].values()):
        return {}
    value = composed(text, log)
    if value is None:
        return None
    return read_fields(value, FIELDS[kind], Place("the front matter", log, rules.zone, offset=1))


def clashing_notes(notes: Iterable[Note]) -> Iterator[Problem]:
    """A problem for every note about something that another note is about."""
    first: dict[tuple[str, str], Note] = {}
    for note in notes:
        names = {f"key {note.key}"} | {
            f"name {name_key(name)}" for name in (note.title, *note.spellings) if name
        }
        if "spellings" not in FIELDS[note.kind]:
            names = {f"key {note.key}"}
        for name in sorted(names):
            other = first.setdefault((note.kind, name), note)
            if other is not note:
                text = f"is about the {name}, and so is {other.path}"
                yield Problem(note.path, 0, text, "merge the two files")
                break
