"""Which compressed files go beside the site's own: `page.html.gz` and `page.html.br`.

A web server that finds them sends them as they are. Each is made once for the bytes that it is made
from, at the highest level, and kept in `.broadsheet/twins/` while the site has these bytes.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass
from gzip import compress
from hashlib import sha256
from pathlib import Path

from broadsheet.files import MEMORY
from broadsheet.hosting.headers import is_a_text, media_type
from broadsheet.hosting.hosts import PROFILES
from broadsheet.publishing.site_files import SiteFile
from broadsheet.workers import Workers

FOLDER, INDEX = "twins", "index.json"
LEAST = 64  # bytes that a twin must save
SMALLEST, LARGEST = 256, 64 * 2**20  # bytes of a file that is worth it, and that fits in memory
LEVEL, QUALITY = 9, 10  # of gzip and Brotli; 11 takes twice the time of 10, and saves 3 per cent


def _brotli(content: bytes) -> bytes:
    import brotli  # only who publishes needs it

    packed: bytes = brotli.compress(content, mode=brotli.MODE_TEXT, quality=QUALITY)
    return packed


CODINGS: Mapping[str, Callable[[bytes], bytes]] = {
    ".gz": lambda content: compress(content, LEVEL, mtime=0),
    ".br": _brotli,
}


@dataclass(frozen=True, slots=True)
class Job:
    """A file to compress in all ways: where it is, and where its twins are kept, but for the end of
    their names."""

    source: str
    kept: str


@dataclass(frozen=True, slots=True)
class Twin:
    """A kept twin: the end of its name, its size in bytes and its SHA-256."""

    suffix: str
    size: int
    digest: str


Known = dict[str, tuple[Twin, ...]]  # the twins of files, by the digests of these


def with_twins(
    files: Sequence[SiteFile], folder: Path, root: Path, host: str, workers: Workers
) -> tuple[SiteFile, ...]:
    """These files of the site in `folder`, and their twins where a host of this name serves them,
    in the order of their paths.

    A file that the site has already at the address of a twin stays. Raises OSError if a file cannot
    be read or a twin cannot be kept; WorkerDied.
    """
    profile = PROFILES.get(host)
    if profile is None or not profile.serves_twins:
        return tuple(files)
    memory = (root / MEMORY / FOLDER).absolute()
    memory.mkdir(parents=True, exist_ok=True)
    worth = {it.digest: it for it in files if _is_worth_it(it)}
    before = _standing(memory, _remembered(memory))
    known = {digest: twins for digest, twins in before.items() if digest in worth}
    new = [it for digest, it in sorted(worth.items()) if digest not in known]
    jobs = [Job(str(it.source(folder)), str(memory / it.digest)) for it in new]
    made = workers.map(_packed, jobs)
    known |= {it.digest: twins for it, twins in zip(new, made, strict=True)}
    if known != before:
        _remember(memory, known)
        _remove_others(memory, known)
    taken = {it.path for it in files}
    added = (_beside(it, twin, memory) for it in files for twin in known.get(it.digest, ()))
    return tuple(
        sorted((*files, *(it for it in added if it.path not in taken)), key=lambda it: it.path)
    )


def _is_worth_it(file: SiteFile) -> bool:
    is_seen = not file.path.startswith(".") or file.path.startswith(".well-known/")
    return is_seen and SMALLEST <= file.size <= LARGEST and is_a_text(media_type(file.path))


def _beside(file: SiteFile, twin: Twin, memory: Path) -> SiteFile:
    held = str(memory / f"{file.digest}{twin.suffix}")
    return SiteFile(f"{file.path}{twin.suffix}", twin.size, twin.digest, file.kind, held=held)


def _packed(job: Job) -> tuple[Twin, ...]:
    """Make and keep the twins of a file that save enough."""
    content = Path(job.source).read_bytes()
    return tuple(
        _kept(packed, Path(f"{job.kept}{suffix}"), suffix)
        for suffix, pack in CODINGS.items()
        if len(packed := pack(content)) <= len(content) - LEAST
    )


def _kept(content: bytes, path: Path, suffix: str) -> Twin:
    staged = path.with_name(f"{path.name}.{os.getpid()}.new")
    staged.write_bytes(content)
    staged.replace(path)
    return Twin(suffix, len(content), sha256(content).hexdigest())


def _remembered(memory: Path) -> Known:
    """What the last publish kept; nothing if that cannot be read."""
    try:
        found = json.loads((memory / INDEX).read_bytes())
        return {
            str(digest): tuple(Twin(str(it), int(size), str(own)) for it, size, own in twins)
            for digest, twins in found.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _standing(memory: Path, known: Known) -> Known:
    """The files of which all twins are still there, in their sizes."""
    with os.scandir(memory) as entries:
        sizes = {it.name: it.stat().st_size for it in entries}
    return {
        digest: twins
        for digest, twins in known.items()
        if all(sizes.get(f"{digest}{it.suffix}") == it.size for it in twins)
    }


def _remember(memory: Path, known: Known) -> None:
    found = {digest: [astuple(it) for it in twins] for digest, twins in sorted(known.items())}
    staged = memory / f"{INDEX}.new"
    staged.write_text(json.dumps(found), "utf-8")
    staged.replace(memory / INDEX)


def _remove_others(memory: Path, known: Known) -> None:
    """Remove what the site does not have any more, and what was left behind half made."""
    names = {f"{digest}{it.suffix}" for digest, twins in known.items() for it in twins}
    for name in os.listdir(memory):
        if name != INDEX and name not in names:
            (memory / name).unlink(missing_ok=True)
