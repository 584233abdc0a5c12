"""The command `inbox`: show what other newsrooms report, one group for each event."""

import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from broadsheet.commands.completing import completed
from broadsheet.commands.inbox_site import InboxSite, read_inbox_site
from broadsheet.commands.site_options import in_site
from broadsheet.drafting import site_words
from broadsheet.inbox.board import PAGE, Chosen, opened_board
from broadsheet.inbox.items import Item
from broadsheet.inbox.listing import Group
from broadsheet.inbox.site_texts import site_texts

WITHIN = 6  # reports of one group that are shown


@click.command("inbox")
@click.option("--json", "as_json", is_flag=True, help="Print all groups as JSON.")
@click.option(
    "--section",
    default="",
    metavar="KEY",
    help="Only groups with a report from a feed of this section.",
    shell_complete=completed(site_words.sections),
)
@click.option("--unread", is_flag=True, help="Only groups with a report that is new.")
@click.option("--search", default="", metavar="WORDS", help="Only reports that have these words.")
@click.option("--all", "everything", is_flag=True, help=f"All groups, not only {PAGE}.")
@click.option("--read", "marks_read", is_flag=True, help="Mark what is shown as read.")
@in_site
def inbox_command(
    as_json: bool,
    section: str,
    unread: bool,
    search: str,
    everything: bool,
    marks_read: bool,
    root: Path,
) -> None:
    """Show the reports in the inbox, those of one event together.

    The newest comes first, and twice as many publications count as much as a day. Of each event
    the best report is named, and why; then the others. `covered` says which of your files has it
    already. By the number before it, `broadsheet keep` makes a draft of an event.

    Exit status: 0 shown, also if there is nothing; 1 problems in site.yaml; 2 wrong arguments;
    3 a bug in Broadsheet.
    """
    site = read_inbox_site(root)
    now = datetime.now(site.settings.timezone)  # the clock is read only here
    with opened_board(site.folder, site.settings.language) as board:
        aside = board.inbox.set_aside
        if aside:
            text = f"the inbox was damaged: it is now {aside}; `broadsheet fetch` fills it"
            click.echo(text, err=True)
        board.look(site_texts(site.root, site.rules.zone), now.date())
        chosen = Chosen(section, search, unread)
        listing = board.groups(chosen)
        shown = board.every(chosen) if everything or as_json else listing.groups
        if as_json:
            click.echo(json.dumps([_json(it) for it in shown], ensure_ascii=False, indent=1))
        else:
            for line in _lines(shown, listing.chosen.groups, site):
                click.echo(line)
        if marks_read:
            new = [it.id for group in shown for it in group.items if it.state == "new"]
            board.mark(new, "read")


def _lines(groups: Sequence[Group], count: int, site: InboxSite) -> Iterator[str]:
    if not groups:
        yield "no reports; `broadsheet fetch` reads the feeds"
    for group in groups:
        yield f"{'* ' if group.is_unread else '  '}{group.number}  {group.best.title}"
        yield f"    {_credit(group.best, site)}"
        yield f"    {group.best.url}"
        if len(group.items) > 1:
            yield f"    best of {len(group.items)}: {group.why}"
        yield from (f"    also {_other(it, group, site)}" for it in _others(group)[:WITHIN])
        if len(_others(group)) > WITHIN:
            yield f"    and {len(_others(group)) - WITHIN} more"
        if group.covered:
            sure = "covered" if group.covered.by_address else "maybe covered"
            yield f"    {sure}: {group.covered.article.path}"
    if count > len(groups):
        yield f"{count - len(groups)} more; --all shows them, --search WORDS finds some"


def _others(group: Group) -> Sequence[Item]:
    return [it for it in group.items if it is not group.best]


def _other(item: Item, group: Group, site: InboxSite) -> str:
    first = " (first)" if item is group.first else ""
    return f"{_credit(item, site)}{first}: {item.title}"


def _credit(item: Item, site: InboxSite) -> str:
    at = datetime.fromtimestamp(item.at, site.settings.timezone)
    language = f", {item.language}" if item.language else ""
    return f"{item.publisher}, {at:%Y-%m-%d %H:%M}{language}"


def _json(group: Group) -> dict[str, Any]:
    covered = group.covered
    return {
        "event": group.first.event or group.first.id,
        "unread": group.is_unread,
        "sections": list(group.sections),
        "first": group.first.id,
        "best": group.best.id,
        "why": group.why,
        "covered": covered
        and {
            "path": covered.article.path,
            "title": covered.article.title,
            "by_address": covered.by_address,
        },
        "reports": [_report(it) for it in group.items],
    }


def _report(item: Item) -> dict[str, Any]:
    at = datetime.fromtimestamp(item.at, UTC)
    return {
        "id": item.id, "title": item.title, "publisher": item.publisher, "url": item.url,
        "date": at.isoformat(), "language": item.language, "text": item.text,
        "section": item.section, "state": item.state, "feed": item.feed,
    }  # fmt: skip
