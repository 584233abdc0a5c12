"""PNG images joined from bands, so that what many images share is packed once.

Follows the PNG specification (third edition) and RFC 1950, 1951: an indexed image of four bits a
pixel, whose rows have no filter. Each band's rows are a part of the DEFLATE stream that refers to
nothing before it, so bands that were packed apart can stand one after another.
"""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from struct import pack

SIGNATURE = b"\x89PNG\r\n\x1a\n"
FOUR_BITS, INDEXED = 4, 3
ZLIB_HEADER = b"\x78\x01"
LAST_BLOCK = b"\x03\x00"  # an empty one that ends the stream
ADLER = 65521  # the modulus of the checksum (RFC 1950)
NO_FILTER = 2  # pixels on the left of each row: one byte of zeros, the name of its filter


@dataclass(frozen=True, slots=True)
class Band:
    """Rows of an image, packed; their number of bytes, with each row's filter, and the Adler-32
    checksum of these."""

    packed: bytes
    size: int
    checksum: int


def band(rows: bytes) -> Band:
    """Rows, each after its filter's byte, packed with zlib's strategy for long runs of one value:
    a third of the time of the default, and as small."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS, zlib.DEF_MEM_LEVEL, zlib.Z_RLE)
    packed = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)
    return Band(packed, len(rows), zlib.adler32(rows))


def joined(width: int, height: int, palette: bytes, bands: Sequence[Band]) -> bytes:
    """The PNG of so many pixels whose rows are those of the bands, from top to bottom."""
    checksum = 1
    for it in bands:
        checksum = _both(checksum, it.checksum, it.size)
    packed = b"".join(it.packed for it in bands)
    header = pack(">IIBBBBB", width, height, FOUR_BITS, INDEXED, 0, 0, 0)
    stream = ZLIB_HEADER + packed + LAST_BLOCK + pack(">I", checksum)
    chunks = ((b"IHDR", header), (b"PLTE", palette), (b"IDAT", stream), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def _both(first: int, second: int, size: int) -> int:
    """The Adler-32 checksum of bytes after others, `size` of them, from those of both parts."""
    low, before = first & 0xFFFF, first >> 16
    sum_low = (low + (second & 0xFFFF) - 1) % ADLER
    sum_high = (before + (second >> 16) + size * (low - 1)) % ADLER
    return sum_high << 16 | sum_low


def _chunk(name: bytes, content: bytes) -> bytes:
    return pack(">I", len(content)) + name + content + pack(">I", zlib.crc32(name + content))
