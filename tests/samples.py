"""The sample site for tests: copies that they may change, and one that they all look at."""

import shutil
from pathlib import Path

from filelock import FileLock

from tests.sites import ROOT, Site

LATER = "2024-06-01"  # when every correction of the sample was made


def copied(folder: Path, theme: str) -> Site:
    """The sample site in another folder, with a theme, not built yet."""
    shutil.copytree(ROOT / "content", folder / "content")
    settings = (ROOT / "site.yaml").read_text("utf-8")
    return Site(folder).write(
        f"-- site.yaml --\n{settings.replace('theme: broadsheet', f'theme: {theme}')}"
    )


def built_sample(common: Path, theme: str) -> Site:
    """The sample site with a theme, built as of `LATER` by the first process that asks for it among
    those that have this folder in common."""
    folder, is_built = common / f"sample-{theme}", common / f"sample-{theme}.built"
    with FileLock(common / f"sample-{theme}.lock"):
        if not is_built.exists():
            shutil.rmtree(folder, ignore_errors=True)  # of a process that was ended
            copied(folder, theme).build(as_of=LATER)
            is_built.touch()
    return Site(folder)
