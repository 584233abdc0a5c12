"""One build of a site at a time, in an output folder that is fit for it."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from broadsheet.builds import Progress
from broadsheet.files import MEMORY, manifest_file
from broadsheet.output.journal import finish
from broadsheet.output.new_folder import discard
from broadsheet.problems import Problem, ProblemsFound


@contextmanager
def locked(root: Path, folder: Path, wait: float, progress: Progress) -> Iterator[None]:
    """Keep other builds of the site out for as long as this one lasts.

    Waits at most `wait` seconds for another build to end, and reports that. What an
    interrupted build had decided is finished first; files that were only staged are deleted.
    """
    _refuse_unfit(root, folder)
    (root / MEMORY).mkdir(parents=True, exist_ok=True)
    lock = FileLock(root / MEMORY / "lock")
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            progress.waiting()
            lock.acquire(timeout=wait)
    except Timeout:
        text = "another build or publish of this site is running"
        raise ProblemsFound([Problem(str(folder), 0, text, "wait until it has ended")]) from None
    manifest = manifest_file(root, folder)
    try:
        discard(folder)
        if finish(folder, manifest):
            progress.resuming()
        yield
    finally:
        try:
            with suppress(OSError):  # what cannot be done now is left to the next build
                finish(folder, manifest)
                discard(folder)
        finally:
            lock.release()


def _refuse_unfit(root: Path, folder: Path) -> None:
    """Refuse an output folder that is not a folder, contains the sources or is inside them."""
    real, site = Path(os.path.realpath(folder)), Path(os.path.realpath(root))
    fault = ""
    if site.is_relative_to(real):
        fault = "contains the site's own files"
    elif any(real.is_relative_to(site / name) for name in ("content", "themes", MEMORY)):
        fault = "is among the site's own files"
    elif folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        fault = "is not a folder of its own"
    if fault:
        hint = "choose another folder with --output"
        raise ProblemsFound([Problem(str(folder), 0, f"cannot be the output: it {fault}", hint)])
