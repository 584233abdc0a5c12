"""What a person sees while a command is at work."""

import sys
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import click

from broadsheet.builds import Progress

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")
REDRAWN_SECONDS = 0.1  # between two drawings of a progress bar
LONG_WORK = 300  # articles; with more, a person wants to see progress


def progress_for(quiet: bool) -> Progress:
    """What shows progress: bars in a terminal, messages elsewhere, nothing if `quiet`."""
    if quiet:
        return Progress()
    return ProgressBars() if sys.stderr.isatty() else SpokenProgress()


class SpokenProgress(Progress):
    """Says what a build waits for."""

    def waiting(self) -> None:
        """Say that another build is running."""
        click.echo(
            "another build or publish of this site is running; waiting for it to end", err=True
        )

    def resuming(self) -> None:
        """Say that an earlier build was interrupted while it put files in place."""
        click.echo("an earlier build was interrupted; its files were put in place first", err=True)


class ProgressBars(SpokenProgress):
    """Shows a progress bar when the work is long, on `console` or standard error."""

    def __init__(self, console: "Console | None" = None) -> None:
        self._console = console

    def reading(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of reading, with a progress bar."""
        return self.behind_bar(results, count, "reading", LONG_WORK)

    def making(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of making pages, with a progress bar."""
        return self.behind_bar(results, count, "making pages", LONG_WORK * 3)

    def drawing(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of making the sizes of pictures and share images, with a progress bar."""
        return self.behind_bar(results, count, "drawing images", LONG_WORK)

    def behind_bar(self, items: Iterable[Item], count: int, what: str, long: int) -> Iterable[Item]:
        """The items one at a time, with a progress bar if there are at least `long` of them."""
        return items if count < long else self._behind_bar(items, count, what)

    def _behind_bar(self, items: Iterable[Item], count: int, what: str) -> Iterator[Item]:
        """The bar is drawn between two items. One that draws itself has a thread, and where there
        is a second thread workers cannot be forked."""
        from rich.console import Console  # imported only when a person watches long work
        from rich.progress import Progress

        console, drawn = self._console or Console(stderr=True), 0.0
        with Progress(console=console, transient=True, auto_refresh=False) as bar:
            task = bar.add_task(what, total=count)
            for item in items:
                yield item
                bar.advance(task)
                if perf_counter() - drawn > REDRAWN_SECONDS:
                    bar.refresh()
                    drawn = perf_counter()
