"""Which files are under `content/`, and what bytes are in them."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from broadsheet.problems import Problem

CONTENT = "content"
TEXT_SUFFIXES = (".md", ".markdown")
LEFT_BY_EDITORS = ("~", ".swp", ".swo", ".tmp", ".orig", ".bak")


@dataclass(frozen=True, slots=True)
class ContentFile:
    """A file under `content/`; `path` is relative to the site, with forward slashes."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Content:
    """All that stands under `content/`: texts with their bytes, media by their paths."""

    texts: tuple[ContentFile, ...]
    media: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_content(root: Path) -> Content:
    """Read the content folder of the site at `root`, in order of paths.

    Hidden files and those that editors leave behind do not count. Anything that is neither a
    file nor a folder, cannot be read, or leads out of `content/` is a problem.
    """
    if not (root / CONTENT).is_dir():
        hint = "articles live in content/; `broadsheet init DIR` makes a new site"
        return Content((), (), (Problem(CONTENT, 0, "there is no such folder", hint),))
    problems: list[Problem] = []
    paths = sorted(_walk(root, CONTENT, frozenset(), problems))
    texts = [_read(root, path, problems) for path in paths if is_text(path)]
    media = tuple(path for path in paths if not is_text(path))
    return Content(tuple(file for file in texts if file), media, tuple(problems))


def is_text(path: str) -> bool:
    """Whether a path is an article's or a note's, by its name."""
    return path.casefold().endswith(TEXT_SUFFIXES)


def read_bytes(root: Path, path: str) -> bytes:
    """The bytes of one file of the site; raises OSError."""
    return (root / path).read_bytes()


def _read(root: Path, path: str, problems: list[Problem]) -> ContentFile | None:
    try:
        return ContentFile(path, read_bytes(root, path))
    except OSError as error:
        problems.append(Problem(path, 0, f"cannot be read: {error.strerror or error}"))
        return None


def _walk(root: Path, folder: str, above: frozenset[str], problems: list[Problem]) -> Iterator[str]:
    real = os.path.realpath(root / folder)
    if real in above:
        text = "is a symbolic link to a folder that it stands in"
        problems.append(Problem(folder, 0, text, "remove the link"))
        return
    try:
        names = sorted(entry.name for entry in (root / folder).iterdir())
    except OSError as error:
        problems.append(Problem(folder, 0, f"cannot be read: {error.strerror or error}"))
        return
    for name in names:
        if not name.startswith(".") and not name.endswith(LEFT_BY_EDITORS):
            yield from _visit(root, f"{folder}/{name}", above | {real}, problems)


def _visit(root: Path, path: str, above: frozenset[str], problems: list[Problem]) -> Iterator[str]:
    fault = _fault(root, path)
    if fault:
        shown = os.fsencode(path).decode(errors="replace")  # a name that is not UTF-8 prints too
        problems.append(Problem(shown, 0, *fault))
    elif (root / path).is_dir():
        yield from _walk(root, path, above, problems)
    else:
        yield path


def _fault(root: Path, path: str) -> tuple[str, str] | None:
    """What makes a path unusable and what to do, or None."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return "its name is not UTF-8", "rename the file"
    try:
        real = Path(os.path.realpath(root / path, strict=True))
        mode = real.stat().st_mode
    except OSError as error:
        looped = "is a symbolic link that leads nowhere or in a circle"
        return (looped if (root / path).is_symlink() else f"cannot be read: {error.strerror}"), ""
    if not real.is_relative_to(os.path.realpath(root / CONTENT)):
        return "is a symbolic link out of content/", "copy the file into content/"
    if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
        return "is neither a file nor a folder", "remove it from content/"
    return None
