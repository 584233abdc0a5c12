"""Keeps files in a folder that rsync reaches; see `FileStore`."""

import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from broadsheet.publishing.held import NoFolder, batches
from broadsheet.publishing.remote_lock import FOLDER, PREFIX
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.ssh import Place, program
from broadsheet.publishing.target import Overtaken, PublishFailed, Told

LIMIT = "--max-size=256m"  # for files that are read from there
PLAIN = re.compile(r"[a-zA-Z0-9_./~-]+")  # a path that no shell changes
WORDS = 65536  # bytes of what rsync said that are looked at
TRIES = 3  # for a call that fails without a word: a server that ends at once may lose its words
FILES, BYTES = 2000, 2**26  # of one call; after it, the lock is written again
ESCAPED = re.compile(rb"\\#([0-7]{3})")
NO_FOLDER = re.compile(r"(?:mkdir|change_dir|chdir).*No such file or directory")


@dataclass(frozen=True, slots=True)
class RsyncCalls:
    """Calls rsync for a place, by an `ssh` command, with files of its own in a private folder."""

    place: Place
    shell: tuple[str, ...]
    private: Path

    def push(self, folder: Path, names: Iterable[str], *options: str, below: str = "") -> bytes:
        """Copy these files of a folder there, or into a folder there; returns what rsync prints."""
        return self._call([*options, f"{folder.absolute()}/", self.there() + below], names)

    def pull(self, folder: Path, names: Iterable[str], *options: str) -> bytes:
        """Copy these files from there into a folder."""
        return self._call([*options, self.there(), f"{folder.absolute()}/"], names)

    def _call(self, arguments: Sequence[str], names: Iterable[str]) -> bytes:
        """Run rsync for some files. What it says goes to files, because a connection that stays
        would hold a pipe open. Raises PublishFailed."""
        shell = " ".join(map(_quoted, self.shell))
        fixed = ["--rsh", shell, "--from0", "--files-from=-"]
        if not PLAIN.fullmatch(self.place.setting.path):
            fixed.append("--secluded-args")  # which `rrsync` does not allow
        listed = b"".join(_encoded(name) + b"\0" for name in names)
        for _ in range(TRIES):
            status, printed, words = self._run([*fixed, *arguments], listed)
            if not status:
                return printed
            if words.strip():
                break
        raise self._failure(words)

    def _run(self, arguments: Sequence[str], listed: bytes) -> tuple[int, bytes, str]:
        """The exit status, and what was printed and said."""
        out, said = self.private / "out", self.private / "said"
        with out.open("wb") as printed, said.open("wb") as errors:
            done = subprocess.run(
                [program("rsync", self.place.name), *arguments],
                input=listed,
                stdout=printed,
                stderr=errors,
                start_new_session=True,  # Ctrl-C stops the publish, not this call
                check=False,
            )
        return (
            done.returncode,
            out.read_bytes(),
            said.read_bytes()[:WORDS].decode("utf-8", "replace"),
        )

    def _failure(self, said: str) -> PublishFailed:
        if NO_FOLDER.search(said):
            place = self.place.setting
            text = f"the folder {place.path} cannot be made on {place.host}; make it"
            return NoFolder(f"{self.place.name}: {text}, or correct `path`")
        return self.place.failure(said)

    def there(self) -> str:
        """The folder, as rsync is given it."""
        user, at, host = self.place.setting.host.rpartition("@")
        path = self.place.setting.path.rstrip("/")
        whole = path if path.startswith("/") or not path else f"./{path.removeprefix('~/')}"
        whole = "." if path == "~" else whole
        return f"{user}{at}{f'[{host}]' if ':' in host and host[0] != '[' else host}:{whole}/"


