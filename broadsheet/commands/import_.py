"""The command that imports another system's site."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import cast

import click

from broadsheet.commands.outcome import PROBLEMS
from broadsheet.commands.progress import progress_for
from broadsheet.commands.site_options import moment_reader
from broadsheet.exports.posts import Export

READERS = {  # each in a module that is imported when it is used
    "jekyll": "jekyll:read_jekyll",
    "hugo": "hugo:read_hugo",
    "pelican": "pelican:read_pelican",
    "eleventy": "eleventy:read_eleventy",
    "wordpress": "wordpress:read_wordpress",
    "ghost": "ghost:read_ghost",
    "substack": "substack:read_substack",
    "feed": "feed:read_feed_of_the_web",
}
HEADING = "# Import report\n"


@click.command("import", short_help="Bring a site over from another system.")
@click.argument("kind", metavar="SYSTEM", type=click.Choice([*READERS]))
@click.argument("source")
@click.option(
    "--site",
    "root",
    default=".",
    type=click.Path(file_okay=False, path_type=Path),
    help="The site's folder, which is made if it is not there (the current one).",
)
@click.option(
    "--report",
    "report_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Where the account of every file goes (import-report.md in the site's folder).",
)
@click.option(
    "--keep-links",
    is_flag=True,
    help="Let links to what SOURCE lacks lead to the old site; else they become text.",
)
@click.option("--quiet", is_flag=True, help="Print problems only.")
def import_command(
    kind: str, source: str, root: Path, report_file: Path | None, keep_links: bool, quiet: bool
) -> None:
    """Import the site of another system from SOURCE, its folder, file or address.

    SYSTEM is jekyll, hugo, pelican, eleventy, wordpress, ghost, substack or feed.

    A second import changes only what has changed in SOURCE, and no file that you have edited.
    Exit status: 0 imported; 1 problems, and nothing was changed; 2 wrong arguments; 3 a bug in
    Broadsheet.
    """
    from broadsheet.importing.account import report, short_lines
    from broadsheet.importing.importer import ImportOptions, import_site
    from broadsheet.importing.starting import Unfit, refuse_unfit

    if "://" not in source and not Path(source).exists():
        raise click.BadParameter(f"there is no {source}", param_hint="SOURCE")
    target = report_file or root / "import-report.md"
    _refuse_foreign(target)
    options = ImportOptions(kind, source, root, moment_reader(None), keep_links)
    try:
        refuse_unfit(root, source)
        done = import_site(options, reader_of(kind)(source), progress_for(quiet))
    except Unfit as unfit:
        raise click.UsageError(str(unfit)) from None
    target.write_bytes(report(done.account).encode())
    for line in () if quiet else short_lines(done.account):
        click.echo(line)
    for problem in done.problems:
        click.echo(str(problem), err=True)
    if not quiet:
        click.echo(f"file by file: {target}")
        click.echo(f"build it and look: broadsheet build --site {root} --open")
    if done.problems:
        click.echo(
            "these files are not the import's; the site builds when they are right", err=True
        )
        sys.exit(PROBLEMS)


def reader_of(kind: str) -> Callable[[str], Export]:
    """The function that reads an export of a kind; its module is imported now."""
    module, _, name = READERS[kind].partition(":")
    reader = getattr(import_module(f"broadsheet.exports.{module}"), name)
    return cast(Callable[[str], Export], reader)


def _refuse_foreign(target: Path) -> None:
    """Refuse to write the report over a file that is none."""
    if target.exists() and not target.read_bytes().startswith(HEADING.encode()):
        text = f"{target} is there already and is no report; name another file"
        raise click.BadParameter(text, param_hint="--report")
