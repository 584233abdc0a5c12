"""Which files does another system's folder hold? It follows no symbolic link and reads nothing
outside."""

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.exports.posts import LeftOut

LARGEST_TEXT = 2_000_000  # bytes; a post is a few thousand
LARGEST_FILE = 100_000_000  # bytes of a picture, a sound or a video
MOST_FILES = 200_000
NOT_SOURCES = frozenset(
    [".git", ".hg", ".svn", "node_modules", ".jekyll-cache", ".sass-cache", "__pycache__", ".venv"]
)


class Unreadable(Exception):
    """A file that no post can be made of; its text says why."""


@dataclass(frozen=True, slots=True)
class SourceFolder:
    """The regular files of a folder by their paths in it, with their sizes in bytes; what is
    something else, and why it is passed over."""

    root: Path
    sizes: dict[str, int]
    passed_over: tuple[LeftOut, ...]

    def text(self, path: str) -> str:
        """A file as text, without a byte order mark, with LF line ends. Raises Unreadable."""
        if self.sizes[path] > LARGEST_TEXT:
            raise Unreadable(f"it has {self.sizes[path]:,} bytes, more than {LARGEST_TEXT:,}")
        try:
            with open(self.root / path, "rb") as file:
                content = file.read(LARGEST_TEXT + 1)
        except OSError as error:
            raise Unreadable(f"it cannot be read: {error.strerror or error}") from error
        if len(content) > LARGEST_TEXT:
            raise Unreadable("it grows while it is read")
        if b"\x00" in content:
            raise Unreadable("it is not a text file")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Unreadable(f"byte 0x{content[error.start]:02x} is not UTF-8") from error
        return text.replace("\r\n", "\n").replace("\r", "\n")

    def text_of_first(self, *paths: str) -> tuple[str, str]:
        """The path and text of the first of these files that is there and can be read; else two
        empty texts."""
        for path in paths:
            if path in self.sizes:
                try:
                    return path, self.text(path)
                except Unreadable:
                    continue
        return "", ""


def read_source_folder(root: Path, not_sources: Collection[str] = ()) -> SourceFolder:
    """What is in the folder `root`. `not_sources` are names of folders that the other program makes
    itself, such as its output; they count as one entry each."""
    sizes: dict[str, int] = {}
    passed_over: list[LeftOut] = []
    made = {*NOT_SOURCES, *not_sources}
    for path, entry in _walk(root, "", made):
        why = _why_not(entry, path, made)
        if why:
            passed_over.append(LeftOut(_shown(path), why))
        elif len(sizes) >= MOST_FILES:
            passed_over.append(LeftOut(path, f"there are more than {MOST_FILES:,} files"))
            break
        else:
            sizes[path] = entry.stat(follow_symlinks=False).st_size
    return SourceFolder(root, dict(sorted(sizes.items())), tuple(sorted(passed_over)))


def _walk(root: Path, folder: str, made: Collection[str]) -> Iterator[tuple[str, os.DirEntry[str]]]:
    with os.scandir(root / folder) as entries:
        listed = sorted(entries, key=lambda entry: entry.name)
    for entry in listed:
        path = f"{folder}{entry.name}"
        if entry.is_dir(follow_symlinks=False) and not _is_made(entry, path, made):
            yield from _walk(root, f"{path}/", made)
        else:
            yield path, entry


def _is_made(entry: os.DirEntry[str], path: str, made: Collection[str]) -> bool:
    return entry.name in NOT_SOURCES or path in made


def _why_not(entry: os.DirEntry[str], path: str, made: Collection[str]) -> str:
    if entry.is_symlink():
        return "it is a symbolic link, and those are not followed"
    if entry.is_dir(follow_symlinks=False):
        return "the folder holds what a program made"
    if not stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode):
        return "it is neither a file nor a folder"
    if not _is_utf8(path):
        return "its name is not UTF-8"
    if entry.stat(follow_symlinks=False).st_size > LARGEST_FILE:
        return f"it has more than {LARGEST_FILE:,} bytes"
    return ""


def _is_utf8(path: str) -> bool:
    try:
        path.encode()
    except UnicodeEncodeError:
        return False
    return True


def _shown(path: str) -> str:
    return os.fsencode(path).decode(errors="replace")
