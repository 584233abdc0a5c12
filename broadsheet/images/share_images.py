"""Draws share images: what other sites show beside a link to an article.

The font is part of the package, and the layout depends only on the widths of its glyphs, so the
bytes are the same on every machine. Pillow is imported only when an image is drawn.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from broadsheet.files import DATA
from broadsheet.images.colours import ACCENT, INK, ramp, readable
from broadsheet.images.png_bands import NO_FILTER, Band, band, joined

if TYPE_CHECKING:
    from PIL._imaging import ImagingCore
    from PIL.Image import Image
    from PIL.ImageFont import FreeTypeFont

FONT = DATA / "fonts/literata.ttf"
WIDTH, HEIGHT, MARGIN = 1200, 630, 80
NAMEPLATE, ALONE, LABEL, SIZES = 44, 96, 28, (84, 76, 68, 60, 54, 48, 42, 36)
LEADING, LINE = 1.14, 1.5  # from line to line, and from the top to the bottom of a line
TOP, BOTTOM = 214, 520  # the top and bottom of the title's box
RULE, LABEL_TOP, DATE_TOP = 138, 164, 548
HEAD, NAMEPLATE_TOP, LONE_TOP = 26, 58, 270  # where the bar's band ends; where a nameplate stands
COVER_HEIGHT, HEADLINES_TOP, COVER_DATE_TOP = 1600, 590, 1518
HEADLINE, HEADLINE_LINES, BETWEEN_HEADLINES = 46, 3, 34
SHADES = 8  # of each of the two inks, from paper to full: sixteen colours fit in four bits a pixel
FULL = SHADES - 1
STEPS = [round(cover * SHADES // 256 * 255 / FULL) for cover in range(256)]  # of full ink
ACCENTS = [shade + SHADES if 0 < shade < SHADES else shade for shade in range(2 * SHADES)]
IN_ACCENT = bytes(first << 4 | second for first in ACCENTS for second in ACCENTS)
CLOSE = 16  # pixels: a line that is so much shorter than the margins allow need not be measured
UNIT = 100  # the size at which words are measured; widths are proportional to the size
LEFT_OUT = ("So", "Sk", "Cf", "Co")  # emoji and joiners: a title can be read without them
SELECTORS = range(0xFE00, 0xFE10)


@dataclass(frozen=True, slots=True)
class ShareCard:
    """What a share image shows; `numerals` replace a date whose letters cannot be drawn."""

    nameplate: str
    section: str
    title: str
    date: str
    numerals: str
    accent: str = ACCENT


@dataclass(frozen=True, slots=True)
class CoverCard:
    """What the cover of a book shows: a share image's words, and headlines from the book.

    `date` is empty where the title is a date.
    """

    nameplate: str
    label: str
    title: str
    headlines: tuple[str, ...]
    date: str
    numerals: str
    accent: str = ACCENT


class Placed(NamedTuple):
    """A band, the row of the image that it begins with, and the one that follows it."""

    top: int
    bottom: int
    band: Band


@lru_cache(maxsize=2)  # a book has its cover inside, and is made right after it
def draw_cover(card: CoverCard) -> bytes:
    """The cover as a PNG of 1200 by 1600 pixels: a share image with headlines below its title.

    A headline that does not fit, or in letters that the font lacks, is left out.
    """
    title = drawable(card.title)
    label = drawable(card.label).upper() if title else ""
    date = drawable(card.date) if title else ""
    if not title or (card.date and not date):
        date = drawable(card.numerals)
    placed = (
        *_head(card.nameplate if title else ""),
        *_label(LABEL_TOP, TOP, label, is_accent=True),
        *(_cover_title(title) if title else _lone(card.nameplate)),
        *_rule(),
        *_headlines(map(drawable, card.headlines)),
        *_label(COVER_DATE_TOP, COVER_HEIGHT, date),
    )
    return joined(WIDTH, COVER_HEIGHT, _palette(card.accent), _filled(placed, COVER_HEIGHT))


@lru_cache(maxsize=2000)
def _cover_title(title: str) -> tuple[Placed, ...]:
    return _title(title)


def _headlines(headlines: Iterable[str]) -> Iterator[Placed]:
    """Headlines below each other, as many as fit."""
    top = HEADLINES_TOP
    for headline in filter(None, headlines):
        rows, drawn = _headline(headline)
        if top + rows + BETWEEN_HEADLINES > COVER_DATE_TOP:
            break
        yield from (Placed(top + it.top, top + it.bottom, it.band) for it in drawn)
        top += rows + BETWEEN_HEADLINES


@lru_cache(maxsize=4000)  # some 3 kB each; an article stands on covers of several books
def _headline(headline: str) -> tuple[int, tuple[Placed, ...]]:
    """The rows that a headline takes, and the headline, placed within them."""
    space, width = _length(" "), WIDTH - 2 * MARGIN
    words = [(word, _length(word)) for word in headline.split()]
    lines = list(_wrapped(words, space, width / HEADLINE))
    if len(lines) > HEADLINE_LINES or max(it for _, it in words) * HEADLINE > width:
        lines = _cut(lines, HEADLINE, width, HEADLINE_LINES)
    rows = ceil(HEADLINE * ((len(lines) - 1) * LEADING + LINE))
    return rows, _lines(0, rows, lines, HEADLINE)


def draw_card(card: ShareCard) -> bytes:
    """The share image as a PNG of 1200 by 630 pixels.

    A title in letters that the font lacks is left out: the image then shows the nameplate and the
    date in numerals, or only the rules if the font lacks the nameplate too.
    """
    title = drawable(card.title)
    section = drawable(card.section).upper() if title else ""
    date = (drawable(card.date) if title else "") or drawable(card.numerals)
    placed = (
        *_head(card.nameplate if title else ""),
        *_label(LABEL_TOP, TOP, section, is_accent=True),
        *(_title(title) if title else _lone(card.nameplate)),
        *_rule(),
        *_label(DATE_TOP, HEIGHT, date),
    )
    return joined(WIDTH, HEIGHT, _palette(card.accent), _filled(placed, HEIGHT))


@lru_cache(maxsize=4)
def _palette(accent: str) -> bytes:
    return bytes((*ramp(INK, SHADES), *ramp(readable(accent), SHADES)))


def _filled(placed: Sequence[Placed], height: int) -> list[Band]:
    """All bands of an image of so many rows: those placed, from top to bottom, and paper between
    them and below."""
    bands: list[Band] = []
    row = 0
    for it in placed:
        if it.top > row:
            bands.append(_blank(it.top - row))
        bands.append(it.band)
        row = it.bottom
    return [*bands, _blank(height - row)]


@lru_cache(maxsize=4)
def _head(nameplate: str) -> tuple[Placed, ...]:
    """What is above the section: a bar in the accent, the nameplate, and rules below it."""
    upper, lower = _paper(HEAD), _paper(LABEL_TOP - HEAD)
    upper.paste(FULL, (NO_FILTER, 0, NO_FILTER + WIDTH, 16))
    _draw_rule(lower, RULE - HEAD, 4)
    _draw_rule(lower, RULE + 8 - HEAD, 1)
    shown = _within_margins(drawable(nameplate), NAMEPLATE)
    _write(lower, NAMEPLATE_TOP - HEAD, *shown, NAMEPLATE)
    above = Placed(0, HEAD, _band(upper, is_accent=True))
    return above, Placed(HEAD, LABEL_TOP, _band(lower))


def _title(title: str) -> tuple[Placed, ...]:
    """The lines of a title."""
    size, lines = fitted(title, WIDTH - 2 * MARGIN, BOTTOM - TOP)
    below = TOP + ceil(size * ((len(lines) - 1) * LEADING + LINE))
    return _lines(TOP, min(BOTTOM, below), lines, size)


@lru_cache(maxsize=4)
def _lone(nameplate: str) -> tuple[Placed, ...]:
    """The nameplate in the place of a title that cannot be drawn."""
    return _lines(LONE_TOP, BOTTOM, [drawable(nameplate)], ALONE)


@cache
def _rule() -> tuple[Placed, ...]:
    """What is between a title and the date."""
    image = _paper(DATE_TOP - BOTTOM)
    _draw_rule(image, DATE_TOP - 14 - BOTTOM, 1)
    return (Placed(BOTTOM, DATE_TOP, _band(image)),)


@lru_cache(maxsize=200)
def _label(top: int, bottom: int, text: str, is_accent: bool = False) -> tuple[Placed, ...]:
    """A label or a date; many images of a site have the same."""
    return _lines(top, bottom, [text], LABEL, is_accent)


def _lines(
    top: int, bottom: int, lines: Sequence[str], size: int, is_accent: bool = False
) -> tuple[Placed, ...]:
    """Lines below each other between two rows of an image: a band of those rows that have ink."""
    shown = [
        (top + round(number * size * LEADING), *_within_margins(line, size))
        for number, line in enumerate(lines)
    ]
    inked = [(row, _glyph(sign, size)) for row, text, _ in shown for sign in text if sign != " "]
    if not inked:
        return ()
    first = max(top, min(row + it.top for row, it in inked))
    end = min(bottom, max(row + it.bottom for row, it in inked))
    image = _paper(end - first)
    for row, text, advances in shown:
        _write(image, row - first, text, advances, size)
    return (Placed(first, end, _band(image, is_accent)),)


@cache
def _blank(rows: int) -> Band:
    return band(bytes(rows * (NO_FILTER + WIDTH) // 2))


def _paper(rows: int) -> "Image":
    """A band without anything on it; its pixels are shades of ink."""
    from PIL import Image

    return Image.new("P", (NO_FILTER + WIDTH, rows))


def _draw_rule(image: "Image", top: int, height: int) -> None:
    left = NO_FILTER + MARGIN
    image.paste(FULL, (left, top, left + WIDTH - 2 * MARGIN + 1, top + height))


def _band(image: "Image", is_accent: bool = False) -> Band:
    rows = image.tobytes("raw", "P;4")
    return band(rows.translate(IN_ACCENT) if is_accent else rows)


@lru_cache(maxsize=2000)  # a title stands on a share image and on covers
def drawable(text: str) -> str:
    """The text without emoji, ready to draw; empty when the font lacks one of its letters."""
    signs = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join([sign for sign in signs if not _is_left_out(sign)])
    return " ".join(kept.split()) if all(map(_is_covered, set(kept))) else ""


@cache
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


def _within_margins(text: str, size: int) -> tuple[str, list[float]]:
    """A line, cut where it is too long, with the distance from each character to the next."""
    width = WIDTH - 2 * MARGIN
    advances = _advances(text, size)
    if sum(advances) > width - CLOSE:
        (text,) = _cut([text], size, width, 1)
        advances = _advances(text, size)
    return text, advances


def _write(image: "Image", top: int, text: str, advances: Iterable[float], size: int) -> None:
    """Write one line, so far below the image's top."""
    at, end = float(NO_FILTER + MARGIN), 0
    core = image.im  # Pillow's `paste` takes longer than its work
    for sign, advance in zip(text, advances, strict=True):
        if sign != " ":
            glyph, x = _glyph(sign, size), round(at)
            box = (x + glyph.left, top + glyph.top, x + glyph.right, top + glyph.bottom)
            if box[0] >= end:
                core.paste(glyph.drawn, box)
            else:  # two characters that reach into each other
                core.paste(FULL, box, glyph.shades)
            end = max(end, box[2])
        at += advance


