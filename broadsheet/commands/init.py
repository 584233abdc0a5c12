"""The command that makes a new site."""

from pathlib import Path

import click

from broadsheet.commands.new_site import FolderTaken, make_site


@click.command("init")
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
