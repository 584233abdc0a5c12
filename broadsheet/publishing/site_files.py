"""Which files a built site has: the path, size, digest and kind of each."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from enum import IntEnum
from hashlib import file_digest
from pathlib import Path

from broadsheet.files import MEMORY, folder_name, manifest_file
from broadsheet.output import journal
from broadsheet.output.manifest import ManifestEntry, decoded
from broadsheet.site.outputs import ATOM, FEED, JSON_FEED

TEXTS = frozenset(["article.html", "page.html", "redirect.html", "edition.html"])
TEMPLATE = "\ntemplate="
FEEDS = frozenset([FEED, ATOM, JSON_FEED])


class FileKind(IntEnum):
    """In which order files are published: what others need comes first."""

    ASSET = 0
    PAGE = 1
    LIST = 2


@dataclass(frozen=True, slots=True)
class SiteFile:
    """A file of a built site: its path in it, with forward slashes, its size in bytes, its SHA-256
    in hexadecimal digits, its kind, and whether it is a feed. `held` is where its bytes stand if
    that is not the site's folder."""

    path: str
    size: int
    digest: str
    kind: FileKind
    is_feed: bool = False
    held: str = ""

    def source(self, folder: Path) -> Path:
        """The file that has its bytes, for a site that was built into `folder`."""
        return Path(self.held) if self.held else folder / self.path


def site_files(root: Path, folder: Path) -> tuple[SiteFile, ...]:
    """The files of the site that the last build left in `folder`, in the order of their paths.

    Digests are remembered for files that are as they were. Raises OSError if a file is missing or
    there was no build.
    """
    entries = decoded(manifest_file(root, folder).read_bytes()).files
    memory = root / MEMORY / f"digests-{folder_name(folder)}.json"
    before = _remembered(memory)
    known = {path: f"{it.size} {it.mtime_ns}" for path, it in entries.items()}
    new = [path for path, state in known.items() if before.get(path, ("", ""))[0] != state]
    with ThreadPoolExecutor() as threads:
        made = dict(zip(new, threads.map(lambda path: _digest(folder / path), new), strict=True))
    digests = {
        path: (state, made[path] if path in made else before[path][1])
        for path, state in known.items()
    }
    if new or len(before) != len(digests):
        _remember(memory, digests)
    return tuple(
        SiteFile(path, it.size, digests[path][1], kind_of(path, it), _template(it) in FEEDS)
        for path, it in sorted(entries.items())
    )


def kind_of(path: str, entry: ManifestEntry) -> FileKind:
    """The kind of a file, by its path and what it was made from.

    What is laid out as pages are and is no page, such as a feed, a sitemap or the worker that keeps
    pages offline, lists others.
    """
    template = _template(entry)
    if path.endswith(".html"):
        return FileKind.PAGE if template in TEXTS else FileKind.LIST
    return FileKind.LIST if template else FileKind.ASSET


def _template(entry: ManifestEntry) -> str:
    """The name of the template or format that a file was made by; empty for a copied file."""
    return entry.inputs.partition(TEMPLATE)[2].partition("\n")[0]


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return file_digest(content, "sha256").hexdigest()


def _remembered(memory: Path) -> Mapping[str, Sequence[str]]:
    try:
        found = json.loads(memory.read_bytes())
        return {path: (str(state), str(digest)) for path, (state, digest) in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _remember(memory: Path, digests: Mapping[str, tuple[str, str]]) -> None:
    with suppress(OSError):  # without it the next publish reads every file
        journal.replace(memory, json.dumps(digests).encode())
