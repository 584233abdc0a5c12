"""Holds a folder on another machine for one publish, and makes it if it is not there yet."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol

from broadsheet.publishing.changes import Changes
from broadsheet.publishing.file_by_file import FileByFile, FileStore
from broadsheet.publishing.remote_lock import LockFolder, hold, this_process
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.ssh import Place
from broadsheet.publishing.target import PublishFailed, Target, Told


class NoFolder(PublishFailed):
    """There is no folder to publish to."""


class HeldStore(FileStore, LockFolder, Protocol):
    """A store that locks keep to one publisher; `enter` raises NoFolder if it is not there."""

    lock: str

    def make(self) -> None:
        """Make the folder, if only it is missing. Raises PublishFailed."""
        ...

    def clear(self) -> None:
        """Give up the lock, and remove what a finished publish has no use for."""
        ...


@contextmanager
def held(store: HeldStore, place: Place) -> Iterator[Target]:
    """The target that a store is, held while it is used. Raises PublishFailed."""
    try:
        yield _target(store, place)
    finally:
        if store.lock:
            with suppress(PublishFailed):  # the next publish clears away what stays
                store.clear()


class NotThereYet:
    """A target whose folder the first publish makes; see `Target`."""

    def __init__(self, store: HeldStore, place: Place) -> None:
        self._store, self._place = store, place

    def manifest(self) -> RemoteManifest | None:
        """Nothing was published yet."""
        return None

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """No file is there."""
        return ()

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Make the folder, hold it, and publish, unless somebody else was quicker."""
        self._store.make()
        _lock(self._store, self._place)
        target = FileByFile(self._store, self._place.name)
        if target.manifest() is not None:
            text = "somebody else has published there meanwhile. Publish again"
            raise PublishFailed(f"{self._place.name}: {text}")
        target.carry_out(changes, folder, told)

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that is there; None if it is not."""
        return self._store.read(path) if self._store.lock else None


def _target(store: HeldStore, place: Place) -> Target:
    try:
        _lock(store, place)
    except NoFolder:
        return NotThereYet(store, place)
    return FileByFile(store, place.name)


def _lock(store: HeldStore, place: Place) -> None:
    store.lock = hold(store, this_process(), place.name, place.setting.host, time.sleep)


def batches(files: Sequence[SiteFile], count: int, size: int) -> Iterator[Sequence[SiteFile]]:
    """Files in batches of a number and of so many bytes at most; a larger file goes alone."""
    batch: list[SiteFile] = []
    left = size
    for file in files:
        if batch and (len(batch) >= count or file.size > left):
            yield batch
            batch, left = [], size
        batch.append(file)
        left -= file.size
    if batch:
        yield batch
