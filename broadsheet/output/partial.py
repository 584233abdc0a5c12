"""An output folder in which the last build's files stand, and a few get other bytes.

No file comes or goes, so what the manifest says of all others is left as it is written.
"""

from collections.abc import Mapping
from pathlib import Path

from broadsheet.builds import PlacingCutShort
from broadsheet.files import manifest_file
from broadsheet.output.journal import LIST, STAGE, Journal, decide, finish, replace
from broadsheet.output.manifest import ManifestEntry, with_entries, written_entry
from broadsheet.output.page_jobs import StagedFile


class RecordLost(Exception):
    """What the last build recorded about the output folder is not there, or damaged."""


class PartialOutput:
    """The output folder during a build that changes few files; made within `locked`.

    Raises RecordLost.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder, self.stage = folder, folder / STAGE
        self._manifest_file = manifest_file(root, folder)
        try:
            self._manifest = self._manifest_file.read_text("utf-8")
            self._list = (folder / LIST).read_bytes()
        except (OSError, ValueError) as error:
            raise RecordLost from error
        self.stage.mkdir(parents=True, exist_ok=True)
        self._after: dict[str, ManifestEntry] = {}
        self._placed: list[tuple[str, str]] = []

    def before(self, path: str) -> ManifestEntry:
        """What the manifest says of a file."""
        try:
            return written_entry(self._manifest, path)
        except (LookupError, ValueError, TypeError) as error:
            raise RecordLost from error

    def take(self, path: str, name: str, staged: StagedFile, inputs: str) -> None:
        """Use the file staged as `name` for the file at `path`, unless it has the same bytes.

        It has no key from now on: only a build in full can tell it.
        """
        before = self.before(path)
        size, modified_ns = before.size, before.mtime_ns
        if staged.is_new:
            size, modified_ns = staged.size, staged.modified_ns
            self._placed.append((name, path))
        self._after[path] = before._replace(size=size, mtime_ns=modified_ns, inputs=inputs, key="")

    def finish(self) -> Mapping[str, ManifestEntry]:
        """Put the files in place, with a journal; returns those with other bytes."""
        manifest = with_entries(self._manifest, self._after).encode()
        if not self._placed:
            replace(self._manifest_file, manifest)
            return {}
        journal = Journal(in_the_way=(), placed=tuple(self._placed), gone=())
        decide(self.folder, journal, self._list, manifest)
        try:
            finish(self.folder, self._manifest_file)
        except OSError as error:
            raise PlacingCutShort(*error.args[:2], error.filename) from error
        return {path: self._after[path] for _, path in self._placed}
