"""Reads a site as a build does, and says what all checks find in it; writes no page."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from broadsheet.builds import Progress
from broadsheet.checking.built import as_findings
from broadsheet.checking.checks import findings_of, in_order
from broadsheet.checking.desk import Desk, desk_of
from broadsheet.checking.findings import Finding
from broadsheet.checking.selection import selected, wrong_names
from broadsheet.content.texts import TextStore
from broadsheet.files import MEMORY
from broadsheet.problems import ProblemsFound
from broadsheet.site.dead_links import dead_links
from broadsheet.site.inputs import read_inputs
from broadsheet.workers import Workers


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be checked: the site at `root` at a moment; with `drafts`, as if they were
    published; `only` these checks if any are named, and only of these `paths` if any are given."""

    root: Path
    as_of: Callable[[tzinfo], datetime]
    drafts: bool = False
    only: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    """What was found, in order of files and lines, and in how many texts.

    `desk` is what was looked at; None if files could not be read, and then no more was looked at.
    """

    findings: tuple[Finding, ...]
    texts: int
    desk: Desk | None = None


def examine(asked: Asked, progress: Progress) -> Examined:
    """All that the checks find. Nothing is raised for mistakes in the site: they are findings."""
    root = asked.root
    with closing(TextStore(root / MEMORY)) as text_store:
        try:
            inputs = read_inputs(root, Workers(None), progress, check=dead_links)
            settings, content = inputs.settings, inputs.content
            mistakes = [*wrong_names(settings.checks, (*content.texts, *content.media))]
            if mistakes:
                raise ProblemsFound(mistakes)
        except ProblemsFound as found:
            return Examined(in_order(as_findings(found.problems)), 0)
        as_of = asked.as_of(settings.timezone).astimezone(settings.timezone)
        desk = desk_of(root, inputs, as_of, asked.drafts)
        selection = selected(settings.checks, asked.only, asked.paths)
        return Examined(findings_of(desk, text_store, selection), len(desk.texts), desk)


def made_strict(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with every warning as a problem."""
    return tuple(
        Finding(it.check, "problem", it.problem) if it.level == "warning" else it for it in findings
    )
