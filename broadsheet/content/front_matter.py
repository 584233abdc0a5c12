"""Reads front matter: what the YAML at the top of an article says, and on which line."""

from dataclasses import dataclass, field, fields, replace
from datetime import tzinfo
from typing import Any

from broadsheet.content.fields import (
    YES,
    Field,
    Place,
    choice,
    list_of,
    mapping_of,
    read_extra,
    read_fields,
    read_flag,
    read_language,
    read_moment,
    read_partial_date,
    read_site_address,
    read_slug,
    read_text,
    read_web_address,
    read_word,
)
from broadsheet.content.yaml_text import Listing, Mapping, Scalar, Value, YamlFault, read_yaml
from broadsheet.dates import Moment, PartialDate
from broadsheet.problems import ProblemLog
from broadsheet.stored import stored

FENCE = "---"
IN_TOML = "it is TOML, between lines of +++; write it as YAML, `title: …`, between lines of ---"
START = "an article starts with a line ---, its front matter, and a second line ---"


@stored
@dataclass(frozen=True, slots=True)
class Source:
    """A publication that an article credits."""

    name: str
    url: str
    title: str = ""
    author: tuple[str, ...] = ()
    date: PartialDate | None = None
    language: str = ""
    access: str = "free"
    archive: str = ""


@dataclass(frozen=True, slots=True)
class Via:
    """Who pointed the curator to the subject."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Image:
    """An article's picture; `file` is as written, beside the article or in `content/media/`."""

    file: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong and what is right, and when it was corrected."""

    date: Moment
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What an article's front matter says, by its keys; templates read it as `article.meta`.

    There the title, date, section, summary, slug, id and language are complete, and corrections
    stand oldest first. Without a title of its own, an `untitled` article has its first words.
    """

    title: str = ""
    untitled: bool = False
    date: Moment | None = None
    updated: Moment | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    summary: str = ""
    author: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    via: Via | None = None
    story: str = ""
    image: Image | None = None
    corrections: tuple[Correction, ...] = ()
    lead: bool = False
    slug: str = ""
    aliases: tuple[str, ...] = ()
    id: str = ""
    draft: bool = False
    expires: Moment | None = None
    language: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    # No page shows the line of a key, so it is no part of a page's fingerprint.
    lines: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def line(self, key: str, item: int | None = None) -> int:
        """The file's line of a key that is given, or of an item of its list; else the first."""
        return self.lines.get(key if item is None else f"{key}.{item}", self.lines.get(key, 1))


def values_of(kind: type, value: Any) -> dict[str, Any]:
    """The values that an object has for the fields of a dataclass, by their names."""
    return {it.name: getattr(value, it.name) for it in fields(kind)}


SOURCES = "[{name: Reuters, url: https://…}]"
SOURCE = {
    "name": Field(read_text, "the publication", required=True),
    "url": Field(read_web_address, "the address of the report", required=True),
    "title": Field(read_text, "the report's own title"),
    "author": Field(list_of(read_text, "[Ann Lee, Bo Ek]", one=True), "who wrote it"),
    "date": Field(read_partial_date, "when it was published: a day, a month or a year"),
    "language": Field(read_language, "its language, such as fr"),
    "access": Field(
        choice("free", "registration", "paywall"),
        "what a reader needs to open it: free, registration or paywall (free)",
    ),
    "archive": Field(read_web_address, "the address of an archived copy"),
}
VIA = {
    "name": Field(read_text, "who pointed it out", required=True),
    "url": Field(read_web_address, "where they did"),
}
IMAGE = {
    "file": Field(read_text, "a file beside the article or in content/media/", required=True),
    "alt": Field(read_text, "what the picture shows, for those who cannot see it", required=True),
    "caption": Field(read_text, "the line below it"),
    "credit": Field(read_text, "who made it"),
}
CORRECTIONS = """\
corrections:
  - date: 2026-01-31
    text: An earlier version gave the wrong date. It was Monday."""
