"""The command line: arguments, printing, exit status."""

import sys
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

import click

from broadsheet import __version__
from broadsheet.building.report import reason_lines, report_lines, warning_lines
from broadsheet.building.update import update
from broadsheet.builds import BuildOptions, BuildReport, Progress, PublishCutShort, WorkerDied
from broadsheet.commands.new_site import FolderTaken, make_site
from broadsheet.commands.profiling import profiled
from broadsheet.dates import DATE_FORMS, parse_moment
from broadsheet.files import CONTENT
from broadsheet.output.journal import LIST, is_decided
from broadsheet.problems import ProblemsFound, problem_lines

if TYPE_CHECKING:
    from rich.console import Console

Item = TypeVar("Item")
SETTINGS = "site.yaml"
PROBLEMS, WRONG_ARGUMENTS, OUR_BUG = 1, 2, 3
NO_SITE = """\
There is no site in this folder. To make one and build it:
    broadsheet init my-digest
    broadsheet build --site my-digest"""
REDRAWN_SECONDS = 0.1  # between two drawings of a progress bar
LONG_WORK = 300  # articles; with more, a person wants to see progress


class BuildByDefault(click.Group):
    """A group whose command is `build` if the arguments name none."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` before arguments that start with neither a command nor --help."""
        if not args and _holds_no_site(Path()):
            click.echo(f"{NO_SITE}\n\n{ctx.get_help()}", err=True)
            ctx.exit(WRONG_ARGUMENTS)
        if not args or (args[0] not in self.commands and args[0] not in ("--help", "--version")):
            args = ["build", *args]
        return super().parse_args(ctx, args)


@click.group(cls=BuildByDefault, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="broadsheet")
def main() -> None:
    """Broadsheet: a folder of Markdown articles becomes a news digest, a static site.

    Without a command it builds the site in the current folder.
    """


@main.command("build")
@click.option(
    "--site",
    "root",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The site's folder, where site.yaml is (the current one).",
)
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the built site goes (public/ in the site's folder).",
)
@click.option("--as-of", metavar="DATE", help="Build the site of another moment (now).")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--strict", is_flag=True, help="Treat every warning as a problem.")
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes to use (chosen by the work)."
)
@click.option("--cluster", default="", metavar="ADDRESS", help="The Dask cluster to use (none).")
@click.option(
    "--explain",
    is_flag=True,
    help="Say why each page was made; show every problem, warning and lost address.",
)
@click.option("--quiet", is_flag=True, help="Print problems only.")
@click.option(
    "--traceback", "trace", is_flag=True, help="If the build fails, show where in the code."
)
@click.option("--profile", is_flag=True, help="Show what took longest; uses one process.")
@click.option("--open", "show", is_flag=True, help="Show the front page in the web browser.")
def build_command(
    root: Path,
    output: Path | None,
    as_of: str | None,
    drafts: bool,
    strict: bool,
    workers: int | None,
    cluster: str,
    explain: bool,
    quiet: bool,
    trace: bool,
    profile: bool,
    show: bool,
) -> None:
    """Build the site.

    Exit status: 0 built; 1 problems in your files, and the old site is unchanged; 2 wrong
    arguments; 3 a bug in Broadsheet.
    """
    started = perf_counter()
    target = output or root / "public"
    workers = workers or (1 if profile else None)
    options = BuildOptions(
        root, target, _moment_reader(as_of), drafts, strict, workers, cluster=cluster
    )
    with profiled(lambda table: click.echo(table, err=True)) if profile else nullcontext():
        report = _guarded(lambda: update(options, _progress(quiet)), target, trace, explain)
    if not quiet:
        _tell(report, explain, perf_counter() - started)
        click.echo(f"the site: {(target / 'index.html').resolve().as_uri()}")
    if show and sys.stdout.isatty():
        click.launch(str(target / "index.html"))


def _tell(report: BuildReport, explain: bool, seconds: float) -> None:
    for line in warning_lines(report.warnings, explain):
        click.echo(line, err=True)
    for line in reason_lines(report) if explain else ():
        click.echo(line)
    for line in report_lines(report, seconds, explain):
        click.echo(line)


@main.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def init_command(folder: Path) -> None:
    """Make a new site in FOLDER, which must be empty or not there yet."""
    try:
        made = make_site(folder)
    except FolderTaken as refused:
        raise click.UsageError(str(refused)) from None
    click.echo(f"made a sample site of {len(made)} files in {folder}")
    click.echo(f"build it and look: broadsheet build --site {folder} --open")
    click.echo(f"what to do next: {folder / 'README.md'}")


@main.command("theme", add_help_option=False, context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def theme_command(arguments: Sequence[str]) -> None:
    """List themes, make one, show what one overrides."""
    from broadsheet.commands.theme import theme  # slow to import, and rarely needed

    _guarded(lambda: theme.main(list(arguments), "broadsheet theme"))


def _moment_reader(as_of: str | None) -> Callable[[tzinfo], datetime]:
    """The current time for the site: `--as-of` in its time zone, else the clock, read only here."""
    if as_of is None:
        return lambda zone: datetime.now(zone)
    try:
        parse_moment(as_of, UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(DATE_FORMS, param_hint="--as-of") from None
    return lambda zone: parse_moment(as_of, zone).at


def _holds_no_site(folder: Path) -> bool:
    return not any((folder / name).exists() for name in (SETTINGS, CONTENT))


def _guarded(
    work: Callable[[], Item],
    output: Path | None = None,
    trace: bool = False,
    explain: bool = True,
) -> Item:
    """Do the work; print what is wrong with the site's files, or the trace of our own bug, and end.

    `output` is the folder that a build writes to; `trace` asks for the trace of every mistake,
    `explain` for all problems of one kind.
    """
    try:
        return work()
    except (ProblemsFound, WorkerDied, OSError) as error:
        if trace:
            traceback.print_exc()
        _tell_failure(error, output, explain)
        sys.exit(PROBLEMS)
    except Exception:
        traceback.print_exc()
        click.echo("this is a bug in Broadsheet; please report it with the lines above", err=True)
        sys.exit(OUR_BUG)


def _tell_failure(
    error: ProblemsFound | WorkerDied | OSError, output: Path | None, explain: bool
) -> None:
    if isinstance(error, ProblemsFound):
        for line in problem_lines(error.problems, explain):
            click.echo(line, err=True)
        count = len(error.problems)
        click.echo(
            f"{count} {'problem' if count == 1 else 'problems'}; nothing was changed", err=True
        )
        return
    report_lines = str(error)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        report_lines = f"{place}{error.strerror or error}"
    click.echo("; ".join([report_lines, *_standing(error, output)]), err=True)


def _standing(error: Exception, output: Path | None) -> Iterator[str]:
    """What the output folder holds after a build that failed."""
    if output is None:
        return
    if isinstance(error, PublishCutShort) or is_decided(output):
        yield "the new site is only partly in place: build again to finish it"
    elif (output / LIST).exists():
        yield "the old site is unchanged"
    else:
        yield "no site was made"


def _progress(quiet: bool) -> Progress:
    if quiet:
        return Progress()
    return ProgressBars() if sys.stderr.isatty() else SpokenProgress()


class SpokenProgress(Progress):
    """Says what a build waits for."""

    def waiting(self) -> None:
        """Say that another build is running."""
        click.echo("another build of this site is running; waiting for it to end", err=True)

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


if __name__ == "__main__":
    main()
