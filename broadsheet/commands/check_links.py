"""The part of `check` that looks at links to other sites, imported only when it is asked for."""

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from broadsheet.checking.desk import Desk
from broadsheet.checking.link_findings import LinkFindings, findings_of_links
from broadsheet.checking.link_looks import Look
from broadsheet.checking.selection import Selection
from broadsheet.commands.progress import ProgressBars
from broadsheet.fetching.client import Client, user_agent

SHOWN_FROM = 10  # links; with so many, a person wants to see progress


def look_at_links(root: Path, desk: Desk, selection: Selection) -> LinkFindings:
    """What is found of the links to other sites; says on standard error how far it is."""
    settings = desk.inputs.settings
    today = datetime.now(settings.timezone).date()  # the clock is read only here
    with Client(user_agent(settings.url)) as client:
        return findings_of_links(root, desk, selection, client, today, shown=_shown)


def _shown(looks: Iterable[Look], count: int) -> Iterable[Look]:
    if not sys.stderr.isatty():
        return looks
    return ProgressBars().behind_bar(looks, count, "looking at links", SHOWN_FROM)
