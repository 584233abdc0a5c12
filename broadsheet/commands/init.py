"""The command that makes a new site."""

from pathlib import Path

import click

from broadsheet.commands.new_site import FolderTaken, make_site


@click.command("init", short_help="Make a new site.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--sample", is_flag=True, help="Make a paper of six articles, a story, an edition.")
def init_command(folder: Path, sample: bool) -> None:
    """Make a new site in FOLDER, which must be empty, but for Git's files, or not there yet.

    It has the settings, one article and one page, schemas for editors, and a workflow that
    publishes it from GitHub.
    """
    try:
        made = make_site(folder, sample)
    except FolderTaken as refused:
        raise click.UsageError(str(refused)) from None
    click.echo(f"made a {'sample' if sample else 'new'} site of {len(made)} files in {folder}")
    click.echo(f"to see it: broadsheet serve --open --site {folder}")
    click.echo(f"what to do next: {folder / 'README.md'}")
