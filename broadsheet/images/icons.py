"""The site's icon as PNG, for home screens: the first letter of its title on the accent."""

from dataclasses import dataclass
from io import BytesIO

from broadsheet.images.colours import PAPER, readable
from broadsheet.images.share_images import FONT, drawable


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon's letter, its size in pixels, and its colour as `#rrggbb`."""

    letter: str
    size: int
    accent: str


def draw_icon(icon: Icon) -> bytes:
    """The icon as a square PNG; three rules replace a letter that the font lacks."""
    from PIL import Image, ImageDraw, ImageFont

    image = Image.new("P", (icon.size, icon.size))
    ground = Image.new("L", image.size)
    draw = ImageDraw.Draw(ground)
    letter = drawable(icon.letter)
    if letter:
        layout = ImageFont.Layout.BASIC
        font = ImageFont.truetype(FONT, icon.size * 5 // 8, layout_engine=layout)
        draw.text((icon.size / 2, icon.size / 2), letter, 255, font, anchor="mm")
    else:
        for rule in (0.3, 0.47, 0.64):
            top, side = icon.size * rule, icon.size * 0.22
            draw.rectangle((side, top, icon.size - side, top + icon.size * 0.06), 255)
    image.frombytes(ground.tobytes())
    image.putpalette(_ramp(readable(icon.accent), PAPER))
    written = BytesIO()
    image.save(written, "PNG", optimize=False, compress_level=9)
    return written.getvalue()


def _ramp(first: str, last: str) -> list[int]:
    """256 colours from one to another, in the form of a palette."""
    start, end = (bytes.fromhex(it.removeprefix("#")) for it in (first, last))
    steps = ((a, b, step) for step in range(256) for a, b in zip(start, end, strict=True))
    return [a + (b - a) * step // 255 for a, b, step in steps]
