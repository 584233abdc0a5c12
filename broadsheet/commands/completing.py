"""What a shell is told when it asks for the words of a site: sections, stories, tags, themes."""

import os
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from click.shell_completion import CompletionItem

Complete = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
VARIABLE = "_BROADSHEET_COMPLETE"  # by which a shell asks; click's own name for it
SPECIAL = re.compile(r"([^\w@%+=:,./-])")  # to bash


def completed(words: Callable[[Path], Sequence[str]]) -> Complete:
    """A completion by what `words` finds in a site; a list is completed at its last word."""

    def complete(ctx: click.Context, param: click.Parameter, start: str) -> list[CompletionItem]:
        before, comma, last = start.rpartition(",")
        given = {word.strip() for word in before.split(",")}
        return [
            CompletionItem(_typed(f"{before}{comma}{word}"))
            for word in words(Path(ctx.params.get("root") or "."))
            if word.casefold().startswith(last.casefold()) and word not in given
        ]

    return complete


def _typed(word: str) -> str:
    """A word as it is put into the line: other shells quote it, bash takes it as it is."""
    for_bash = os.environ.get(VARIABLE) == "bash_complete"
    return SPECIAL.sub(r"\\\\\1", word) if for_bash else word
