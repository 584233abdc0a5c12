"""A whole new output folder, where there is none yet: made beside its place, then put there at one
stroke. So no file of it is moved, and nobody sees half a site.
"""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from broadsheet.files import RECORDS
from broadsheet.output.journal import LIST, sync, sync_folder


def beside(folder: Path) -> Path:
    """Where the new output folder stands until it is complete."""
    return folder.with_name(f"{RECORDS}new-{folder.name}")


def begin(folder: Path, paths: Iterable[str]) -> None:
    """Make the new folder, with all folders that the files at these paths need."""
    new = beside(folder)
    discard(folder)
    new.parent.mkdir(parents=True, exist_ok=True)
    new.mkdir()
    for below in sorted({os.path.dirname(path) for path in paths}):
        os.makedirs(new / below, exist_ok=True)


def put_in_place(folder: Path, paths: Iterable[str], new_list: bytes) -> None:
    """Put the new folder in its place, with these files and the list of them, all synced."""
    new = beside(folder)
    (new / LIST).write_bytes(new_list)
    sync([LIST, *paths], new)
    os.rename(new, folder)
    sync_folder(folder.parent)


def discard(folder: Path) -> None:
    """Delete what a build that was cut short left beside the output folder."""
    new = beside(folder)
    if new.is_symlink():  # nothing of ours: what it leads to is not touched
        new.unlink()
    shutil.rmtree(new, ignore_errors=True)
