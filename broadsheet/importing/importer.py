"""Imports another system's site: places its posts, checks that they build, and writes them."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from pathlib import Path

from broadsheet.builds import Progress
from broadsheet.content.settings import FILE as SETTINGS
from broadsheet.content.settings import Settings, read_settings
from broadsheet.exports.posts import Export, LeftOut, Post, Remark
from broadsheet.files import CONTENT, LOCALE, MEMORY, THEMES, list_content
from broadsheet.importing.account import Account, Taken, check_complete
from broadsheet.importing.drafts import draft_of
from broadsheet.importing.linking import Linker, unused_files
from broadsheet.importing.placing import place_all
from broadsheet.importing.putting import put_in_place
from broadsheet.importing.record import Record, read_record
from broadsheet.importing.settling import Settling, settle, taken_addresses
from broadsheet.importing.starting import refuse_unfit, start_site, write_start
from broadsheet.output.site_lock import locked
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.workers import Workers

STAGE = f"{MEMORY}/import-stage"
UNTIL_DATED = "it has no date, so it has the day of the import"


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What is imported: `kind` names the system, `source` its folder, file or address; `root` is
    the site. `as_of` gives the current time. With `keep_links`, links to what the source lacks
    lead to the old site."""

    kind: str
    source: str
    root: Path
    as_of: Callable[[tzinfo], datetime]
    keep_links: bool = False
    workers: int | None = None


@dataclass(frozen=True, slots=True)
class Import:
    """What an import did: its account, and problems of files that it did not write."""

    account: Account
    problems: tuple[Problem, ...]


def import_site(options: ImportOptions, export: Export, progress: Progress) -> Import:
    """Write an export into the site, which is made if there is none. Raises ProblemsFound if the
    site's own settings or the record of earlier imports are wrong; nothing is written then."""
    refuse_unfit(options.root, options.source)
    new_settings, remarks = start_site(options.root, export, options.source)
    record = read_record(options.root)
    options.root.mkdir(parents=True, exist_ok=True)
    with (
        locked(options.root, options.root / "public", 30.0, progress),
        _stage(options.root, new_settings) as stage,
    ):
        return _import(options, export, record, stage, progress, (new_settings, remarks))


def _import(
    options: ImportOptions, export: Export, record: Record, stage: Path, progress: Progress,
    start: tuple[str, Sequence[str]],
) -> Import:  # fmt: skip
    new_settings, remarks = start
    before = record.of(options.kind)
    settling, left_out, used = _drafted(options, export, record, stage, progress)
    workers = Workers(options.workers)
    others = settle(settling, options.as_of, workers, progress)
    if new_settings:
        write_start(options.root, new_settings)
    origins = {path: draft.origin for path, draft in settling.drafts.items()} | settling.media
    states = put_in_place(options.root, stage, origins, options.kind, record)
    left_out += [*export.left_out, *settling.left_out]
    left_out += [LeftOut(*it) for it in unused_files(export, used)]
    seen = _seen(export)
    account = Account(
        kind=options.kind,
        source=_source_name(options.source),
        taken=tuple(sorted(_taken(settling, states))),
        left_out=tuple(sorted(left_out)),
        remarks=(*export.remarks, *remarks),
        gone=tuple(path for path, was in before.items() if was.origin not in seen),
    )
    check_complete(seen, account)
    return Import(account, tuple(others))


def _drafted(
    options: ImportOptions, export: Export, record: Record, stage: Path, progress: Progress
) -> tuple[Settling, list[LeftOut], Mapping[str, str]]:
    """What is to be written, its files in the stage; what is left out already; and the new path of
    each file that is shown."""
    settings, before = _settings(stage), record.of(options.kind)
    deleted = _deleted(options.root, record, options.kind)
    moment = options.as_of(settings.timezone)
    posts, left_out = _datable(export.posts, deleted, moment)
    seen = frozenset(_seen(export))
    renewed = {path for path, it in before.items() if it.origin in seen}
    known = {before[path].origin: path for path in renewed if before[path].origin not in deleted}
    taken = frozenset({*_content_paths(stage)} - renewed)
    for path in renewed:
        (stage / path).unlink(missing_ok=True)
    addresses = taken_addresses(stage, Workers(options.workers), progress)
    zone, pattern = settings.timezone, settings.permalink
    places = place_all(posts, pattern, zone, known, taken, addresses)
    linker = Linker(export, places, options.keep_links, taken)
    drafts = {place.path: draft_of(place, linker) for place in places}
    media, unreadable = _stage_files(linker.used, options.source, stage)
    return Settling(stage, drafts, media, []), [*left_out, *unreadable], linker.used


