"""A place in memory that takes one file at a time, and sites that are only links, for tests."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.site_files import FileKind, SiteFile
from broadsheet.publishing.target import Told

Links = frozenset[str]
Model = Mapping[str, Links]  # the files of a site, each with the files that it links to


class Cut(Exception):
    """The line is cut."""


class Shelf:
    """Keeps files in memory, looks at the site after each of them, and is cut off when told."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.manifest: bytes | None = None
        self.patience = -1  # how many more files it takes before it is cut off; -1 for all
        self.sent: list[str] = []
        self.removed: list[str] = []

    def put(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Take files in an order of its own, as a place does that takes several at once."""
        for file in sorted(files, key=lambda it: it.digest):
            self._spend()
            self.files[file.path] = CONTENTS[file.digest]
            self.sent.append(file.path)
            self.look()

    def remove(self, paths: Sequence[str], told: Told) -> None:
        """Remove files."""
        for path in paths:
            self._spend()
            self.files.pop(path, None)
            self.removed.append(path)
            self.look()

    def read(self, path: str) -> bytes | None:
        """The bytes of a file."""
        return self.manifest if path == NAME else self.files.get(path)

    def replace(self, path: str, content: bytes) -> None:
        """Write the manifest."""
        self._spend()
        assert path == NAME
        self.manifest = content

    def present(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there."""
        return tuple(path for path in paths if path in self.files)

    def look(self) -> None:
        """Fail if a page that readers can reach links to a file that is not there."""
        for path in reachable(self.files):
            missing = links_of(self.files[path]) - self.files.keys()
            assert not missing, f"{path} links to {missing}, which is not there"

    def _spend(self) -> None:
        if self.patience == 0:
            raise Cut
        self.patience -= 1


CONTENTS: dict[str, bytes] = {}  # of all files of models, by digest


def links_of(content: bytes) -> set[str]:
    """What a file of a model links to."""
    return set(content.decode().partition("\n")[2].split())


def reachable(files: Mapping[str, bytes]) -> Iterator[str]:
    """The files that readers reach from the front page."""
    seen, found = {"index.html"}, ["index.html"]
    while found:
        path = found.pop()
        if path in files:
            yield path
            new = links_of(files[path]) - seen
            seen |= new
            found += sorted(new)


def files_of(model: Model) -> tuple[SiteFile, ...]:
    """The files of a model; one that starts with p is a page, with a an asset, others lists."""
    kinds = {"p": FileKind.PAGE, "a": FileKind.ASSET}
    made = []
    for path, links in sorted(model.items()):
        content = f"{path}\n{' '.join(sorted(links))}".encode()
        digest = sha256(content).hexdigest()
        CONTENTS[digest] = content
        made.append(SiteFile(path, len(content), digest, kinds.get(path[0], FileKind.LIST)))
    return tuple(made)
