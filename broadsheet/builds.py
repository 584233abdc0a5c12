"""The options of a build, its result, and who is told of its progress."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from pathlib import Path
from typing import TypeVar

from broadsheet.problems import Problem

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """The options of a build. `as_of` gives the current time in the site's time zone."""

    root: Path
    output: Path
    as_of: Callable[[tzinfo], datetime]
    drafts: bool = False  # drafts are published too
    future: bool = False  # and articles of a later moment
    strict: bool = False  # warnings stop the build, as problems do
    workers: int | None = None  # processes; None for as many as are worth it
    wait: float = 30.0  # seconds to wait for another build
    cluster: str = ""  # the address of a scheduler whose workers read and render


@dataclass(frozen=True, slots=True)
class Unpublished:
    """An article that is not published, and the reason in the curator's words."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Lost:
    """An address that readers may know and no file has any more.

    It was that of a list of a `kind`, such as a tag, and `name` its title; or of a text, `kind` is
    empty then and `name` the path of its file, which may stand at another address now.
    """

    address: str
    kind: str
    name: str
    is_new: bool = False  # this build removed it
    now: str = ""
    feed: str = ""  # the address of the list's feed, which is lost too


@dataclass(slots=True)
class Placed:
    """What a build did to the output folder, by address path.

    `lost` are addresses that this build or an earlier one removed and that nothing has taken since,
    `foreign` files that Broadsheet did not make.
    """

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    lost: list[Lost] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class BuildReport:
    """The result of a build: what it read and published, and what the curator should know."""

    articles_in: int
    articles_out: int
    unpublished: tuple[Unpublished, ...]
    placed: Placed
    rendered: tuple[tuple[str, str], ...]  # addresses of pages, with reasons
    warnings: tuple[Problem, ...]
    changed: datetime | None = None  # when an article was last published or changed


class WorkerDied(Exception):
    """A process ended in the middle of its work, usually because memory ran out."""


class ClusterFailed(WorkerDied):
    """A cluster cannot be used: its package is missing, or nobody works there any more."""


class PlacingCutShort(OSError):
    """Files could not be put in place after the journal had decided that they will be."""


class Progress:
    """Shows the progress of a build; this one shows nothing."""

    def reading(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of reading `count` texts, one at a time."""
        return results

    def making(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of making `count` pages, one at a time."""
        return results

    def drawing(self, results: Iterable[Item], count: int) -> Iterable[Item]:
        """The results of making the files of `count` images, one at a time."""
        return results

    def waiting(self) -> None:
        """Another build is running, and this one waits for it."""

    def resuming(self) -> None:
        """An earlier build was interrupted; what it had decided is done now."""
