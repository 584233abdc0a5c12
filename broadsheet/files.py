"""Finds and reads the files under `content/`."""

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from time import time_ns
from typing import NamedTuple

from broadsheet.fingerprint import of_value
from broadsheet.problems import Problem

CONTENT, THEMES, LOCALE, MEMORY = "content", "themes", "locale", ".broadsheet"
SETTINGS = "site.yaml"
LEDGER = f"{CONTENT}/published.txt"  # every address that was published
COMPILED = f"{MEMORY}/templates"  # what is kept about templates between builds
CONTRACT_DOCUMENT = "theme-contract.md"
ROOT_FILES = f"{CONTENT}/site-root"  # what is in it is copied to the site's root, dot files too
DATA = Path(__file__).parent / "data"  # what is installed with the engine besides code
MAILED = f"{CONTENT}/mailed.txt"  # which editions were sent by mail; no part of the site
RECORDS = f"{MEMORY}-"  # the prefix of files in the output folder that are not pages
NOT_OURS_NOT_THEIRS = frozenset([".git", ".DS_Store", "Thumbs.db"])
# A file that changed so recently may change again without a new time (2 s on FAT). Its
# stat signature is not trusted until the file is older than this.
RESTED_NS = 2_000_000_000
TEXT_SUFFIXES = (".md", ".markdown")
LEFT_IN_FRONT = (".#", "._")  # what names of left-over dot files start with
LEFT_BY_EDITORS = ("~", "#", ".swp", ".swo", ".tmp", ".orig", ".bak")


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file under `content/`; `path` is relative to the site, with forward slashes."""

    path: str
    content: bytes


class StatSignature(NamedTuple):
    """A file's size, times and inode: two of these are equal unless the file has changed."""

    size: int
    modified_ns: int
    changed_ns: int  # the time of the inode, which no program can set back
    inode: int

    def has_rested(self, now_ns: int, rest_ns: int = RESTED_NS) -> bool:
        """Whether the file has been unchanged for long enough to trust its stat signature."""
        return max(self.changed_ns, self.modified_ns) + rest_ns <= now_ns

    def __str__(self) -> str:
        return f"{self.size} {self.modified_ns} {self.changed_ns} {self.inode}"

    @classmethod
    def parsed(cls, text: str) -> "StatSignature":
        """The signature in a text that `str` made."""
        return cls(*map(int, text.split()))

    @classmethod
    def of(cls, status: os.stat_result) -> "StatSignature":
        """The signature of a file with this status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


NEVER_RESTS = StatSignature(0, 1 << 63, 0, 0)


@dataclass(frozen=True, slots=True)
class Content:
    """Everything under `content/`: texts, media and files for the site's root by their paths,
    in order."""

    texts: Mapping[str, StatSignature]
    media: Mapping[str, StatSignature]
    problems: tuple[Problem, ...]
    seen_ns: int = 0  # when the folder was listed, by the system's clock
    root: Mapping[str, StatSignature] = field(default_factory=dict)
    ledger: StatSignature | None = None  # of the file of published addresses


def list_content(root: Path) -> Content:
    """What is in the content folder of the site at `root`, in order of paths; reads no file.

    Files that editors leave behind do not count, nor hidden ones outside `content/site-root/`, nor
    the record of mails.
    Anything that is neither a file nor a folder, cannot be seen, or leads out of `content/` is a
    problem.
    """
    if not (root / CONTENT).is_dir():
        hint = "articles live in content/; `broadsheet init DIR` makes a new site"
        return Content({}, {}, (Problem(CONTENT, 0, "there is no such folder", hint),))
    walk, seen_ns = _Walk(root), time_ns()
    walk.into(CONTENT, os.stat(root / CONTENT), frozenset())
    ledger = walk.found.pop(LEDGER, None)
    found = dict(sorted(walk.found.items()))
    root_files = {path: signature for path, signature in found.items() if is_for_the_root(path)}
    articles = {path: signature for path, signature in found.items() if path not in root_files}
    texts = {path: signature for path, signature in articles.items() if is_text(path)}
    media = {path: signature for path, signature in articles.items() if not is_text(path)}
    return Content(texts, media, tuple(walk.problems), seen_ns, root_files, ledger)


def is_for_the_root(path: str) -> bool:
    """Whether a path under `content/` is a file's that is copied to the site's root as it is."""
    return path.startswith(f"{ROOT_FILES}/")


def is_text(path: str) -> bool:
    """Whether a path has the name of an article or a note."""
    return path.casefold().endswith(TEXT_SUFFIXES)


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of one file of the site; raises OSError."""
    with open(os.path.join(root, path), "rb", buffering=0) as file:
        return file.read()


def replace_synced(path: Path, content: bytes) -> None:
    """Write a file of the curator's in one step, by way of a hidden one beside it, and see it on
    the disk; raises OSError, with the file as it was."""
    staged = path.with_name(f".{path.name}.new")
    with staged.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(staged, path)


def read_text(root: Path, path: str) -> ContentFile | Problem:
    """One text of the site with its bytes, or the reason why it cannot be read."""
    try:
        return ContentFile(path, read_bytes(root, path))
    except OSError as error:
        return Problem(path, 0, f"cannot be read: {error.strerror or error}")


