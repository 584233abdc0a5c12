"""Puts new and changed files in place, removes vanished ones, leaves all others untouched."""

import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from stat import S_ISREG

from filelock import FileLock, Timeout

from broadsheet.fingerprint import of_value
from broadsheet.manifest import Manifest, Standing, decoded, list_of_files, listed_files
from broadsheet.problems import Problem, ProblemsFound

MEMORY = ".broadsheet"
RECORDS = ".broadsheet-"  # what names in the output folder start with that are no pages
LIST, STAGE = f"{RECORDS}files", f"{RECORDS}stage"
NOT_OURS_NOT_THEIRS = frozenset([".git", ".DS_Store", "Thumbs.db"])
SHOWN = 5


@dataclass(slots=True)
class Published:
    """What a build did to the output folder, by address path."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


class Output:
    """The output folder during one build; made by `opened`.

    Raises ProblemsFound when foreign files stand in it.
    """

    def __init__(self, root: Path, folder: Path, site_url: str) -> None:
        self._folder, self._url = folder, site_url
        name = of_value(os.path.abspath(folder))
        self._manifest_file = root / MEMORY / f"manifest-{name}.json"
        self.before = self._remembered()
        self._standing = self._scanned()
        self._own = self._own_files()
        self._refuse_foreign()
        self._after: dict[str, Standing] = {}
        self._staged: dict[str, Path] = {}
        self.result = Published()

    def is_untouched(self, path: str) -> bool:
        """Whether the file at `path` is as the last build left it, by size and time."""
        before, now = self.before.files.get(path), self._standing.get(path)
        return bool(
            before and now and (before.size, before.mtime_ns) == (now.st_size, now.st_mtime_ns)
        )

    def keep(self, path: str, inputs: Mapping[str, str]) -> None:
        """Leave the file at `path` as it stands."""
        stat = self._standing[path]
        self._after[path] = Standing(stat.st_size, stat.st_mtime_ns, inputs)
        self.result.unchanged.append(path)

    def put(self, path: str, content: bytes, inputs: Mapping[str, str]) -> None:
        """Write a file aside, unless the very same bytes stand in its place already."""
        if self._holds(path, content):
            self.keep(path, inputs)
            return
        aside = self._folder / STAGE / str(len(self._staged))
        aside.parent.mkdir(parents=True, exist_ok=True)
        aside.write_bytes(content)
        stat = aside.stat()
        self._staged[path] = aside
        self._after[path] = Standing(stat.st_size, stat.st_mtime_ns, inputs)
        self.result.written.append(path)

    def _holds(self, path: str, content: bytes) -> bool:
        stands = self._standing.get(path)
        if stands is None or not S_ISREG(stands.st_mode) or stands.st_size != len(content):
            return False
        return (self._folder / path).read_bytes() == content

    def finish(self) -> Published:
        """Put everything in place: first what is new or changed, then the removals, then the
        list and the manifest.

        The list first takes in what is about to come, so that the next build knows the files of
        one that was killed half-way for its own.
        """
        self._write_list(self._own | self._after.keys())
        gone = sorted(path for path in self._standing if path not in self._after)
        in_the_way = self._in_the_way(gone)
        for path in in_the_way:
            self._remove(path)
        for path, aside in self._staged.items():
            target = self._folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(aside, target)
        for path in gone:
            if path not in in_the_way:
                self._remove(path)
        self.result.removed = gone
        self._write_list(self._after.keys())
        self._manifest_file.parent.mkdir(parents=True, exist_ok=True)
        _replace(self._manifest_file, Manifest(self._after).encoded())
        return self.result

    def _in_the_way(self, gone: list[str]) -> frozenset[str]:
        """The vanished files that stand where a folder comes, or whose folder a file replaces."""
        folders = {str(above) for path in self._staged for above in PurePosixPath(path).parents}
        return frozenset(
            path
            for path in gone
            if path in folders
            or any(str(above) in self._staged for above in PurePosixPath(path).parents)
        )

    def _refuse_foreign(self) -> None:
        foreign = sorted(self._standing.keys() - self._own)
        if not foreign:
            return
        named = ", ".join(foreign[:SHOWN]) + (" …" if len(foreign) > SHOWN else "")
        text = f"holds files that Broadsheet did not make for this site: {named}"
        hint = "nothing was changed; move them away, or choose another folder with --output"
        raise ProblemsFound([Problem(str(self._folder), 0, text, hint)])

    def _remove(self, path: str) -> None:
        target = self._folder / path
        target.unlink()
        for folder in target.relative_to(self._folder).parents:
            if folder == Path() or any((self._folder / folder).iterdir()):
                return
            (self._folder / folder).rmdir()

    def _write_list(self, paths: Set[str]) -> None:
        _replace(self._folder / LIST, list_of_files(paths, self._url))

    def _remembered(self) -> Manifest:
        try:
            return decoded(self._manifest_file.read_bytes())
        except OSError:
            return Manifest()

    def _own_files(self) -> frozenset[str]:
        try:
            listed = listed_files((self._folder / LIST).read_bytes(), self._url)
        except OSError:
            listed = None
        if listed is not None:
            return listed
        return frozenset(self.before.files)

    def _scanned(self) -> dict[str, os.stat_result]:
        return dict(_files_below(self._folder, ""))


def _files_below(folder: Path, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            path = prefix + entry.name
            if entry.name in NOT_OURS_NOT_THEIRS or path.startswith(RECORDS):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from _files_below(folder / entry.name, f"{path}/")
            else:
                yield path, entry.stat(follow_symlinks=False)


def _replace(target: Path, content: bytes) -> None:
    """Write a file whole: aside first, then in place. The same bytes are not written again."""
    if target.is_file() and target.read_bytes() == content:
        return
    aside = target.with_name(f"{target.name}.new")
    aside.write_bytes(content)
    os.replace(aside, target)


@contextmanager
def opened(
    root: Path, folder: Path, site_url: str, wait: float, waiting: Callable[[], None]
) -> Iterator[Output]:
    """The output folder, kept from other builds for as long as this one lasts.

    Waits at most `wait` seconds for another build to end, and calls `waiting` before. What was
    written aside and not put in place is gone afterwards, whatever happened.
    """
    _refuse_unfit(root, folder)
    (root / MEMORY).mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / MEMORY / "lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            waiting()
            lock.acquire(timeout=wait)
    except Timeout:
        text = "another build of this site is running"
        raise ProblemsFound([Problem(str(folder), 0, text, "wait until it has ended")]) from None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield Output(root, folder, site_url)
    finally:
        shutil.rmtree(folder / STAGE, ignore_errors=True)
        lock.release()


def _refuse_unfit(root: Path, folder: Path) -> None:
    """Refuse an output folder that is no folder, or that holds or is held by the sources."""
    real, site = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    fault = ""
    if site.is_relative_to(real):
        fault = "holds the site's sources"
    elif any(real.is_relative_to(site / name) for name in ("content", "themes", MEMORY)):
        fault = "stands among the site's sources"
    elif folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        fault = "is not a folder of its own"
    if fault:
        hint = "choose another folder with --output"
        raise ProblemsFound([Problem(str(folder), 0, f"cannot be the output: it {fault}", hint)])
