"""Draws the charts of the sample site from the figures that its articles give.

A developer's step: python docs/sample_charts.py, in the repository's folder.
"""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

ROOT = Path(__file__).parent.parent
FONT = ROOT / "broadsheet/fonts/literata.ttf"
PAPER, INK, QUIET, RULE, ACCENT, SOFT = (
    "#fdfcf9", "#1d1b18", "#5c564d", "#cfc8bb", "#7a1f1f", "#b9a99a",
)  # fmt: skip
WIDTH, MARGIN = 1440, 60
TOLL = ((14, 304), (15, 1297), (17, 1941), (18, 2189), (22, 2207))  # day of August, dead
FIRST, LAST, HIGHEST = 14, 22, 2500
PACKAGES, NEW, GONE = 59_551, 11_294, 9_500


def font(size: int) -> ImageFont.FreeTypeFont:
    """The font in one size, set by its widths alone."""
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def toll() -> Image.Image:
    """The dead counted in Haiti, a bar for each day with a new figure, on a scale of days."""
    height, bottom, top, bar = 900, 800, 150, 92
    image = Image.new("RGB", (WIDTH, height), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 40), "People counted dead in Haiti, August 2021", INK, font(46))
    for count in range(0, HIGHEST + 1, 500):
        y = bottom - (bottom - top) * count // HIGHEST
        draw.line((MARGIN + 100, y, WIDTH - MARGIN, y), RULE, 2)
        draw.text((MARGIN + 84, y), f"{count:,}", QUIET, font(30), anchor="rm")
    step = (WIDTH - 2 * MARGIN - 100) // (LAST - FIRST + 1)
    for day in range(FIRST, LAST + 1):
        x = MARGIN + 100 + step * (day - FIRST) + step // 2
        draw.text((x, bottom + 16), str(day), QUIET, font(32), anchor="ma")
        for count in (count for on, count in TOLL if on == day):
            y = bottom - (bottom - top) * count // HIGHEST
            draw.rectangle((x - bar // 2, y, x + bar // 2, bottom), ACCENT)
            # The halo keeps it off the rules behind it.
            place, words = (x, y - 14), f"{count:,}"
            draw.text(place, words, INK, font(34), anchor="ms", stroke_width=6, stroke_fill=PAPER)
    draw.line((MARGIN + 100, bottom, WIDTH - MARGIN, bottom), INK, 3)
    return image


def packages() -> Image.Image:
    """The packages of Debian 11, those that are new in it, and those that it dropped."""
    image = Image.new("RGB", (WIDTH, 520), PAPER)
    draw = ImageDraw.Draw(image)
    draw.text((MARGIN, 36), f"The {PACKAGES:,} packages of Debian 11", INK, font(46))
    scale = (WIDTH - 2 * MARGIN) / PACKAGES
    split = MARGIN + round((PACKAGES - NEW) * scale)
    draw.rectangle((MARGIN, 140, split - 3, 240), SOFT)
    draw.rectangle((split + 3, 140, WIDTH - MARGIN, 240), ACCENT)
    draw.text((MARGIN, 252), f"{PACKAGES - NEW:,} were there before", INK, font(34))
    draw.text((WIDTH - MARGIN, 252), f"{NEW:,} are new", ACCENT, font(34), anchor="ra")
    draw.rectangle((MARGIN, 350, MARGIN + round(GONE * scale), 420), PAPER, QUIET, 4)
    draw.text((MARGIN, 432), f"more than {GONE:,} of the old version are gone", QUIET, font(34))
    return image


CHARTS = {
    "content/world/2021-08-22-haiti-toll.png": toll,
    "content/technology/2021-08-14-debian-11-packages.png": packages,
}

if __name__ == "__main__":
    for path, draw_chart in CHARTS.items():
        small = draw_chart().quantize(32, dither=Image.Dither.NONE)
        small.save(ROOT / path, optimize=True)
