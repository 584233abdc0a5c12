"""Opens new files in the curator's editor."""

from collections.abc import Sequence
from pathlib import Path

import click


def open_in_editor(paths: Sequence[Path]) -> None:
    """Open files in the editor that $VISUAL or $EDITOR names, and wait until it is closed. Raises
    click's error if it cannot be started, or fails."""
    try:
        click.edit(filename=[str(path) for path in paths])
    except click.ClickException as failed:
        editor = failed.message.partition(":")[0]
        kept = "the file is written" if len(paths) == 1 else "the files are written"
        text = f"the editor {editor} could not be started, or failed; {kept}"
        raise click.ClickException(f"{text}\nset $VISUAL or $EDITOR to your editor") from None
