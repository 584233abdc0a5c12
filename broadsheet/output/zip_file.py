"""Packs a whole built site into one zip file, to be handed on and opened from disk.

The same site gives the same bytes: files are in the order of their names, all are of the time of
the site's last change, and nothing is told of the machine. It is not part of the output folder.
"""

import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path, PurePosixPath
from shutil import copyfileobj
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo, is_zipfile

from broadsheet.files import CONTENT, MEMORY, RECORDS, THEMES
from broadsheet.problems import Problem, ProblemsFound

COMMENT = b"A site that was built by Broadsheet"
EARLIEST, LATEST = datetime(1980, 1, 1), datetime(2107, 12, 31)  # that a zip file can tell
PERMISSIONS = 0o644 << 16  # of every file, where Unix keeps them
UNIX = 3
LARGE = 1 << 31  # bytes, of a file that needs the fields of ZIP64
PACKED = frozenset(  # kinds of files that hold compressed data already
    ".jpg .jpeg .png .gif .webp .avif .mp3 .ogg .opus .m4a .mp4 .webm .pdf .epub .zip".split()
)


def write_zip(
    target: Path, output: Path, paths: Iterable[str], folder: str, moment: datetime | None
) -> int:
    """Pack files of the output folder, given by their paths in it, into the zip file `target`;
    returns its size in bytes.

    Within it they are in a folder of the name `folder`, all of the time `moment`. An earlier zip
    file of a site is replaced when the new one is complete. Raises OSError.
    """
    staged = target.with_name(f"{target.name}.new")
    when = _time(moment)
    try:
        with ZipFile(staged, "w") as archive:
            archive.comment = COMMENT
            for path in sorted(path for path in paths if not path.startswith(RECORDS)):
                _pack(archive, output / path, f"{folder}/{path}", when)
        os.replace(staged, target)
    finally:
        with suppress(FileNotFoundError):
            staged.unlink()
    return target.stat().st_size


def _time(moment: datetime | None) -> tuple[int, int, int, int, int, int]:
    """A time as zip files tell it, without a time zone."""
    told = min(max(moment.replace(tzinfo=None), EARLIEST), LATEST) if moment else EARLIEST
    return told.year, told.month, told.day, told.hour, told.minute, told.second


def _pack(
    archive: ZipFile, file: Path, name: str, when: tuple[int, int, int, int, int, int]
) -> None:
    entry = ZipInfo(name, when)
    entry.create_system, entry.external_attr = UNIX, PERMISSIONS
    is_packed = PurePosixPath(name).suffix.casefold() in PACKED
    entry.compress_type = ZIP_STORED if is_packed else ZIP_DEFLATED
    with file.open("rb") as content:
        size = os.fstat(content.fileno()).st_size
        with archive.open(entry, "w", force_zip64=size >= LARGE) as packed:
            copyfileobj(content, packed, 1 << 20)


def refuse_unfit(target: Path, root: Path, output: Path) -> None:
    """Refuse a place for a zip file where it would overwrite another's file, or become a part of
    the site; raises ProblemsFound."""
    fault, hint = _fault(target, root, output)
    if fault:
        raise ProblemsFound([Problem(str(target), 0, fault, hint)])


def _fault(target: Path, root: Path, output: Path) -> tuple[str, str]:
    real, site = Path(os.path.realpath(target)), Path(os.path.realpath(root))
    inside = [site / name for name in (CONTENT, THEMES, MEMORY)]
    if any(real.is_relative_to(it) for it in (Path(os.path.realpath(output)), *inside)):
        return "is in a folder of the site's own files", "name another place: --zip ../digest.zip"
    if not target.parent.is_dir():
        return "is in a folder that does not exist", f"make the folder {target.parent}"
    if target.is_dir():
        return "is a folder", f"name a file: --zip {target / 'digest.zip'}"
    if target.exists() and not _is_ours(target):
        return "is there already, and no zip file of a site", "name another file, or remove it"
    return "", ""


def _is_ours(target: Path) -> bool:
    if not is_zipfile(target):
        return False
    with ZipFile(target) as archive:
        return archive.comment == COMMENT
