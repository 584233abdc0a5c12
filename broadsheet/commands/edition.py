"""The command `edition`: show the edition of a day, put it in order, and make its drafts ready."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click

from broadsheet.commands.edited_site import EditedSite, day_meant, edited_site, refusals_told
from broadsheet.commands.site_options import in_site
from broadsheet.desk import completing
from broadsheet.desk.day import Day, Item, day_of, finished_drafts, period_of
from broadsheet.desk.dropping import dropped
from broadsheet.desk.ordering import moved, with_note, with_title
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, Written
from broadsheet.periods import Period

STDIN = "-"
ALL = "all"
NO_FINISHED = "there is no draft with a title and a text of its own"
PLACES = "a number, up, down, first or last"


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing to do with an edition: the change it is, for the edition as it is by then, and what
    to say if there is nothing to change."""

    change: Callable[[EditedSite, Day], Change | None]
    if_none: str
    frees: bool = False  # reports of the inbox, because a draft goes


@click.command("edition", short_help="Show an edition, put it in order, make drafts ready.")
@click.argument("date", default="", metavar="[DATE]")
@click.option("--json", "as_json", is_flag=True, help="Print the edition as JSON.")
@click.option(
    "--move",
    "moves",
    nargs=2,
    multiple=True,
    metavar="FILE PLACE",
    help=f"Move an article to a place: {PLACES}.",
)
@click.option("--note", default=None, metavar="TEXT|-", help="The editor's note, in Markdown.")
@click.option("--title", default=None, metavar="TEXT", help="The title; '' for the date in words.")
@click.option(
    "--ready", "ready_names", multiple=True, metavar="FILE|all", help="Make a draft ready."
)
@click.option(
    "--not-ready",
    "not_ready_names",
    multiple=True,
    metavar="FILE",
    help="Make an article a draft again.",
)
@click.option("--drop", multiple=True, metavar="FILE", help="Delete a draft.")
@click.option("--undo", is_flag=True, help="Take back the last change of the desk.")
@click.option("--redo", is_flag=True, help="Make the change again that was taken back last.")
@in_site
def edition_command(
    date: str,
    as_json: bool,
    moves: Sequence[tuple[str, str]],
    note: str | None,
    title: str | None,
    ready_names: Sequence[str],
    not_ready_names: Sequence[str],
    drop: Sequence[str],
    undo: bool,
    redo: bool,
    root: Path,
) -> None:
    """Show the edition of a day with its drafts, after changing it if options say so.

    DATE is a day, or the key of a week or month; without it, the edition of the first FILE that is
    named, else today's. FILE is the path of an article, or its file's name. Articles stand in the
    order of the edition's page, by section; a place in another section moves the whole section. A
    draft that was never published can be deleted, and --undo brings it back.

    Exit status: 0 shown and changed; 1 something could not be changed, or there are problems in
    site.yaml; 2 wrong arguments; 3 a bug in Broadsheet.
    """
    if undo and redo:
        raise click.UsageError("--undo and --redo cannot be combined")
    files = edited_site(root)
    named = [*(it for it, _ in moves), *ready_names, *not_ready_names, *drop]
    paths = {name: _path(files, name) for name in named if name != ALL}
    period = _period(files, date, [*paths.values()])
    wishes = [
        *(_move(paths[name], _place(place)) for name, place in moves),
        *_texts(note, title),
        *(_ready(paths, name) for name in ready_names),
        *(_back(paths[name]) for name in not_ready_names),
        *(_drop(paths[name]) for name in drop),
    ]
    _carry_out(
        files, period, chain(_taken_back(files, undo, redo), _done(files, period, wishes)), as_json
    )


def _carry_out(files: EditedSite, period: Period, work: Iterable[str], as_json: bool) -> None:
    """Do the work, which says what it has done, and show the edition as it is then."""
    told = []
    with refusals_told():
        for line in work:
            told.append(line)
            if not as_json:
                click.echo(line)
    now = _day(files, period)
    if as_json:
        click.echo(json.dumps(_json(now, told), ensure_ascii=False, indent=1))
        return
    for line in (*([""] if told else []), *_lines(now)):
        click.echo(line)


def _period(files: EditedSite, date: str, paths: Sequence[str]) -> Period:
    """The edition that is meant: of a day or a key, else of the first file, else of today."""
    day = day_meant(files, date, "DATE")
    named = files.site.article(paths[0]) if paths and not date else None
    return period_of(files.site, named.date.at.date() if named else day)


def _path(files: EditedSite, name: str) -> str:
    try:
        return files.site.named(name)
    except CannotDo as error:
        raise click.BadParameter(str(error), param_hint="FILE") from None


