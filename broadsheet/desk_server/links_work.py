"""The desk looks at links to other sites: first it says how many, then it does that."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import groupby
from pathlib import Path

from broadsheet.checking.checks import in_order
from broadsheet.checking.desk import Desk
from broadsheet.checking.examine import Asked, Examined, examine
from broadsheet.checking.findings import OUTSIDE
from broadsheet.checking.forms import summary
from broadsheet.checking.link_copies import ARCHIVE
from broadsheet.checking.link_findings import due_links, findings_of_links, fine_links
from broadsheet.checking.link_looks import KEPT_FINE, Look
from broadsheet.checking.selection import Selection, selected
from broadsheet.counted import counted
from broadsheet.desk_server.accounts import Account, Confirm, Part, plainly, sentence
from broadsheet.desk_server.jobs import Tell
from broadsheet.desk_server.work_told import BuildTold, with_progress
from broadsheet.fetching.client import Client


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Which site is looked at, at which moment, and by what. `archive` is where copies of dead
    pages are asked for."""

    root: Path
    as_of: Callable[[tzinfo], datetime]
    archive: str = ARCHIVE


def account_of_links(wanted: LinkCheck, tell: Tell) -> Account:
    """Say how many links would be looked at; nobody is asked anything."""
    examined = _examined(wanted, tell)
    if examined.desk is None:
        return _found(examined, "Not done: correct this first.", is_failure=True)
    today = _today(wanted, examined.desk)
    every, due = due_links(wanted.root, examined.desk, _selection(examined.desk), today)
    looked = "was looked at" if every - due == 1 else "were looked at"
    kept = f"{every - due} {looked} in the last {KEPT_FINE.days} days."
    total = counted(every, "address", "addresses")
    lines = (f"The site links to {total} of other sites. {kept}",)
    headline = f"The link check would ask for {counted(due, 'address', 'addresses')}, each once."
    confirm = Confirm(
        "check-links", f"Look at {counted(due, 'link')}" if due else "Show what is known"
    )
    return Account(headline, (Part("", lines),), confirm)


def check_links(wanted: LinkCheck, client: Client, tell: Tell) -> Account:
    """Look at the links that are due, and say what all checks find, drafts included."""
    examined = _examined(wanted, tell)
    desk = examined.desk
    if desk is None:
        return _found(examined, "Not done: correct this first.", is_failure=True)

    def shown(looks: Iterable[Look], count: int) -> Iterable[Look]:
        return with_progress(tell, "looking at links", looks, count)

    today, selection = _today(wanted, desk), _selection(desk)
    looked = findings_of_links(wanted.root, desk, selection, client, today, wanted.archive, shown)
    findings = in_order((*examined.findings, *looked.findings))
    whole = Examined(findings, examined.texts, desk)
    every, fine = fine_links(wanted.root, desk, selection)
    told = tuple(f"{sentence(it)}." for it in looked.summary[1:])  # the first counts the links
    return _found(whole, links_words(every, fine), is_failure=False, told=told)


def links_words(every: int, fine: int) -> str:
    """How many links are fine, in a sentence."""
    if not every:
        return "The site has no links to other sites."
    if fine == every:
        return (
            "The one link to another site is fine."
            if every == 1
            else f"All {every} links to other sites are fine."
        )
    verb = "is" if fine == 1 else "are"
    return f"{fine} of {counted(every, 'link')} to other sites {verb} fine."


def _examined(wanted: LinkCheck, tell: Tell) -> Examined:
    tell("reading texts")
    return examine(Asked(wanted.root, wanted.as_of, drafts=True), BuildTold(tell))


def _selection(desk: Desk) -> Selection:
    return selected(desk.limits, (), ())


def _today(wanted: LinkCheck, desk: Desk) -> date:
    return wanted.as_of(desk.inputs.settings.timezone).date()


def _found(
    examined: Examined, headline: str, is_failure: bool, told: tuple[str, ...] = ()
) -> Account:
    """An account of findings: those of links first, then the others, article by article."""
    articles = examined.desk.articles if examined.desk else ()
    titles = {it.path: it.title for it in articles}
    parts = [Part(sentence(summary(examined.findings, examined.texts)), told)]
    of_links = sorted(examined.findings, key=lambda it: it.check not in OUTSIDE)
    for (_, path), found in groupby(
        of_links, key=lambda it: (it.check not in OUTSIDE, it.problem.path)
    ):
        lines = tuple(plainly(it.problem) for it in found)
        parts.append(Part(titles.get(path, path), lines, path if path in titles else ""))
    return Account(headline, tuple(parts), is_failure=is_failure)
