"""What `check --links` finds: the links of a site to others that are dead or have moved."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadsheet.checking.desk import Desk
from broadsheet.checking.findings import CHECKS, Finding
from broadsheet.checking.link_copies import ARCHIVE
from broadsheet.checking.link_looks import Look
from broadsheet.checking.link_places import LinkPlace, links_of_site
from broadsheet.checking.link_record import opened_link_record
from broadsheet.checking.links import check_links
from broadsheet.checking.selection import Selection
from broadsheet.content.store import Damaged
from broadsheet.content.texts import TextStore
from broadsheet.fetching.client import Client
from broadsheet.files import MEMORY, ContentFile, read_text
from broadsheet.problems import Problem

DEAD, MOVED = "dead-link", "moved-link"


@dataclass(frozen=True, slots=True)
class LinkFindings:
    """What the look at all links has found, and lines that sum up what else is to be known."""

    findings: tuple[Finding, ...]
    summary: tuple[str, ...]


def findings_of_links(
    root: Path,
    desk: Desk,
    selection: Selection,
    client: Client,
    today: date,
    archive: str = ARCHIVE,
    shown: Callable[[Iterable[Look], int], Iterable[Look]] = lambda looks, count: looks,
) -> LinkFindings:
    """Look at the links to other sites in the chosen files of the site at `root`.

    `today` is the day on the curator's calendar, whatever moment `desk` shows. `archive` is where
    copies of dead pages are asked for; `shown` wraps the looks as they come, for instance in a
    progress bar. Raises OSError if `.broadsheet/` cannot be written.
    """
    asked = _asked(root, desk, selection)
    with opened_link_record(root / MEMORY) as record:
        checked = check_links(asked, record, client, today, archive, shown)
    found = [Finding(DEAD, CHECKS[DEAD].level, it) for it in checked.dead]
    found += (Finding(MOVED, CHECKS[MOVED].level, it) for it in checked.moved)
    return LinkFindings(tuple(it for it in found if selection.holds(it)), checked.summary)


def due_links(root: Path, desk: Desk, selection: Selection, today: date) -> tuple[int, int]:
    """How many addresses the chosen files link to, and how many of them `findings_of_links` would
    look at. Raises OSError if `.broadsheet/` cannot be written."""
    urls = {it.url for it in _asked(root, desk, selection)}
    with opened_link_record(root / MEMORY) as record:
        known = record.all()
    return len(urls), sum(url not in known or known[url].again <= today for url in urls)


def fine_links(root: Path, desk: Desk, selection: Selection) -> tuple[int, int]:
    """How many addresses the chosen files link to, and how many of them were fine when they were
    last looked at. Raises OSError if `.broadsheet/` cannot be written."""
    urls = {it.url for it in _asked(root, desk, selection)}
    with opened_link_record(root / MEMORY) as record:
        known = record.all()
    return len(urls), sum(url in known and known[url].result == "fine" for url in urls)


def _asked(root: Path, desk: Desk, selection: Selection) -> list[LinkPlace]:
    """The links of the chosen files of which anything would be told."""
    return [
        place
        for place in _places(root, desk)
        if any(selection.holds(_finding(name, place)) for name in (DEAD, MOVED))
    ]


def _finding(name: str, place: LinkPlace) -> Finding:
    """A finding in the file of a link, to ask whether it would be told."""
    return Finding(name, CHECKS[name].level, Problem(place.path, place.line, ""))


def _places(root: Path, desk: Desk) -> list[LinkPlace]:
    text_store = TextStore(root / MEMORY)

    def html(path: str, digest: str) -> str:
        try:
            return text_store.html(path, digest)
        except Damaged:  # the file was changed a moment ago
            return ""

    def written(path: str) -> str:
        file = read_text(root, path)
        return file.content.decode("utf-8", "replace") if isinstance(file, ContentFile) else ""

    try:
        site = desk.inputs.settings.url
        return links_of_site(desk.articles, desk.notes, html, written, site)
    finally:
        text_store.close()
