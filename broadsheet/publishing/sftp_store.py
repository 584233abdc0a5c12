"""Keeps files in a folder on a server that speaks SFTP; see `FileStore`."""

import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path, PurePosixPath

from broadsheet.publishing.held import NoFolder, batches
from broadsheet.publishing.remote_lock import FOLDER, PREFIX
from broadsheet.publishing.remote_manifest import NAME, Unreadable, decoded
from broadsheet.publishing.sftp_protocol import (
    CHUNK,
    Client,
    Kind,
    Opening,
    Reply,
    Request,
    Status,
    open_request,
    path_request,
    read_request,
    write_request,
)
from broadsheet.publishing.site_files import SiteFile
from broadsheet.publishing.ssh import Place
from broadsheet.publishing.target import Overtaken, PublishFailed, Told

BATCH, BATCH_BYTES = 48, 2**22  # files that are open there at a time; a larger one goes alone
SIGN_OF_LIFE = 2**23  # bytes that are sent until the lock is written again
LARGEST = 2**28  # bytes that are read of one file
CREATE = Opening.WRITE | Opening.CREATE | Opening.TRUNCATE
PART, WRITTEN = ".part", "written.part"
ALMOST_FULL = 2**20  # bytes; with less, a server's "failure" means a full disk
PRIVATE = 0o600
READ_AHEAD = 48  # chunks; none is asked for beyond a small file's end but these
WHY: Mapping[Status, str] = {
    Status.NO_SUCH_FILE: "it, or a folder that it belongs into, is gone. Publish again",
    Status.DENIED: "the user who publishes may not do that. See that the folder and all in it "
    "belong to that user, and that the server does not forbid to rename and remove files",
    Status.UNSUPPORTED: "the server's SFTP does not know how",
    Status.FAILURE: "the server says no more. See that no folder has the name of that file and no "
    "file the name of its folder, that there is room on the disk, and that the server can replace "
    "a file by renaming another (OpenSSH can)",
}


@dataclass(slots=True)
class _Sending:
    """How a batch of files fares: what went wrong on this side, and the server's first refusal."""

    wrong: str = ""
    refused: Reply | None = None


