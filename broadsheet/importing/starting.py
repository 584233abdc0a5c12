"""Can an import write into this folder, and what does a new site need?"""

from pathlib import Path

from broadsheet.content.settings import FILE as SETTINGS
from broadsheet.content.settings import UTC
from broadsheet.exports.foreign_dates import foreign_zone
from broadsheet.exports.likely import likely_systems
from broadsheet.exports.posts import Export
from broadsheet.files import CONTENT, DATA
from broadsheet.importing.placing import likely_pattern
from broadsheet.importing.site_file import folder_title, site_file
from broadsheet.problems import listed

ALLOWED = frozenset([".git", ".gitignore", ".gitattributes", "README.md", "LICENSE", ".broadsheet"])


class Unfit(Exception):
    """The folder cannot take the import; its text says why and what to do."""


def refuse_unfit(root: Path, source: str) -> None:
    """Raise Unfit unless `root` is a site, or is empty, and apart from the source."""
    if root.exists() and not root.is_dir():
        raise Unfit(f"{root} is not a folder")
    if "://" not in source:
        here, there = root.resolve(), Path(source).resolve()
        if here == there or (here.is_relative_to(there) and there.is_dir()):
            raise Unfit(f"{root} is in the source; name another folder with --site")
        if there.is_relative_to(here / CONTENT):
            raise Unfit(f"{source} is in the site's {CONTENT}/; move it elsewhere")
    if root.exists() and not (root / SETTINGS).exists():
        others = sorted(it.name for it in root.iterdir() if it.name not in ALLOWED)
        if others:
            text = f"{root} has no {SETTINGS} and is not empty; name a site or a new folder"
            raise Unfit(f"{text} with --site")


def refuse_empty(export: Export, kind: str, source: str) -> None:
    """Raise Unfit if there is no post in the source that was read as one of this kind of system."""
    if export.posts:
        return
    likely = (
        [it for it in likely_systems(Path(source)) if it != kind] if "://" not in source else []
    )
    hint = f"; it looks like {listed(likely)}: broadsheet import {likely[0]} …" if likely else ""
    raise Unfit(f"{source} has no post that an import of {kind} can find{hint}")


def start_site(root: Path, export: Export, source: str) -> tuple[str, list[str]]:
    """The text of `site.yaml` for a new site, and what to check in it; nothing for a site that
    has its own."""
    if (root / SETTINGS).exists():
        return "", []
    zone = foreign_zone(export.site.timezone) or UTC
    dated = [post for post in export.posts if post.date]
    pattern = likely_pattern(dated, zone)
    name = "" if "://" in source else folder_title(Path(source))
    return site_file(export.site, dated, pattern, name)


def write_start(root: Path, settings: str) -> None:
    """Write the files of a new site that no import has: its settings, and those for git."""
    (root / SETTINGS).write_bytes(settings.encode())
    for name in ("gitignore", "gitattributes"):
        file = root / f".{name}"
        if not file.exists():
            file.write_bytes((DATA / "starter" / name).read_bytes())
