"""The options of commands that make a credited draft: what it is filed under."""

from collections.abc import Callable, Sequence
from typing import TypeVar

import click

from broadsheet.commands.completing import completed
from broadsheet.drafting import site_words

Command = TypeVar("Command", bound=Callable[..., object])


def filed_under(default_section: str) -> Callable[[Command], Command]:
    """The options `--section`, `--story`, `--tags`; help says what the section is without one."""
    options = (
        click.option(
            "--section",
            default="",
            metavar="KEY",
            help=f"The section of the draft ({default_section}).",
            shell_complete=completed(site_words.sections),
        ),
        click.option(
            "--story",
            default="",
            metavar="KEY",
            help="The key of the story that it belongs to.",
            shell_complete=completed(site_words.stories),
        ),
        click.option(
            "--tags",
            multiple=True,
            metavar="A,B",
            help="Its tags, with commas between them.",
            shell_complete=completed(site_words.tags),
        ),
    )

    def with_options(command: Command) -> Command:
        for option in reversed(options):  # as decorators stand: the last is applied first
            command = option(command)
        return command

    return with_options


def tags_of(values: Sequence[str]) -> tuple[str, ...]:
    """The tags that `--tags` names, in their spelling there, but with single spaces."""
    return tuple(filter(None, (" ".join(it.split()) for it in ",".join(values).split(","))))
