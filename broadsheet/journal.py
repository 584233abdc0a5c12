"""What a publish is about to do, written down first, so that an interrupted one is finished.

Everything new stands complete in a folder aside before the journal is written and synced. From
then on the publish is decided: it is carried out, and if it is cut short the next build begins by
carrying it out again, which does no harm. Without a journal, what stands aside is thrown away.
"""

import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from broadsheet.files import RECORDS

LIST, STAGE = f"{RECORDS}files", f"{RECORDS}stage"
JOURNAL, NEW_LIST, NEW_MANIFEST = "journal", "files", "manifest"
SYNCED_ONE_BY_ONE = 100  # files; with more, one sync of everything costs less


@dataclass(frozen=True, slots=True)
class Journal:
    """Removals that make way, files put in place (name aside, path), then the other removals."""

    in_the_way: tuple[str, ...]
    placed: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]
    manifest: str  # where the new manifest goes


def decide(folder: Path, journal: Journal, new_list: bytes, new_manifest: bytes) -> None:
    """Write the journal, and before it all that it speaks of, so that they outlive a power cut."""
    stage = folder / STAGE
    stage.mkdir(parents=True, exist_ok=True)
    (stage / NEW_LIST).write_bytes(new_list)
    (stage / NEW_MANIFEST).write_bytes(new_manifest)
    _sync([NEW_LIST, NEW_MANIFEST, *(aside for aside, _ in journal.placed)], stage)
    written = stage / f"{JOURNAL}.new"
    written.write_text(json.dumps(asdict(journal)), "utf-8")
    _sync([written.name], stage)
    os.replace(written, stage / JOURNAL)
    _sync_folder(stage)


def finish(folder: Path) -> bool:
    """Carry out what was decided, wholly or again, and clear up; whether anything was."""
    stage = folder / STAGE
    try:
        read = json.loads((stage / JOURNAL).read_text("utf-8"))
    except FileNotFoundError:
        shutil.rmtree(stage, ignore_errors=True)
        return False
    journal = Journal(**read)
    _remove(folder, journal.in_the_way)
    made: set[str] = set()
    for aside, path in journal.placed:
        above = os.path.dirname(path)
        if above not in made:
            (folder / above).mkdir(parents=True, exist_ok=True)
            made.add(above)
        with suppress(FileNotFoundError):  # it is in its place already
            os.replace(stage / aside, folder / path)
    _remove(folder, journal.gone)
    replace(folder / LIST, (stage / NEW_LIST).read_bytes())
    replace(Path(journal.manifest), (stage / NEW_MANIFEST).read_bytes())
    (stage / JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return True


def replace(target: Path, content: bytes) -> None:
    """Write a file whole: aside first, then in place. The same bytes are not written again."""
    with suppress(OSError):
        if target.read_bytes() == content:
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = target.with_name(f"{target.name}.new")
    try:
        aside.write_bytes(content)
        os.replace(aside, target)
    except OSError:
        with suppress(OSError):
            aside.unlink()
        raise


def _remove(folder: Path, paths: Iterable[str]) -> None:
    for path in paths:
        with suppress(FileNotFoundError):
            (folder / path).unlink()
        above = Path(path).parent
        with suppress(OSError):  # it is not empty, or gone
            while above != Path():
                (folder / above).rmdir()
                above = above.parent


def _sync(names: list[str], stage: Path) -> None:
    if len(names) > SYNCED_ONE_BY_ONE and hasattr(os, "sync"):
        os.sync()
        return
    for name in names:
        with (stage / name).open("rb") as file:
            os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
