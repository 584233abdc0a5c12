"""The command that imports another system's site."""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from broadsheet.commands.outcome import PROBLEMS
from broadsheet.commands.progress import ProgressBars, progress_for
from broadsheet.commands.site_options import moment_reader
from broadsheet.content.fields import is_web_address
from broadsheet.exports.posts import WITHOUT_PICTURES, Export

if TYPE_CHECKING:
    from broadsheet.importing.importer import Import

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
FEW = 5  # pictures that are fetched without a word
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
@click.option(
    "--media/--no-media",
    default=None,
    help="Fetch the pictures that posts show from the web (for wordpress, ghost, substack and"
    " feed, unless --no-media is given).",
)
@click.option(
    "--old-site",
    default="",
    metavar="URL",
    help="Where the old site is, if SOURCE does not say so; its pictures are fetched from there.",
)
@click.option("--quiet", is_flag=True, help="Print problems only.")
def import_command(
    kind: str,
    source: str,
    root: Path,
    report_file: Path | None,
    keep_links: bool,
    media: bool | None,
    old_site: str,
    quiet: bool,
) -> None:
    """Import the site of another system from SOURCE, its folder, file or address.

    SYSTEM is jekyll, hugo, pelican, eleventy, wordpress, ghost, substack or feed.

    A second import changes only what has changed in SOURCE, and no file that you have edited.
    Exit status: 0 imported; 1 problems, and nothing was changed; 2 wrong arguments; 3 a bug in
    Broadsheet.
    """
    from broadsheet.importing.importer import ImportOptions, import_site
    from broadsheet.importing.picture_fetching import forget_kept
    from broadsheet.importing.starting import Unfit, refuse_empty, refuse_unfit

    target = report_file or root / "import-report.md"
    _refuse_wrong(source, old_site, target)
    options = ImportOptions(kind, source, root, moment_reader(None), keep_links)
    try:
        refuse_unfit(root, source)
        export = _at(old_site, reader_of(kind)(source))
        refuse_empty(export, kind, source)
        export = _with_pictures(export, root, kind, media, quiet)
        done = import_site(options, export, progress_for(quiet))
    except Unfit as unfit:
        raise click.UsageError(str(unfit)) from None
    forget_kept(root)
    _tell(done, target, root, quiet)
    if done.problems:
        sys.exit(PROBLEMS)


def _tell(done: "Import", target: Path, root: Path, quiet: bool) -> None:
    """Write the account of an import, and say it in short."""
    from broadsheet.importing.account import report, short_lines

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


def reader_of(kind: str) -> Callable[[str], Export]:
    """The function that reads an export of a kind; its module is imported now."""
    module, _, name = READERS[kind].partition(":")
    reader = getattr(import_module(f"broadsheet.exports.{module}"), name)
    return cast(Callable[[str], Export], reader)


def _at(address: str, export: Export) -> Export:
    """The export with the address of the old site, if that is given."""
    return replace(export, site=replace(export.site, url=address)) if address else export


def _with_pictures(
    export: Export, root: Path, kind: str, media: bool | None, quiet: bool
) -> Export:
    """The export with the pictures that its posts show on the web, those that are there already
    and those that are fetched now."""
    from broadsheet.importing.picture_fetching import bring_pictures, clients_of
    from broadsheet.importing.record import read_record

    is_fetched = kind in WITHOUT_PICTURES if media is None else media
    record = read_record(root)
    clients = clients_of(export.site.url, os.environ) if is_fetched else None
    try:
        return bring_pictures(export, root, record, kind, clients, _shown(quiet))
    except KeyboardInterrupt:
        click.echo(
            "stopped: the pictures are kept, and the same command goes on from there", err=True
        )
        raise


def _shown(quiet: bool) -> Callable[[Iterable[str], int], Iterable[str]]:
    """What shows how many pictures have come: a bar in a terminal, one line elsewhere."""
    progress = progress_for(quiet)

    def show(addresses: Iterable[str], count: int) -> Iterable[str]:
        if isinstance(progress, ProgressBars):
            return progress.behind_bar(addresses, count, "fetching pictures", FEW)
        if count >= FEW and not quiet:
            click.echo(f"fetching {count} pictures; they are kept if you stop", err=True)
        return addresses

    return show


def _refuse_wrong(source: str, old_site: str, target: Path) -> None:
    """Refuse a source that is not there, what is no address, and to write the report over a file
    that is none."""
    if "://" not in source and not Path(source).exists():
        raise click.BadParameter(f"there is no {source}", param_hint="SOURCE")
    if old_site and not is_web_address(old_site):
        raise click.BadParameter("name it as https://old.example/", param_hint="--old-site")
    if target.exists() and not target.read_bytes().startswith(HEADING.encode()):
        text = f"{target} is there already and is no report; name another file"
        raise click.BadParameter(text, param_hint="--report")
