"""Share images: what a link to an article looks like where it is passed on, drawn from its words.

The font stands in the package and text is set by its glyphs' widths alone, so the bytes are the
same on every machine. Pillow is imported only when an image is drawn.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FONT = Path(__file__).parent / "fonts/literata.ttf"
WIDTH, HEIGHT, MARGIN = 1200, 630, 80
PAPER, INK, ACCENT = "#fdfcf9", "#1d1b18", "#7a1f1f"
LEAST_CONTRAST = 7.0  # WCAG's level AAA
NAMEPLATE, ALONE, LABEL, SIZES = 44, 96, 28, (84, 76, 68, 60, 54, 48, 42, 36)
LEADING, LINE = 1.14, 1.5  # from line to line, and a line from its highest to its lowest sign
TOP, BOTTOM = 214, 520  # between which the title stands
RULE, LABEL_TOP, DATE_TOP = 138, 164, 548
SHADES = 8  # of each of the two inks, from paper to full: sixteen colours are four bits a pixel
RUNS = 3  # zlib's strategy for long runs of one value: a third of the time, and as small
UNIT = 100  # the size at which words are measured; their widths grow with the size
LEFT_OUT = ("So", "Sk", "Cf", "Co")  # emoji and joiners: a title reads without them
SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What a share image shows; `numerals` stand in for a date whose letters cannot be drawn."""

    nameplate: str
    section: str
    title: str
    date: str
    numerals: str
    accent: str = ACCENT


def draw_card(card: ShareCard) -> bytes:
    """The share image as a PNG of 1200 by 630 pixels.

    Of a title in letters that the font has not, nothing is drawn: the nameplate and the date in
    numerals stand alone then, and without a nameplate the rules.
    """
    from PIL import Image

    title = drawable(card.title)
    coverage = _background(card.nameplate, not title).copy()
    section = drawable(card.section).upper() if title else ""
    date = (drawable(card.date) if title else "") or drawable(card.numerals)
    if title:
        _set_title(coverage, title)
    _write(coverage, (MARGIN, DATE_TOP), date, LABEL)
    _write(coverage, (MARGIN, LABEL_TOP), section, LABEL)
    image = coverage.point([shade * SHADES // 256 for shade in range(256)])
    for box in ((0, 0, WIDTH, 26), (0, LABEL_TOP, WIDTH, TOP)):  # what stands in the accent
        image.paste(image.crop(box).point([it + SHADES for it in range(256)]), box)
    shown = Image.frombytes("P", image.size, image.tobytes())
    shown.putpalette([*_ramp(INK), *_ramp(readable(card.accent))])
    written = BytesIO()
    shown.save(written, "PNG", compress_type=RUNS, compress_level=6)
    return written.getvalue()


@lru_cache(maxsize=4)
def _background(nameplate: str, alone: bool) -> "Image":
    """What a site's share images have in common, as how much ink covers each pixel: a bar, rules
    and the nameplate, large where it stands `alone`."""
    from PIL import Image, ImageDraw

    image = Image.new("L", (WIDTH, HEIGHT))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, WIDTH, 15), fill=255)
    draw.rectangle((MARGIN, RULE, WIDTH - MARGIN, RULE + 3), fill=255)
    draw.rectangle((MARGIN, RULE + 8, WIDTH - MARGIN, RULE + 8), fill=255)
    draw.rectangle((MARGIN, DATE_TOP - 14, WIDTH - MARGIN, DATE_TOP - 14), fill=255)
    place, size = ((MARGIN, 270), ALONE) if alone else ((MARGIN, 58), NAMEPLATE)
    _write(image, place, drawable(nameplate), size)
    return image


def drawable(text: str) -> str:
    """The text as it can be drawn, without emoji; empty when the font lacks one of its letters."""
    signs = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(sign for sign in signs if not _is_left_out(sign))
    return "" if any(not _is_covered(sign) for sign in kept) else " ".join(kept.split())


def _is_left_out(sign: str) -> bool:
    if ord(sign) in SELECTORS or unicodedata.category(sign) == "Cf":
        return True
    return unicodedata.category(sign) in LEFT_OUT and not _is_covered(sign)


@cache
def _is_covered(sign: str) -> bool:
    """Whether the font has a glyph of its own for a sign."""
    return sign.isspace() or _shape(sign) != _shape("\uffff")


