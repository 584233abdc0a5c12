"""The commands that write a new file into `content/`: an article, an edition, a page, a story."""

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import click
from click.shell_completion import CompletionItem

from broadsheet.commands.site_options import in_site
from broadsheet.content.settings import FILE, Settings, read_settings
from broadsheet.dates import DATE_FORMS, Moment, fixed, parse_moment
from broadsheet.drafting.archetypes import archetype
from broadsheet.drafting.drafts import (
    Draft,
    Wanted,
    article_draft,
    edition_draft,
    page_draft,
    story_draft,
)
from broadsheet.drafting.neighbours import articles_within, next_number, same_name
from broadsheet.drafting.new_file import put_new, refuse_standing
from broadsheet.drafting.one_line import one_line
from broadsheet.drafting.schema import FILES
from broadsheet.drafting.site_words import sections, stories
from broadsheet.drafting.site_words import tags as used_tags
from broadsheet.periods import PERIODS, Period, period_named
from broadsheet.problems import ProblemsFound, did_you_mean
from broadsheet.urls import slugify

Draw = Callable[[Settings, frozenset[str]], Draft]


class KindOrTitle(click.Group):
    """A group whose command is `article` unless the first argument names another."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `article` before arguments that start with neither a command nor --help."""
        if args and args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["article", *args]
        return super().parse_args(ctx, args)


def _completed(words: Callable[[Path], Sequence[str]]) -> Callable[..., list[CompletionItem]]:
    """A completion of an option by words of the site; a list is completed at its last word."""

    def complete(
        ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem]:
        before, comma, start = incomplete.rpartition(",")
        given = {word.strip() for word in before.split(",")}
        found = words(Path(ctx.params.get("root") or "."))
        return [
            CompletionItem(f"{before}{comma}{word}")
            for word in found
            if word.casefold().startswith(start.casefold()) and word not in given
        ]

    return complete


in_editor = click.option("--edit", is_flag=True, help="Open the file in $VISUAL or $EDITOR.")
in_words = click.argument("words", nargs=-1, required=True, metavar="TITLE")


@click.group("new", cls=KindOrTitle, no_args_is_help=True)
def new() -> None:
    """Write a new article, edition, page or story. Overwrites nothing.

    `broadsheet new "A title"` is short for `broadsheet new article "A title"`. A title that is one
    of the words article, edition, page or story stands after two hyphens: `broadsheet new --
    edition`.
    """


@new.command("article")
@in_words
@click.option("--section", help="The section's key.", shell_complete=_completed(sections))
@click.option("--story", help="The story's key.", shell_complete=_completed(stories))
@click.option(
    "--tags",
    help="Tags, with commas between them.",
    metavar="A,B",
    shell_complete=_completed(used_tags),
)
@click.option("--date", "day", help="Its day, or its day and time (today).", metavar="DATE")
@in_editor
@in_site
def article_command(
    words: Sequence[str],
    section: str | None,
    story: str | None,
    tags: str | None,
    day: str | None,
    edit: bool,
    root: Path,
) -> None:
    """Write an article: content/SECTION/2026-01-31-a-title.md, a draft.

    Its front matter comes from archetypes/article.md if the site has that file. The section can be
    left out if the site has only one.
    """
    title = _title(words)
    folder = _section(root, section)

    def draw(settings: Settings, schemas: frozenset[str]) -> Draft:
        moment = _moment(day, settings)
        named = tuple((tags or "").split(","))
        wanted = Wanted(title, moment, folder, slugify(story) if story else "", named)
        draft = article_draft(wanted, settings, archetype(root, "article"), schemas)
        if "{section}" not in settings.permalink:
            for path in same_name(root, draft.path):
                refuse_standing(root, path, f"would share its address with {draft.path}")
        return draft

    known = stories(root) if story else []
    draft = _write(root, draw)
    if story and slugify(story) not in map(slugify, known):
        click.echo(_new_story(slugify(story), known), err=True)
    _show(root, draft, edit)


@new.command("edition")
@click.argument("day", required=False, metavar="[DATE]")
@in_editor
@in_site
def edition_command(day: str | None, edit: bool, root: Path) -> None:
    """Write a note on the edition of DATE (today): content/editions/2026-01-31.md.

    Where editions are weekly or monthly, DATE is a day of that edition, or its key: 2026-w05,
    2026-01.
    """

    def draw(settings: Settings, schemas: frozenset[str]) -> Draft:
        period = _period(day, settings)
        articles = articles_within(root, period)
        kind = archetype(root, "edition")
        return edition_draft(period, next_number(root), articles, settings, kind, schemas)

    _show(root, _write(root, draw), edit)


@new.command("page")
@in_words
@in_editor
@in_site
def page_command(words: Sequence[str], edit: bool, root: Path) -> None:
    """Write a plain page: content/pages/a-title.md."""
    title = _title(words)
    draft = _write(
        root,
        lambda settings, schemas: page_draft(title, settings, archetype(root, "page"), schemas),
    )
    _show(root, draft, edit)


@new.command("story")
@click.argument("words", nargs=-1, required=True, metavar="KEY|TITLE")
@in_editor
@in_site
def story_command(words: Sequence[str], edit: bool, root: Path) -> None:
    """Write a note on a story, by its key or its title: content/stories/KEY.md."""
    named = _title(words)
    draft = _write(
        root,
        lambda settings, schemas: story_draft(named, settings, archetype(root, "story"), schemas),
    )
    _show(root, draft, edit)


def _title(words: Sequence[str]) -> str:
    title = one_line(" ".join(words))
    if not title:
        raise click.BadParameter("it has no words", param_hint="TITLE")
    return title


def _section(root: Path, given: str | None) -> str:
    """The folder of a section; a site's first section may have any name."""
    known = sections(root)
    if given is None and len(known) > 1:
        raise click.UsageError(f"name the section: --section with one of {', '.join(known)}")
    if given is None:
        return known[0] if known else ""
    key = slugify(given)
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
        raise click.BadParameter(DATE_FORMS, param_hint="--date") from None


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


def _write(root: Path, draw: Draw) -> Draft:
    """Write what `draw` makes; raises ProblemsFound."""
    path = root / FILE
    settings, report = read_settings(path.read_bytes() if path.is_file() else None)
    if report.problems:
        raise ProblemsFound(report.problems)
    schemas = frozenset(it for it in FILES.values() if (root / it).is_file())
    draft = draw(settings, schemas)
    put_new(root, draft.path, draft.text)
    return draft


def _new_story(key: str, known: Sequence[str]) -> str:
    near = did_you_mean(key, known) if known else ""
    hint = f" ({near})" if near.startswith("did you mean") else ""
    return f"{key} is a new story{hint}; to give it a title: broadsheet new story {key}"


def _show(root: Path, draft: Draft, edit: bool) -> None:
    click.echo(str(root / draft.path))
    if edit:
        click.edit(filename=str(root / draft.path))
