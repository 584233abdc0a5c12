"""What the commands of `broadsheet new` do: read the settings, draw the file, write it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click

from broadsheet.content.settings import FILE, Settings
from broadsheet.content.site_settings import site_settings
from broadsheet.dates import Moment, date_advice, fixed, parse_moment
from broadsheet.drafting.archetypes import Archetype, archetype
from broadsheet.drafting.drafts import (
    Draft,
    Wanted,
    article_draft,
    edition_draft,
    page_draft,
    story_draft,
)
from broadsheet.drafting.neighbours import (
    articles_within,
    next_number,
    same_address,
    same_edition,
    same_key,
)
from broadsheet.drafting.new_file import put_new, refuse_standing
from broadsheet.drafting.one_line import one_line
from broadsheet.drafting.schema import FILES
from broadsheet.drafting.site_words import NOT_SECTIONS, sections, stories
from broadsheet.files import CONTENT, TEXT_SUFFIXES
from broadsheet.periods import PERIODS, Period, period_named
from broadsheet.problems import did_you_mean
from broadsheet.urls import slugify

Draw = Callable[[Settings, frozenset[str]], Draft]
DrawNote = Callable[[str, Settings, Archetype, frozenset[str]], Draft]
Tell = Callable[[str], None]


def new_article(
    root: Path,
    words: Sequence[str],
    section: str | None,
    story: str | None,
    tags: Sequence[str],
    day: str | None,
    tell: Tell,
) -> str:
    """Write an article; returns its path in the site, and tells of a story that is new.

    Raises click's errors for wrong options, ProblemsFound for what is wrong in the site's files or
    stands in the way.
    """
    title, folder = _title(words), _section(root, section)
    key = slugify(story) if story else ""
    known = stories(root) if key else []

    def draw(settings: Settings, schemas: frozenset[str]) -> Draft:
        wanted = Wanted(title, _moment(day, settings), folder, key, tuple(tags))
        draft = article_draft(wanted, settings, archetype(root, "article"), schemas)
        refuse_standing(root, draft.path)
        for path in same_address(root, draft.path, settings.permalink):
            refuse_standing(root, path, f"would share its address with {draft.path}")
        return draft

    path = _write(root, draw)
    if key and key not in map(slugify, known):
        tell(_new_story(key, known))
    return path


def new_edition(root: Path, day: str | None) -> str:
    """Write a note on the edition of a day or a key; returns its path in the site."""

    def draw(settings: Settings, schemas: frozenset[str]) -> Draft:
        period = _period(day, settings)
        number, articles = next_number(root), articles_within(root, period)
        kind = archetype(root, "edition")
        for path in same_edition(root, period, settings.editions.every):
            refuse_standing(root, path, f"is about the edition {period.key} already")
        return edition_draft(period, number, articles, settings, kind, schemas)

    return _write(root, draw)


def new_page(root: Path, words: Sequence[str]) -> str:
    """Write a plain page; returns its path in the site."""
    return _new_note(root, "page", _title(words), page_draft)


def new_story(root: Path, words: Sequence[str]) -> str:
    """Write a note on a story, named by its key or its title; returns its path in the site."""
    return _new_note(root, "story", _title(words), story_draft)


def _new_note(root: Path, kind: str, title: str, draft_of: DrawNote) -> str:
    def draw(settings: Settings, schemas: frozenset[str]) -> Draft:
        draft = draft_of(title, settings, archetype(root, kind), schemas)
        for path in same_key(root, draft.path):
            refuse_standing(root, path, f"has the same key as {draft.path}")
        return draft

    return _write(root, draw)


def _title(words: Sequence[str]) -> str:
    title = one_line(" ".join(words))
    if not title:
        raise click.BadParameter("it has no words", param_hint="TITLE")
    if title.casefold().endswith(TEXT_SUFFIXES):
        text = 'it is what readers see, such as "A bridge opens"; the file is named after it'
        raise click.BadParameter(text, param_hint="TITLE")
    return title


def _section(root: Path, given: str | None) -> str:
    """The folder of a section; a site's first section may have any name."""
    known = sections(root)
    if given is None and len(known) > 1:
        raise click.UsageError(f"name the section: --section with one of {', '.join(known)}")
    if given is None:
        return known[0] if known else ""
    key = slugify(given)
    if key in NOT_SECTIONS:
        raise click.BadParameter(f"{CONTENT}/{key} is not for articles", param_hint="--section")
    if known and given not in known and key not in known:
        text = f"there is no section {given}; {did_you_mean(key, known)}"
        add = f"to add a section, name it in {FILE} or make the folder content/{key}"
        raise click.BadParameter(f"{text}\n{add}", param_hint="--section")
    return given if given in known else key


def _moment(day: str | None, settings: Settings) -> Moment:
    if day is None:
        return Moment(fixed(_now(settings)), has_time=False)
    try:
        return parse_moment(day, settings.timezone)
    except ValueError:
        raise click.BadParameter(date_advice(day), param_hint="--date") from None


def _now(settings: Settings) -> datetime:
    return datetime.now(settings.timezone)


def _period(day: str | None, settings: Settings) -> Period:
    every = settings.editions.every
    if every not in PERIODS:
        raise click.UsageError(f"this site has no editions; {FILE} says editions: every: {every}")
    if day is None:
        return PERIODS[every](_now(settings).date())
    period = period_named(day.strip(), every)
    if period is None:
        keys = {"day": "2026-01-31", "week": "2026-w05 or a day", "month": "2026-01 or a day"}
        raise click.BadParameter(f"write it as {keys[every]}", param_hint="DATE")
    return period


def _write(root: Path, draw: Draw) -> str:
    """Write what `draw` makes; returns its path in the site."""
    settings = site_settings(root)
    schemas = frozenset(it for it in FILES.values() if (root / it).is_file())
    draft = draw(settings, schemas)
    put_new(root, draft.path, draft.text)
    return draft.path


def _new_story(key: str, known: Sequence[str]) -> str:
    near = did_you_mean(key, known) if known else ""
    hint = f" ({near})" if near.startswith("did you mean") else ""
    return f"{key} is a new story{hint}; to give it a title: broadsheet new story {key}"
