"""Moves new and changed files into the output folder, and removes files that are gone."""

from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from broadsheet.builds import Placed, PlacingCutShort
from broadsheet.files import Standing, manifest_file
from broadsheet.fingerprint import of_signatures
from broadsheet.output.foreign_files import refuse_blocking
from broadsheet.output.in_the_way import making_way
from broadsheet.output.journal import LIST, STAGE, Journal, decide, finish, replace
from broadsheet.output.lost_addresses import lost_addresses, lost_after
from broadsheet.output.manifest import (
    Manifest,
    ManifestEntry,
    decoded,
    list_of_files,
    listed_files,
)
from broadsheet.output.new_folder import begin, beside, put_in_place
from broadsheet.output.page_jobs import StagedFile


def _nothing(path: str) -> str:
    return ""


class Output:
    """The output folder during one build; made within `locked`.

    `standing` are the files in it by their paths, `planned` those that it will have, `published`
    what the ledger of addresses says of the file at a path, empty for what does not count. Raises
    ProblemsFound if files that Broadsheet did not make are in their way.
    """

    def __init__(
        self,
        root: Path,
        folder: Path,
        site_url: str,
        standing: Mapping[str, Standing],
        planned: Collection[str] = (),
        published: Callable[[str], str] = _nothing,
    ) -> None:
        self._published = published
        self.folder, self._url = folder, site_url
        self._is_new, self._planned = not folder.exists(), planned
        self.stage = beside(folder) if self._is_new else folder / STAGE
        self._manifest_file = manifest_file(root, folder)
        self.before = self._remembered()
        self._standing = standing
        self._own = self._own_files()
        self.foreign = tuple(sorted(self._standing.keys() - self._own))
        refuse_blocking(folder, self.foreign, planned)
        self._after: dict[str, ManifestEntry] = {}
        self._placed: dict[str, str] = {}
        self.result = Placed()

    def prepare(self) -> None:
        """Make the folder that files are staged in; raises OSError, with nothing changed, where the
        manifest could not be written later."""
        probe = self._manifest_file.with_suffix(".new")
        probe.write_bytes(b"")
        probe.unlink()
        if self._is_new:
            begin(self.folder, self._planned)
            self._planned = ()  # a site has many
        else:
            self.stage.mkdir(parents=True, exist_ok=True)

    def staged(self, path: str, name: str) -> str:
        """Where the file for `path` is staged: under `name`, or in a new folder at its own path."""
        return path if self._is_new else name

    def is_untouched(self, path: str) -> bool:
        """Whether the file at `path` has the size and time that the last build left."""
        before, now = self.before.files.get(path), self._standing.get(path)
        return bool(
            before and now and (before.size, before.mtime_ns) == (now.size, now.modified_ns)
        )

    def size(self, path: str) -> int:
        """The size of the file at `path`; -1 if there is none."""
        now = self._standing.get(path)
        return now.size if now and now.is_file else -1

    def keep(self, path: str, inputs: str, shown: str = "", key: str = "") -> None:
        """Leave the file at `path` as it is; `shown` is what readers know it by."""
        now = self._standing[path]
        seen = (now.size, now.modified_ns)
        self._after[path] = self._entry(path, seen, inputs, shown, key)
        self.result.unchanged.append(path)

    def take(
        self,
        path: str,
        name: str,
        staged: StagedFile,
        inputs: str,
        shown: str = "",
        key: str = "",
    ) -> None:
        """Use the file staged as `name` for the file at `path`."""
        if not staged.is_new:
            self.keep(path, inputs, shown, key)
            return
        self._placed[path] = name
        seen = (staged.size, staged.modified_ns)
        self._after[path] = self._entry(path, seen, inputs, shown, key)
        self.result.written.append(path)

    def _entry(
        self, path: str, seen: tuple[int, int], inputs: str, shown: str, key: str
    ) -> ManifestEntry:
        return ManifestEntry(*seen, inputs, shown, self._published(path), key)

    def sizes(self) -> Mapping[str, int]:
        """The size in bytes of each file that the folder will have, by its path."""
        return {path: it.size for path, it in self._after.items()}

    def finish(self) -> Placed:
        """Move everything into place, with a journal; does nothing when nothing has changed.

        The list of Broadsheet's files gets the new ones first, so that they are recognized even
        if the journal is lost.
        """
        gone = sorted(it for it in self._own if it in self._standing and it not in self._after)
        new_list = list_of_files(self._after, self._url)
        lost = lost_after(self.before, gone, self._after)
        new_manifest = Manifest(self._after, lost).encoded()
        if self._is_new:
            put_in_place(self.folder, self._placed, new_list)
            replace(self._manifest_file, new_manifest)
        elif self._placed or gone:
            replace(self.folder / LIST, list_of_files({*self._own, *self._after}, self._url))
            in_the_way = making_way(gone, self._placed)
            journal = Journal(
                in_the_way=tuple(path for path in gone if path in in_the_way),
                placed=tuple((name, path) for path, name in self._placed.items()),
                gone=tuple(path for path in gone if path not in in_the_way),
            )
            decide(self.folder, journal, new_list, new_manifest)
            self._place()
        else:
            replace(self.folder / LIST, new_list)
            replace(self._manifest_file, new_manifest)
        self.result.removed = gone
        self.result.lost = list(lost_addresses(lost, gone, self._after))
        self.result.foreign = list(self.foreign)
        return self.result

    def _place(self) -> None:
        try:
            finish(self.folder, self._manifest_file)
        except OSError as error:
            raise PlacingCutShort(*error.args[:2], error.filename) from error

    def signature(self) -> str:
        """The fingerprint of the stat signatures of all files after the build."""
        signatures = [(path, it.size, it.mtime_ns) for path, it in self._after.items()]
        foreign = ((path, self._standing[path]) for path in self.foreign)
        signatures += [(path, it.size, it.modified_ns) for path, it in foreign]
        return of_signatures(sorted(signatures))

    def _remembered(self) -> Manifest:
        try:
            return decoded(self._manifest_file.read_bytes())
        except OSError:
            return Manifest()

    def _own_files(self) -> frozenset[str]:
        try:
            listed = listed_files((self.folder / LIST).read_bytes(), self._url)
        except OSError:
            listed = None
        if listed is not None:
            return listed
        return frozenset(self.before.files)
