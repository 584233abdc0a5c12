"""The command `fetch`: read what other newsrooms report into the inbox."""

import asyncio
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click

from broadsheet.commands.inbox_site import InboxSite, read_inbox_site
from broadsheet.commands.outcome import PROBLEMS
from broadsheet.commands.site_options import in_site
from broadsheet.counted import counted
from broadsheet.fetching.client import Client, user_agent
from broadsheet.fetching.guard import PUBLIC, Guard
from broadsheet.fetching.proxies import proxies_of
from broadsheet.inbox.gathering import Gathered, gather
from broadsheet.inbox.health import Remark, remarks_on
from broadsheet.inbox.polling import PACE
from broadsheet.inbox.store import opened_inbox
from broadsheet.problems import Problem, ProblemsFound

NO_FEEDS = Problem(
    "site.yaml", 0, "names no feeds to read", "add them as:\ninbox:\n  feeds: [https://...]"
)


@click.command("fetch")
@in_site
def fetch_command(root: Path) -> None:
    """Read new reports from feeds into the inbox.

    The feeds are those of `inbox:` in site.yaml and of your notes in content/sources. One that
    asked to be left alone for a while is left alone. `broadsheet inbox` shows what came.

    Exit status: 0 the inbox is as new as it can be, although some feeds may have failed; 1 every
    feed that was asked failed, or there are problems in site.yaml; 2 wrong arguments; 3 a bug in
    Broadsheet.
    """
    sys.exit(fetch(root, PUBLIC))


def fetch(root: Path, guard: Guard) -> int:
    """Read the feeds of the site at `root` into its inbox, from hosts that `guard` allows, and say
    what came of it; returns the exit status. Raises ProblemsFound."""
    site = read_inbox_site(root)
    if not site.feeds:
        raise ProblemsFound([NO_FEEDS])
    now = int(datetime.now(UTC).timestamp())  # the clock is read only here
    gathered, remarks, aside = _gathered(site, guard, now)
    if aside:
        click.echo(f"the inbox was damaged: it is now {aside}, and a new one was begun", err=True)
    for line in _lines(gathered, remarks):
        click.echo(line)
    return PROBLEMS if gathered.asked and gathered.failed == gathered.asked else 0


def _gathered(
    site: InboxSite, guard: Guard, now: int
) -> tuple[Gathered, Sequence[Remark], Path | None]:
    agent, proxies = user_agent(site.settings.url), proxies_of(os.environ)
    # A feed is published for programs, and a person has chosen it, so no robots.txt is asked.
    client = Client(agent, guard=guard, robots=False, pace=PACE, patience=0, proxies=proxies)
    with client, opened_inbox(site.folder) as inbox:
        work = gather(site.feeds, inbox, client, site.settings.inbox, now)
        gathered = asyncio.run(work)
        return gathered, remarks_on(site.feeds, inbox.feeds(), now), inbox.set_aside


def _lines(gathered: Gathered, remarks: Sequence[Remark]) -> Iterator[str]:
    parts = (
        (gathered.new, "new report", "new reports"),
        (gathered.asked, "feed asked", "feeds asked"),
        (gathered.failed, "of them failed", "of them failed"),
        (gathered.early, "feed left alone for now", "feeds left alone for now"),
    )
    told = [counted(count, one, many) for count, one, many in parts[:2]]
    told += [counted(count, one, many) for count, one, many in parts[2:] if count]
    yield ", ".join(told)
    for it in remarks:
        yield f"{it.kind}: {it}"
        if it.hint:
            yield f"    {it.hint}"
