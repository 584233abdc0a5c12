"""Releases of a site in a folder: which there are, which one is live, and which can go.

Beside the link `digest`, which a web server serves, stands the folder `digest.releases`. In it each
release has a folder, named by its number. There `site` is what readers see, `release.json` says
what it holds and which release was live before it, and the empty file `was-live` that it was live.
"""

import ctypes
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.output.journal import sync_folder
from broadsheet.publishing.remote_manifest import RemoteManifest, Unreadable, decoded
from broadsheet.publishing.target import PublishFailed

RELEASES, PART, LOCK = ".releases", ".part", "lock"
SITE, RECORD, WAS_LIVE = "site", "release.json", "was-live"
HERE, EXCHANGE = -100, 2  # AT_FDCWD and RENAME_EXCHANGE of Linux
NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Release:
    """A release by its number: the manifest of what it holds, None where Broadsheet did not make
    it, and the number of the one that was live before, 0 for none."""

    number: int
    manifest: RemoteManifest | None
    before: int


@dataclass(frozen=True, slots=True)
class Releases:
    """The releases of the site that the link `path` leads to."""

    path: Path

    @property
    def folder(self) -> Path:
        """The folder that holds them all."""
        return self.path.with_name(f"{self.path.name}{RELEASES}")

    def site(self, number: int) -> Path:
        """The folder of the site of a release."""
        return self.folder / f"{number}" / SITE

    def part(self) -> Path:
        """The folder of a release that is being made."""
        return self.folder / PART

    def live(self) -> int:
        """The number of the release that the link leads to; 0 if it leads nowhere.

        Raises PublishFailed where it leads to something that is no release.
        """
        try:
            leads_to = Path(os.readlink(self.path))
        except OSError:
            return 0
        number = leads_to.parent.name
        if not NUMBER.fullmatch(number) or leads_to != self._way(int(number)):
            text = f"{self.path} is a link to {leads_to}, which Broadsheet did not make"
            raise PublishFailed(f"{text}; remove the link, or publish to another path")
        return int(number)

    def numbers(self) -> tuple[int, ...]:
        """The numbers of all releases, the newest first."""
        try:
            names = os.listdir(self.folder)
        except OSError:
            return ()
        return tuple(sorted((int(it) for it in names if NUMBER.fullmatch(it)), reverse=True))

    def read(self, number: int) -> Release:
        """What a release says of itself; raises PublishFailed."""
        file = self.folder / f"{number}" / RECORD
        try:
            content = file.read_bytes()
            before = json.loads(content)["before"]
            manifest = decoded(content) if "files" in json.loads(content) else None
            return Release(number, manifest, int(before))
        except (OSError, Unreadable, ValueError, TypeError, LookupError, RecursionError) as error:
            text = f"{file} cannot be read: {error}"
            raise PublishFailed(f"{text}; remove the link {self.path} to begin anew") from error

    def before(self, number: int) -> Iterator[int]:
        """The release that was live before one, the one before that, and so on, while they last."""
        numbers, seen = set(self.numbers()), {number}
        while (number := self.read(number).before) in numbers - seen:
            seen.add(number)
            yield number

    def switch(self, number: int) -> None:
        """Let the link lead to a release, in one step."""
        new = self.folder / f"{PART}-link"
        new.unlink(missing_ok=True)
        new.symlink_to(self._way(number))
        os.replace(new, self.path)
        sync_folder(self.path.parent)
        self.mark(number)

    def mark(self, number: int) -> None:
        """Note that a release is live or was."""
        (self.folder / f"{number}" / WAS_LIVE).touch()

    def take_over(self) -> int:
        """Make what stands in the place of the link the first release, and say its number."""
        number = max(self.numbers(), default=0) + 1
        self.site(number).parent.mkdir()
        (self.folder / f"{number}" / RECORD).write_bytes(record(None, 0))
        self.mark(number)
        self.site(number).symlink_to(self._way(number))
        if not exchanged(self.path, self.site(number)):
            self.site(number).unlink()
            os.rename(self.path, self.site(number))
            self.switch(number)
        return number

    def prune(self, live: int, keep: int) -> None:
        """Delete all releases but `keep`: the live one, those before it, then the newest others.

        One that Broadsheet did not make stays.
        """
        order = dict.fromkeys([live, *self.before(live), *self.numbers()])
        for number in list(order)[keep:]:
            if self.read(number).manifest:
                self._delete(number)

    def discard(self, live: int) -> None:
        """Delete what a publish left that was cut short: a part of a release, one that never was
        live, and one that was not taken over."""
        if live:
            self.mark(live)
        for number in self.numbers():
            is_whole = self.site(number).is_dir() and not self.site(number).is_symlink()
            if not is_whole or not (self.folder / f"{number}" / WAS_LIVE).exists():
                self._delete(number)
        for entry in self.folder.glob(f"{PART}*"):
            if entry.is_symlink() or not entry.is_dir():
                entry.unlink()
            else:
                shutil.rmtree(entry, ignore_errors=True)

    def _delete(self, number: int) -> None:
        doomed = self.folder / f"{PART}-{number}"
        os.rename(self.folder / f"{number}", doomed)
        shutil.rmtree(doomed, ignore_errors=True)

    def _way(self, number: int) -> Path:
        """What the link says: a way from the folder that it stands in, so that all can move."""
        return Path(self.folder.name) / f"{number}" / SITE


def record(manifest: RemoteManifest | None, before: int) -> bytes:
    """The record of a release; one that Broadsheet did not make has no manifest."""
    whole = json.loads(manifest.encoded()) if manifest else {}
    return json.dumps({**whole, "before": before}, sort_keys=True, indent=0).encode()


def exchanged(one: Path, other: Path) -> bool:
    """Whether two names could be exchanged in one step; Linux can, on most file systems."""
    try:
        exchange = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError, TypeError):
        return False
    names = (os.fsencode(one), os.fsencode(other))
    return bool(exchange(HERE, names[0], HERE, names[1], EXCHANGE) == 0)
