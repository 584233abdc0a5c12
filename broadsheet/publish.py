"""Puts new and changed files in place, removes vanished ones, leaves all others untouched."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG

from filelock import FileLock, Timeout

from broadsheet.addresses import is_lite
from broadsheet.builds import Published
from broadsheet.files import MEMORY, files_below
from broadsheet.in_the_way import making_way
from broadsheet.journal import LIST, STAGE, Journal, decide, finish, replace
from broadsheet.making import Aside
from broadsheet.manifest import (
    Manifest,
    Standing,
    decoded,
    list_of_files,
    listed_files,
    manifest_file,
    shows_a_text,
)
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.seal import fingerprint_of_output
from broadsheet.urls import address_of

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Seen:
    """A file that stands in the output folder, as it looks from outside."""

    size: int
    modified_ns: int
    is_file: bool  # and no link or the like

    @classmethod
    def of(cls, status: os.stat_result) -> "Seen":
        """What a file's status shows."""
        return cls(status.st_size, status.st_mtime_ns, S_ISREG(status.st_mode))


class Output:
    """The output folder during one build; made within `kept_from_others`.

    Raises ProblemsFound when foreign files stand in it.
    """

    def __init__(self, root: Path, folder: Path, site_url: str) -> None:
        self.folder, self._url = folder, site_url
        self.stage = folder / STAGE
        self._manifest_file = manifest_file(root, folder)
        self.before = self._remembered()
        folder.mkdir(parents=True, exist_ok=True)
        self._standing = {path: Seen.of(status) for path, status in files_below(folder)}
        self._own = self._own_files()
        self._refuse_foreign()
        self.stage.mkdir(exist_ok=True)
        self._after: dict[str, Standing] = {}
        self._placed: dict[str, str] = {}
        self.result = Published()

    def is_untouched(self, path: str) -> bool:
        """Whether the file at `path` is as the last build left it, by size and time."""
        before, now = self.before.files.get(path), self._standing.get(path)
        return bool(
            before and now and (before.size, before.mtime_ns) == (now.size, now.modified_ns)
        )

    def size(self, path: str) -> int:
        """The size of the file that stands at `path`; -1 where none does."""
        now = self._standing.get(path)
        return now.size if now and now.is_file else -1

    def keep(self, path: str, inputs: str) -> None:
        """Leave the file at `path` as it stands."""
        now = self._standing[path]
        self._after[path] = Standing(now.size, now.modified_ns, inputs)
        self.result.unchanged.append(path)

    def take(self, path: str, name: str, aside: Aside, inputs: str) -> None:
        """Take what was laid aside under `name` for the file at `path`."""
        if not aside.is_new:
            self.keep(path, inputs)
            return
        self._placed[path] = name
        self._after[path] = Standing(aside.size, aside.modified_ns, inputs)
        self.result.written.append(path)

    def finish(self) -> Published:
        """Put everything in place, decided by a journal; nothing is done when nothing changed.

        The list of our files first takes in what is about to come, so that they are known for
        ours even if the journal is lost.
        """
        gone = sorted(path for path in self._standing if path not in self._after)
        new_list = list_of_files(self._after, self._url)
        new_manifest = Manifest(self._after).encoded()
        if self._placed or gone:
            replace(self.folder / LIST, list_of_files({*self._own, *self._after}, self._url))
            in_the_way = making_way(gone, self._placed)
            journal = Journal(
                in_the_way=tuple(path for path in gone if path in in_the_way),
                placed=tuple((name, path) for path, name in self._placed.items()),
                gone=tuple(path for path in gone if path not in in_the_way),
            )
            decide(self.folder, journal, new_list, new_manifest)
            finish(self.folder, self._manifest_file)
        else:
            replace(self.folder / LIST, new_list)
            replace(self._manifest_file, new_manifest)
        self.result.removed = gone
        self.result.lost = [address_of(path) for path in gone if self._is_missed(path)]
        return self.result

    def look(self) -> str:
        """The fingerprint of how the folder looks after the build."""
        looks = [(path, it.size, it.mtime_ns) for path, it in sorted(self._after.items())]
        return fingerprint_of_output(looks)

    def _is_missed(self, path: str) -> bool:
        return not is_lite(address_of(path)) and shows_a_text(self.before.files.get(path))

    def _refuse_foreign(self) -> None:
        foreign = sorted(self._standing.keys() - self._own)
        if not foreign:
            return
        named = ", ".join(foreign[:SHOWN]) + (" …" if len(foreign) > SHOWN else "")
        text = f"holds files that Broadsheet did not make for this site: {named}"
        hint = "nothing was changed; move them away, or choose another folder with --output"
        raise ProblemsFound([Problem(str(self.folder), 0, text, hint)])

    def _remembered(self) -> Manifest:
        try:
            return decoded(self._manifest_file.read_bytes())
        except OSError:
            return Manifest()

    def _own_files(self) -> frozenset[str]:
        try:
            listed = listed_files((self.folder / LIST).read_bytes(), self._url)
        except OSError:
            listed = None
        if listed is not None:
            return listed
        return frozenset(self.before.files)


@contextmanager
def kept_from_others(
    root: Path, folder: Path, wait: float, waiting: Callable[[], None]
) -> Iterator[None]:
    """Keep other builds of the site out for as long as this one lasts.

    Waits at most `wait` seconds for another build to end, and calls `waiting` before. A publish
    that was interrupted is finished first; what was only written aside is gone afterwards.
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
    manifest = manifest_file(root, folder)
    try:
        finish(folder, manifest)
        yield
    finally:
        try:
            with suppress(OSError):  # what was decided and cannot be done now is left to the next
                finish(folder, manifest)
        finally:
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
