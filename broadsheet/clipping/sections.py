"""Which section a draft stands in, and its folder under content/."""

from pathlib import Path

from broadsheet.content.notes import FIELDS as NOTES
from broadsheet.content.settings import Settings
from broadsheet.files import CONTENT
from broadsheet.problems import did_you_mean
from broadsheet.urls import slugify

NO_SECTIONS = frozenset([*NOTES, "media", "site-root"])


class UnknownSection(Exception):
    """There is no such section; the text says so and names the one that was probably meant."""


def section_folder(root: Path, settings: Settings, wanted: str) -> str:
    """The folder of a section within content/: of the one that is `wanted`, by its key or title;
    else of the first in the settings, else of the only one there is; empty where the site has
    none or several. Raises UnknownSection."""
    folders = _folders(root)
    listed = {section.key: slugify(section.key) for section in settings.sections}
    titled = {slugify(it.title): slugify(it.key) for it in settings.sections if it.title}
    if not wanted:
        first = next(iter(listed.values()), "")
        return folders.get(first, first) or (
            "" if len(folders) != 1 else next(iter(folders.values()))
        )
    slug = slugify(wanted)
    slug = slug if slug in listed.values() else titled.get(slug, slug)
    known = {*folders, *listed.values()}
    if slug in NO_SECTIONS or (known and slug not in known):
        raise UnknownSection(f"there is no section {wanted}; {did_you_mean(slug, known)}")
    return folders.get(slug, slug)


def _folders(root: Path) -> dict[str, str]:
    """The folders of sections by their slugs."""
    below = sorted(it.name for it in (root / CONTENT).iterdir() if it.is_dir())
    return {slugify(it): it for it in below if it not in NO_SECTIONS and it[0] != "."}