def _counts(name: str, path: str) -> bool:
    if name in NOT_OURS_NOT_THEIRS or name.endswith(LEFT_BY_EDITORS) or path == MAILED:
        return False
    return not name.startswith(LEFT_IN_FRONT if is_for_the_root(path) else ".")


class _Walk:
    """Walks through the content folder; collects files with their signatures, and problems."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._content = os.path.realpath(root / CONTENT)
        self.found: dict[str, StatSignature] = {}
        self.problems: list[Problem] = []

    def into(self, folder: str, status: os.stat_result, above: frozenset[tuple[int, int]]) -> None:
        """Walk through one folder; `above` are its parents, by device and inode."""
        here = (status.st_dev, status.st_ino)
        if here in above:
            text = "is a symbolic link to a folder that it is in"
            self.problems.append(Problem(folder, 0, text, "remove the link"))
            return
        try:
            with os.scandir(self._root / folder) as entries:
                listed = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.problems.append(Problem(folder, 0, f"cannot be read: {error.strerror or error}"))
            return
        for entry in listed:
            if _counts(entry.name, f"{folder}/{entry.name}"):
                self._visit(entry, f"{folder}/{entry.name}", above | {here})

    def _visit(self, entry: os.DirEntry[str], path: str, above: frozenset[tuple[int, int]]) -> None:
        fault, status = self._seen(entry, path)
        if status is None:
            shown = os.fsencode(path).decode(errors="replace")  # a name that is not UTF-8 prints
            self.problems.append(Problem(shown, 0, *fault))
        elif stat.S_ISDIR(status.st_mode):
            self.into(path, status, above)
        else:
            self.found[path] = StatSignature.of(status)

    def _seen(
        self, entry: os.DirEntry[str], path: str
    ) -> tuple[tuple[str, str], os.stat_result | None]:
        """The status of a file or folder, or what is wrong with it and what to do."""
        try:
            path.encode()
        except UnicodeEncodeError:
            return ("its name is not UTF-8", "rename the file"), None
        try:
            status = entry.stat()
        except OSError as error:
            looped = "is a symbolic link that leads nowhere or in a circle"
            return (looped if entry.is_symlink() else f"cannot be read: {error.strerror}", ""), None
        if entry.is_symlink() and not self._is_inside(path):
            return ("is a symbolic link out of content/", "copy the file into content/"), None
        if not (stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode)):
            return ("is neither a file nor a folder", "remove it from content/"), None
        return ("", ""), status

    def _is_inside(self, path: str) -> bool:
        return Path(os.path.realpath(self._root / path)).is_relative_to(self._content)


def files_below(folder: Path | str) -> Iterator[tuple[str, os.stat_result]]:
    """Every file in a folder, such as the output folder, with its status. Follows no links."""
    to_list = [(os.fspath(folder), "")]
    while to_list:
        place, prefix = to_list.pop()
        with os.scandir(place) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.name in NOT_OURS_NOT_THEIRS or path.startswith(RECORDS):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    to_list.append((entry.path, f"{path}/"))
                else:
                    yield path, entry.stat(follow_symlinks=False)


class Standing(NamedTuple):
    """A file in the output folder: its size, time and kind."""

    size: int
    modified_ns: int
    is_file: bool  # and not a link or the like


def standing_files(folder: Path) -> dict[str, Standing]:
    """All files in an output folder by their paths; none where there is no folder."""
    if not folder.is_dir():
        return {}
    return {
        path: Standing(it.st_size, it.st_mtime_ns, stat.S_ISREG(it.st_mode))
        for path, it in files_below(folder)
    }


def manifest_file(root: Path, folder: Path) -> Path:
    """Where the manifest of an output folder is remembered."""
    return root / MEMORY / f"manifest-{folder_name(folder)}.json"


@dataclass(frozen=True, slots=True)
class Listing:
    """An output folder as it was listed: its files, and the signature that its manifest had before.
    Each build and publish that changes the folder writes another manifest."""

    files: Mapping[str, Standing]
    manifest: StatSignature | None


def manifest_signature(root: Path, folder: Path) -> StatSignature | None:
    """The signature of the manifest of an output folder; None where there is none."""
    try:
        return StatSignature.of(manifest_file(root, folder).stat())
    except OSError:
        return None


def signatures_below(folder: Path) -> Iterator[tuple[str, StatSignature]]:
    """Every file in a folder, if there is one, with its signature, in order; without the code that
    Python compiles. That of a link never rests, as its target could change unseen."""
    if not folder.is_dir():
        return
    for path, status in sorted(files_below(folder)):
        if stat.S_ISLNK(status.st_mode):
            yield path, NEVER_RESTS
        elif not path.endswith(".pyc"):
            yield path, StatSignature.of(status)


def theme_folders(root: Path) -> tuple[Path, ...]:
    """The folders that contain themes: the site's own first, then Broadsheet's."""
    package = Path(__file__).parent
    packaged = package / "data" / THEMES
    return root / THEMES, packaged if packaged.is_dir() else package.parent / THEMES


def contract_document() -> Path:
    """The document of what themes may rely on: the package's copy, or the repository's own."""
    package = Path(__file__).parent
    packaged = package / CONTRACT_DOCUMENT
    return packaged if packaged.is_file() else package.parent / "docs" / CONTRACT_DOCUMENT


def folder_name(folder: Path) -> str:
    """A short text for an output folder, for the names of the files that a build keeps about it."""
    return of_value(os.path.abspath(folder))
