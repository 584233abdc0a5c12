"""The shapes of the sample's charts: pictures of 3:2 whose words can be read on a phone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parent.parent / "broadsheet/data/fonts/literata.ttf"
PAPER, INK, QUIET, RULE, ACCENT, SOFT = (
    "#fdfcf9", "#1d1b18", "#5c564d", "#cfc8bb", "#7a1f1f", "#b9a99a",
)  # fmt: skip
WIDTH, HEIGHT, MARGIN = 1440, 960, 70
RIGHT, BOTTOM = WIDTH - MARGIN, HEIGHT - MARGIN
TITLE, WORDS, SMALL = 72, 56, 48  # a quarter of it on a phone
FIRST_ROW = 200  # where the shapes begin, under the title
SEGMENT_GAP = 6

Anchor = Literal["la", "ra", "ma", "lm", "rm", "mm", "ms", "ls"]
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what it is, its length in the figures' unit, and how the figure is written."""

    name: str
    length: float
    figure: str
    color: str = SOFT


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture being drawn."""

    image: Image.Image
    draw: ImageDraw.ImageDraw

    def text(
        self, place: Place, words: str, size: int = WORDS, color: str = INK, anchor: Anchor = "la"
    ) -> None:
        """Words with a halo, which keeps them off the lines behind them."""
        self.draw.text(place, words, color, font(size), anchor, stroke_width=6, stroke_fill=PAPER)

    def box(self, left: float, top: float, right: float, bottom: float, color: str) -> None:
        """A filled box."""
        self.draw.rectangle((left, top, right, bottom), color)


def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in one size, set by its widths alone."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def canvas(title: str) -> Canvas:
    """An empty picture with its title. Raises ValueError when the title does not fit."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    made = Canvas(image, ImageDraw.Draw(image))
    if made.draw.textlength(title, font(TITLE)) > WIDTH - 2 * MARGIN:
        raise ValueError(f"the title is too long for the picture: {title}")
    made.text((MARGIN, 60), title, TITLE)
    return made


def bars(title: str, rows: Sequence[Bar]) -> Image.Image:
    """A bar for each row on one scale from nought, each under its name and figure."""
    made = canvas(title)
    longest = max(row.length for row in rows)
    step = (BOTTOM - FIRST_ROW) / len(rows)
    for number, row in enumerate(rows):
        top = FIRST_ROW + step * number
        made.text((MARGIN, top), row.name)
        made.text((RIGHT, top), row.figure, anchor="ra")
        length = (RIGHT - MARGIN) * row.length / longest
        made.box(MARGIN, top + 92, MARGIN + length, top + min(step - 40, 260), row.color)
    return made.image


def whole(title: str, parts: Sequence[Bar]) -> Image.Image:
    """One bar cut into its parts, and each part's name and figure under it."""
    made = canvas(title)
    total = sum(part.length for part in parts)
    left, step = float(MARGIN), 150
    for number, part in enumerate(parts):
        right = left + (RIGHT - MARGIN) * part.length / total
        made.box(left, FIRST_ROW + 20, right - SEGMENT_GAP, FIRST_ROW + 220, part.color)
        left = right
        top = FIRST_ROW + 310 + step * number
        made.box(MARGIN, top + 6, MARGIN + 56, top + 62, part.color)
        made.text((MARGIN + 90, top), part.name)
        made.text((RIGHT, top), part.figure, anchor="ra")
    return made.image


def squares(title: str, filled: int, total: int, across: int, words: Sequence[str]) -> Image.Image:
    """A square for each of `total`, the first `filled` of them strong, and lines of words below."""
    made = canvas(title)
    down = -(-total // across)
    room = BOTTOM - FIRST_ROW - 90 * len(words)
    step = min((RIGHT - MARGIN) / across, room / down)
    for number in range(total):
        left, top = MARGIN + step * (number % across), FIRST_ROW + step * (number // across)
        color = ACCENT if number < filled else SOFT
        made.box(left, top, left + step * 0.82, top + step * 0.82, color)
    for number, line in enumerate(words):
        made.text((MARGIN, BOTTOM - 90 * (len(words) - number) + 30), line)
    return made.image


def points(title: str, low: float, high: float, rows: Sequence[Bar], unit: str) -> Image.Image:
    """A point for each row on a scale that need not start at nought, with its name and figure."""
    made = canvas(title)

    def across(value: float) -> float:
        return MARGIN + 20 + (RIGHT - MARGIN - 40) * (value - low) / (high - low)

    foot = BOTTOM - 60
    for mark in range(int(low), int(high) + 1):
        made.draw.line((across(mark), FIRST_ROW, across(mark), foot), RULE, 3)
        made.text((across(mark), foot + 16), f"{mark}{unit}", SMALL, QUIET, "ma")
    step = (foot - FIRST_ROW) / len(rows)
    for number, row in enumerate(rows):
        y, x = FIRST_ROW + step * (number + 0.5), across(row.length)
        made.draw.ellipse((x - 24, y - 24, x + 24, y + 24), row.color)
        on_left = row.length > (low + high) / 2
        place = (x - 44, y) if on_left else (x + 44, y)
        made.text(place, f"{row.name}  {row.figure}", SMALL, anchor="rm" if on_left else "lm")
    return made.image


def saved(draw: Callable[[], Image.Image], path: Path) -> None:
    """Draw a chart and write it as a small PNG."""
    draw().quantize(32, dither=Image.Dither.NONE).save(path, optimize=True)
