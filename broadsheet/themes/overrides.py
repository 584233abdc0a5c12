"""What a theme puts in the place of its parent's files, and what has changed under it since.

Beside a copied file the theme keeps the original as it was, in `originals/`: so what the parent
has changed since can be shown, whatever the copy has become, also for a file that is no text.
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
    """What was asked for would overwrite something or cannot be; the text says what to do."""


@dataclass(frozen=True, slots=True)
class File:
    """A theme's file: as people are told of it, where in its theme it stands, and its bytes."""

    shown: str
    place: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Override:
    """A file of a theme in the place of its parent's (None: the parent has it no more).

    `original` is the parent's as it was when it was last seen, None where none was kept.
    """

    own: File
    parent: File | None
    original: File | None

    @property
    def has_changed_under(self) -> bool:
        """Whether the parent's file is not what it was."""
        if self.original is None:
            return False
        return self.parent is None or self.parent.content != self.original.content


def overrides(chain: Sequence[Folder]) -> Iterator[Override]:
    """What the first theme of a chain overrides, in order of names: templates, static files."""
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
    """The blocks that an override fills of its parent's own template, such as
    `{% extends "broadsheet/page.html" %}`; None if it is whole by itself."""
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

    Raises Refused for a name that none of the themes has.
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
    """Keep files of a theme's parents, as they are now, as the originals of its own."""
    for file in files:
        path = theme / ORIGINALS / file.place
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)


def difference(before: File, after: File) -> Iterator[str]:
    """How two files differ, as lines of a unified diff."""
    try:
        old, new = (file.content.decode("utf-8-sig").splitlines() for file in (before, after))
    except UnicodeDecodeError:
        yield f"{before.shown} and {after.shown} differ and are no texts"
        return
    yield from unified_diff(old, new, before.shown, after.shown, lineterm="")
