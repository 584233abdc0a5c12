"""What a theme overrides of its parent's files, and what has changed in the parent since.

The theme keeps the original of each copied file in `originals/`. So what has changed in the parent
can be shown, whatever happened to the copy, and for files that are not text too.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from broadsheet.files import THEMES
from broadsheet.problems import did_you_mean
from broadsheet.themes.chain import STATIC, TEMPLATES, Folder

ORIGINALS = "originals"
KINDS = (TEMPLATES, STATIC)
EXTENDS = re.compile(r"""\{%-?\s*extends\s+["']([^"']+)["']""")
BLOCK = re.compile(r"\{%-?\s*block\s+(\w+)")


class Refused(Exception):
    """The request would overwrite something, or is impossible; the text says what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A theme's file: its name in messages, its place in the theme, and its bytes."""

    shown: str
    place: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Override:
    """A file of a theme that replaces its parent's (None: the parent no longer has it).

    `original` is the parent's file when it was last seen, None where it was not kept.
    """

    own: File
    parent: File | None
    original: File | None

    @property
    def has_changed_under(self) -> bool:
        """Whether the parent's file has changed."""
        if self.original is None:
            return False
        return self.parent is None or self.parent.content != self.original.content


def overrides(chain: Sequence[Folder]) -> Iterator[Override]:
    """What the first theme of a chain overrides: templates, then static files, by name."""
    if not chain:
        return
    own, *parents = chain
    for kind in KINDS:
        originals = own.files(kind, ORIGINALS)
        for name, path in own.files(kind).items():
            parent = _nearest(parents, kind, name)
            original = _file(own, originals[name]) if name in originals else None
            if parent or original:
                yield Override(_file(own, path), parent, original)


def _nearest(chain: Iterable[Folder], kind: str, name: str) -> File | None:
    for folder in chain:
        path = folder.files(kind).get(name)
        if path:
            return _file(folder, path)
    return None


def _file(folder: Folder, path: Path) -> File:
    place = path.relative_to(folder.path).as_posix()
    return File(f"{THEMES}/{folder.name}/{place}", place, path.read_bytes())


def extension(override: Override) -> tuple[str, ...] | None:
    """The blocks that an override fills if it extends its parent's template, as with
    `{% extends "broadsheet/page.html" %}`; None if it replaces the whole template."""
    if override.parent is None or not override.own.place.startswith(TEMPLATES):
        return None
    text = override.own.content.decode("utf-8", "replace")
    found = EXTENDS.search(text)
    if found is None or override.parent.shown != f"{THEMES}/{_within_templates(found[1])}":
        return None
    return tuple(BLOCK.findall(text))


def _within_templates(name: str) -> str:
    theme, _, own = name.partition("/")
    return f"{theme}/{TEMPLATES}/{own}"


def originals_of(chain: Sequence[Folder], names: Iterable[str]) -> list[File]:
    """The nearest files of these names in a chain: `article.html`, `style.css`, `static/a.css`.

    Raises Refused for a name that no theme has.
    """
    return [_named(chain, name) for name in names]


def _named(chain: Sequence[Folder], name: str) -> File:
    for kind in KINDS:
        found = _nearest(chain, kind, name.removeprefix(f"{kind}/"))
        if found:
            return found
    known = {name for folder in chain for kind in KINDS for name in folder.files(kind)}
    raise Refused(f"{chain[0].name} has no file {name}; {did_you_mean(name, known)}")


def keep_originals(theme: Path, files: Iterable[File]) -> None:
    """Keep the current files of a theme's parents as the originals of its own."""
    for file in files:
        path = theme / ORIGINALS / file.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def difference(before: File, after: File) -> Iterator[str]:
    """The differences between two files, as lines of a unified diff."""
    try:
        old, new = (file.content.decode("utf-8-sig").splitlines() for file in (before, after))
    except UnicodeDecodeError:
        yield f"{before.shown} and {after.shown} differ, and are not text files"
        return
    yield from unified_diff(old, new, before.shown, after.shown, lineterm="")