class SftpStore:
    """A folder on a server, in which `lock` is this publisher's."""

    def __init__(self, client: Client, place: Place) -> None:
        self._client, self._place = client, place
        self._base = _base(place.setting.path)
        self._staged: dict[str, int] = {}  # what an earlier publish, or this one, has left there
        self._folders: set[str] = set()
        self._manifest = b""
        self._sign = Reply()  # the lock, open
        self._was_full = False
        self.lock = ""

    def make(self) -> None:
        """Make the folder, if only it is missing."""
        (made,) = self._ask(path_request(Kind.MKDIR, self._base))
        if not made.is_good and not self._is_there():
            path, host = self._place.setting.path, self._place.setting.host
            text = f"the folder {path} cannot be made on {host}; make it, or correct `path`"
            raise self._failed(text)

    def clear(self) -> None:
        """Give up the lock, and remove what no later publish has a use for."""
        useless = self._staged if self._was_full or self._is_finished() else self._halves()
        self._discard(useless)
        self.leave([self.lock])

    def enter(self, name: str) -> None:
        """Write a lock; its time is the server's."""
        opened = Reply(Status.FAILURE)
        for _ in range(5):  # a publisher that ends may remove the folder at this moment
            request = open_request(self._at(f"{FOLDER}/{name}"), CREATE, PRIVATE)
            _, opened = self._ask(path_request(Kind.MKDIR, self._at(FOLDER)), request)
            if opened.status is not Status.NO_SUCH_FILE:
                break
            if not self._is_there():
                raise NoFolder(self._place.name)
        self._good(opened, f"{FOLDER}/{name}", "written")
        write, close = write_request(opened.handle, 0, b"\n"), _close(opened)
        written, _ = self._ask(write, close)
        self._good(written, f"{FOLDER}/{name}", "written")

    def locks(self) -> Mapping[str, int]:
        """All locks there, and when each was written."""
        found = dict(self._listed(FOLDER))
        self._staged = {it: found[it][0] for it in found if not it.startswith(PREFIX)}
        return {it: found[it][1] for it in found if it.startswith(PREFIX)}

    def leave(self, names: Iterable[str]) -> None:
        """Remove locks, and the folder with the last one."""
        paths = [self._at(f"{FOLDER}/{name}") for name in names]
        removals = [path_request(Kind.REMOVE, path) for path in paths]
        self._ask(*removals, path_request(Kind.RMDIR, self._at(FOLDER)))

    def put(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Send what is not there yet, then rename all of it into place."""
        missing = []
        for file in files:
            if self._staged.get(_staged_name(file)) == file.size:
                told.putting(file)
            else:
                missing.append(file)
        for batch in batches(missing, BATCH, BATCH_BYTES):
            self._send(batch, folder, told)
        self._make_folders(files)
        renames = (
            self._client.rename_request(
                self._at(f"{FOLDER}/{_staged_name(file)}"), self._at(file.path)
            )
            for file in files
        )
        for file, reply in zip(files, self._ask(*renames), strict=True):
            self._good(reply, file.path, "put in place")
            self._staged.pop(_staged_name(file), None)

    def remove(self, paths: Sequence[str], told: Told) -> None:
        """Remove files, and folders that are empty then."""
        for path in paths:
            told.removing(path)
        replies = self._ask(*(path_request(Kind.REMOVE, self._at(path)) for path in paths))
        for path, reply in zip(paths, replies, strict=True):
            if reply.status is not Status.NO_SUCH_FILE:
                self._good(reply, path, "removed")
        folders = sorted(_folders_of(paths), reverse=True)
        self._ask(*(path_request(Kind.RMDIR, self._at(it)) for it in folders))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None if there is none."""
        (opened,) = self._ask(open_request(self._at(path), Opening.READ))
        if opened.status is Status.NO_SUCH_FILE:
            return None
        self._good(opened, path, "read")
        content = self._read(opened.handle, path)
        self._ask(_close(opened))
        if path == NAME:
            self._manifest = content
        return content

    def replace(self, path: str, content: bytes) -> None:
        """Write a small file in one step."""
        self._discard(self._halves())  # of a publish that was killed; they take room
        new = f"{FOLDER}/{WRITTEN}"
        (opened,) = self._open(open_request(self._at(new), CREATE))
        self._good(opened, path, "written")
        self._staged[WRITTEN] = 0
        chunks = range(0, len(content), CHUNK)
        writes = (write_request(opened.handle, at, content[at : at + CHUNK]) for at in chunks)
        for reply in self._ask(*writes, _close(opened), *self._sign_of_life(), _close(self._sign)):
            self._good(reply, path, "written")
        (renamed,) = self._ask(self._client.rename_request(self._at(new), self._at(path)))
        self._good(renamed, path, "put in place")
        del self._staged[WRITTEN]
        if path == NAME:
            self._manifest = content

    def present(self, paths: Sequence[str]) -> tuple[str, ...]:
        """Which of these files are there."""
        replies = self._ask(*(path_request(Kind.LSTAT, self._at(path)) for path in paths))
        return tuple(path for path, it in zip(paths, replies, strict=True) if it.is_good)

    def _send(self, files: Sequence[SiteFile], folder: Path, told: Told) -> None:
        """Send files to the folder for files on their way, all at the same time."""
        parts = [self._at(f"{FOLDER}/{_staged_name(file)}{PART}") for file in files]
        opened = self._open(*(open_request(part, CREATE) for part in parts))
        for file, reply in zip(files, opened, strict=True):
            told.putting(file)
            self._good(reply, file.path, "written")
            self._staged[f"{_staged_name(file)}{PART}"] = 0
        sending = _Sending()
        for reply in self._client.ask_all(self._writes(files, opened, folder, sending)):
            sending.refused = sending.refused or (None if reply.is_good else reply)
        if sending.wrong:
            raise self._failed(sending.wrong)
        if sending.refused:
            self._good(sending.refused, f"{files[0].path} or a file after it", "written")
        whole = [self._at(f"{FOLDER}/{_staged_name(file)}") for file in files]
        renames = map(self._client.rename_request, parts, whole)
        for file, reply in zip(files, self._ask(*renames), strict=True):
            self._good(reply, file.path, "put in place")
            del self._staged[f"{_staged_name(file)}{PART}"]
            self._staged[_staged_name(file)] = file.size

    def _writes(
        self, files: Sequence[SiteFile], opened: Sequence[Reply], folder: Path, sending: _Sending
    ) -> Iterator[Request]:
        """Requests that write files, and now and then the lock, until something goes wrong."""
        sent = 0
        for file, reply in zip(files, opened, strict=True):
            for offset, chunk in _chunks(file, folder, sending):
                yield write_request(reply.handle, offset, chunk)
                sent += len(chunk)
                if sent > SIGN_OF_LIFE:
                    sent = 0
                    yield from self._sign_of_life()
            yield _close(reply)
        yield from self._sign_of_life()
        yield _close(self._sign)

    def _halves(self) -> Sequence[str]:
        """Files on their way that are not whole."""
        return [name for name in self._staged if name.endswith(PART)]

    def _discard(self, names: Iterable[str]) -> None:
        """Remove files on their way."""
        gone = list(names)
        self._ask(*(path_request(Kind.REMOVE, self._at(f"{FOLDER}/{it}")) for it in gone))
        for name in gone:
            del self._staged[name]

    def _open(self, *requests: Request) -> Sequence[Reply]:
        """Open files, and the lock, which must still be there."""
        lock = open_request(self._at(f"{FOLDER}/{self.lock}"), Opening.WRITE)
        self._sign, *replies = self._ask(lock, *requests)
        if self._sign.status is Status.NO_SUCH_FILE:
            text = "another publisher has taken the lock away; nothing more was sent. Publish again"
            raise Overtaken(f"{self._place.name}: {text}")
        self._good(self._sign, f"{FOLDER}/{self.lock}", "written")
        return replies

    def _sign_of_life(self) -> tuple[Request]:
        return (write_request(self._sign.handle, 0, b"\n"),)

    def _make_folders(self, files: Sequence[SiteFile]) -> None:
        """Make the folders of files; one that is there already is no failure."""
        new = sorted(_folders_of(file.path for file in files) - self._folders)
        self._ask(*(path_request(Kind.MKDIR, self._at(it)) for it in new))
        self._folders.update(new)

    def _read(self, handle: bytes, path: str) -> bytes:
        """All bytes of an open file, some requests ahead; a reply may be shorter than asked for."""
        parts: list[bytes] = []
        size = 0
        while size <= LARGEST:
            ahead = [read_request(handle, size + at * CHUNK) for at in range(READ_AHEAD)]
            for reply in (replies := self._ask(*ahead)):
                if not reply.is_good:
                    break
                parts.append(reply.content)
                size += len(reply.content)
                if len(reply.content) < CHUNK:
                    break
            if replies[0].status is Status.END:
                return b"".join(parts)
            self._good(replies[0], path, "read")
        raise self._failed(f"{path} there is larger than {LARGEST // 2**20} MB, so it is not read")

    def _listed(self, folder: str) -> Iterator[tuple[str, tuple[int, int]]]:
        """The names in a folder, with size in bytes and time in seconds."""
        (opened,) = self._ask(path_request(Kind.OPENDIR, self._at(folder)))
        self._good(opened, folder, "read")
        while True:
            (reply,) = self._ask(path_request(Kind.READDIR, opened.handle))
            if not reply.is_good or not reply.names:
                break
            for name, it in reply.names:
                if name not in (b".", b"..") and b"/" not in name:
                    yield name.decode("utf-8", "surrogateescape"), (it.size, it.modified)
        self._ask(_close(opened))

    def _is_there(self) -> bool:
        """Whether the folder is there."""
        (found,) = self._ask(path_request(Kind.STAT, self._base))
        if found.is_good and not stat.S_ISDIR(found.attributes.mode or stat.S_IFDIR):
            path, host = self._place.setting.path, self._place.setting.host
            raise self._failed(f"{path} on {host} is not a folder; correct `path`")
        return found.is_good

    def _is_finished(self) -> bool:
        """Whether the manifest is that of a publish that came to its end."""
        try:
            return decoded(self._manifest).is_whole
        except Unreadable:
            return False

    def _ask(self, *requests: Request) -> list[Reply]:
        return list(self._client.ask_all(requests))

    def _at(self, path: str) -> bytes:
        return self._base.rstrip(b"/") + b"/" + path.encode("utf-8", "surrogateescape")

    def _good(self, reply: Reply, path: str, done: str) -> None:
        """Raise PublishFailed, unless a request was done."""
        if reply.is_good:
            return
        if done == "written" and self._is_full():
            self._was_full = True
            raise self._place.failure("No space left on device")
        text, host = WHY.get(reply.status, WHY[Status.FAILURE]), self._place.setting.host
        raise self._failed(f"{path} cannot be {done} on {host}: {text}")

    def _is_full(self) -> bool:
        space = self._client.free_space(self._base)
        return space is not None and space < ALMOST_FULL

    def _failed(self, text: str) -> PublishFailed:
        return PublishFailed(f"{self._place.name}: {text}")


def _base(path: str) -> bytes:
    """A folder as the server takes it: what is not absolute starts from the user's own folder."""
    inside = path.removeprefix("~/") if path != "~" else "."
    return (inside if inside.startswith("/") else f"./{inside}").encode()


def _staged_name(file: SiteFile) -> str:
    """A name for a file on its way, which says what is in it and where it goes."""
    return sha256(f"{file.digest} {file.path}".encode("utf-8", "surrogateescape")).hexdigest()


def _chunks(file: SiteFile, folder: Path, sending: _Sending) -> Iterator[tuple[int, bytes]]:
    """The chunks of a file with their offsets; notes if it is not what the build left."""
    digest, offset = sha256(), 0
    if sending.wrong or sending.refused:
        return
    try:
        with file.source(folder).open("rb") as content:
            while (chunk := content.read(CHUNK)) and not sending.refused:
                digest.update(chunk)
                yield offset, chunk
                offset += len(chunk)
    except OSError as error:
        sending.wrong = f"{file.path} cannot be read: {error.strerror}"
        return
    if digest.hexdigest() != file.digest and not sending.refused:
        sending.wrong = f"{file.path} has changed since the build; build and publish again"


def _folders_of(paths: Iterable[str]) -> set[str]:
    """The folders that files are in, without the site's own."""
    return {str(it) for path in paths for it in PurePosixPath(path).parents if it.parts}


def _close(opened: Reply) -> Request:
    return path_request(Kind.CLOSE, opened.handle)
