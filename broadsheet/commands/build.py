"""The command that builds a site."""

import sys
from contextlib import nullcontext
from pathlib import Path
from time import perf_counter

import click

from broadsheet.building.report import reason_lines, report_lines, warning_lines
from broadsheet.building.update import update
from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.commands.outcome import guarded
from broadsheet.commands.profiling import profiled
from broadsheet.commands.progress import progress_for
from broadsheet.commands.site_options import in_site, moment_reader

BESIDE = ""  # what `--zip` without a file stands for


@click.command("build")
@in_site
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Where the built site goes (public/ in the site's folder).",
)
@click.option("--as-of", metavar="DATE", help="Build the site of another moment (now).")
@click.option("--drafts", is_flag=True, help="Publish drafts too.")
@click.option("--future", is_flag=True, help="Publish articles of the future too.")
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
@click.option(
    "--zip",
    "packed",
    type=click.Path(),
    is_flag=False,
    flag_value=BESIDE,
    metavar="[FILE]",
    help="Pack the site into a zip file too, for reading from disk (NAME.zip, after the folder).",
)
@click.option("--open", "show", is_flag=True, help="Show the front page in the web browser.")
def build_command(
    root: Path,
    output: Path | None,
    as_of: str | None,
    drafts: bool,
    future: bool,
    strict: bool,
    workers: int | None,
    cluster: str,
    explain: bool,
    quiet: bool,
    trace: bool,
    profile: bool,
    packed: str | None,
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
        root, target, moment_reader(as_of), drafts, future, strict, workers, cluster=cluster
    )
    archive = _archive(packed, options)
    with profiled(lambda table: click.echo(table, err=True)) if profile else nullcontext():
        report = guarded(
            lambda: _made(options, archive, progress_for(quiet)), target, trace, explain
        )
    if not quiet:
        tell(report, explain, perf_counter() - started)
        click.echo(f"the site: {(target / 'index.html').resolve().as_uri()}")
        if archive:
            size = archive.stat().st_size / 1_000_000
            click.echo(f"the site as one file: {archive} ({size:.1f} MB)")
    if show and sys.stdout.isatty():
        click.launch(str(target / "index.html"))


def _archive(packed: str | None, options: BuildOptions) -> Path | None:
    """Where the zip file goes; beside the site's folder, by its name, unless a file is named."""
    if packed != BESIDE:
        return Path(packed) if packed else None
    return options.root / f"{options.root.resolve().name or 'site'}.zip"


def _made(options: BuildOptions, archive: Path | None, progress: Progress) -> BuildReport:
    """The report of a build, after which the site is in the zip file, if one is asked for."""
    if archive is None:
        return update(options, progress)
    from broadsheet.building.zipping import pack
    from broadsheet.output.zip_file import refuse_unfit

    refuse_unfit(archive, options.root, options.output)
    report = update(options, progress)
    pack(archive, options, report, progress)
    return report


def tell(report: BuildReport, explain: bool, seconds: float) -> None:
    """Print warnings, with `explain` why each page was made, and the report of a build."""
    for line in warning_lines(report.warnings, explain):
        click.echo(line, err=True)
    for line in reason_lines(report) if explain else ():
        click.echo(line)
    for line in report_lines(report, seconds, explain):
        click.echo(line)
