"""What a publish has to do: which files go to the target and which leave it, and in which order.

A file is there before anything links to it, and it goes long after nothing does. So first come new
files that pages need, then other new files. Nothing links to these yet, so they may link to one
another. When all are there, the files that changed are replaced, and the front page comes: first
what pages need, then pages, then lists and feeds. At the end, after a delay, what the site has no
more is removed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from broadsheet.publishing.remote_manifest import UNKNOWN, RemoteManifest
from broadsheet.publishing.site_files import FileKind, SiteFile

FEW, SHARE = 100, 5  # more than 100 files and a fifth of the site are a mass deletion
FRONT = "index.html"  # from which readers reach the others, also when it is new
PARTS, LEAST = 8, 250  # after each part, of as many files at least, the manifest is written again

Group = tuple[SiteFile, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a publish does: put each group of `new` files in place before the next one begins, then
    each of the `edited` ones, then remove the files in `due`.

    `before` is the manifest that was found, `after` the one that holds at the end.
    """

    new: tuple[Group, ...]
    edited: tuple[Group, ...]
    due: tuple[str, ...]
    before: RemoteManifest
    after: RemoteManifest

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups of files to put in place, in order."""
        return (*self.new, *self.edited)

    @property
    def puts(self) -> Group:
        """All files to put in place, in order."""
        return tuple(file for group in self.groups for file in group)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return replace(self.before, published="") == replace(self.after, published="")

    @property
    def leaving(self) -> tuple[str, ...]:
        """The files that the site had at the last publish and has no more."""
        return tuple(sorted(self.before.files.keys() - self.after.files.keys()))

    @property
    def is_mass_deletion(self) -> bool:
        """Whether so much leaves the site that it may be a mistake."""
        return len(self.leaving) > FEW and SHARE * len(self.leaving) > len(self.before.files)

    @property
    def during(self) -> RemoteManifest:
        """A manifest that holds from before the first file is put in place until the last one is,
        for a place where writing it is slow; `steps` has those that say more."""
        edited = dict.fromkeys((it.path for group in self.edited for it in group), UNKNOWN)
        return replace(self._arriving({}), files={**self.before.files, **edited})

    def steps(self) -> Iterator[tuple[RemoteManifest, Group]]:
        """Files to put in place, in order, each group with a manifest that holds while that is
        done: if it is cut short, the next publish goes on from there."""
        there: dict[str, str] = {}
        for part in _parts(self.new):
            yield self._arriving(there), part
            there |= _digests(part)
        left = dict.fromkeys((it.path for group in self.edited for it in group), UNKNOWN)
        whole = {it.path: self.after.files[it.path] for group in self.new for it in group}
        arrived = {
            path: it for path, it in self.before.arriving.items() if path in self.after.files
        }
        standing = {**self.before.files, **arrived, **whole}
        for part in _parts(self.edited):
            manifest = replace(self._arriving({}), files={**standing, **left}, arriving={})
            yield manifest, part
            left |= _digests(part)

    @property
    def settled(self) -> RemoteManifest:
        """The manifest that holds when all files are in place, and while files are removed."""
        since = {path: self.before.gone.get(path, self.after.published) for path in self.due}
        return replace(self.after, gone={**self.after.gone, **since})

    def _arriving(self, there: Mapping[str, str]) -> RemoteManifest:
        """The manifest while new files arrive; these are there."""
        new = {it.path: UNKNOWN for group in self.new for it in group}
        arrived = {
            path: it for path, it in self.before.arriving.items() if path in self.after.files
        }
        leaving = self.settled.gone.items()
        gone = {path: since for path, since in leaving if path not in self.before.files}
        return replace(self.before, arriving={**arrived, **new, **there}, gone=gone)


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
    there = {**before.arriving, **before.files}
    puts = [it for it in files if there.get(it.path) != it.digest]
    gone = {**before.gone, **dict.fromkeys(there, moment)}
    gone = {path: since for path, since in gone.items() if path not in digests}
    due = sorted(
        path
        for path, since in gone.items()
        if _is_due(since, now, delete_after) or _is_stale_twin(path, digests)
    )
    kept = {path: since for path, since in gone.items() if path not in frozenset(due)}
    after = RemoteManifest(digests, kept, {}, url, moment)
    entered = {*before.files, FRONT}
    new = [it for it in puts if it.path not in entered]
    edited = [it for it in puts if it.path in entered]
    return Changes(tuple(_by_kind(new)), tuple(_by_kind(edited)), tuple(due), before, after)


def _is_stale_twin(path: str, there: Mapping[str, str]) -> bool:
    """Whether a path is that of a compressed twin that a file of the site has no more: servers
    would send it in that file's place."""
    stem, dot, coding = path.rpartition(".")
    return bool(dot) and coding in ("gz", "br") and stem in there


def _is_due(since: str, now: datetime, delete_after: timedelta) -> bool:
    """Whether a file that left at a moment may be removed; never if the moment makes no sense."""
    try:
        return datetime.fromisoformat(since) + delete_after <= now
    except (ValueError, OverflowError, TypeError):
        return False


def _by_kind(files: Iterable[SiteFile]) -> Iterator[Group]:
    """The files in groups, what others need first."""
    kinds: dict[FileKind, list[SiteFile]] = {kind: [] for kind in FileKind}
    for it in files:
        kinds[it.kind].append(it)
    return (tuple(group) for group in kinds.values() if group)


def _parts(groups: Sequence[Group]) -> Iterator[Group]:
    """The groups in parts, few and not small."""
    size = max(LEAST, -(-sum(map(len, groups)) // PARTS))
    for group in groups:
        for start in range(0, len(group), size):
            yield group[start : start + size]


def _digests(files: Iterable[SiteFile]) -> dict[str, str]:
    return {it.path: it.digest for it in files}