CORRECTION = {
    "date": Field(read_moment, "when the correction was made", required=True),
    "text": Field(read_text, "what was wrong and what is right", required=True),
}
FIELDS = {
    "title": Field(read_text, "the headline", required=True),
    "untitled": Field(read_flag, "true for a short text without a headline; it needs no title"),
    "date": Field(read_moment, "a day, or a day and time; from the file's name if left out"),
    "updated": Field(read_moment, "when the text last changed in substance"),
    "section": Field(read_text, "the part of the paper; the first folder if left out"),
    "tags": Field(list_of(read_word, "[rust, news]"), "free topics, a list"),
    "summary": Field(read_text, "two or three sentences; from the first paragraph if left out"),
    "author": Field(list_of(read_word, "[Ann Lee, Bo Ek]", one=True), "a name or a list of names"),
    "sources": Field(
        list_of(mapping_of(SOURCE, Source, SOURCES), SOURCES),
        "the reports it credits, a list",
    ),
    "via": Field(mapping_of(VIA, Via, "{name: Ann Lee, url: https://…}"), "who pointed you to it"),
    "story": Field(read_text, "the key of the developing story it belongs to"),
    "image": Field(
        mapping_of(IMAGE, Image, "{file: bridge.png, alt: What it shows}"), "its picture"
    ),
    "corrections": Field(
        list_of(mapping_of(CORRECTION, Correction, CORRECTIONS), CORRECTIONS),
        "what was wrong and what is right, a list",
    ),
    "lead": Field(read_flag, "true puts it at the top of the front page"),
    "slug": Field(read_slug, "the last part of its address; from the file's name if left out"),
    "aliases": Field(
        list_of(read_site_address, "[/2021/old-name.html]"),
        "earlier addresses, which lead to this one",
    ),
    "id": Field(
        read_text,
        "its permanent identity in feeds; from the site's host, the day and the slug if left out",
    ),
    "draft": Field(read_flag, "true keeps it out of the site"),
    "expires": Field(read_moment, "when it leaves the site: a day, or a day and time"),
    "language": Field(read_language, "its language, such as fr; the site's if left out"),
    "extra": Field(read_extra, "any keys and values, for a theme of your own"),
}
UNTITLED = FIELDS | {"title": replace(FIELDS["title"], required=False)}


@dataclass(frozen=True, slots=True)
class Split:
    """The two parts of a file: the YAML of the front matter, which starts on line 2, and the body
    with its first line."""

    front_matter: str
    body: str
    body_line: int


def split_front_matter(text: str, log: ProblemLog) -> Split | None:
    """Split a file into front matter and body; reports front matter that is missing or unclosed."""
    first, _, _ = text.partition("\n")
    if first.rstrip() != FENCE:
        log.problem(1, "has no front matter", IN_TOML if first.rstrip() == "+++" else START)
        return None
    start, number = len(first) + 1, 2
    while start <= len(text):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        if text[start:end].rstrip() == FENCE:
            front_matter = text[len(first) + 1 : start] or "\n"
            return Split(front_matter, text[end + 1 :], number + 1)
        start, number = end + 1, number + 1
    log.problem(1, "has front matter without an end", "close it with a line ---")
    return None


def read_front_matter(text: str, log: ProblemLog, zone: tzinfo) -> FrontMatter | None:
    """The front matter that the YAML spells, or None after everything wrong is reported."""
    value = composed(text, log)
    if value is None:
        return None
    table = UNTITLED if _is_untitled(value) else FIELDS
    values = read_fields(value, table, Place("the front matter", log, zone, offset=1))
    if values is None:
        return None
    return FrontMatter(**values, lines=_lines(value))


def _is_untitled(value: Value) -> bool:
    """Whether front matter says that the article has no title."""
    entries = value.entries if isinstance(value, Mapping) else ()
    said = (it.value for it in entries if it.key == "untitled")
    return any(isinstance(it, Scalar) and it.text.strip().casefold() in YES for it in said)


def _lines(value: Value) -> dict[str, int]:
    """The file's line of each key, and of each item of a list: `sources`, `sources.0`."""
    lines: dict[str, int] = {}
    for entry in value.entries if isinstance(value, Mapping) else ():
        lines[entry.key] = entry.line + 1
        items = entry.value.items if isinstance(entry.value, Listing) else ()
        lines |= {f"{entry.key}.{number}": item.line + 1 for number, item in enumerate(items)}
    return lines


def composed(text: str, log: ProblemLog) -> Value | None:
    """The YAML value of front matter, or None after reporting what is wrong with it."""
    try:
        value = read_yaml(text)
    except YamlFault as fault:
        log.problem(fault.line + 1, f"the front matter {fault.text}", fault.hint)
        return None
    if value is None:
        log.problem(1, "has empty front matter", "it needs at least a line: title: the headline")
    return value
