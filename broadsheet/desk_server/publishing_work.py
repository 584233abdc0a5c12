"""The desk publishes: first it says what would go where, then it does that, if it is still so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

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
from broadsheet.desk_server.accounts import Account, Confirm, Part, plainly, sentence
from broadsheet.desk_server.jobs import Tell
from broadsheet.desk_server.work_told import BuildTold, SendingTold
from broadsheet.problems import Problem
from broadsheet.publishing.built_site import BuiltSite, Order, built_site
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.outside import Outside
from broadsheet.publishing.publisher import Wish, planned, published, site_fingerprint
from broadsheet.publishing.said import is_example, size, staying_lines
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import NotOurs, PublishFailed

CHANGED = "Nothing was sent: the site has changed since you looked. Now it is this:"
SHOWN = 30  # lines of a list
IN_TERMINAL = "In a terminal, `broadsheet publish {name}` takes what begins with --."
EXAMPLE = (
    "The address of the site in site.yaml is only an example: {url}. Write the address that your"
    " site will have there before readers come. As the place then has the site of another address,"
    " this page asks you once whether to replace that one."
)
EITHER = "Choose an empty place in site.yaml, or replace what is there."


@dataclass(frozen=True, slots=True)
class Names:
    """What things are called: the headlines of articles by the paths of their pages in the site,
    and by the paths of their files; and which of these files readers have."""

    pages: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    published: frozenset[str] = frozenset()

    def of_file(self, path: str) -> str:
        """The headline of the article in a file; the path, if it has none."""
        return self.files.get(path) or path

    def told(self, problem: Problem) -> str:
        """A mistake as a line of an account, with the headline of an article for its file."""
        return plainly(problem, self.files.get(problem.path, ""))

    def of_page(self, path: str) -> str:
        """The headline of the article on a page; the path, if it is of none."""
        return self.pages.get(path) or path


def order(
    root: Path,
    name: str,
    now: datetime,
    environ: Mapping[str, str],
    takes_over: bool = False,
) -> Order:
    """What publishing to the place of that name means at a moment; with `takes_over` what else is
    there is replaced. Raises PublishFailed if `site.yaml` names no such place, and ProblemsFound
    for mistakes in that."""
    settings = site_settings(root)
    setting = next((it for it in settings.publish if it.name == name), None)
    if setting is None:
        raise PublishFailed(f"site.yaml names no place {name!r} under publish")
    build = BuildOptions(root, root / "public", lambda zone: now.astimezone(zone))
    return Order(build, settings, setting, now, Outside(environ), takes_over)


def account_of_publish(wanted: Order, names: Names, tell: Tell) -> Account:
    """Build the site, and say what publishing it would do; nothing is sent. Raises the errors of a
    build, and PublishFailed."""
    with _refusals_told(wanted.setting), _built(wanted, tell) as built:
        tell(f"looking at {wanted.setting.name}")
        try:
            return _account(built, planned(built.wish), names)
        except NotOurs as other:
            return _account_of_other(wanted.setting, other)


def publish(
    wanted: Order, announced: str, are_deletions_meant: bool, names: Names, tell: Tell
) -> Account:
    """Publish the site if it is as it was `announced`, by its fingerprint; else say again what
    publishing it would do. A mass deletion is done only where it is meant. Raises as above."""
    wanted = replace(wanted, allow_deletions=are_deletions_meant)
    with _refusals_told(wanted.setting), _built(wanted, tell) as built:
        if site_fingerprint(built.wish.files) != announced:
            told = _account(built, planned(built.wish), names)
            return replace(told, headline=f"{CHANGED} {told.headline}")
        with published(built.wish, SendingTold(tell), lambda _: False) as (plan, steps):
            lines = [done_words(plan), *map(sentence, staying_lines(plan, built.wish))]
            warnings: list[str] = []
            tell("telling others")
            for step in steps:
                (warnings if step.is_warning else lines).append(sentence(step.text))
        parts = [Part("What was done", tuple(filter(None, lines)))]
        parts += [Part("What went wrong after it", tuple(warnings))] if warnings else []
        where = f"Published to {wanted.setting.name}."
        link = "" if is_example(built.wish.url) else built.wish.url
        return Account(where, tuple(parts), link=link)


def done_words(plan: Changes) -> str:
    """What a publish did, in a sentence."""
    if plan.is_empty:
        return "It was up to date: nothing was sent."
    removed = f", and {counted(len(plan.due), 'file')} removed" if plan.due else ""
    is_one = len(plan.puts) == 1
    total = size(sum(it.size for it in plan.puts))
    return (
        f"{counted(len(plan.puts), 'file')} {'was' if is_one else 'were'} sent ({total}){removed}."
    )


def _account_of_other(setting: TargetSetting, other: NotOurs) -> Account:
    """What stands at a place that is not this site, and a way to say that it may go."""
    count, listed = _listed(other.files)
    parts = [Part("What to do", (EITHER,))]
    parts += [Part(f"What is there: {counted(count, 'file')}", listed)] if count else []
    fields = {"target": setting.name, "take-over": "yes"}
    confirm = Confirm("look-publish", "See what replacing it would do", fields)
    return Account(f"Not published to {setting.name}: {other.what}.", tuple(parts), confirm, True)


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


def _account(built: BuiltSite, plan: Changes, names: Names) -> Account:
    wish, name = built.wish, built.wish.setting.name
    notes = tuple(_notes(built, names))
    if plan.is_empty:
        headline = f"{name} is up to date: nothing would be sent or removed."
        return Account(headline, notes, link="" if is_example(wish.url) else wish.url)
    where = Part("Where", (f"{name}: {place_of(wish.setting)}", f"Readers find it at {wish.url}"))
    leaving = tuple(path for path in plan.leaving if path not in frozenset(plan.due))
    there = plan.before.files
    lists = (
        ("New", _rows((it for it in plan.puts if it.path not in there), names)),
        ("Changed", _rows((it for it in plan.puts if it.path in there), names)),
        ("Removed now", _listed([names.of_page(it) for it in plan.due])),
        (
            "Removed later, as the site has them no more",
            _listed([names.of_page(it) for it in leaving]),
        ),
    )
    parts = (Part(f"{heading}: {count}", lines) for heading, (count, lines) in lists if count)
    total, gone = counted(len(plan.puts), "file"), len(plan.due) + len(leaving)
    headline = (
        f"Publishing to {name} would send {total} ({size(sum(it.size for it in plan.puts))})"
        f"{f' and remove {gone}' if gone else ''}."
    )
    return Account(headline, (where, *parts, *notes), _confirm(wish, plan))


def _confirm(wish: Wish, plan: Changes) -> Confirm:
    tick, leaving, whole = "", len(plan.leaving), len(plan.before.files)
    if plan.is_mass_deletion:
        tick = f"Yes, {leaving} of {whole} files are meant to leave the site."
    fields = {"target": wish.setting.name, "announced": site_fingerprint(wish.files)}
    if wish.take_over:
        fields["take-over"] = "yes"
        tick = f"Yes, what is at {wish.setting.name} now may be replaced. {tick}".strip()
    return Confirm("publish", f"Publish to {wish.setting.name}", fields, tick)


def _notes(built: BuiltSite, names: Names) -> Iterator[Part]:
    report, url = built.report, built.wish.url
    away = [it for it in report.unpublished if it.path in names.published]
    drafts = [it for it in report.unpublished if it.path not in names.published]
    for heading, found in (("Taken from readers", away), ("Stays unpublished", drafts)):
        lines = tuple(f"{names.of_file(it.path)}: {it.reason}" for it in found)
        if lines:
            yield Part(f"{heading}: {len(lines)}", _listed(lines)[1])
    if report.warnings:
        told = tuple(map(names.told, report.warnings))
        yield Part(f"Warnings: {len(told)}", _listed(told)[1])
    if is_example(url):
        yield Part("To be known", (EXAMPLE.format(url=url),))


def _rows(files: Iterable[SiteFile], names: Names) -> tuple[int, tuple[str, ...]]:
    """How many files, and a line for each article; what belongs to articles is counted."""
    every = tuple(files)
    pages = [names.pages[it.path] for it in every if it.path in names.pages]
    _, lines = _listed(pages)
    others = len(every) - len(pages)
    count = counted(others, "other file" if pages else "file")
    rest = (f"{'and ' if pages else ''}{count}: lists, feeds, pictures and the like",)
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
