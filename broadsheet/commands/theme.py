"""The commands about themes: which there are, a new one, what one overrides."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from broadsheet.commands.completing import completed
from broadsheet.commands.new_theme import make_theme
from broadsheet.commands.site_options import in_site
from broadsheet.content.settings import FILE, Settings
from broadsheet.content.site_settings import site_settings
from broadsheet.files import THEMES, contract_document, theme_folders
from broadsheet.problems import Problem, ProblemsFound, listed
from broadsheet.themes.chain import Folder, theme_chain, theme_names
from broadsheet.themes.options import Option, OptionValue, chosen, written
from broadsheet.themes.overrides import (
    Override,
    Refused,
    difference,
    extension,
    keep_originals,
    overrides,
)
from broadsheet.themes.theme import known_options

CHANGED = 1  # the exit status that tells a machine that something changed under a theme


def _names(root: Path) -> list[str]:
    return sorted(theme_names(root))


@click.group(short_help="List, make and compare themes.")
def theme() -> None:
    """Themes: which there are, a new one, what one overrides and what changed under it."""


@theme.command("list", short_help="List the themes, and the options of the one in use.")
@in_site
def list_command(root: Path) -> None:
    """List the themes that the site can use, and the options of the one that it uses."""
    settings = site_settings(root)
    problems: list[Problem] = []
    for name, path in sorted(theme_names(root).items()):
        own = path.is_relative_to(root / THEMES)
        where = f"in {THEMES}/{name}" if own else "comes with Broadsheet"
        chain = theme_chain(root, name, problems if name == settings.theme else [])
        below = f"; builds on {listed([it.name for it in chain[1:]])}" if chain[1:] else ""
        used = "; this site uses it" if name == settings.theme else ""
        click.echo(f"{name}: {where}{below}{used}")
        if used:
            for line in _told_used(chain, settings, problems):
                click.echo(f"    {line}")
    if settings.theme not in theme_names(root):
        theme_chain(root, settings.theme, problems)
    if problems:
        raise ProblemsFound(problems)


def _told_used(
    chain: Sequence[Folder], settings: Settings, problems: list[Problem]
) -> Iterator[str]:
    for override in overrides(chain):
        yield f"overrides {override.own.place}"
    options = known_options(chain, problems)
    values = chosen(options, settings.theme_options, problems)
    for key, option in options.items():
        yield _told_option(option, values[key])


def _told_option(option: Option, value: OptionValue) -> str:
    default = "default" if value == option.default else f"default {written(option.default)}"
    choice = f"{default}; {option.allowed}"
    return f"{option.key}: {written(value)}  ({choice})  {option.about}"


@theme.command("new")
@click.argument("name")
@click.option(
    "--from",
    "parent",
    default="broadsheet",
    metavar="THEME",
    help="The theme it extends (broadsheet).",
    shell_complete=completed(_names),
)
@click.option("--copy", "copies", multiple=True, metavar="FILE", help="Copy a file to change.")
@in_site
def new_command(name: str, parent: str, copies: Sequence[str], root: Path) -> None:
    """Make the theme NAME in themes/, or copy more files into it. Overwrites nothing."""
    try:
        made = make_theme(root, name, parent, copies)
    except Refused as refused:
        raise click.UsageError(str(refused)) from None
    click.echo(f"made {listed(made)}")
    if site_settings(root).theme != name:
        click.echo(f"to use it, set this in {FILE}: theme: {name}")


@theme.command("contract")
def contract_command() -> None:
    """Print what templates may rely on, as Markdown."""
    click.echo(contract_document().read_text("utf-8"), nl=False)


@theme.command("diff", short_help="Show what a theme overrides, and what changed under it.")
@click.argument("name", required=False, shell_complete=completed(_names))
@click.option("--seen", is_flag=True, help="Mark the parent's current files as seen.")
@in_site
def diff_command(name: str | None, seen: bool, root: Path) -> None:
    """Show what the theme NAME (the site's) overrides, and what changed under it.

    Exit status: 1 if a file of its parent changed since it was copied or last seen, else 0.
    """
    name = name or site_settings(root).theme
    problems: list[Problem] = []
    chain = theme_chain(root, name, problems)
    if not chain:
        raise ProblemsFound(problems)
    for problem in problems:
        click.echo(str(problem), err=True)
    found = list(overrides(chain))
    is_ours = chain[0].path.parent == theme_folders(root)[1]
    if seen and is_ours:
        raise click.UsageError(f"{name} comes with Broadsheet, so a site cannot change it")
    if seen:
        _take_for_seen(chain[0].path, found)
        return
    for override in found:
        for line in _told_override(override):
            click.echo(line)
    changed = [it.own.place for it in found if it.has_changed_under]
    click.echo(f"{name} comes with Broadsheet" if is_ours else _summary(name, found, changed))
    sys.exit(CHANGED if changed or problems else 0)


def _take_for_seen(folder: Path, found: Sequence[Override]) -> None:
    parents = [it.parent for it in found if it.parent]
    keep_originals(folder, parents)
    for it in found:
        if it.original and not it.parent:
            (folder / it.original.place).unlink()
    click.echo(f"seen: {listed([it.shown for it in parents]) or 'nothing is overridden'}")


def _told_override(override: Override) -> Iterator[str]:
    own, parent, original = override.own, override.parent, override.original
    filled = extension(override)
    if parent and own.content == parent.content:
        yield f"{own.shown} is the same as {parent.shown}"
    elif parent and filled is not None:
        blocks = f"fills its {'block' if len(filled) == 1 else 'blocks'} {listed(filled)}"
        yield f"{own.shown} extends {parent.shown} and {blocks if filled else 'fills no block'}"
    elif parent:
        yield f"{own.shown} replaces {parent.shown}"
        yield from difference(parent, own)
    if override.has_changed_under and original:
        gone = "is gone" if parent is None else "has changed"
        yield f"the original of {own.shown} {gone} since it was copied or last seen"
        yield from difference(original, parent) if parent else ()


def _summary(name: str, found: Sequence[Override], changed: Sequence[str]) -> str:
    if not found:
        return f"{name} overrides nothing"
    if changed:
        count = "1 original has" if len(changed) == 1 else f"{len(changed)} originals have"
        then = f"when you have taken it over: broadsheet theme diff {name} --seen"
        return f"{count} changed under {name}: {listed(changed)}; {then}"
    unkept = [it.own.place for it in found if it.original is None]
    if unkept:
        then = f"to be told of changes from now on: broadsheet theme diff {name} --seen"
        return f"no original is kept of {listed(unkept)}; {then}"
    return f"nothing has changed under {name}"
