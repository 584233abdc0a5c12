"""Speaks the SSH File Transfer Protocol, version 3, with a server at the other end of two pipes.

It is the protocol of draft-ietf-secsh-filexfer-02, with OpenSSH's extensions `posix-rename` and
`statvfs`. Paths are bytes there, so no name needs quotes. Requests are sent ahead of the replies,
so a far server costs one round trip for many files.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from struct import Struct
from struct import error as StructError
from typing import IO

from broadsheet.publishing.target import PublishFailed

VERSION = 3
AHEAD = 64  # requests without a reply
CHUNK = 32768  # bytes of a request to read or write, which every server takes
LARGEST = 262144 + 1024  # bytes of a reply
RENAME = b"posix-rename@openssh.com"
SPACE = b"statvfs@openssh.com"

_U8, _U32, _U64 = Struct(">B"), Struct(">I"), Struct(">Q")
_HEAD = Struct(">IB")
_SPACE = Struct(">11Q")


class Kind(IntEnum):
    """What a request or a reply is."""

    INIT = 1
    VERSION = 2
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    MKDIR = 14
    RMDIR = 15
    STAT = 17
    RENAME = 18
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105
    EXTENDED = 200
    EXTENDED_REPLY = 201


class Status(IntEnum):
    """How a request ended."""

    OK = 0
    END = 1
    NO_SUCH_FILE = 2
    DENIED = 3
    FAILURE = 4
    BAD_MESSAGE = 5
    NO_CONNECTION = 6
    CONNECTION_LOST = 7
    UNSUPPORTED = 8
    UNKNOWN = 255


class Opening(IntEnum):
    """How a file is opened."""

    READ = 0x01
    WRITE = 0x02
    CREATE = 0x08
    TRUNCATE = 0x10


class LineCut(PublishFailed):
    """The server is gone, or says what is no SFTP."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request: its kind, and what follows the number that the client gives it."""

    kind: Kind
    content: bytes


@dataclass(frozen=True, slots=True)
class Attributes:
    """What the server says of a file: its size in bytes, its mode, and when it was changed, in
    seconds since 1970; 0 where it does not say."""

    size: int = 0
    mode: int = 0
    modified: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: how the request ended, and what it brought."""

    status: Status = Status.OK
    handle: bytes = b""
    content: bytes = b""
    attributes: Attributes = field(default_factory=Attributes)
    names: tuple[tuple[bytes, Attributes], ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether the request was done."""
        return self.status is Status.OK


def text(content: bytes) -> bytes:
    """Bytes as the protocol writes them: their number, then themselves."""
    return _U32.pack(len(content)) + content


def open_request(path: bytes, how: int, mode: int | None = None) -> Request:
    """Open a file; a new one gets this mode, or what the server chooses."""
    attributes = _U32.pack(0) if mode is None else _U32.pack(4) + _U32.pack(mode)
    return Request(Kind.OPEN, text(path) + _U32.pack(how) + attributes)


def write_request(handle: bytes, offset: int, content: bytes) -> Request:
    """Write bytes at an offset."""
    return Request(Kind.WRITE, text(handle) + _U64.pack(offset) + text(content))


def read_request(handle: bytes, offset: int) -> Request:
    """Read a chunk at an offset."""
    return Request(Kind.READ, text(handle) + _U64.pack(offset) + _U32.pack(CHUNK))


def path_request(kind: Kind, path: bytes) -> Request:
    """A request that needs a path or a handle alone."""
    empty = _U32.pack(0) if kind is Kind.MKDIR else b""
    return Request(kind, text(path) + empty)


