"""Pictures for tests, drawn by Pillow: some with what cameras write into them."""

import struct
from io import BytesIO
from typing import Any

from PIL import Image
from PIL.TiffImagePlugin import IFDRational

GPS, ORIENTATION, CAMERA = 0x8825, 0x0112, 0x0110
CAMERA_NAME = "Spycam 3000"


def drawn(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose left half is red and whose top is dark; with an alpha channel, see-through
    at the right."""
    across = Image.linear_gradient("L").rotate(90).resize((width, height))
    down = Image.linear_gradient("L").resize((width, height))
    half = Image.new("L", (width, height), 255)
    half.paste(0, (width // 2, 0, width, height))
    image = Image.merge("RGB", (half, down, across))
    if mode == "RGBA":
        image.putalpha(half)
    return image.convert(mode)


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    """A picture's bytes in a kind of file."""
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def picture(width: int = 8, height: int = 6, kind: str = "PNG", mode: str = "RGB") -> bytes:
    """A picture's bytes."""
    return encoded(drawn(width, height, mode), kind)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: a camera's name, a place on earth, which way is up."""
    words = Image.Exif()
    words[CAMERA] = CAMERA_NAME
    words[ORIENTATION] = orientation
    place = words.get_ifd(GPS)
    place[1], place[2] = "N", (IFDRational(34), IFDRational(31), IFDRational(27))
    place[3], place[4] = "E", (IFDRational(69), IFDRational(10), IFDRational(42))
    return words


def photograph(
    width: int = 40, height: int = 30, kind: str = "JPEG", orientation: int = 1
) -> bytes:
    """A picture's bytes with the place where it was taken."""
    return encoded(drawn(width, height), kind, exif=exif(orientation))


def profile_with_red_and_green_exchanged() -> bytes:
    """An ICC profile like sRGB but for its first two primaries: what it calls red is green."""
    xyz = {
        b"rXYZ": (0.3851, 0.7169, 0.0971),
        b"gXYZ": (0.4361, 0.2225, 0.0139),
        b"bXYZ": (0.1431, 0.0606, 0.7141),
        b"wtpt": (0.9642, 1.0, 0.8249),
    }
    fixed = {tag: struct.pack(">3i", *(round(it * 65536) for it in xyz[tag])) for tag in xyz}
    tags = {tag: b"XYZ \0\0\0\0" + it for tag, it in fixed.items()}
    gamma = b"curv\0\0\0\0" + struct.pack(">IHH", 1, round(2.2 * 256), 0)
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), gamma)
    name = b"Exchanged\0"
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + bytes(80)
    tags[b"cprt"] = b"text\0\0\0\0none\0\0\0\0"
    table, body = struct.pack(">I", len(tags)), b""
    for tag, content in tags.items():
        padded = content + bytes(-len(content) % 4)
        table += struct.pack(">4sII", tag, 132 + 12 * len(tags) + len(body), len(content))
        body += padded
    head = struct.pack(">I4sI4s4s4s", 132 + 12 * len(tags) + len(body), b"lcms", 0x02400000,
                       b"mntr", b"RGB ", b"XYZ ")  # fmt: skip
    head += struct.pack(">6H", 2021, 8, 15, 0, 0, 0) + b"acsp" + bytes(28)
    head += fixed[b"wtpt"] + bytes(128 - len(head) - 12)
    return head + table + body
