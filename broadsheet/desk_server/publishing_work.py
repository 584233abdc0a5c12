"""The desk publishes: first it says what would go where, then it does that, if it is still so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter

from broadsheet.builds import BuildOptions
from broadsheet.content.publish_settings import (
    BucketTarget,
    FolderTarget,
    GitTarget,
    ServiceTarget,
    SshTarget,
    TargetSetting,
)
from broadsheet.content.site_settings import site_settings
from broadsheet.counted import counted
from broadsheet.desk_server.accounts import Account, Confirm, Part
from broadsheet.desk_server.jobs import Tell
from broadsheet.desk_server.work_told import BuildTold, SendingTold
from broadsheet.publishing.built_site import BuiltSite, Order, built_site
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.outside import Outside
from broadsheet.publishing.publisher import Wish, planned, published, site_fingerprint
from broadsheet.publishing.said import EXAMPLE_URL, done_lines, is_example, size
from broadsheet.publishing.site_files import FileKind, SiteFile
from broadsheet.publishing.target import PublishFailed

CHANGED = "Nothing was sent: the site has changed since you looked. Now it is this:"
SHOWN = 30  # files of a list
IN_TERMINAL = "In a terminal, `broadsheet publish {name}` takes what begins with --."


def order(root: Path, name: str, now: datetime, environ: Mapping[str, str]) -> Order:
    """What publishing to the place of that name means at a moment. Raises PublishFailed if
    `site.yaml` names no such place, and ProblemsFound for mistakes in that."""
    settings = site_settings(root)
    setting = next((it for it in settings.publish if it.name == name), None)
    if setting is None:
        raise PublishFailed(f"site.yaml names no place {name!r} under publish")
    build = BuildOptions(root, root / "public", lambda zone: now.astimezone(zone))
    return Order(build, settings, setting, now, Outside(environ))


def account_of_publish(wanted: Order, tell: Tell) -> Account:
    """Build the site, and say what publishing it would do; nothing is sent. Raises the errors of a
    build, and PublishFailed."""
    with _refusals_told(wanted.setting), _built(wanted, tell) as built:
        tell(f"looking at {wanted.setting.name}")
        return _account(built, planned(built.wish))


def publish(wanted: Order, announced: str, are_deletions_meant: bool, tell: Tell) -> Account:
    """Publish the site if it is as it was `announced`, by its fingerprint; else say again what
    publishing it would do. A mass deletion is done only where it is meant. Raises as above."""
    started = perf_counter()
    wanted = replace(wanted, allow_deletions=are_deletions_meant)
    with _refusals_told(wanted.setting), _built(wanted, tell) as built:
        if site_fingerprint(built.wish.files) != announced:
            told = _account(built, planned(built.wish))
            return replace(told, headline=f"{CHANGED} {told.headline}")
        with published(built.wish, SendingTold(tell), lambda _: False) as (plan, steps):
            lines = [*done_lines(plan, built.wish, perf_counter() - started)]
            warnings: list[str] = []
            tell("telling others")
            for step in steps:
                (warnings if step.is_warning else lines).append(step.text)
        parts = [Part("What was done", tuple(filter(None, lines)))]
        parts += [Part("What went wrong after it", tuple(warnings))] if warnings else []
        return Account(f"Published to {wanted.setting.name}.", tuple(parts))


def _built(wanted: Order, tell: Tell) -> AbstractContextManager[BuiltSite]:
    tell("building the site")
    return built_site(wanted, BuildTold(tell))


@contextmanager
def _refusals_told(setting: TargetSetting) -> Iterator[None]:
    """Where a refusal names an option, say where that is given: in a terminal, on purpose."""
    try:
        yield
    except PublishFailed as error:
        text = str(error)
        raise PublishFailed(
            text + f"\n{IN_TERMINAL.format(name=setting.name)}" * ("--" in text)
        ) from error


def _account(built: BuiltSite, plan: Changes) -> Account:
    wish, name = built.wish, built.wish.setting.name
    notes = tuple(_notes(built))
    if plan.is_empty:
        headline = f"{name} is up to date: nothing would be sent or removed."
        return Account(headline, notes)
    where = Part("Where", (f"{name}: {place_of(wish.setting)}", f"Readers find it at {wish.url}"))
    leaving = tuple(path for path in plan.leaving if path not in frozenset(plan.due))
    there = plan.before.files
    lists = (
        ("New", _rows(it for it in plan.puts if it.path not in there)),
        ("Changed", _rows(it for it in plan.puts if it.path in there)),
        ("Removed now", _listed(plan.due)),
        ("Removed later, as the site has them no more", _listed(leaving)),
    )
    parts = (Part(f"{heading}: {count}", lines) for heading, (count, lines) in lists if count)
    total = counted(len(plan.puts), "file")
    headline = (
        f"Publishing to {name} would send {total} ({size(sum(it.size for it in plan.puts))})"
        f" and remove {len(plan.due) + len(leaving)}."
    )
    return Account(headline, (where, *parts, *notes), _confirm(wish, plan))


def _confirm(wish: Wish, plan: Changes) -> Confirm:
    tick, leaving, whole = "", len(plan.leaving), len(plan.before.files)
    if plan.is_mass_deletion:
        tick = f"Yes, {leaving} of {whole} files are meant to leave the site."
    fields = {"target": wish.setting.name, "announced": site_fingerprint(wish.files)}
    return Confirm("publish", f"Publish to {wish.setting.name}", fields, tick)


def _notes(built: BuiltSite) -> Iterator[Part]:
    report, url = built.report, built.wish.url
    drafts = tuple(f"{it.path}: {it.reason}" for it in report.unpublished)
    if drafts:
        yield Part(f"Stays unpublished: {len(drafts)}", drafts[:SHOWN])
    if report.warnings:
        yield Part(f"Warnings: {len(report.warnings)}", tuple(map(str, report.warnings[:SHOWN])))
    if is_example(url):
        yield Part("Note", tuple(EXAMPLE_URL.format(url=url).splitlines()))


def _rows(files: Iterable[SiteFile]) -> tuple[int, tuple[str, ...]]:
    """How many files, and a line for each page; what belongs to pages is counted."""
    every = tuple(files)
    pages = [it.path for it in every if it.kind == FileKind.PAGE]
    _, lines = _listed(pages)
    others = len(every) - len(pages)
    belong = "belongs" if others == 1 else "belong"
    count = counted(others, "file")
    rest = (f"{'and ' if pages else ''}{count} that {belong} to pages, lists and feeds",)
    return len(every), (*lines, *(rest if others else ()))


def _listed(paths: Sequence[str]) -> tuple[int, tuple[str, ...]]:
    more = len(paths) - SHOWN
    return len(paths), (*paths[:SHOWN], *((f"and {more} more",) if more > 0 else ()))


def place_of(setting: TargetSetting) -> str:
    """Where a target is, in words, without a secret."""
    match setting.place:
        case FolderTarget(path=path):
            return f"the folder {path}"
        case SshTarget(host=host, path=path):
            return f"{host}, the folder {path}"
        case BucketTarget(bucket=bucket, prefix=prefix):
            return f"the bucket {bucket}" + (f", below {prefix}" if prefix else "")
        case GitTarget(branch=branch):
            return f"the branch {branch} of a git repository"
        case ServiceTarget(project=project):
            return f"the project {project} at {setting.to}"