class Client:
    """One connection to a server; `requests` leads there, `replies` back.

    Every method raises LineCut when the connection ends.
    """

    def __init__(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        self._requests, self._replies = requests, replies
        self._number = 0
        self._extensions = self._greeted()

    def rename_request(self, old: bytes, new: bytes) -> Request:
        """Rename a file over another one, in one step where the server can."""
        if RENAME in self._extensions:
            return Request(Kind.EXTENDED, text(RENAME) + text(old) + text(new))
        return Request(Kind.RENAME, text(old) + text(new))

    def free_space(self, folder: bytes) -> int | None:
        """How many bytes may still be written below a folder; None if the server does not say."""
        if SPACE not in self._extensions:
            return None
        reply = self.ask(Request(Kind.EXTENDED, text(SPACE) + text(folder)))
        if not reply.is_good or len(reply.content) < _SPACE.size:
            return None
        _, fragment, _, _, available, *_ = _SPACE.unpack_from(reply.content)
        return int(fragment) * int(available)

    def ask(self, request: Request) -> Reply:
        """Send one request and wait for its reply."""
        (reply,) = self.ask_all([request])
        return reply

    def ask_all(self, requests: Iterable[Request]) -> Iterator[Reply]:
        """Send requests ahead of the replies, and yield these in the order of the requests.

        Take all of them: a reply that nobody reads would be taken for the next one's.
        """
        waiting: list[int] = []
        early: dict[int, Reply] = {}
        for request in requests:
            if len(waiting) >= AHEAD:
                yield self._reply(waiting, early)
            waiting.append(self._send(request))
        self._flush()
        while waiting:
            yield self._reply(waiting, early)

    def _greeted(self) -> Mapping[bytes, bytes]:
        self._write(_HEAD.pack(5, Kind.INIT) + _U32.pack(VERSION))
        self._flush()
        kind, content = self._packet()
        try:
            if kind != Kind.VERSION or _U32.unpack_from(content)[0] < VERSION:
                raise LineCut
            fields = _Fields(content, 4)
            extensions = {}
            while not fields.is_at_end:
                name = fields.text()
                extensions[name] = fields.text()
            return extensions
        except StructError as error:
            raise LineCut from error

    def _send(self, request: Request) -> int:
        self._number = (self._number + 1) % 2**32
        content = request.content
        head = _HEAD.pack(5 + len(content), request.kind)
        self._write(head + _U32.pack(self._number) + content)
        return self._number

    def _reply(self, waiting: list[int], early: dict[int, Reply]) -> Reply:
        """The reply to the first request that waits."""
        number = waiting.pop(0)
        if number not in early:
            self._flush()
        while number not in early:
            kind, content = self._packet()
            try:
                (answered,) = _U32.unpack_from(content)
                if answered != number and answered not in waiting:
                    raise LineCut
                early[answered] = _parsed(kind, _Fields(content, 4))
            except (StructError, ValueError) as error:
                raise LineCut from error
        return early.pop(number)

    def _packet(self) -> tuple[int, bytes]:
        length, kind = _HEAD.unpack(self._exactly(_HEAD.size))
        if not 1 <= length <= LARGEST:
            raise LineCut
        return kind, self._exactly(length - 1)

    def _exactly(self, count: int) -> bytes:
        try:
            content = self._replies.read(count)
        except OSError as error:
            raise LineCut from error
        if len(content) < count:
            raise LineCut
        return content

    def _write(self, content: bytes) -> None:
        try:
            self._requests.write(content)
        except OSError as error:
            raise LineCut from error

    def _flush(self) -> None:
        try:
            self._requests.flush()
        except OSError as error:
            raise LineCut from error


class _Fields:
    """Reads the fields of a packet one after the other; raises StructError at a packet's end."""

    def __init__(self, content: bytes, start: int) -> None:
        self._content, self._at = content, start

    @property
    def is_at_end(self) -> bool:
        return self._at >= len(self._content)

    def rest(self) -> bytes:
        return self._content[self._at :]

    def number(self, form: Struct = _U32) -> int:
        (value,) = form.unpack_from(self._content, self._at)
        self._at += form.size
        return int(value)

    def text(self) -> bytes:
        length = self.number()
        if length > len(self._content) - self._at:
            raise StructError
        self._at += length
        return self._content[self._at - length : self._at]

    def attributes(self) -> Attributes:
        flags = self.number()
        size = self.number(_U64) if flags & 0x1 else 0
        if flags & 0x2:
            self.number(_U64)  # owner and group
        mode = self.number() if flags & 0x4 else 0
        modified = 0
        if flags & 0x8:
            self.number()  # when it was read
            modified = self.number()
        for _ in range(self.number() if flags & 0x80000000 else 0):
            self.text(), self.text()
        return Attributes(size, mode, modified)


def _parsed(kind: int, fields: _Fields) -> Reply:
    """A reply from its fields; raises StructError or ValueError where it is none."""
    if kind == Kind.STATUS:
        code = fields.number()
        return Reply(Status(code) if code <= Status.UNSUPPORTED else Status.UNKNOWN)
    if kind == Kind.HANDLE:
        return Reply(handle=fields.text())
    if kind == Kind.DATA:
        return Reply(content=fields.text())
    if kind == Kind.ATTRS:
        return Reply(attributes=fields.attributes())
    if kind == Kind.NAME:
        return Reply(names=tuple(_names(fields)))
    if kind == Kind.EXTENDED_REPLY:
        return Reply(content=fields.rest())
    raise ValueError(kind)


def _names(fields: _Fields) -> Iterator[tuple[bytes, Attributes]]:
    for _ in range(fields.number()):
        name = fields.text()
        fields.text()  # the line that `ls -l` would print
        yield name, fields.attributes()
