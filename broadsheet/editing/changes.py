"""What the desk changes in files, and what came of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from broadsheet.editing.merging import Merged
from broadsheet.problems import listed

ODD = "surrogateescape"  # bytes that are not UTF-8 become a text and the same bytes again


@dataclass(frozen=True, slots=True)
class Edit:
    """A file's text before and after, with its line ends and byte order mark; None is no file.

    `path` is relative to the site, with forward slashes.
    """

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Change:
    """Edits that belong together, with a few words on what they do."""

    label: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A change as it was written, undone or redone: its number in the journal and the files.

    `merged` are the files in which edits made elsewhere were kept besides. `commit` is that of git,
    empty if there is none; `git_problem` says why git made none.
    """

    number: int
    label: str
    paths: tuple[str, ...]
    merged: tuple[str, ...] = ()
    commit: str = ""
    git_problem: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """A change in the journal: when it was made, and when it was undone, if it is."""

    number: int
    at: datetime
    label: str
    paths: tuple[str, ...]
    undone_at: datetime | None = None

    @property
    def is_undone(self) -> bool:
        """Whether it is undone, and can be redone."""
        return self.undone_at is not None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A file that was changed elsewhere: as it should have been, as it was found, and as it was
    wanted. `merged` has both changes, where both are texts."""

    path: str
    before: str | None
    found: str | None
    wanted: str | None
    merged: Merged | None = None

    @property
    def said(self) -> str:
        """What happened to it."""
        if self.found is None:
            return f"{self.path} was deleted or renamed elsewhere"
        if self.before is None:
            return f"{self.path} is there already"
        names = [it.name for it in self.merged.conflicts] if self.merged else []
        also = f"; both changed {listed(names)}" if names else ""
        return f"{self.path} was changed elsewhere{also}"


class EditedElsewhere(Exception):
    """Files are not as they were when they were edited, so nothing was written."""

    def __init__(self, files: Iterable[Elsewhere]) -> None:
        self.files = tuple(files)
        super().__init__("\n".join(it.said for it in self.files))


class NothingToUndo(Exception):
    """There is no change to undo or redo, or another one has come since."""


def text_of_file(root: Path, path: str) -> str | None:
    """A file's text for an `Edit`; None if there is none. Raises OSError."""
    try:
        return (root / path).read_bytes().decode("utf-8", ODD)
    except FileNotFoundError:
        return None


def bytes_of(text: str) -> bytes:
    """The bytes of a file with this text."""
    return text.encode("utf-8", ODD)
