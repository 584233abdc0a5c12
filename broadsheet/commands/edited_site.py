"""What the commands of the desk share: the site as its desk sees it, and changes of its files."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import click

from broadsheet.commands.outcome import PROBLEMS
from broadsheet.content.site_settings import site_settings
from broadsheet.dates import date_advice
from broadsheet.desk.day import period_of
from broadsheet.desk.desk_site import DeskSite
from broadsheet.desk.keeping import states_after
from broadsheet.desk.refusals import CannotDo
from broadsheet.editing.changes import Change, EditedElsewhere, NothingToUndo, Written
from broadsheet.editing.writer import Writer
from broadsheet.files import MEMORY
from broadsheet.inbox.store import FILE as INBOX
from broadsheet.inbox.store import opened_inbox


@dataclass(frozen=True, slots=True)
class EditedSite:
    """A site whose files are edited, at the moment of the command in the site's time zone."""

    site: DeskSite
    writer: Writer
    now: datetime

    def write(self, change: Change) -> Written:
        """Write a change, and look at its files again. Raises EditedElsewhere and OSError."""
        written = self.writer.write(change, self.now)
        self.site.look(written.paths)
        return written

    def mark_again(self, paths: Sequence[str]) -> None:
        """Bring the reports of the inbox up to date with what the files at these paths name, after
        a change of them was undone, or a draft was dropped."""
        folder = self.site.root / MEMORY
        if not (folder / INBOX).exists():
            return
        with opened_inbox(folder) as inbox:
            for state, numbers in states_after(self.site, paths, inbox.items()).items():
                inbox.mark(numbers, state)


def edited_site(root: Path) -> EditedSite:
    """The files of the site at `root`. Raises ProblemsFound if `site.yaml` has mistakes; other
    files may have some."""
    settings = site_settings(root)
    now = datetime.now(settings.timezone)  # the clock is read only here
    site = DeskSite(root)
    site.look()
    return EditedSite(site, Writer(root, settings.desk.git), now)


@contextmanager
def refusals_told() -> Iterator[None]:
    """Print why something cannot be done, and end with the status for problems."""
    try:
        yield
    except (CannotDo, EditedElsewhere, NothingToUndo) as error:
        click.echo(str(error), err=True)
        click.echo("nothing more was changed", err=True)
        sys.exit(PROBLEMS)


def day_meant(files: EditedSite, text: str, option: str) -> date:
    """The day that an argument names, by itself or as the key of an edition, of which it is the
    first day; today if it is empty, or within that edition. Raises click's errors."""
    today = files.now.date()
    if not text:
        return today
    try:
        day = date.fromisoformat(text) if len(text) == 10 else None
        period = period_of(files.site, text)
    except (CannotDo, ValueError) as error:
        advice = error.hint if isinstance(error, CannotDo) else date_advice(text)
        raise click.BadParameter(advice, param_hint=option) from None
    return day or (today if period.first <= today <= period.last else period.first)


def account_line(counts: Mapping[str, int]) -> str:
    """Numbers with what they count, without those of which there are none."""
    return ", ".join(f"{count} {what}" for what, count in counts.items() if count)