@cache
def _shape(sign: str) -> tuple[float, bytes]:
    font = _font(LABEL)
    return font.getlength(sign), bytes(font.getmask(sign))


@cache
def _font(size: int) -> "FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def _set_title(image: "Image", title: str) -> None:
    size, lines = fitted(title, WIDTH - 2 * MARGIN, BOTTOM - TOP)
    for number, line in enumerate(lines):
        _write(image, (MARGIN, TOP + round(number * size * LEADING)), line, size)


def _write(image: "Image", place: tuple[int, int], text: str, size: int) -> None:
    """Write one line, its top left at `place`; cut where it would leave the image."""
    (line,) = _cut([text], size, WIDTH - 2 * MARGIN, 1)
    at, top = float(place[0]), place[1]
    for sign, following in zip(line, f"{line} "[1:], strict=True):
        glyph, left, down = _glyph(sign, size)
        image.paste(255, (round(at) + left, top + down), glyph)
        at += _advance(sign, following, size)


@lru_cache(maxsize=4000)
def _glyph(sign: str, size: int) -> tuple["Image", int, int]:
    """One sign's image, and where that stands from the place where the sign is written."""
    from PIL import Image, ImageDraw

    font = _font(size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(sign))
    image = Image.new("L", (max(1, right - left), max(1, bottom - top)))
    ImageDraw.Draw(image).text((-left, -top), sign, fill=255, font=font)
    return image, left, top


@lru_cache(maxsize=40_000)
def _advance(sign: str, following: str, size: int) -> float:
    """How far after a sign the next one stands, kerned."""
    font = _font(size)
    return font.getlength(sign + following) - font.getlength(following)


def fitted(text: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size in which the text fits a box of so many pixels, and its lines there.

    What does not fit in the smallest size is cut, and ends with an ellipsis.
    """
    words = [(word, _font(UNIT).getlength(word) / UNIT) for word in text.split()]
    space = _font(UNIT).getlength(" ") / UNIT
    for size in SIZES:
        lines = list(_wrapped(words, space, width / size))
        most = 1 + int((height / size - LINE) / LEADING)
        if len(lines) <= most and max(it for _, it in words) * size <= width:
            return size, lines
    return size, _cut(lines, size, width, most)


def _wrapped(words: Sequence[tuple[str, float]], space: float, width: float) -> Iterator[str]:
    """The words, each with its width, in lines; all widths are in multiples of the size."""
    line: list[str] = []
    taken = 0.0
    for word, length in words:
        if line and taken + space + length > width:
            yield " ".join(line)
            line, taken = [], 0.0
        taken += length + (space if line else 0)
        line.append(word)
    yield " ".join(line)


def _cut(lines: Sequence[str], size: int, width: int, most: int) -> list[str]:
    """At most so many lines, each cut to the width, with an ellipsis where words are missing."""
    kept = list(lines[:most])
    if len(lines) > most:
        kept[-1] += "…"
    font = _font(size)
    for number, line in enumerate(kept):
        while font.getlength(line) > width:
            line = f"{line.rstrip('…')[:-1].rstrip()}…"
        kept[number] = line
    return kept


def readable(colour: str) -> str:
    """The colour, `#rrggbb`, darkened until text in it can be read on the paper."""
    parts = channels(colour)
    while contrast(parts, channels(PAPER)) < LEAST_CONTRAST:
        parts = tuple(part * 9 // 10 for part in parts)
    return "#{:02x}{:02x}{:02x}".format(*parts)


def contrast(one: Sequence[int], other: Sequence[int]) -> float:
    """The contrast of two colours after WCAG 2, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(parts: Sequence[int]) -> float:
    shares = [part / 255 for part in parts]
    linear = [it / 12.92 if it <= 0.04045 else ((it + 0.055) / 1.055) ** 2.4 for it in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def channels(colour: str) -> tuple[int, ...]:
    """The red, green and blue of a colour `#rrggbb` or `#rgb`, 0 to 255."""
    digits = colour[1:] if len(colour) > 4 else "".join(2 * digit for digit in colour[1:])
    return tuple(bytes.fromhex(digits))


def _ramp(colour: str) -> Iterator[int]:
    """The shades from the paper to a colour, as a palette's numbers."""
    paper, full = channels(PAPER), channels(colour)
    for shade in range(SHADES):
        for low, high in zip(paper, full, strict=True):
            yield low + (high - low) * shade // (SHADES - 1)
