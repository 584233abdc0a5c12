"""What `broadsheet publish --moved-from` does for a site that has moved."""

from collections.abc import Iterator

import click

from broadsheet.building.update import update
from broadsheet.builds import BuildOptions, Progress
from broadsheet.content.fields import is_web_address
from broadsheet.content.settings import Settings
from broadsheet.files import LEDGER
from broadsheet.publishing.moving import RULES, record_pattern, write_moved
from broadsheet.site.inputs import read_inputs
from broadsheet.workers import Workers

FOLDER = "moved"  # in the site's folder, for the old host


def moved_lines(build: BuildOptions, settings: Settings, old: str) -> Iterator[str]:
    """Take a site's `old` address or permalink pattern into account; says what was done.

    Raises UsageError if it is neither, ProblemsFound, PublishFailed and OSError.
    """
    if old.startswith("/"):
        inputs = read_inputs(build.root, Workers(build.workers), Progress())
        count = record_pattern(build.root, inputs.articles, old)
        yield f"{LEDGER}: {count} addresses of that pattern added; each leads on after a build"
    elif is_web_address(old):
        update(build, Progress())
        folder = build.root / FOLDER
        count = write_moved(
            build.root, build.output, old, (settings.url, settings.language), folder
        )
        yield f"{folder}: {count} addresses of {old} lead to {settings.url}"
        yield "put these files on the old host; where you can set rules, one of them is enough:"
        yield f"  {', '.join(RULES)}"
    else:
        raise click.BadParameter(
            "name the old address, https://old.example/news/, or the old permalink pattern,"
            " /{year}/{slug}.html",
            param_hint="--moved-from",
        )
