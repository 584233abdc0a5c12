"""Removes other data from a picture's file: where it was taken, by whom, with which camera.

Nothing is encoded again: each part of the file is kept or dropped as it is. What affects how the
picture looks is kept, such as its colour profile and the frames of an animation.
"""

import re
import struct
from collections.abc import Callable, Iterator, Mapping

END = "ends too soon"
JPEG_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
START, END_OF_IMAGE, SCAN, COMMENT, JFIF, ICC, ADOBE = 0xD8, 0xD9, 0xDA, 0xFE, 0xE0, 0xE2, 0xEE
JFIF_WITHOUT_THUMBNAIL = 12  # bytes of the segment's content, without the size of the thumbnail
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_KEPT = frozenset(
    b"""
    IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB iCCP cICP mDCV cLLI sBIT bKGD pHYs acTL fcTL fdAT
    """.split()
)
WEBP_KEPT = frozenset([b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"])
WEBP_WORDS = 0x0C  # the flags of EXIF and XMP
GIF_EXTENSION, GIF_IMAGE, GIF_END, GIF_COMMENT, GIF_APPLICATION = 0x21, 0x2C, 0x3B, 0xFE, 0xFF
GIF_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def stripped(content: bytes, kind: str) -> bytes:
    """The bytes of a file of a kind in `STRIPPED`; raises ValueError when it is damaged."""
    try:
        return b"".join(STRIPPED[kind](content))
    except (struct.error, IndexError) as error:
        raise ValueError(END) from error


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Only the first image of a file: previews, which cameras add after it, have EXIF too."""
    yield content[:2]
    at = 2
    while True:
        while content[at + 1] == 0xFF:
            at += 1
        marker = content[at + 1]
        if content[at] != 0xFF:
            raise ValueError("has bytes between its segments")
        if marker == END_OF_IMAGE:
            yield content[at : at + 2]
            return
        (length,) = struct.unpack_from(">H", content, at + 2)
        yield _jpeg_segment(marker, content[at : at + 2 + length])
        at += 2 + length
        if marker == SCAN:
            found = JPEG_MARKER.search(content, at)
            if found is None:
                raise ValueError(END)
            yield content[at : found.start()]
            at = found.start()


def _jpeg_segment(marker: int, segment: bytes) -> bytes:
    """The segment as it is kept; empty when it is dropped."""
    words = segment[4:]
    if marker == JFIF and words.startswith(b"JFIF\0"):
        bare = words[:JFIF_WITHOUT_THUMBNAIL] + b"\0\0"
        return segment[:2] + struct.pack(">H", len(bare) + 2) + bare
    if marker == ICC and words.startswith(b"ICC_PROFILE\0"):
        return segment
    if marker == ADOBE and words.startswith(b"Adobe"):
        return segment
    return b"" if 0xE0 <= marker <= 0xEF or marker == COMMENT else segment


def _png(content: bytes) -> Iterator[bytes]:
    yield content[: len(PNG_SIGNATURE)]
    at, name = len(PNG_SIGNATURE), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at)
        end = at + 12 + length
        if end > len(content):
            raise ValueError(END)
        if name in PNG_KEPT:
            yield content[at:end]
        at = end


def _webp(content: bytes) -> Iterator[bytes]:
    (size,) = struct.unpack_from("<I", content, 4)
    if 8 + size > len(content):
        raise ValueError(END)
    body = b"".join(_webp_chunks(content, 8 + size))
    yield content[:4] + struct.pack("<I", 4 + len(body)) + content[8:12] + body


def _webp_chunks(content: bytes, end: int) -> Iterator[bytes]:
    at = 12
    while at < end:
        name, length = struct.unpack_from("<4sI", content, at)
        chunk = content[at : at + 8 + length + length % 2]
        if name == b"VP8X":
            yield chunk[:8] + bytes([chunk[8] & ~WEBP_WORDS]) + chunk[9:]
        elif name in WEBP_KEPT:
            yield chunk
        at += len(chunk)


def _gif(content: bytes) -> Iterator[bytes]:
    at = 13 + _gif_table(content[10])
    yield content[:at]
    while content[at] != GIF_END:
        kind, start = content[at], at
        if kind == GIF_EXTENSION:
            at = _gif_blocks_end(content, at + 2)
        elif kind == GIF_IMAGE:
            at = _gif_blocks_end(content, at + 11 + _gif_table(content[at + 9]))
        else:
            raise ValueError("has bytes between its blocks")
        if kind == GIF_IMAGE or _gif_is_kept(content[start + 1], content[start + 3 : start + 14]):
            yield content[start:at]
    yield content[at : at + 1]


def _gif_table(flags: int) -> int:
    """The size in bytes of the colour table that a block's flags announce."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _gif_blocks_end(content: bytes, at: int) -> int:
    while content[at]:
        at += content[at] + 1
    return at + 1


def _gif_is_kept(label: int, application: bytes) -> bool:
    if label == GIF_APPLICATION:
        return application in GIF_LOOPS
    return label != GIF_COMMENT


STRIPPED: Mapping[str, Callable[[bytes], Iterator[bytes]]] = {
    "JPEG": _jpeg,
    "PNG": _png,
    "WEBP": _webp,
    "GIF": _gif,
}
