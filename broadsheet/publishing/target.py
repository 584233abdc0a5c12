"""What every place that a site is published to can do, and what can go wrong there."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from broadsheet.publishing.changes import Changes
from broadsheet.publishing.remote_manifest import RemoteManifest
from broadsheet.publishing.site_files import SiteFile


class PublishFailed(Exception):
    """A place cannot be reached or does not do what it was asked; the text says what to do.

    It never holds a secret.
    """


class NotOurs(PublishFailed):
    """A place has something else than this site: another one, or the `files` of somebody. It is
    replaced only where that is meant; `what` says what it is, without what to do."""

    def __init__(self, text: str, what: str, files: Sequence[str] = ()) -> None:
        super().__init__(text)
        self.what, self.files = what, tuple(files)


class Overtaken(PublishFailed):
    """Another publish has changed the place, or is at work there."""


class Told:
    """Is told what a publish does; this one says nothing."""

    def beginning(self, changes: Changes) -> None:
        """These changes are about to be carried out."""

    def ended(self) -> None:
        """They are carried out, or it failed."""

    def putting(self, file: SiteFile) -> None:
        """A file is about to be put in place."""

    def removing(self, path: str) -> None:
        """A file is about to be removed."""


class Target(Protocol):
    """A place that a site is published to, held by one publish at a time.

    A context manager opens it, keeps other publishes out and closes it: each kind has a function
    `opened(setting, root)` in a module of its own, and a row in `targets.TARGETS`. Until
    `carry_out`, nothing that readers see changes, and nothing is made where there is nothing yet.
    """

    def manifest(self) -> RemoteManifest | None:
        """What is there; None where nothing was published yet. Raises PublishFailed."""
        ...

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which files are there already and would give way; asked before a first publish."""
        ...

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Do it, from the files in `folder`; at every moment each page finds what it links to.

        If it is cut short anywhere, the next publish finishes it. Raises PublishFailed.
        """
        ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a file that is there; None if it is not. Raises PublishFailed."""
        ...


@runtime_checkable
class KeepsReleases(Protocol):
    """A target that can return to the release before."""

    def back(self) -> str:
        """Return to the release that was live before; the moment (ISO 8601) when that was
        published, empty where it is not known. Raises PublishFailed if there is none."""
        ...
