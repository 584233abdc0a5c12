"""Which files of the old site's root does a host or a program look for, and can they be taken?"""

import re
from collections.abc import Collection, Iterable
from pathlib import Path
from posixpath import splitext

from broadsheet.exports.posts import LeftOut, StaticFile
from broadsheet.exports.source_folder import Unreadable
from broadsheet.files import ROOT_FILES
from broadsheet.images.pictures import SUFFIXES

NAMES = frozenset(
    "/CNAME /robots.txt /favicon.ico /ads.txt /app-ads.txt /humans.txt /_redirects".split()
)
ROBOTS = "robots.txt"
WELL_KNOWN = "/.well-known/"
LARGEST = 200_000  # bytes
PLAIN = frozenset(["", ".txt", ".json", ".asc"])  # kinds that no browser runs
ICON = b"\x00\x00\x01\x00"
PNG = b"\x89PNG\r\n\x1a\n"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
TEMPLATE = re.compile(r"\A---\s*\n|\{\{|\{%")
MARKUP = re.compile(r"<\s*[a-z!/?]", re.I)


def root_files(files: Iterable[StaticFile], shown: Collection[str]) -> dict[str, str]:
    """The paths in the new site of files for its root, by their origins; without those that
    articles show."""
    return {
        it.origin: f"{ROOT_FILES}{it.address}"
        for it in files
        if it.origin not in shown and (it.address in NAMES or it.address.startswith(WELL_KNOWN))
    }


def read_root_file(file: Path) -> bytes:
    """The bytes of such a file. Raises Unreadable for one that the site makes itself, is large or
    could act in a browser."""
    if file.name == ROBOTS:
        raise Unreadable("the site makes its own; a theme's robots.txt can say what yours said")
    with open(file, "rb") as opened:
        content = opened.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreadable(f"it has more than {LARGEST:,} bytes")
    suffix = splitext(file.name)[1].casefold()
    suffix = "" if file.name.startswith(".") and file.name.count(".") == 1 else suffix
    if suffix == ".ico" or suffix in SUFFIXES:
        if not content.startswith((ICON, PNG)):
            raise Unreadable("it is no icon")
    elif suffix not in PLAIN:
        raise Unreadable(f"files of its kind ({suffix}) could act in a browser")
    elif fault := _fault(content):
        raise Unreadable(fault)
    return content


def _fault(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "it is no text"
    if CONTROL.search(text):
        return "it is no text"
    if TEMPLATE.search(text):
        return "it is a template of the old system"
    return "it holds HTML" if MARKUP.search(text) else ""


def refused(origin: str, why: str) -> LeftOut:
    """A file for the root that was not taken."""
    return LeftOut(origin, f"it is a file for the root, and was not taken: {why}")
