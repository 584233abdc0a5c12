"""What a build is about to put in place, written down first, so that it is finished in any case.

Everything new stands complete in a staging folder before the journal is written and synced. From
then on it is decided: it is carried out, and if that is cut short the next build begins by
carrying it out again, which does no harm. Without a journal, what is staged is thrown away.
"""

import json
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from broadsheet.files import NOT_OURS_NOT_THEIRS, RECORDS
from broadsheet.problems import Problem, ProblemsFound
from broadsheet.urls import collision_key

VERSION = 2
LIST, STAGE = f"{RECORDS}files", f"{RECORDS}stage"
JOURNAL, NEW_LIST, NEW_MANIFEST = "journal", "files", "manifest"
SYNCED_ONE_BY_ONE = 100  # files; for more, one sync of everything is cheaper


@dataclass(frozen=True, slots=True)
class Journal:
    """Removals that make way, files put in place (staged name, path), then the other removals.

    Paths are relative to the output folder, with forward slashes.
    """

    in_the_way: tuple[str, ...]
    placed: tuple[tuple[str, str], ...]
    gone: tuple[str, ...]

    def encoded(self) -> str:
        """The journal as the text of its file."""
        return json.dumps({"version": VERSION, **asdict(self)})


def decoded(text: str) -> Journal | None:
    """The journal in a file's text; None where this version of Broadsheet did not write it."""
    try:
        whole = json.loads(text)
        if whole["version"] != VERSION:
            return None
        placed = tuple((str(staged), str(path)) for staged, path in whole["placed"])
        in_the_way, gone = (tuple(map(str, whole[key])) for key in ("in_the_way", "gone"))
        return Journal(in_the_way, placed, gone)
    except (ValueError, LookupError, TypeError):
        return None


def decide(folder: Path, journal: Journal, new_list: bytes, new_manifest: bytes) -> None:
    """Sync everything that the journal names, then write the journal, to survive a power cut."""
    stage = folder / STAGE
    stage.mkdir(parents=True, exist_ok=True)
    (stage / NEW_LIST).write_bytes(new_list)
    (stage / NEW_MANIFEST).write_bytes(new_manifest)
    sync([NEW_LIST, NEW_MANIFEST, *(staged for staged, _ in journal.placed)], stage)
    written = stage / f"{JOURNAL}.new"
    written.write_text(journal.encoded(), "utf-8")
    sync([written.name], stage)
    os.replace(written, stage / JOURNAL)
    sync_folder(stage)


def is_decided(folder: Path) -> bool:
    """Whether it was decided to put files in place in this folder, and that is not finished."""
    return (folder / STAGE / JOURNAL).is_file()


def finish(folder: Path, manifest: Path) -> bool:
    """Carry out what was decided, wholly or again, and clear up; whether anything was.

    `manifest` is where the new manifest goes. A journal of another version is thrown away: the
    next build compares every file. Raises ProblemsFound when a path leads out of the folder.
    """
    stage = folder / STAGE
    if stage.is_symlink():  # nothing of ours: what it leads to is not touched
        stage.unlink()
    journal = _read(stage / JOURNAL)
    if journal is None:
        shutil.rmtree(stage, ignore_errors=True)
        return False
    _refuse_unsafe(folder, journal)
    _remove(folder, _still_in_the_way(journal, stage))
    _place(folder, journal.placed)
    _remove(folder, journal.gone)
    replace(folder / LIST, (stage / NEW_LIST).read_bytes())
    replace(manifest, (stage / NEW_MANIFEST).read_bytes())
    (stage / JOURNAL).unlink()
    shutil.rmtree(stage, ignore_errors=True)
    return True


def replace(target: Path, content: bytes) -> None:
    """Write a file atomically, by way of a temporary name. Leaves a file with the same bytes."""
    with suppress(OSError):
        if target.read_bytes() == content:
            return
    target.parent.mkdir(parents=True, exist_ok=True)
    staged = target.with_name(f"{target.name}.new")
    try:
        staged.unlink(missing_ok=True)  # it could be a link, and lead anywhere
        staged.write_bytes(content)
        os.replace(staged, target)
    except OSError:
        with suppress(OSError):
            staged.unlink()
        raise


def _read(file: Path) -> Journal | None:
    try:
        return decoded(file.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None


def _refuse_unsafe(folder: Path, journal: Journal) -> None:
    """Refuse a journal that speaks of files outside the folder: Broadsheet did not write it."""
    paths = [*journal.in_the_way, *(path for _, path in journal.placed), *journal.gone]
    unsafe = [path for path in paths if not _is_safe(path)]
    unsafe += [name for name, _ in journal.placed if not _is_safe(name) or "/" in name]
    unsafe += [] if unsafe else [it for it in _folders(paths) if _leads_away(folder, it)]
    if not unsafe:
        return
    named = min(unsafe) or "that is empty"
    text = f"names the path {named}, which is no file of this site: Broadsheet did not write it"
    hint = f"nothing was changed; find out where {STAGE} comes from, then delete it"
    raise ProblemsFound([Problem(str(folder / STAGE / JOURNAL), 0, text, hint)])


def _is_safe(path: str) -> bool:
    parts = PurePosixPath(path).parts
    return (
        bool(parts)
        and "\0" not in path
        and not path.startswith(("/", RECORDS))
        and not any(part == ".." or part in NOT_OURS_NOT_THEIRS for part in parts)
    )


def _folders(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(os.path.dirname(path) for path in paths)


def _leads_away(folder: Path, below: str) -> bool:
    """Whether one of the folders of a path is a symbolic link."""
    return os.path.realpath(folder / below) != os.path.normpath(
        os.path.join(os.path.realpath(folder), below)
    )


def _still_in_the_way(journal: Journal, stage: Path) -> list[str]:
    """What is still in the way: not files whose successor is in place already.

    Where a file system ignores case, `Photo.jpg` and its successor `photo.jpg` are one file.
    """
    done = {collision_key(path) for staged, path in journal.placed if not (stage / staged).exists()}
    return [path for path in journal.in_the_way if collision_key(path) not in done]


def _place(folder: Path, placed: Iterable[tuple[str, str]]) -> None:
    made: set[str] = set()
    for staged, path in placed:
        above = os.path.dirname(path)
        if above not in made:
            (folder / above).mkdir(parents=True, exist_ok=True)
            made.add(above)
        with suppress(FileNotFoundError):  # it has been moved already
            _put(folder / STAGE / staged, folder / path)


def _put(staged: Path, target: Path) -> None:
    try:
        os.replace(staged, target)
    except IsADirectoryError:
        for above, _, _ in os.walk(target, topdown=False):
            os.rmdir(above)  # an empty folder gives way
        os.replace(staged, target)


def _remove(folder: Path, paths: Iterable[str]) -> None:
    """Remove files, and folders that they leave empty.

    What is gone already does no harm: also when a folder has taken a file's place, or a file the
    place of the folder it stood in.
    """
    for path in paths:
        file = folder / path
        try:
            file.unlink()
        except (FileNotFoundError, NotADirectoryError):
            pass
        except OSError:  # Linux says that it is a folder, macOS that it is not permitted
            if file.is_symlink() or not file.is_dir():
                raise
        above = Path(path).parent
        with suppress(OSError):  # it is not empty, or gone
            while above != Path():
                (folder / above).rmdir()
                above = above.parent


def sync(names: list[str], stage: Path) -> None:
    """Make sure that files survive a power cut."""
    if len(names) > SYNCED_ONE_BY_ONE and hasattr(os, "sync"):
        os.sync()
        return
    for name in names:
        with (stage / name).open("rb") as file:
            os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder survive a power cut."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