class RsyncStore:
    """A folder that rsync reaches, in which `lock` is this publisher's."""

    def __init__(self, calls: RsyncCalls) -> None:
        self._calls = calls
        self._manifest: bytes | None = None  # as it was when the lock was taken
        self._is_read = True
        self.lock = ""

    def make(self) -> None:
        """Make the folder, if only it is missing."""
        with self._written({f"{FOLDER}/": b""}) as folder:
            self._calls.push(folder, [f"{FOLDER}/"])

    def clear(self) -> None:
        """Give up the lock, and remove what an earlier publish has left half."""
        rules = (f"R /{FOLDER}/{self.lock}", f"P /{FOLDER}/{PREFIX}*")
        options = [f"--filter={rule}" for rule in rules]
        with self._written({f"{FOLDER}/": b""}) as folder:
            self._calls.push(folder, [f"{FOLDER}/"], "-r", "--delete", *options)
        self._delete([FOLDER])

    def enter(self, name: str) -> None:
        """Write a lock; its time is the server's."""
        options = ("--ignore-times", "--chmod=F600", "--perms")
        with self._written({name: b"\n"}) as folder:
            self._calls.push(folder, [name], *options, below=f"{FOLDER}/")

    def locks(self) -> Mapping[str, int]:
        """All locks there, and when each was written; the manifest comes along."""
        rules = (f"--include=/{FOLDER}/{PREFIX}*", f"--exclude=/{FOLDER}/*")
        with TemporaryDirectory(dir=self._calls.private) as name:
            folder = Path(name)
            options = ("-r", "--times", "--ignore-missing-args", LIMIT, "-z", *rules)
            self._calls.pull(folder, [f"{FOLDER}/", NAME], *options)
            manifest = folder / NAME
            self._manifest = manifest.read_bytes() if manifest.is_file() else None
            self._is_read = False
            found = [it for it in (folder / FOLDER).glob(f"{PREFIX}*") if it.is_file()]
            return {it.name: int(it.stat().st_mtime) for it in found}

    def leave(self, names: Iterable[str]) -> None:
        """Remove locks, and the folder with the last one."""
        self._delete([f"{FOLDER}/{name}" for name in names])
        self._delete([FOLDER])

    def put(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Copy files; rsync renames each into place when it is whole."""
        for number, part in enumerate(batches(files, FILES, BYTES)):
            if number:  # the manifest was written just before the first
                self._renew()
            for file in part:
                told.putting(file)
            self._copy(folder, [it.path for it in part if not it.held], "--checksum")
            with self._linked([it for it in part if it.held], folder) as held:
                names = [it.path for it in part if it.held]
                self._copy(held, names, "--checksum", "--copy-links")
            self._refuse_changed(part, folder)

    def remove(self, paths: Sequence[str], told: Told) -> None:
        """Remove files, and folders that are empty then."""
        if not paths:
            return
        for path in paths:
            told.removing(path)
        self._delete(paths)
        folders = {str(it) for path in paths for it in PurePosixPath(path).parents if it.parts}
        for depth in sorted({it.count("/") for it in folders}, reverse=True):
            self._delete(sorted(it for it in folders if it.count("/") == depth))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if there is none."""
        if path == NAME and not self._is_read:
            self._is_read = True
            return self._manifest
        with TemporaryDirectory(dir=self._calls.private) as folder:
            self._calls.pull(Path(folder), [path], "--ignore-missing-args", LIMIT, "-z")
            copy = Path(folder) / path
            return copy.read_bytes() if copy.is_file() else None

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file in one step."""
        self._renew()
        with self._written({path: content}) as folder:
            self._copy(folder, [path], "--ignore-times")

    def present(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there."""
        options = ("--ignore-missing-args", "--dry-run", "-8", "--out-format=%n")
        with TemporaryDirectory(dir=self._calls.private) as empty:
            printed = self._calls.pull(Path(empty), paths, *options)
        found = frozenset(_decoded(line.rstrip(b"/")) for line in printed.split(b"\n"))
        return tuple(path for path in paths if path in found)

    def _copy(self, folder: Path, names: Sequence[str], *options: str) -> None:
        """Copy files by way of the folder for files on their way, with the server's own modes."""
        if not names:
            return
        modes = ("--no-perms", "--chmod=ugo=rwX")
        self._calls.push(folder, names, "-z", f"--temp-dir={FOLDER}", *modes, *options)

    def _refuse_changed(self, files: Sequence[SiteFile], folder: Path) -> None:
        """Raise PublishFailed if a file that was sent is not what the build left any more."""
        for file in files:
            with file.source(folder).open("rb") as content:
                is_same = file_digest(content, "sha256").hexdigest() == file.digest
            if not is_same:
                text = f"{file.path} has changed since the build; build and publish again"
                raise PublishFailed(f"{self._calls.place.name}: {text}")

    def _delete(self, names: Sequence[str]) -> None:
        """Remove files, and folders if they are empty; the folders that they are in must be here,
        or rsync would take these for missing too."""
        parents = {f"{PurePosixPath(name).parent}/": b"" for name in names}
        with self._written(parents) as folder:
            self._calls.push(folder, names, "--delete-missing-args")

    def _renew(self) -> None:
        """Write the lock again; raises Overtaken if it is gone."""
        path = f"{FOLDER}/{self.lock}"
        with self._written({path: b"\n"}) as folder:
            printed = self._calls.push(
                folder, [path], "--existing", "--ignore-times", "--out-format=%n"
            )
        if self.lock.encode() not in printed:
            text = "another publisher has taken the lock away; nothing more was sent. Publish again"
            raise Overtaken(f"{self._calls.place.name}: {text}")

    @contextmanager
    def _written(self, files: Mapping[str, bytes]) -> Iterator[Path]:
        """A folder with these files, for as long as it is used; one that ends with a slash is a
        folder."""
        with TemporaryDirectory(dir=self._calls.private) as name:
            folder = Path(name)
            for path, content in files.items():
                inside = folder / path if path.endswith("/") else (folder / path).parent
                inside.mkdir(parents=True, exist_ok=True)
                if not path.endswith("/"):
                    (folder / path).write_bytes(content)
            yield folder

    @contextmanager
    def _linked(self, files: Sequence[SiteFile], folder: Path) -> Iterator[Path]:
        """A folder in which files that are kept elsewhere are at their paths, by links."""
        with TemporaryDirectory(dir=self._calls.private) as name:
            for file in files:
                link = Path(name) / file.path
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(file.source(folder).resolve())
            yield Path(name)


def _decoded(name: bytes) -> str:
    """A name as rsync prints it, with `\\#012` in the place of a line break."""
    whole = ESCAPED.sub(lambda it: bytes([int(it[1], 8) & 0xFF]), name)
    return whole.decode("utf-8", "surrogateescape")


def _encoded(name: str) -> bytes:
    return name.encode("utf-8", "surrogateescape")


def _quoted(word: str) -> str:
    """A word of the command that rsync calls ssh by: quotes within are doubled there."""
    return "'" + word.replace("'", "''") + "'"
