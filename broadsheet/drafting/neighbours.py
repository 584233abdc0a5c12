"""Which files stand around a new one: those of its edition, with its number, or with its name."""

import re
from datetime import date
from pathlib import Path

from broadsheet.dates import day_in_name
from broadsheet.drafting.schema import kind_of
from broadsheet.files import CONTENT
from broadsheet.periods import Period, period_named
from broadsheet.urls import permalink, slugify

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


def same_address(root: Path, path: str, pattern: str) -> list[str]:
    """The other articles that have the address of the one at `path` by the site's permalink
    pattern, as far as names and folders say: what their front matter says is not read."""
    address = _address(path, pattern)
    found = (it.relative_to(root).as_posix() for it in (root / CONTENT).rglob("*.md"))
    articles = (it for it in found if it != path and kind_of(it) == "article")
    return sorted(it for it in articles if address and _address(it, pattern) == address)


def _address(path: str, pattern: str) -> str:
    """The address of an article by its name and folder; empty if its name has no day."""
    day, rest = day_in_name(Path(path).stem)
    folders = path.split("/")[1:-1]
    try:
        section = slugify(folders[0]) if folders else "news"
        return permalink(pattern, date.fromisoformat(day), slugify(rest), section)
    except ValueError:
        return ""


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
