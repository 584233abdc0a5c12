"""The command that prints what a shell needs to complete the commands and a site's words."""

import click
from click.shell_completion import get_completion_class

from broadsheet.commands.completing import VARIABLE

PLACES = {
    "bash": "broadsheet completion bash > ~/.local/share/bash-completion/completions/broadsheet",
    "zsh": "broadsheet completion zsh > DIR/_broadsheet, where DIR is a folder of $fpath",
    "fish": "broadsheet completion fish > ~/.config/fish/completions/broadsheet.fish",
}
# The script of click for fish takes an answer only up to its second comma. A list of tags has more.
WHOLE = ('(string split "," $completion)', '(string split --max 1 "," $completion)')


@click.command("completion")
@click.argument("shell", type=click.Choice(list(PLACES)))
def completion_command(shell: str) -> None:
    """Print the completion script of a shell, bash, zsh or fish.

    The end of the script says where to put it. It completes commands and options, and a site's
    sections, stories, tags and themes.
    """
    root = click.get_current_context().find_root().command
    kind = get_completion_class(shell)
    assert kind is not None
    script = kind(root, {}, "broadsheet", VARIABLE).source()
    click.echo(script.replace(*WHOLE) if shell == "fish" else script)
    click.echo(f"# To keep it, put this script where the shell finds it:\n#     {PLACES[shell]}")
