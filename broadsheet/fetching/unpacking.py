"""How the bytes of an answer become its content, never more than a limit."""

import zlib
from collections.abc import Iterable

from broadsheet.fetching.refusals import FetchFailed, Refused

ACCEPTED = "gzip, deflate"
PIECE = 1 << 16  # bytes that are unpacked at once; a bomb can only ever make one piece too many
GZIP, ZLIB, RAW = 16 + zlib.MAX_WBITS, zlib.MAX_WBITS, -zlib.MAX_WBITS
PLAIN = frozenset(["", "identity"])
WINDOWS = {"gzip": GZIP, "x-gzip": GZIP, "deflate": ZLIB}


def unpacked(chunks: Iterable[bytes], coding: str, limit: int, whole: bool = True) -> bytes:
    """The content of an answer, decompressed, of at most `limit` bytes.

    `coding` is the answer's Content-Encoding. Reads no further than the limit; there it raises
    Refused, or returns what it has if the content need not be whole. Raises FetchFailed for what
    cannot be decompressed.
    """
    name = coding.strip().lower()
    if name not in PLAIN and name not in WINDOWS:
        raise FetchFailed(f"the page is compressed in a way that was not asked for: {name[:20]}")
    pieces = chunks if name in PLAIN else _inflated(_counted(chunks, limit), WINDOWS[name])
    try:
        return _joined(pieces, limit, whole)
    except zlib.error as error:
        raise FetchFailed("the page is damaged: it cannot be decompressed") from error


def too_large(limit: int) -> Refused:
    """The refusal of a page with more than `limit` bytes."""
    size = f"{limit // 1_000_000} MB" if limit >= 1_000_000 else f"{limit // 1_000} kB"
    return Refused(f"the page is larger than {size}")


def _joined(chunks: Iterable[bytes], limit: int, whole: bool) -> bytes:
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > limit:
            if whole:
                raise too_large(limit)
            return bytes(content[:limit])
    return bytes(content)


def _counted(chunks: Iterable[bytes], limit: int) -> Iterable[bytes]:
    """The same chunks. A compressed page may not be larger than its content may be, so that one
    which unpacks to nothing ends too."""
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > limit:
            raise too_large(limit)
        yield chunk


def _inflated(chunks: Iterable[bytes], window: int) -> Iterable[bytes]:
    inflater = zlib.decompressobj(window)
    started = False
    for chunk in chunks:
        waiting = chunk
        if not started and window == ZLIB and chunk:
            inflater = zlib.decompressobj(ZLIB if _has_zlib_header(chunk) else RAW)
        started = started or bool(chunk)
        while waiting and not inflater.eof:
            yield inflater.decompress(waiting, PIECE)
            waiting = inflater.unconsumed_tail
    while piece := inflater.decompress(inflater.unconsumed_tail, PIECE):
        yield piece
    if started and not inflater.eof:
        raise FetchFailed("the page was cut off")


def _has_zlib_header(chunk: bytes) -> bool:
    """Whether a deflated page has the header that RFC 9110 asks for; many servers leave it out."""
    return chunk[0] & 0x0F == 8 and (len(chunk) < 2 or (chunk[0] << 8 | chunk[1]) % 31 == 0)
