"""Options and arguments that several commands share."""

from collections.abc import Callable
from datetime import UTC, datetime, tzinfo
from pathlib import Path

import click

from broadsheet.dates import DATE_FORMS, parse_moment

in_site = click.option(
    "--site",
    "root",
    default=".",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The site's folder, where site.yaml is (the current one).",
)


def moment_reader(as_of: str | None) -> Callable[[tzinfo], datetime]:
    """The current time for the site: `--as-of` in its time zone, else the clock, read only here."""
    if as_of is None:
        return lambda zone: datetime.now(zone)
    try:
        parse_moment(as_of, UTC)
    except (ValueError, OverflowError):
        raise click.BadParameter(DATE_FORMS, param_hint="--as-of") from None
    return lambda zone: parse_moment(as_of, zone).at
