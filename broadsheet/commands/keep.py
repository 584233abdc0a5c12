"""The command `keep`: reports of the inbox become drafts of the edition of a day."""

import json
import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from broadsheet.clipping.addresses import cleaned, same_report
from broadsheet.clipping.origins import NotClipped, from_web, is_web
from broadsheet.clipping.report import Report
from broadsheet.clipping.sections import UnknownSection, section_folder
from broadsheet.commands.draft_options import filed_under, tags_of
from broadsheet.commands.edited_site import (
    EditedSite,
    account_line,
    day_meant,
    edited_site,
    refusals_told,
)
from broadsheet.commands.editing import open_in_editor
from broadsheet.commands.site_options import in_site
from broadsheet.desk.keeping import Kept, Wishes, kept
from broadsheet.fetching.client import Client, FetchFailed, Refused, user_agent
from broadsheet.fetching.proxies import proxies_of
from broadsheet.files import MEMORY
from broadsheet.inbox.board import Board, opened_board
from broadsheet.inbox.items import Item
from broadsheet.inbox.listing import Group

ALL = "all"
LONGEST_NUMBER = 19  # digits; more fit into no number of the inbox


@dataclass(frozen=True, slots=True)
class Asked:
    """How the reports are to be kept, as the command was told."""

    section: str
    story: str
    tags: tuple[str, ...]
    day: date
    credit: str
    again: bool
    clip: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What came of one group."""

    group: Group
    kept: Kept


@click.command("keep", short_help="Make drafts from reports in the inbox.")
@click.argument("names", nargs=-1, required=True, metavar="NUMBER|URL...")
@filed_under("that of the report's feed")
@click.option(
    "--date", "day", default="", metavar="DATE", help="The day of the draft, or an edition (today)."
)
@click.option(
    "--credit",
    default="",
    metavar="NUMBERS|all",
    help="Further reports of the event that become sources, with commas between them.",
)
@click.option("--clip", is_flag=True, help="Read the credited reports from their own pages too.")
@click.option("--again", is_flag=True, help="Write a draft although an address is covered.")
@click.option("--edit", is_flag=True, help="Open the drafts in your editor.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
@in_site
def keep_command(
    names: Sequence[str],
    section: str,
    story: str,
    tags: Sequence[str],
    day: str,
    credit: str,
    clip: bool,
    again: bool,
    edit: bool,
    as_json: bool,
    root: Path,
) -> None:
    """Make a draft of an event in the inbox, with credit to its best report.

    NUMBER is one that `broadsheet inbox` shows, or the number of any report in `inbox --json`; URL
    is a report's address. The other reports of the event stand below the credits as comments, ready
    to be credited; what they say is below the place for your words, where no build shows it.

    Exit status: 0 all kept, or covered already; 1 something was not kept, or there are problems in
    site.yaml; 2 wrong arguments; 3 a bug in Broadsheet.
    """
    files = edited_site(root)
    _check_section(files, section)
    asked = Asked(
        section, story, tags_of(tags), day_meant(files, day, "--date"), credit, again, clip
    )
    done = []
    language = files.site.settings.language
    with refusals_told(), opened_board(root / MEMORY, language) as board:
        board.look(files.site.site_texts, files.now.date())
        for group in list(_groups(board, names)):
            done.append(_keep(files, board, group, asked))
            if not as_json:
                _tell(done[-1])
    _account(done, as_json)
    paths = [root / it.kept.path for it in done if it.kept.path]
    if edit and paths:
        open_in_editor(paths)


def _account(done: Sequence[Done], as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps([_json(it) for it in done], ensure_ascii=False, indent=1))
        return
    written = sum(bool(it.kept.path) for it in done)
    what = "draft written" if written == 1 else "drafts written"
    click.echo(account_line({what: written, "covered already": len(done) - written}))


def _check_section(files: EditedSite, section: str) -> None:
    try:
        section_folder(files.site.root, files.site.settings, section)
    except UnknownSection as error:
        raise click.BadParameter(str(error), param_hint="--section") from None


def _groups(board: Board, names: Sequence[str]) -> Iterator[Group]:
    """The groups that are named, each once. Raises click's error if a name is that of none."""
    seen: set[int] = set()
    for name in names:
        group = _group(board, name)
        if group.number not in seen:
            seen.add(group.number)
            yield group


def _group(board: Board, name: str) -> Group:
    found = None
    if is_web(name):
        key = same_report(cleaned(name) or name)
        found = next((board.group(it.id) for it in board.inbox.items_at([key])), None)
        advice = f"it is not in the inbox; `broadsheet clip {name}` makes a draft of any page"
    elif name.isdecimal() and len(name) < LONGEST_NUMBER:
        found = board.group(int(name))
        advice = f"there is no report {name}; `broadsheet inbox` shows the numbers"
    else:
        advice = f"{name} is neither a number nor an address"
    if found is None:
        raise click.BadParameter(advice, param_hint="NUMBER|URL")
    return found


def _keep(files: EditedSite, board: Board, group: Group, asked: Asked) -> Done:
    credited = _credited(group, asked.credit)
    fuller = _fuller(files, group, credited or {group.best.id}) if asked.clip else {}
    wishes = Wishes(
        day=asked.day,
        section=asked.section,
        story=asked.story,
        tags=asked.tags,
        credited=credited,
        fuller=fuller,
        again=asked.again,
    )
    found = kept(files.site, group, wishes)
    if found.change:
        files.write(found.change)
        board.mark(found.numbers, "kept")
    return Done(group, found)


def _credited(group: Group, credit: str) -> frozenset[int] | None:
    """The reports that become sources besides the best one; None for that one alone."""
    if not credit:
        return None
    own = {it.id for it in group.items}
    if credit == ALL:
        return frozenset(own)
    words = [it.strip() for it in credit.split(",") if it.strip()]
    if not all(it.isdecimal() and len(it) < LONGEST_NUMBER for it in words):
        raise click.BadParameter("write it as 12,15 or all", param_hint="--credit")
    asked = set(map(int, words))
    if strange := asked - own:
        text = f"{min(strange)} is no report of this event"
        raise click.BadParameter(text, param_hint="--credit")
    return frozenset({group.best.id, *asked})


def _fuller(files: EditedSite, group: Group, wanted: Collection[int]) -> Mapping[int, Report]:
    """Reports as their own pages have them; one that cannot be read is told, and left out."""
    found = {}
    agent = user_agent(files.site.settings.url)
    with Client(agent, proxies=proxies_of(os.environ)) as client:
        for item in group.items:
            if item.id not in wanted:
                continue
            try:
                found[item.id] = from_web(item.url, client, files.now.date()).reports[0]
            except NotClipped as error:
                _tell_unread(item, error.why)
            except (Refused, FetchFailed) as error:
                _tell_unread(item, error.why)
    return found


def _tell_unread(item: Item, why: str) -> None:
    click.echo(f"{item.url}: its page was not read: {why}; the feed's text stands for it", err=True)


def _tell(done: Done) -> None:
    found = done.kept
    click.echo(found.path or f"no draft of: {done.group.best.title}")
    if found.covered:
        click.echo(f"    {found.covered}")
    if not found.path:
        click.echo("    --again writes a second draft")


def _json(done: Done) -> dict[str, Any]:
    found = done.kept
    covered = found.covered
    return {
        "event": done.group.number,
        "title": done.group.best.title,
        "path": found.path,
        "reports": list(found.numbers),
        "covered": covered
        and {
            "path": covered.article.path,
            "title": covered.article.title,
            "by_address": covered.by_address,
        },
    }
