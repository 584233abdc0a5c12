"""Which files stand around a new one: those of its edition, with its number, or with its name."""

import os
import re
from pathlib import Path

from broadsheet.dates import day_in_name
from broadsheet.drafting.schema import kind_of
from broadsheet.files import CONTENT
from broadsheet.periods import Period, period_named
from broadsheet.urls import slugify

NUMBER = re.compile(r"""^number:[ ]*["']?([0-9]{1,9})\b""", re.MULTILINE)


def articles_within(root: Path, period: Period) -> list[str]:
    """The names of the article files whose names start with a day of this period, in order."""
    first, last = period.first.isoformat(), period.last.isoformat()
    articles = (
        path
        for path in (root / CONTENT).rglob("*.md")
        if kind_of(path.relative_to(root).as_posix()) == "article"
    )
    return sorted(it.name for it in articles if first <= day_in_name(it.stem)[0] <= last)


def next_number(root: Path) -> int:
    """The number after the highest that a note on an edition has; 0 if none has a number."""
    numbers = [0]
    for path in sorted((root / CONTENT / "editions").glob("*.md")):
        found = NUMBER.search(path.read_text("utf-8", "replace"))
        numbers += [int(found[1])] if found else []
    return max(numbers) + 1 if max(numbers) else 0


def same_name(root: Path, path: str) -> list[str]:
    """The other articles whose files have the same name, and so the same address if it does not
    hold the section."""
    name = os.path.basename(path)
    found = (it.relative_to(root).as_posix() for it in (root / CONTENT).rglob(name))
    return sorted(it for it in found if it != path)


def same_key(root: Path, path: str) -> list[str]:
    """The other notes or pages in the folder of a new one whose names mean the same key."""
    folder, key = (root / path).parent, slugify(Path(path).stem)
    found = (it for it in folder.glob("*.md") if slugify(it.stem) == key)
    return sorted(it.relative_to(root).as_posix() for it in found if it != root / path)


def same_edition(root: Path, period: Period, every: str) -> list[str]:
    """The notes on an edition: one of a week may be named after any of its days."""
    notes = (root / CONTENT / "editions").glob("*.md")
    found = (it for it in notes if period_named(it.stem, every) == period)
    return sorted(it.relative_to(root).as_posix() for it in found)
