"""A whole tiny site beside a test's asserts: written from a text, built, and looked at."""

import os
import re
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from difflib import unified_diff
from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

from lxml import html

from broadsheet.building.update import update
from broadsheet.builds import BuildOptions, BuildReport, Progress
from broadsheet.dates import parse_moment
from broadsheet.files import RECORDS

ROOT = Path(__file__).parent.parent
AS_OF = "2022-01-01"
SHOWN_FILES, SHOWN_LINES, SHOWN_COLUMNS = 5, 12, 200  # of what differs between two trees
SITE_YAML = """\
title: The Test
url: https://example.org/
description: News for tests.
language: en
timezone: UTC
share_images: false
"""


@dataclass(frozen=True)
class Site:
    """A site on disk, with what a test wants to do with it."""

    root: Path

    @property
    def public(self) -> Path:
        """The folder it is built into."""
        return self.root / "public"

    def build(
        self,
        output: Path | None = None,
        as_of: str = AS_OF,
        drafts: bool = False,
        future: bool = False,
        strict: bool = False,
        workers: int | None = None,
    ) -> BuildReport:
        """Build it, as of a fixed moment."""

        def moment(zone: tzinfo) -> datetime:
            return parse_moment(as_of, zone).at

        target = output or self.public
        options = BuildOptions(self.root, target, moment, drafts, future, strict, workers, wait=0)
        return update(options, Progress())

    def write(self, text: str) -> "Site":
        """Add or replace files given as `-- path --` lines, each followed by its content."""
        for path, content in files_in(text).items():
            (self.root / path).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).write_bytes(content.encode())
        return self

    def put(self, path: str, content: bytes) -> "Site":
        """Add or replace one file that is not text, such as a picture."""
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content)
        return self

    def page(self, path: str) -> str:
        """The text of a built file."""
        return (self.public / path).read_text("utf-8")

    def tree(self, folder: Path | None = None) -> dict[str, bytes]:
        """Every built file with its bytes."""
        return tree(folder or self.public)


def found(page: str, path: str) -> Any:
    """What an XPath finds in an HTML page."""
    return html.fromstring(page).xpath(path)


def files_in(text: str) -> dict[str, str]:
    """The files in a text: each starts with a line `-- path --`."""
    parts = re.split(r"^-- (\S+) --\n", text.lstrip("\n"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def tree(folder: Path) -> dict[str, bytes]:
    """Every file of a site below a folder with its bytes, without the builder's own records."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return {path: content for path, content in files.items() if not path.startswith(RECORDS)}


def memory(room: int = 256 * 2**20) -> Path | None:
    """A folder in memory for many short-lived sites, if there is one with room for so many bytes;
    None is a disk."""
    folder = Path("/dev/shm")
    has_room = os.access(folder, os.W_OK) and shutil.disk_usage(folder).free > room
    return folder if has_room else None


def assert_same_tree(
    found: Mapping[str, bytes], expected: Mapping[str, bytes], name: str, other: str
) -> None:
    """Fail, unless two trees are the same, with each file that differs and where it begins to."""
    __tracebackhide__ = True
    if found != expected:
        raise AssertionError("\n".join(differences(found, expected, name, other)))


def differences(
    found: Mapping[str, bytes], expected: Mapping[str, bytes], name: str, other: str
) -> Iterator[str]:
    """What tells two trees apart, for a person to read; of each file only its first lines."""
    yield f"- is {name}, + is {other}:"
    yield from (f"  - {path}" for path in sorted(found.keys() - expected.keys()))
    yield from (f"  + {path}" for path in sorted(expected.keys() - found.keys()))
    differ = [
        path for path in sorted(found.keys() & expected.keys()) if found[path] != expected[path]
    ]
    for path in differ[:SHOWN_FILES]:
        yield f"  {path}:"
        lines = unified_diff(_lines(found[path]), _lines(expected[path]), n=0, lineterm="")
        yield from (f"    {line[:SHOWN_COLUMNS]}" for line in islice(lines, 2, 2 + SHOWN_LINES))
    if len(differ) > SHOWN_FILES:
        yield f"  and in {len(differ) - SHOWN_FILES} more files: {', '.join(differ[SHOWN_FILES:])}"


def _lines(content: bytes) -> list[str]:
    try:
        return content.decode().splitlines()
    except UnicodeDecodeError:
        return [f"{len(content)} bytes that are no text, sha256 {sha256(content).hexdigest()[:16]}"]


def mtimes(folder: Path) -> Mapping[str, int]:
    """Every file below a folder with the time of its last change."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): os.stat(path).st_mtime_ns for path in paths}


def make_site(root: Path, text: str) -> Site:
    """A site in `root` out of a text; with a `site.yaml` for tests unless the text has one."""
    site = Site(root)
    (root / "content").mkdir(parents=True, exist_ok=True)
    if "site.yaml" not in files_in(text):
        (root / "site.yaml").write_text(SITE_YAML, "utf-8")
    return site.write(text)


def article(title: str, date: str, more: str = "", body: str = "A short text.") -> str:
    """The text of an article with a header."""
    lines = f"{more.strip()}\n" if more.strip() else ""
    return f"---\ntitle: {title}\ndate: {date}\n{lines}---\n{body}\n"
