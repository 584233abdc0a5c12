"""PNG images joined from bands."""

import zlib
from struct import unpack

from broadsheet.images.png_bands import band, joined


def test_stream_of_joined_bands_unpacks_to_all_their_rows() -> None:
    rows = [bytes(range(256)) * 40, bytes(70_000), b"\xff" * 65_521, b"\x01\x02\x03"]
    image = joined(16, 16, bytes(48), [band(it) for it in rows])
    start = image.index(b"IDAT") + 4
    (length,) = unpack(">I", image[start - 8 : start - 4])
    assert zlib.decompress(image[start : start + length]) == b"".join(rows)  # checks the checksum
