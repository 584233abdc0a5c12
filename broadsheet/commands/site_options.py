"""Options and arguments that several commands share."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import click

from broadsheet.dates import date_advice, parse_moment
from broadsheet.files import CONTENT

SETTINGS = "site.yaml"
NO_SITE = (
    f"there is no site here, neither {SETTINGS} nor {CONTENT}/; `broadsheet init DIR` makes one"
)


def holds_site(folder: Path) -> bool:
    """Whether a folder has a site, or a part of one."""
    return any((folder / name).exists() for name in (SETTINGS, CONTENT))


def way_to_site(folder: Path) -> str:
    """The way from a folder up to the site that it is in, such as `../..`; empty if it is in none,
    or has one itself."""
    if holds_site(folder):
        return ""
    above = enumerate(folder.absolute().parents, 1)
    return next(("/".join([".."] * up) for up, it in above if (it / SETTINGS).is_file()), "")


def _not_below_a_site(ctx: click.Context, _: click.Parameter, folder: Path) -> Path:
    """The folder; raises UsageError if it is the current one and only a part of a site."""
    way = "" if ctx.resilient_parsing or folder != Path() else way_to_site(folder)
    if way:
        raise click.UsageError(f"the site is further up: go to {way}, or add --site {way}", ctx)
    return folder


in_site = click.option(
    "--site",
    "root",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=_not_below_a_site,
    help="The site's folder, where site.yaml is (the current one).",
)


def moment_reader(as_of: str | None) -> Callable[[tzinfo], datetime]:
    """The current time for the site: `--as-of` in its time zone, else the clock, read only here."""
    if as_of is None:
        return lambda zone: datetime.now(zone)
    try:
        parse_moment(as_of, UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(date_advice(as_of), param_hint="--as-of") from None
    return lambda zone: parse_moment(as_of, zone).at
