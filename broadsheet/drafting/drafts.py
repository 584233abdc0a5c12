"""What a new article, edition, page or story is: its path and its text, as the settings want."""

from collections.abc import Mapping as Table
from collections.abc import Sequence
from dataclasses import dataclass

from broadsheet.content.articles import default_id
from broadsheet.content.fields import Place, read_fields
from broadsheet.content.front_matter import (
    composed,
    read_front_matter,
    split_front_matter,
)
from broadsheet.content.notes import FIELDS as NOTES
from broadsheet.content.settings import Settings
from broadsheet.content.yaml_text import Listing, Mapping, Scalar, Value
from broadsheet.dates import Moment
from broadsheet.drafting.archetypes import Archetype, Word, checked, filled, origins, with_key
from broadsheet.drafting.new_file import safe_name
from broadsheet.drafting.one_line import one_line
from broadsheet.drafting.schema import FILES, kind_of
from broadsheet.files import CONTENT
from broadsheet.periods import Period
from broadsheet.problems import ProblemLog
from broadsheet.urls import slugify


@dataclass(frozen=True, slots=True)
class Draft:
    """A file to write: its path in the site, with forward slashes, and its text."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person asks of a new article; `moment` is its day, or day and time, in the site's
    zone. The section is a folder of `content/`, or nothing."""

    title: str
    moment: Moment
    section: str = ""
    story: str = ""
    tags: tuple[str, ...] = ()


def article_draft(
    wanted: Wanted, settings: Settings, archetype: Archetype, schemas: frozenset[str]
) -> Draft:
    """A new article from its archetype. What was asked for and has no placeholder is added.

    `schemas` are the schema files that the site has. Raises ProblemsFound if the archetype is
    wrong.
    """
    title, day = one_line(wanted.title), wanted.moment.at.date()
    slug = slugify(title)
    path = "/".join(filter(None, (CONTENT, wanted.section, f"{day.isoformat()}-{slug}.md")))
    moment = wanted.moment.at.isoformat(" ", "minutes")[:16]
    story, tags = one_line(wanted.story), tuple(filter(None, map(one_line, wanted.tags)))
    words: dict[str, Word] = {
        "title": title,
        "day": day,
        "date": moment if wanted.moment.has_time else day,
        "has_time": wanted.moment.has_time,
        "slug": slug,
        "section": wanted.section,
        "story": story,
        "tags": tags,
        "id": default_id(settings.url, wanted.moment, slug),
        "has_author": bool(settings.author),
        "language": settings.language,
    }
    words |= _shared(path, settings, schemas)
    asked: dict[str, Word] = {"title": title, "story": story, "tags": tags}
    if wanted.moment.has_time:
        asked["date"] = moment
    text = filled(archetype, words)
    for key, value in asked.items():
        if value and key not in _given(text):
            text = with_key(text, key, value)
    log = ProblemLog(archetype.path)
    split = split_front_matter(text, log)
    if split:
        read_front_matter(split.front_matter, log, settings.timezone)
    checked(log.problems, archetype.path, origins(archetype, words))
    return Draft(path, text)


def _given(text: str) -> set[str]:
    """The keys in a file's front matter that have a value."""
    log = ProblemLog("")
    split = split_front_matter(text, log)
    value = composed(split.front_matter, log) if split else None
    entries = value.entries if isinstance(value, Mapping) else ()
    return {it.key for it in entries if not _is_empty(it.value)}


def _is_empty(value: Value) -> bool:
    return value.items == () if isinstance(value, Listing) else value == Scalar("", value.line)


def edition_draft(
    period: Period,
    number: int,
    articles: Sequence[str],
    settings: Settings,
    archetype: Archetype,
    schemas: frozenset[str],
) -> Draft:
    """A note on an edition. `number` is 0 where editions have none; `articles` are the names of
    the files of the edition."""
    path = f"{CONTENT}/editions/{period.key}.md"
    words: dict[str, Word] = {
        "day": period.first,
        "key": period.key,
        "number": str(number) if number else "",
        "articles": tuple(articles),
    }
    return _note(path, words, settings, archetype, schemas)


def page_draft(
    title: str, settings: Settings, archetype: Archetype, schemas: frozenset[str]
) -> Draft:
    """A page, whose address is made from its title."""
    name = safe_name(slugify(one_line(title)), "page")
    words: dict[str, Word] = {"title": one_line(title), "slug": name}
    return _note(f"{CONTENT}/pages/{name}.md", words, settings, archetype, schemas)


def story_draft(
    named: str, settings: Settings, archetype: Archetype, schemas: frozenset[str]
) -> Draft:
    """A note on a story, from its key or its title. The other one follows from what is given."""
    key = slugify(one_line(named))
    spoken = key.replace("-", " ")
    title = f"{spoken[0].upper()}{spoken[1:]}" if named == key else one_line(named)
    name = safe_name(key, "story")
    words: dict[str, Word] = {"title": title, "key": name, "slug": name}
    return _note(f"{CONTENT}/stories/{name}.md", words, settings, archetype, schemas)


def _note(
    path: str,
    words: Table[str, Word],
    settings: Settings,
    archetype: Archetype,
    schemas: frozenset[str],
) -> Draft:
    complete = {**words, **_shared(path, settings, schemas)}
    log = ProblemLog(archetype.path)
    text = filled(archetype, complete)
    split = split_front_matter(text, log)
    kind = path.split("/")[1]
    value = composed(split.front_matter, log) if split else None
    if value is not None:
        place = Place("the front matter", log, settings.timezone, offset=1)
        read_fields(value, NOTES[kind], place)
    checked(log.problems, archetype.path, origins(archetype, complete))
    return Draft(path, text)


def _shared(path: str, settings: Settings, schemas: frozenset[str]) -> dict[str, Word]:
    """The words that every archetype is given."""
    file = FILES[kind_of(path)]
    above = "../" * path.count("/")
    return {
        "site_title": settings.title,
        "site_url": settings.url,
        "schema": f"{above}{file}" if file in schemas else "",
    }