def _advances(text: str, size: int) -> list[float]:
    """The distance from each character of a line to the next."""
    return [_advance(*pair, size) for pair in zip(text, f"{text} "[1:], strict=True)]


class _Glyph(NamedTuple):
    """A character drawn, its shades as parts of the full ink, and its edges as counted from its
    position."""

    drawn: "ImagingCore"
    shades: "ImagingCore"
    left: int
    top: int
    right: int
    bottom: int


@lru_cache(maxsize=4000)
def _glyph(sign: str, size: int) -> _Glyph:
    """The image of one character."""
    from PIL import Image, ImageDraw

    font = _font(size)
    left, top, right, bottom = (round(edge) for edge in font.getbbox(sign))
    right, bottom = max(left + 1, right), max(top + 1, bottom)
    image = Image.new("L", (right - left, bottom - top))
    ImageDraw.Draw(image).text((-left, -top), sign, fill=255, font=font)
    shades = image.point(STEPS)
    drawn = Image.new("P", image.size)
    drawn.paste(FULL, None, shades)
    return _Glyph(drawn.im, shades.im, left, top, right, bottom)


@lru_cache(maxsize=40_000)
def _advance(sign: str, following: str, size: int) -> float:
    """The distance from one character to the next, kerned."""
    font = _font(size)
    return font.getlength(sign + following) - font.getlength(following)


def fitted(text: str, width: int, height: int) -> tuple[int, list[str]]:
    """The largest size in which the text fits a box of so many pixels, and its lines in that size.

    A text that does not fit in the smallest size is cut, and ends with an ellipsis.
    """
    words = [(word, _length(word)) for word in text.split()]
    space = _length(" ")
    for size in SIZES:
        lines = list(_wrapped(words, space, width / size))
        most = 1 + int((height / size - LINE) / LEADING)
        if len(lines) <= most and max(it for _, it in words) * size <= width:
            return size, lines
    return size, _cut(lines, size, width, most)


@lru_cache(maxsize=8_000)
def _length(word: str) -> float:
    """The width of a word, as a multiple of the size."""
    return sum(_advances(word, UNIT)) / UNIT


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
    """At most `most` lines, each cut to the width, with an ellipsis where words are missing."""
    kept = list(lines[:most])
    if len(lines) > most:
        kept[-1] += "…"
    font = _font(size)
    for number, line in enumerate(kept):
        while font.getlength(line) > width:
            line = f"{line.rstrip('…')[:-1].rstrip()}…"
        kept[number] = line
    return kept
