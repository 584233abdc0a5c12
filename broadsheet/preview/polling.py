"""Which of the site's files have changed since the last look, where the system does not tell."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Event

from broadsheet.content.settings import FILE
from broadsheet.files import CONTENT, LOCALE, THEMES, StatSignature

FOLDERS = (CONTENT, THEMES, LOCALE)
DEEPEST = 32  # folders; a link that leads into a folder above it would lead on for ever
PAUSE = 0.4  # seconds between two looks


def changes(root: Path, stop: Event) -> Iterator[frozenset[str]]:
    """The paths in the site that changed, came or went, from now on until it is stopped."""
    before = signatures(root)
    while not stop.wait(PAUSE):
        now = signatures(root)
        changed = {path for path, _ in now.items() ^ before.items()}
        before = now
        if changed:
            yield frozenset(changed)


def signatures(root: Path) -> Mapping[str, StatSignature]:
    """Every file that a build may read, by its path in the site. Follows links, as a build does."""
    found = dict[str, StatSignature]()
    _look(root, FILE, found)
    for folder in FOLDERS:
        for place, folders, names in os.walk(root / folder, followlinks=True):
            above = Path(place).relative_to(root).as_posix()
            if above.count("/") > DEEPEST:
                folders.clear()
            for name in names:
                _look(root, f"{above}/{name}", found)
    return found


def _look(root: Path, path: str, found: dict[str, StatSignature]) -> None:
    try:
        found[path] = StatSignature.of(os.stat(root / path))
    except OSError:
        return  # it is not there, or no longer
