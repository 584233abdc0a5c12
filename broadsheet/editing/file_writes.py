"""Puts a text into a file in one step: nobody sees half of it, and a power cut leaves the old one
or the new one."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from broadsheet.editing.changes import ODD, bytes_of
from broadsheet.output.journal import sync_folder


class NotAsExpected(Exception):
    """A file is not what it was a moment before."""


def text_at(place: Path) -> str | None:
    """The text of a file; None if there is none. Raises OSError."""
    try:
        return place.read_bytes().decode("utf-8", ODD)
    except (FileNotFoundError, NotADirectoryError):
        return None


def put(place: Path, before: str | None, after: str | None) -> None:
    """Give a file that holds `before` the text `after`; None is no file. The file keeps its mode.

    Raises NotAsExpected, without a change, if it holds something else; OSError if it cannot be
    written.
    """
    if after is None:
        _refuse_other(place, before)
        place.unlink(missing_ok=True)
        sync_folder(place.parent)
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = beside(place)
    aside.unlink(missing_ok=True)  # it could be a link, and lead anywhere
    try:
        _write(aside, bytes_of(after))
        _refuse_other(place, before)
        if before is None:
            _put_new(aside, place)
        else:
            _be_alike(aside, place.stat())
            os.replace(aside, place)
        sync_folder(place.parent)
    finally:
        with suppress(FileNotFoundError):
            aside.unlink()


def beside(place: Path) -> Path:
    """The name that a file's new text has until it is complete; no build reads it."""
    return place.with_name(f".{place.name[:40]}.desk.tmp")


def _write(aside: Path, content: bytes) -> None:
    with aside.open("xb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _be_alike(aside: Path, status: os.stat_result) -> None:
    """Give a new file the mode of the old one, and its group and owner where that is allowed."""
    if hasattr(os, "chown") and (os.stat(aside).st_gid, os.stat(aside).st_uid) != (
        status.st_gid,
        status.st_uid,
    ):
        with suppress(PermissionError):
            os.chown(aside, -1, status.st_gid)
            os.chown(aside, status.st_uid, -1)
    os.chmod(aside, stat.S_IMODE(status.st_mode))


def _refuse_other(place: Path, expected: str | None) -> None:
    if text_at(place) != expected:
        raise NotAsExpected


def _put_new(aside: Path, place: Path) -> None:
    """Give a new file its name, which fails if there is another by now."""
    try:
        os.link(aside, place)
    except FileExistsError:
        raise NotAsExpected from None
    except OSError:  # a file system without hard links
        if os.path.lexists(place):
            raise NotAsExpected from None
        os.replace(aside, place)
