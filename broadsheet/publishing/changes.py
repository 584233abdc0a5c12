"""What a publish has to do: which files go to the target and which leave it, and in which order.

A file is there before anything links to it, and it goes long after nothing does. So first come
files that pages need, then pages that are new, then pages that changed, then lists, feeds and the
front page; then, after a delay, what the site no longer has is removed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from broadsheet.publishing.remote_manifest import UNKNOWN, RemoteManifest
from broadsheet.publishing.site_files import FileKind, SiteFile

FEW, SHARE = 100, 5  # more than 100 files and a fifth of the site are a mass deletion


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publish does, in this order: each group of files is put in place before the next one
    begins, then the files in `due` are removed.

    `before` is the manifest that was found, `during` the one that holds while it is done, `after`
    the one that holds at the end.
    """

    groups: tuple[tuple[SiteFile, ...], ...]
    due: tuple[str, ...]
    before: RemoteManifest
    during: RemoteManifest
    after: RemoteManifest

    @property
    def puts(self) -> tuple[SiteFile, ...]:
        """All files to put in place, in order."""
        return tuple(file for group in self.groups for file in group)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.puts and not self.due and self.before.gone == self.after.gone

    @property
    def leaving(self) -> tuple[str, ...]:
        """The files that the site had at the last publish and has no more."""
        return tuple(sorted(self.after.gone.keys() - self.before.gone.keys()))

    @property
    def is_mass_deletion(self) -> bool:
        """Whether so much leaves the site that it may be a mistake."""
        return len(self.leaving) > FEW and SHARE * len(self.leaving) > len(self.before.files)


def changes(
    files: Sequence[SiteFile],
    before: RemoteManifest,
    url: str,
    now: datetime,
    delete_after: timedelta,
) -> Changes:
    """What turns what `before` says is there into the site of these files, at the moment `now`."""
    moment = now.astimezone(UTC).isoformat(timespec="seconds")
    digests = {it.path: it.digest for it in files}
    puts = [it for it in files if before.files.get(it.path) != it.digest]
    left = {path: moment for path in before.files if path not in digests}
    gone = {path: since for path, since in {**left, **before.gone}.items() if path not in digests}
    due = sorted(
        path
        for path, since in gone.items()
        if _is_due(since, now, delete_after) or _is_stale_twin(path, digests)
    )
    after = RemoteManifest(
        digests, {path: it for path, it in gone.items() if path not in due}, url, moment
    )
    unsure = dict.fromkeys((it.path for it in puts), UNKNOWN)
    during = replace(before, files={**before.files, **unsure}, gone={**before.gone})
    return Changes(tuple(_groups(puts, before.files)), tuple(due), before, during, after)


def _is_stale_twin(path: str, there: Mapping[str, str]) -> bool:
    """Whether a path is that of a compressed twin that a file of the site has no more: servers
    would send it in that file's place."""
    stem, dot, coding = path.rpartition(".")
    return bool(dot) and coding in ("gz", "br") and stem in there


def _is_due(since: str, now: datetime, delete_after: timedelta) -> bool:
    try:
        return datetime.fromisoformat(since) + delete_after <= now
    except (ValueError, OverflowError, TypeError):
        return False


def _groups(puts: Iterable[SiteFile], there: Mapping[str, str]) -> Iterable[tuple[SiteFile, ...]]:
    """The files in groups, in the order in which they are put in place."""
    steps: dict[int, list[SiteFile]] = {0: [], 1: [], 2: [], 3: []}
    for it in puts:
        is_new = not there.get(it.path)
        steps[_step(it.kind, is_new)].append(it)
    return (tuple(step) for step in steps.values() if step)


def _step(kind: FileKind, is_new: bool) -> int:
    if kind is FileKind.ASSET:
        return 0
    if is_new:
        return 1
    return 2 if kind is FileKind.PAGE else 3
