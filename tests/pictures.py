"""Pictures for tests, drawn by Pillow: some with what cameras write into them."""

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
