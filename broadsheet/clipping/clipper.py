"""Writes the drafts of reports into a site, and says which have been covered already."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import count
from pathlib import Path

from broadsheet.clipping.covered import Covered, covered
from broadsheet.clipping.draft import Choices, draft_file, draft_path
from broadsheet.clipping.kept_copies import Archive, KeptCopy, kept_copy
from broadsheet.clipping.known import Known, KnownArticle
from broadsheet.clipping.origins import Clipping
from broadsheet.clipping.report import Report
from broadsheet.content.front_matter import Source
from broadsheet.drafting.neighbours import same_address
from broadsheet.fetching.client import Client
from broadsheet.files import CONTENT


@dataclass(frozen=True, slots=True)
class Archiving:
    """Where kept copies are asked for, and by whom."""

    client: Client
    archive: Archive


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of a report: the path of its draft, empty if none was written; the articles that
    cover it; and its kept copy, if one was asked for."""

    report: Report
    path: str
    covered: tuple[Covered, ...] = ()
    copy: KeptCopy | None = None


@dataclass(slots=True)
class Clipper:
    """Writes drafts into the site at `root`; what it wrote is `known` from then on.

    A report whose address an article credits already gets no second draft, unless `again` is set
    or it was pasted: a page can be clipped another time, a pasted text may be lost.
    """

    root: Path
    choices: Choices
    known: Known
    today: date
    again: bool = False
    archiving: Archiving | None = None

    def draft(self, clipping: Clipping) -> Iterator[Drafted]:
        """Write a draft for each report of a clipping. Never overwrites a file; raises OSError."""
        for report in clipping.reports:
            name = self.known.publication(report.name, report.url)
            aliases = clipping.aliases if len(clipping.reports) == 1 else ()
            yield self._drafted(replace(report, name=name), aliases, clipping.is_pasted)

    def _drafted(self, report: Report, aliases: tuple[str, ...], is_pasted: bool) -> Drafted:
        found = covered(report, aliases, self.known.articles, self.today)
        if any(it.by_address for it in found) and not (self.again or is_pasted):
            return Drafted(report, "", found)
        copy = None
        if self.archiving and report.url:
            copy = kept_copy(report.url, self.archiving.client, self.archiving.archive)
        text = draft_file(report, self.choices, copy.url if copy else "")
        path = write_new(self.root, report, self.choices, text)
        self.known = _with(self.known, path, report, self.choices)
        return Drafted(report, path, found, copy)


def write_new(root: Path, report: Report, choices: Choices, text: str) -> str:
    """Write a draft's text into a file that is not there yet, and whose address no article has;
    returns its path in the site.

    Raises OSError, also if the folder leads out of the site's content.
    """
    for number in count(1):
        path = draft_path(report, choices, number)
        if same_address(root, path, choices.permalink):
            continue
        target = root / path
        if not target.parent.resolve().is_relative_to((root / CONTENT).resolve()):
            raise PermissionError(1, "this folder leads out of content/", str(target.parent))
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
        except FileExistsError:
            continue
        return path
    raise AssertionError("numbers do not end")


def _with(known: Known, path: str, report: Report, choices: Choices) -> Known:
    sources = (Source(report.name, report.url, report.title),) if report.url else ()
    article = KnownArticle(path, report.title, choices.moment.at.date(), sources)
    return replace(known, articles=(*known.articles, article))
