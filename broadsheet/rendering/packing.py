"""Makes ZIP archives of small files, of which many stand in several: each is packed once.

Follows PKWARE's APPNOTE 6.3, version 2.0 of the format: no file and no archive of four gigabytes,
and at most 65,535 files. Names in other letters than ASCII's are UTF-8.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from struct import Struct
from zlib import DEFLATED, MAX_WBITS, compressobj, crc32

LEVEL = 1  # of DEFLATE, as books are many and their chapters short
VERSION, UNIX = 20, 3  # what a reader must understand; whose permissions these are
FILE_MODE = 0o644 << 16  # a plain file that its owner may write
AS_UTF_8, PACKED, STORED = 1 << 11, 8, 0
LOCAL, LOCAL_SIGN = Struct("<4s5H3I2H"), b"PK\x03\x04"
CENTRAL, CENTRAL_SIGN = Struct("<4s6H3I5H2I"), b"PK\x01\x02"
END, END_SIGN = Struct("<4s4H2IH"), b"PK\x05\x06"
KEPT = 16_000_000  # bytes of files as they are, of which most stand in several books
Time = tuple[int, int, int, int, int, int]


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file as it stands in an archive, its method (APPNOTE 4.4.5), its checksum and size."""

    content: bytes
    method: int
    checksum: int
    size: int


def stored(content: bytes) -> PackedFile:
    """A file as it is."""
    return PackedFile(content, STORED, crc32(content), len(content))


def packed(content: bytes) -> PackedFile:
    """A file packed by DEFLATE."""
    packer = compressobj(LEVEL, DEFLATED, -MAX_WBITS)
    short = packer.compress(content) + packer.flush()
    return PackedFile(short, PACKED, crc32(content), len(content))


class PackedFiles:
    """The files packed so far, known by their bytes."""

    def __init__(self) -> None:
        self._known: dict[bytes, PackedFile] = {}
        self._room = KEPT

    def of(self, content: bytes) -> PackedFile:
        """A file, packed once."""
        known = self._known.get(content)
        if known is None:
            known = self._known[content] = packed(content)
            self._room -= len(content)
            while self._room < 0 and len(self._known) > 1:
                oldest = next(iter(self._known))
                del self._known[oldest]
                self._room += len(oldest)
        return known


def zip_of(files: Mapping[str, PackedFile], when: Time) -> bytes:
    """An archive of files by their names, in order, all of one time."""
    year, month, day, hour, minute, second = when
    date = (year - 1980) << 9 | month << 5 | day
    time = hour << 11 | minute << 5 | second // 2
    parts: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name, it in files.items():
        written = name.encode()
        flags = 0 if name.isascii() else AS_UTF_8
        facts = (flags, it.method, time, date, it.checksum, len(it.content), it.size, len(written))
        head = LOCAL.pack(LOCAL_SIGN, VERSION, *facts, 0)
        made_by = UNIX << 8 | VERSION
        more = (0, 0, 0, 0, FILE_MODE, at)
        listed += [CENTRAL.pack(CENTRAL_SIGN, made_by, VERSION, *facts, *more), written]
        parts += [head, written, it.content]
        at += len(head) + len(written) + len(it.content)
    size = sum(map(len, listed))
    end = END.pack(END_SIGN, 0, 0, len(files), len(files), size, at, 0)
    return b"".join([*parts, *listed, end])