def _seen(export: Export) -> list[str]:
    """Everything that an account must name, by its origin."""
    seen = [it.origin for it in export.posts] + [it.origin for it in export.left_out]
    return seen + [it.origin for it in export.files]


def _settings(stage: Path) -> Settings:
    settings, log = read_settings((stage / SETTINGS).read_bytes())
    if log.problems:
        raise ProblemsFound(log.problems)
    return settings


def _deleted(root: Path, record: Record, kind: str) -> dict[str, str]:
    """The origins of articles that an earlier import wrote and the curator deleted since, with the
    paths that they had."""
    if record.unfinished:
        return {}
    files = record.of(kind).items()
    return {
        it.origin: path for path, it in files if path.endswith(".md") and not (root / path).exists()
    }


def _datable(
    posts: tuple[Post, ...], deleted: Mapping[str, str], moment: datetime
) -> tuple[list[Post], list[LeftOut]]:
    """The posts to write: those without a date are pages, or drafts of this day."""
    kept, left_out = [], []
    for post in posts:
        if post.origin in deleted:
            left_out.append(
                LeftOut(post.origin, f"you deleted {deleted[post.origin]} since it was imported")
            )
        elif post.date is None and post.draft and not post.is_page:
            remark = Remark(0, UNTIL_DATED)
            kept.append(replace(post, date=moment.date(), remarks=(*post.remarks, remark)))
        elif post.date is None and not post.is_page:
            remark = Remark(0, "it has no date, so it became a page")
            kept.append(replace(post, is_page=True, remarks=(*post.remarks, remark)))
        elif post.is_page and post.draft:
            left_out.append(
                LeftOut(post.origin, "it is an unpublished page, and pages have no drafts")
            )
        elif post.is_page and post.addresses[:1] in (("/",), ("/index.html",)):
            left_out.append(
                LeftOut(post.origin, "it is the front page, which is made from the articles")
            )
        else:
            kept.append(post)
    return kept, left_out


def _taken(settling: Settling, states: Mapping[str, str]) -> Iterator[Taken]:
    for path, draft in settling.drafts.items():
        yield Taken(draft.origin, path, states[path], tuple(dict.fromkeys(draft.remarks)))
    for path, origin in settling.media.items():
        yield Taken(origin, path, states[path])


def _stage_files(
    used: Mapping[str, str], source: str, stage: Path
) -> tuple[dict[str, str], list[LeftOut]]:
    """Copy the files that posts show into the stage; returns their origins by the new paths."""
    media: dict[str, str] = {}
    unreadable: list[LeftOut] = []
    folder = Path(source) if Path(source).is_dir() else Path(source).parent
    for origin, path in sorted(used.items()):
        target = stage / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        try:
            flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)
            with (
                open(os.open(folder / origin, flags), "rb") as file,
                open(target, "wb") as copy,
            ):
                shutil.copyfileobj(file, copy)
        except OSError as error:
            target.unlink(missing_ok=True)
            unreadable.append(LeftOut(origin, f"it cannot be read: {error.strerror or error}"))
            continue
        media[path] = origin
    return media, unreadable


def _content_paths(stage: Path) -> Iterator[str]:
    content = list_content(stage)
    for group in (content.texts, content.media, content.root):
        yield from group


@contextmanager
def _stage(root: Path, new_settings: str) -> Iterator[Path]:
    """A copy of the site in a folder aside, without what builds make; it is removed at the end."""
    stage = root / STAGE
    shutil.rmtree(stage, ignore_errors=True)
    try:
        (stage / CONTENT).mkdir(parents=True)
        if (root / CONTENT).is_dir():
            for path in _content_paths(root):
                (stage / path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(root / path, stage / path)
        settings = new_settings.encode() if new_settings else (root / SETTINGS).read_bytes()
        (stage / SETTINGS).write_bytes(settings)
        for folder in (THEMES, LOCALE):
            if (root / folder).is_dir():
                shutil.copytree(root / folder, stage / folder)
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _source_name(source: str) -> str:
    """The source, as the account names it: an address, or the last part of a path."""
    return source if "://" in source else Path(source).resolve().name
