"""The command that builds a site and puts it where readers find it."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import click

from broadsheet.builds import BuildOptions, BuildReport
from broadsheet.commands.build import tell
from broadsheet.commands.event_log import EventLog
from broadsheet.commands.outcome import PROBLEMS, guarded
from broadsheet.commands.progress import progress_for
from broadsheet.commands.publish_progress import told_for
from broadsheet.commands.site_options import in_site, moment_reader
from broadsheet.content.publish_settings import TargetSetting
from broadsheet.content.settings import FILE, Settings
from broadsheet.content.site_settings import site_settings
from broadsheet.durations import FORMS, parse_duration
from broadsheet.problems import Problem, ProblemsFound, did_you_mean
from broadsheet.publishing.built_site import Order, built_site
from broadsheet.publishing.last_publish import last_publish
from broadsheet.publishing.outside import Outside
from broadsheet.publishing.publisher import Wish, planned, published, returned, site_fingerprint
from broadsheet.publishing.said import (
    EXAMPLE_URL,
    back_lines,
    done_lines,
    dry_lines,
    is_example,
    told_moment,
)
from broadsheet.publishing.target import PublishFailed
from broadsheet.publishing.untold import is_untold

EXAMPLE = "name a place, for example:\npublish:\n  live: {to: folder, path: /var/www/digest}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command was asked for, besides the build."""

    target: str
    build: BuildOptions
    dry_run: bool
    back: bool
    take_over: bool
    allow_deletions: bool
    verify: bool
    if_changed: bool
    at_most_every: timedelta | None
    explain: bool
    quiet: bool

    @property
    def is_attended(self) -> bool:
        """Whether a person can be asked."""
        return sys.stdin.isatty() and sys.stderr.isatty()


def _span(_: click.Context, __: click.Parameter, text: str | None) -> timedelta | None:
    try:
        return None if text is None else parse_duration(text)
    except ValueError:
        raise click.BadParameter(FORMS) from None


@click.command("publish", short_help="Build the site and put it where readers find it.")
@click.argument("target", default="", metavar="[TARGET]")
@in_site
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="The folder that the site is built into (public/ in the site's folder).",
)
@click.option("--as-of", metavar="DATE", help="Publish the site of another moment (now).")
@click.option("--strict", is_flag=True, help="Treat every warning as a problem.")
@click.option(
    "--workers", type=click.IntRange(1), help="How many processes to use (chosen by the work)."
)
@click.option("--dry-run", is_flag=True, help="Build, then list what would be sent and removed.")
@click.option("--back", is_flag=True, help="Return to the release before; nothing is built.")
@click.option(
    "--allow-deletions", is_flag=True, help="Publish even if a large part of the site is gone."
)
@click.option(
    "--take-over", is_flag=True, help="Replace files there that Broadsheet did not publish."
)
@click.option(
    "--verify", is_flag=True, help="Then fetch a sample of the site, and compare it with the build."
)
@click.option(
    "--if-changed", is_flag=True, help="Do nothing, and say nothing, if the site is the same."
)
@click.option(
    "--at-most-every",
    metavar="SPAN",
    callback=_span,
    help="Do nothing if the last publish was less than this ago: 15m, 24h, 7 days.",
)
@click.option(
    "--moved-from",
    default="",
    metavar="OLD",
    help="After a move: write what the old host needs, for the address OLD; or keep the addresses"
    " of the permalink pattern OLD. Nothing is published.",
)
@click.option(
    "--log",
    "log_file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Append what is done to this file, as lines of JSON.",
)
@click.option(
    "--explain", is_flag=True, help="List all files, and every problem, warning and lost address."
)
@click.option("--quiet", is_flag=True, help="Print problems only.")
def publish_command(
    target: str,
    root: Path,
    output: Path | None,
    as_of: str | None,
    strict: bool,
    workers: int | None,
    dry_run: bool,
    back: bool,
    allow_deletions: bool,
    take_over: bool,
    verify: bool,
    if_changed: bool,
    at_most_every: timedelta | None,
    moved_from: str,
    log_file: Path | None,
    explain: bool,
    quiet: bool,
) -> None:
    """Build the site, then publish what changed to TARGET, a place that site.yaml names.

    TARGET may be left out if there is only one.

    Exit status: 0 published, or nothing to do; 1 problems in your files, or the place refused
    or failed; 2 wrong arguments; 3 a bug in Broadsheet.
    """
    now = moment_reader(as_of)
    build = BuildOptions(root, output or root / "public", now, strict=strict, workers=workers)
    asked = Asked(
        *(target, build, dry_run, back, take_over, allow_deletions, verify),
        *(if_changed, at_most_every, explain, quiet),
    )
    if moved_from:
        guarded(lambda: _tell_move(build, moved_from), explain=explain)
        return
    log = EventLog(log_file, lambda: datetime.now(UTC))
    guarded(lambda: _logged(asked, log), explain=explain)


