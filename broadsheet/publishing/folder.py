"""Publishes to a folder on this machine, as a new release that takes the old one's place at once.

Files that did not change are hard links to those of the release before, so they cost no room. No
file of a release is written again once it is there.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from broadsheet.content.publish_settings import FolderTarget, TargetSetting
from broadsheet.files import files_below
from broadsheet.output.journal import sync
from broadsheet.problems import refusal_words
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.releases import LOCK, RECORD, SITE, Releases, record
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.target import Overtaken, PublishFailed, Told

PATIENCE = 10.0  # seconds that a publish waits for another one
FIRST = RemoteManifest()


@contextmanager
def opened(setting: TargetSetting, root: Path) -> Iterator["Folder"]:
    """The folder of a setting, held by a lock beside it; raises PublishFailed."""
    assert isinstance(setting.place, FolderTarget)
    path = Path(os.path.normpath(root.absolute() / Path(setting.place.path).expanduser()))
    _refuse_unfit(path, root)
    folder = Folder(Releases(path), setting.place.keep)
    try:
        if folder.releases.folder.is_dir():
            folder.hold()
        yield folder
    except OSError as error:
        raise PublishFailed(refusal_words(error)) from error
    finally:
        folder.let_go()


class Folder:
    """A target that is a folder on this machine; see `Target`."""

    def __init__(self, releases: Releases, keep: int) -> None:
        self.releases, self._keep = releases, keep
        self._lock = FileLock(releases.folder / LOCK)

    def hold(self) -> None:
        """Keep other publishes out; raises Overtaken if one does not end soon.

        What one that was cut short has left, and no reader has seen, is removed.
        """
        try:
            self._lock.acquire(timeout=PATIENCE)
        except Timeout:
            text = (
                f"another publish to {self.releases.path} is at work; try again when it has ended"
            )
            raise Overtaken(text) from None
        self.releases.discard(self.releases.live())

    def let_go(self) -> None:
        """Let other publishes in."""
        self._lock.release()

    def manifest(self) -> RemoteManifest | None:
        """What is live; None where nothing was published yet."""
        number = self.releases.live()
        return self.releases.read(number).manifest if number else None

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """All files of a folder that is no link yet: it would give way as a whole."""
        path = self.releases.path
        if path.is_symlink() or not os.path.lexists(path):
            return ()
        return tuple(sorted(it for it, _ in files_below(path))) if path.is_dir() else (path.name,)

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Make a release of the files in `folder`, then switch to it."""
        releases = self.releases
        if not self._lock.is_locked:
            releases.folder.mkdir(parents=True, exist_ok=True)
            self.hold()
            if (self.manifest() or FIRST) != changes.before:
                raise Overtaken(f"another publish to {releases.path} came first; publish again")
        live = releases.live()
        if not live and os.path.lexists(releases.path):
            live = releases.take_over()
        number = max((live, *releases.numbers())) + 1
        try:
            self._make(changes, folder, live, told)
            os.rename(releases.part(), releases.folder / f"{number}")
        except OSError:
            releases.discard(live)  # a disk that is full has room again
            raise
        releases.switch(number)
        for path in changes.due:
            told.removing(path)
        releases.prune(number, self._keep)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that is live; None if there is none."""
        with suppress(FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return (self.releases.path / path).read_bytes()
        return None

    def back(self) -> str:
        """Switch to the release that was live before; returns when that was published.

        Raises PublishFailed if there is none.
        """
        live = self.releases.live()
        before = next(self.releases.before(live), 0) if live else 0
        if not before:
            text = f"{self.releases.path} has no release before the one that is live"
            raise PublishFailed(f"{text}; undo the change in content/ and publish again")
        self.releases.switch(before)
        manifest = self.releases.read(before).manifest
        return manifest.published if manifest else ""

    def _make(self, changes: Changes, folder: Path, live: int, told: Told) -> None:
        """Make a release, and sync it: what did not change from the live one, the rest anew."""
        site, old = self.releases.part() / SITE, self.releases.site(live)
        stay = [*changes.after.files, *changes.after.gone]
        for below in sorted({os.path.dirname(path) for path in stay}):
            os.makedirs(site / below, exist_ok=True)
        new = {it.path: it for it in changes.puts}
        for path in stay:
            is_there = path in new or linked(old / path, site / path)
            if not is_there and path in changes.after.files:  # somebody removed it there
                with suppress(FileNotFoundError):  # a compressed copy is not in the built folder
                    shutil.copy2(folder / path, site / path)
        for file in new.values():
            told.putting(file)
            shutil.copy2(file.source(folder), site / file.path)
        (self.releases.part() / RECORD).write_bytes(record(changes.after, live))
        sync([RECORD, *(f"{SITE}/{path}" for path in new)], self.releases.part())


def linked(old: Path, new: Path) -> bool:
    """Whether there is a file, and now another name for it, or a copy where that cannot be."""
    try:
        os.link(old, new, follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:  # the file system has no such links, or no more for this file
        shutil.copy2(old, new, follow_symlinks=False)
    return True


def _refuse_unfit(path: Path, root: Path) -> None:
    """Refuse a path that holds the site's own files, or is among them."""
    real, site = Path(os.path.realpath(path)), Path(os.path.realpath(root))
    is_among = any(real.is_relative_to(site / name) for name in ("content", "themes", "public"))
    if site.is_relative_to(real) or is_among:
        text = f"{path} cannot be published to: it holds files that the site is made from"
        raise PublishFailed(f"{text}; choose another path in site.yaml")
