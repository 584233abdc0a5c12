"""The command line: which commands there are, and which one runs."""

import atexit
import os
import sys
import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

import click

from broadsheet import __version__
from broadsheet.commands.outcome import WRONG_ARGUMENTS, guarded
from broadsheet.commands.site_options import holds_site, way_to_site
from broadsheet.problems import did_you_mean

COMMANDS: Mapping[str, str] = {  # each in a module that is imported when the command is used
    "build": "build:build_command",
    "publish": "publish:publish_command",
    "serve": "serve:serve_command",
    "new": "new:new",
    "clip": "clip:clip_command",
    "fetch": "fetch:fetch_command",
    "inbox": "inbox:inbox_command",
    "desk": "desk:desk_command",
    "keep": "keep:keep_command",
    "edition": "edition:edition_command",
    "check": "check:check_command",
    "init": "init:init_command",
    "import": "import_:import_command",
    "theme": "theme:theme",
    "mail": "mail:mail_command",
    "schema": "schema:schema_command",
    "completion": "completion:completion_command",
}
OTHERS: Mapping[str, str] = {  # what other programs call it
    "help": "did you mean --help?",
    "version": "did you mean --version?",
    "server": "did you mean serve?",
    "preview": "did you mean serve?",
    "watch": "did you mean serve?",
    "lint": "did you mean check?",
    "deploy": "did you mean publish?",
    "upload": "did you mean publish?",
}
NO_SITE = """\
There is no site in this folder. To make one and build it:
    broadsheet init my-digest
    broadsheet build --site my-digest"""


class Commands(click.Group):
    """The commands of `COMMANDS`; without a command's name, the arguments are those of `build`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which help shows them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a name, or None; imports its module."""
        module, _, name = COMMANDS.get(cmd_name, "").partition(":")
        if not module:
            return None
        command = getattr(import_module(f"broadsheet.commands.{module}"), name)
        assert isinstance(command, click.Command)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put `build` before arguments that start with neither a command nor --help."""
        if ctx.resilient_parsing and not args:
            return super().parse_args(ctx, args)  # a shell asks what may come first
        if not args and not holds_site(Path()) and not way_to_site(Path()):
            click.echo(f"{NO_SITE}\n\n{ctx.get_help()}", err=True)
            ctx.exit(WRONG_ARGUMENTS)
        if args and not args[0].startswith("-") and args[0] not in COMMANDS:
            raise click.UsageError(f"there is no command {args[0]}; {_meant(args[0])}", ctx)
        if not args or args[0] not in (*COMMANDS, *ctx.help_option_names, "--version"):
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; mistakes in the site's files and bugs end it as `guarded` says."""
        return guarded(lambda: super(Commands, self).invoke(ctx))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="broadsheet")
def main() -> None:
    """Broadsheet: a folder of Markdown articles becomes a news digest, a static site.

    Without a command it builds the site in the current folder.
    """


def run() -> None:
    """What the program does: `main`, after which the process ends at once where it can. Taking
    apart all that a build has made would take a tenth of an edit's time."""
    try:
        main()
    except SystemExit as end:
        if isinstance(end.code, int) and _may_end_at_once():
            os._exit(end.code)
        raise


def _may_end_at_once() -> bool:
    """Whether all is done that Python does at the end of a process: not where there are other
    threads, a profiler or a debugger, or what was printed cannot be written."""
    if threading.active_count() > 1 or sys.gettrace() or sys.getprofile():
        return False
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return False
    return True


def _meant(word: str) -> str:
    """What to type instead of a word that is no command."""
    return OTHERS.get(word) or did_you_mean(word, COMMANDS)


if __name__ == "__main__":
    run()