def _tell_move(build: BuildOptions, old: str) -> None:
    from broadsheet.commands.moved import moved_lines

    try:
        for line in moved_lines(build, site_settings(build.root), old):
            click.echo(line)
    except PublishFailed as error:
        click.echo(str(error), err=True)
        sys.exit(PROBLEMS)


def _logged(asked: Asked, log: EventLog) -> None:
    """Publish; a failure is logged."""
    try:
        _publish(asked, log)
    except (click.ClickException, click.exceptions.Exit, click.Abort):
        raise
    except Exception as error:
        log.note("failed", text=str(error))
        if not isinstance(error, PublishFailed):
            raise
        click.echo(str(error), err=True)
        sys.exit(PROBLEMS)


def _publish(asked: Asked, log: EventLog) -> None:
    started, now, root = perf_counter(), datetime.now(UTC), asked.build.root
    settings = _settings(root)
    setting = _chosen(settings.publish, asked)
    if asked.back and asked.dry_run:
        raise click.UsageError("--back has no --dry-run: it returns at once; leave one of them out")
    if asked.back:
        _go_back(asked, setting, log)
        return
    last = last_publish(root, setting)
    if asked.at_most_every and last.is_within(asked.at_most_every, now):
        if not asked.quiet and not asked.if_changed:
            click.echo(f"{setting.name} was published at {told_moment(last.at)}; nothing to do yet")
        return
    log.note("started", target=setting.name)
    with built_site(_order(asked, settings, setting, now), progress_for(asked.quiet)) as built:
        wish = built.wish
        is_told = not is_untold(root, setting, now)
        if asked.if_changed and is_told and last.says_all(site_fingerprint(wish.files), now):
            log.note("unchanged", target=setting.name)
            return
        _tell_build(built.report, asked, log, perf_counter() - started)
        if not asked.quiet and is_example(settings.url):
            click.echo(EXAMPLE_URL.format(url=settings.url))
        if asked.dry_run:
            for line in dry_lines(planned(wish), wish, asked.explain):
                click.echo(line)
        else:
            _carry_out(wish, asked, log, started)


def _carry_out(wish: Wish, asked: Asked, log: EventLog, started: float) -> None:
    def agrees(text: str) -> bool:
        return asked.is_attended and click.confirm(f"{text}; is this meant?", err=True)

    with published(wish, told_for(asked.quiet), agrees) as (plan, steps):
        name, puts = wish.setting.name, plan.puts
        log.note("sent", target=name, files=len(puts), bytes=sum(it.size for it in puts))
        log.note("removed", target=name, files=len(plan.due), waiting=len(plan.after.gone))
        seconds = perf_counter() - started
        log.note("published", target=name, url=wish.url, seconds=round(seconds, 3))
        for line in () if asked.quiet else done_lines(plan, wish, seconds):
            click.echo(line)
        for step in steps:
            if step.event:
                log.note(step.event, target=name, **step.facts)
            if step.text and (step.is_warning or not asked.quiet):
                click.echo(step.text, err=step.is_warning)


def _order(asked: Asked, settings: Settings, setting: TargetSetting, now: datetime) -> Order:
    allowed = asked.take_over, asked.allow_deletions, asked.verify
    return Order(asked.build, settings, setting, now, Outside(os.environ), *allowed)


def _go_back(asked: Asked, setting: TargetSetting, log: EventLog) -> None:
    moment = returned(asked.build.root, setting)
    log.note("returned", target=setting.name, published=moment)
    if not asked.quiet:
        for line in back_lines(setting.name, moment):
            click.echo(line)


def _tell_build(report: BuildReport, asked: Asked, log: EventLog, seconds: float) -> None:
    done = report.placed
    log.note("built", written=len(done.written), removed=len(done.removed))
    if not asked.quiet:
        tell(report, asked.explain, seconds)


def _settings(root: Path) -> Settings:
    """The settings of the site, which must name a place to publish to."""
    settings = site_settings(root)
    if not settings.publish:
        raise ProblemsFound([Problem(FILE, 0, "says nowhere where to publish the site", EXAMPLE)])
    return settings


def _chosen(targets: Sequence[TargetSetting], asked: Asked) -> TargetSetting:
    """The target that is asked for. No one is taken for granted: a site that is published to the
    wrong place cannot be called back."""
    known = {it.name: it for it in targets}
    name = asked.target
    if not name and len(known) > 1 and asked.is_attended:
        name = click.prompt("publish to", type=click.Choice(list(known)), err=True)
    if not name and len(known) > 1:
        names = ", ".join(known)
        raise click.UsageError(f"site.yaml names several places: {names}; say which one")
    if name and name not in known:
        hint = did_you_mean(name, known)
        raise click.UsageError(f"site.yaml names no place {name} under publish; {hint}")
    return known[name] if name else targets[0]
