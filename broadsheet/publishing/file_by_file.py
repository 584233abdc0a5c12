"""Publishes to a place that takes one file at a time, such as a bucket or a folder far away."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from broadsheet.publishing.changes import Changes
from broadsheet.publishing.remote_manifest import NAME, RemoteManifest, Unreadable, decoded
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.target import PublishFailed, Told


class FileStore(Protocol):
    """A place that keeps files by their paths. Each method raises PublishFailed."""

    def put(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Copy these files of `folder`; each is there whole or not at all, and all at the end."""
        ...

    def remove(self, paths: Sequence[str], told: Told) -> None:
        """Remove files; one that is not there is no failure."""
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if there is none."""
        ...

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file in one step, so that it is there whole or as before.

        Raises Overtaken if another publish has written it since it was read.
        """
        ...

    def present(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there."""
        ...


class FileByFile:
    """A target that is a store of files; see `Target`.

    Before the first file is put there, the manifest says which ones will be. So a publish that is
    cut short leaves no file that the next one does not know of.
    """

    def __init__(self, store: FileStore, name: str) -> None:
        self._store, self._name = store, name

    def manifest(self) -> RemoteManifest | None:
        """What is there; None where nothing was published yet."""
        content = self._store.read(NAME)
        if content is None:
            return None
        try:
            return decoded(content)
        except Unreadable as error:
            text = f"{self._name}: the file {NAME} there cannot be read: {error}"
            raise PublishFailed(f"{text}; if nobody else publishes there, delete it") from error

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there already."""
        return self._store.present(paths)

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Put files in place group by group, then remove what is due."""
        for manifest, files in changes.steps():
            self._store.replace(NAME, manifest.encoded())
            self._store.put(files, folder, told)
        if changes.due:
            self._store.replace(NAME, changes.settled.encoded())
            self._store.remove(changes.due, told)
        self._store.replace(NAME, changes.after.encoded())

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that is there; None if it is not."""
        return self._store.read(path)
