"""The command that looks at a site before it is published."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click

from broadsheet.checking.checks import in_order
from broadsheet.checking.desk import Desk
from broadsheet.checking.examine import Asked, Examined, examine, made_strict
from broadsheet.checking.findings import CHECKS, OUTSIDE, Finding
from broadsheet.checking.forms import github_lines, json_lines, text_lines
from broadsheet.checking.selection import selected
from broadsheet.commands.outcome import PROBLEMS, guarded
from broadsheet.commands.progress import progress_for
from broadsheet.commands.site_options import in_site, moment_reader
from broadsheet.problems import did_you_mean


@click.command("check", short_help="Look for mistakes before the site is published.")
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@in_site
@click.option("--as-of", metavar="DATE", help="Check the site of another moment (now).")
@click.option(
    "--drafts/--no-drafts",
    default=None,
    help="Check drafts too, or not (they are checked only if a PATH is given).",
)
@click.option("--strict", is_flag=True, help="Treat every warning as a problem.")
@click.option(
    "--only", multiple=True, metavar="NAME", help="Run only this check; can be given several times."
)
@click.option("--links", "outside", is_flag=True, help="Look at links to other sites too.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "github"]),
    default="text",
    help="How to print what is found: for people, for programs, or for a workflow of GitHub.",
)
@click.pass_context
def check_command(
    context: click.Context,
    paths: tuple[str, ...],
    root: Path,
    as_of: str | None,
    drafts: bool | None,
    strict: bool,
    only: tuple[str, ...],
    outside: bool,
    form: str,
) -> None:
    """Look for mistakes before the site is published; nothing is built.

    PATH is a file or folder under content/; with none, the whole site is checked. What each
    check finds, and why, is in docs/checks.md.

    Exit status: 0 no problems; 1 problems, at which a build would stop; 2 wrong arguments; 3 a
    bug in Broadsheet.
    """
    asked = Asked(
        root,
        moment_reader(as_of),
        bool(paths) if drafts is None else drafts,
        tuple(_known(name) for name in only),
        tuple(_in_site(path, root) for path in paths),
    )
    examined = examine(asked, progress_for(form != "text"))
    found = examined.findings
    if examined.desk and (outside or OUTSIDE & set(only)):
        found = in_order((*found, *_of_links(root, examined.desk, asked)))
    findings = made_strict(found) if strict else found
    for line in _printed(replace(examined, findings=findings), form, root):
        click.echo(line)
    if any(it.level == "problem" for it in findings):
        context.exit(PROBLEMS)


def _of_links(root: Path, desk: Desk, asked: Asked) -> Sequence[Finding]:
    from broadsheet.commands.check_links import look_at_links  # takes a while to import

    selection = selected(desk.limits, asked.only, asked.paths)
    looked = guarded(lambda: look_at_links(root, desk, selection))
    for line in looked.summary:
        click.echo(line, err=True)
    return looked.findings


def _printed(examined: Examined, form: str, root: Path) -> Iterator[str]:
    findings, texts = examined.findings, examined.texts
    if form == "github":
        folder = os.path.relpath(root)
        return github_lines(findings, "" if folder == "." else Path(folder).as_posix())
    if form == "json":
        return json_lines(findings, texts)
    return text_lines(findings, texts, examined.desk is not None)


def _known(name: str) -> str:
    if name not in CHECKS:
        raise click.BadParameter(
            f"there is no check {name}; {did_you_mean(name, CHECKS)}", param_hint="--only"
        )
    return name


def _in_site(path: str, root: Path) -> str:
    """The path of a file or folder, relative to the site: as written from here, or from there."""
    site = Path(os.path.realpath(root))
    for place in (Path(path), root / path):
        real = Path(os.path.realpath(place))
        if real.exists() and real.is_relative_to(site):
            return real.relative_to(site).as_posix()
    raise click.BadParameter(f"there is no file or folder {path} in the site", param_hint="PATH")