def _place(text: str) -> Callable[[int, int], int]:
    """The place that is meant, from the present one and the last one."""
    words: dict[str, Callable[[int, int], int]] = {
        "up": lambda now, last: now - 1,
        "down": lambda now, last: now + 1,
        "first": lambda now, last: 1,
        "last": lambda now, last: last,
    }
    if text.isdecimal() and len(text) < 7 and int(text) > 0:
        return lambda now, last: int(text)
    if text not in words:
        raise click.BadParameter(f"PLACE is {PLACES}, found {text}", param_hint="--move")
    return words[text]


def _move(path: str, place: Callable[[int, int], int]) -> Wish:
    def change(files: EditedSite, day: Day) -> Change | None:
        wanted = place(day.item(path).place, len(day.items))
        return moved(files.site, day, path, wanted)

    return Wish(change, f"{path} is there already")


def _texts(note: str | None, title: str | None) -> Iterator[Wish]:
    if note is not None:
        text, said = sys.stdin.read() if note == STDIN else note, "the note says that already"
        yield Wish(lambda files, day: with_note(files.site, day, text), said)
    if title is not None:
        said = "the title is that already"
        yield Wish(lambda files, day: with_title(files.site, day, title), said)


def _ready(paths: dict[str, str], name: str) -> Wish:
    def change(files: EditedSite, day: Day) -> Change | None:
        named = finished_drafts(day) if name == ALL else [paths[name]]
        return completing.ready(files.site, named) if named else None

    return Wish(change, NO_FINISHED if name == ALL else f"{paths[name]} is no draft")


def _back(path: str) -> Wish:
    return Wish(
        lambda files, day: completing.not_ready(files.site, path), f"{path} is a draft already"
    )


def _drop(path: str) -> Wish:
    return Wish(lambda files, day: dropped(files.site, path), "", frees=True)


def _done(files: EditedSite, period: Period, wishes: Sequence[Wish]) -> Iterator[str]:
    """Do what is wished, one after the other; what was done, in words."""
    for wish in wishes:
        change = wish.change(files, _day(files, period))
        if change is None:
            yield wish.if_none
            continue
        written = files.write(change)
        if wish.frees:
            files.mark_again(written.paths)
        yield from _said(written)


def _taken_back(files: EditedSite, undo: bool, redo: bool) -> Iterator[str]:
    if not (undo or redo):
        return
    doing = files.writer.undo if undo else files.writer.redo
    written = doing(files.now)
    files.site.look(None)
    files.mark_again(written.paths)
    yield f"{'undone' if undo else 'redone'}: {written.label}"
    yield from (f"    {path}" for path in written.paths)
    yield from _about_git(written)


def _said(written: Written) -> Iterator[str]:
    yield written.label
    yield from (f"    {it} was changed elsewhere; both changes are in it" for it in written.merged)
    yield from _about_git(written)


def _about_git(written: Written) -> Iterator[str]:
    if written.git_problem:
        yield f"    git made no commit: {written.git_problem}"


def _day(files: EditedSite, period: Period) -> Day:
    return day_of(files.site, period, files.now)


def _lines(day: Day) -> Iterator[str]:
    number = f", number {day.number}" if day.number else ""
    yield f"{day.period.key}: {day.title}{number}"
    if day.note:
        yield f"    {day.note_path}"
    if not day.items:
        yield "no articles; `broadsheet keep NUMBER` makes a draft of an event in the inbox"
    section: str | None = None
    for it in day.items:
        if it.section_title and it.section != section:
            yield it.section_title
        section = it.section
        yield f"{it.place:>3}  {'' if it.state == 'ready' else f'({it.state}) '}{it.article.title}"
        yield f"     {it.article.path}"
        if it.missing:
            yield f"     {'; '.join(missing.text for missing in it.missing)}"
    for article, reason in day.left_out:
        yield f"left out: {article.path}, {reason}"
    for problems in day.broken.values():
        yield from map(str, problems)
    yield from map(str, day.problems)


def _json(day: Day, told: Sequence[str]) -> dict[str, Any]:
    return {
        "edition": day.period.key,
        "first": day.period.first.isoformat(),
        "last": day.period.last.isoformat(),
        "title": day.title,
        "number": day.number,
        "note": day.note_text.strip(),
        "file": day.note_path if day.note else None,
        "address": day.address if day.has_page else None,
        "articles": [_article(it) for it in day.items],
        "problems": [str(it) for found in day.broken.values() for it in found]
        + [str(it) for it in day.problems],
        "done": list(told),
    }


def _article(item: Item) -> dict[str, Any]:
    article = item.article
    return {
        "path": article.path,
        "place": item.place,
        "title": article.title,
        "summary": article.standfirst,
        "section": item.section,
        "tags": list(article.tags),
        "story": article.story,
        "state": item.state,
        "missing": [it.key for it in item.missing],
        "sources": [{"name": it.name, "title": it.title, "url": it.url} for it in article.sources],
    }
