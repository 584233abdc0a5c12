"""What a person sees while a site is sent."""

import sys

from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from broadsheet.publishing.changes import Changes
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import Told

FEW = 50  # files; fewer are sent before a person wonders


def told_for(quiet: bool) -> Told:
    """What shows how a publish goes on: a bar in a terminal, nothing elsewhere or if `quiet`."""
    return SendingBar() if sys.stderr.isatty() and not quiet else Told()


class SendingBar(Told):
    """A bar of the bytes that are sent, on `console` or standard error."""

    def __init__(self, console: Console | None = None) -> None:
        columns = (TextColumn("sending"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        console = console or Console(stderr=True)
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("sending")

    def beginning(self, changes: Changes) -> None:
        """Show the bar if there is much to send."""
        if len(changes.puts) >= FEW:
            self._bar.update(self._task, total=sum(it.size for it in changes.puts))
            self._bar.start()

    def putting(self, file: SiteFile) -> None:
        """Move the bar."""
        self._bar.advance(self._task, file.size)

    def ended(self) -> None:
        """Take the bar away."""
        self._bar.stop()
