"""Draws the charts of the sample site from the figures that its articles give.

A developer's step: `make charts`.
"""

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from docs.chart_shapes import (
    ACCENT,
    BOTTOM,
    FIRST_ROW,
    INK,
    MARGIN,
    QUIET,
    RIGHT,
    RULE,
    SMALL,
    SOFT,
    Bar,
    bars,
    canvas,
    points,
    saved,
    squares,
    whole,
)

ROOT = Path(__file__).parent.parent
CONTENT = ROOT / "content"
STARTER = ROOT / "broadsheet/data/starter/content"
TOLL = ((14, 304), (15, 1297), (17, 1941), (18, 2189), (22, 2207))  # day of August, dead
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
EBOLA = (
    (11, "The patient reaches Abidjan", QUIET),
    (14, "A case of Ebola is announced", INK),
    (16, "Vaccination begins", QUIET),
    (31, "The finding is withdrawn", ACCENT),
)  # day of August


def toll() -> Image.Image:
    """The dead counted in Haiti, a bar for each day with a new figure, on a scale of days."""
    made = canvas("Counted dead in Haiti, August 2021")
    first, last, highest, bar = 14, 22, 2500, 110
    left, foot, top = MARGIN + 130, BOTTOM - 70, FIRST_ROW + 20
    for count in range(0, highest + 1, 500):
        y = foot - (foot - top) * count / highest
        made.draw.line((left, y, RIGHT, y), RULE, 3)
        made.text((left - 20, y), f"{count:,}", SMALL, QUIET, "rm")
    step = (RIGHT - left) / (last - first + 1)
    counts = dict(TOLL)
    for day in range(first, last + 1):
        x = left + step * (day - first + 0.5)
        made.text((x, foot + 14), str(day), SMALL, QUIET, "ma")
        if day in counts:
            y = foot - (foot - top) * counts[day] / highest
            made.box(x - bar / 2, y, x + bar / 2, foot, ACCENT)
            made.text((x, y - 14), f"{counts[day]:,}", SMALL, anchor="ms")
    made.draw.line((left, foot, RIGHT, foot), INK, 4)
    return made.image


def packages() -> Image.Image:
    """The packages of Debian 11, those that are new in it, and those that it dropped."""
    return bars(
        "Packages in Debian 11",
        (
            Bar("All packages", 59_551, "59,551"),
            Bar("New in this version", 11_294, "11,294", ACCENT),
            Bar("Dropped from the last", 9_500, "more than 9,500", QUIET),
        ),
    )


def zambia() -> Image.Image:
    """The votes for the two candidates in Zambia."""
    return bars(
        "Zambia: votes for president",
        (
            Bar("Hakainde Hichilema", 2_810_757, "2,810,757", ACCENT),
            Bar("Edgar Lungu", 1_814_201, "1,814,201"),
        ),
    )


def airlift() -> Image.Image:
    """The civilians flown out of Kabul."""
    return bars(
        "Civilians flown out of Kabul",
        (
            Bar("In all", 123_000, "more than 123,000"),
            Bar("On US aircraft", 79_000, "more than 79,000", ACCENT),
            Bar("Americans among them", 6_000, "about 6,000", QUIET),
        ),
    )


def council() -> Image.Image:
    """The votes on resolution 2593."""
    words = ("13 members voted for the resolution.", "China and Russia abstained.")
    return squares("Security Council, resolution 2593", 13, 15, 8, words)


def heat() -> Image.Image:
    """The readings of Sicily and the record of Athens."""
    return points(
        "Hottest readings, Sicily and Athens",
        46,
        49,
        (
            Bar("Floridia, 2021", 48.8, "48.8", ACCENT),
            Bar("Catenanuova, 1999, unofficial", 48.5, "48.5", QUIET),
            Bar("Athens, 1977, record", 48.0, "48.0", INK),
            Bar("Paternò, 2021", 47.3, "47.3"),
            Bar("Lentini, 2021", 46.8, "46.8"),
        ),
        " °C",
    )


def fusion() -> Image.Image:
    """The yields of earlier shots against that of 8 August 2021."""
    return bars(
        "Energy released by a fusion shot",
        (
            Bar("8 August 2021", 1, "over 1.3 megajoules", ACCENT),
            Bar("Tests this spring", 1 / 8, "about one eighth"),
            Bar("Record of 2018", 1 / 25, "one twenty-fifth"),
        ),
    )


def breach() -> Image.Image:
    """The people whose data were taken from T-Mobile US, by kind of customer."""
    return bars(
        "Customers whose data were taken",
        (
            Bar("Former and prospective", 40, "40 million", ACCENT),
            Bar("Current, monthly plans", 7.8, "about 7.8 million"),
            Bar("Prepaid", 0.85, "about 850,000"),
        ),
    )


def toyota() -> Image.Image:
    """What Toyota builds in September, and what it does not."""
    return whole(
        "Toyota’s plan for September",
        (
            Bar("To be built", 540, "about 540,000", SOFT),
            Bar("Cut in Japan", 140, "about 140,000", ACCENT),
            Bar("Cut abroad", 220, "about 220,000", QUIET),
        ),
    )


def gaming() -> Image.Image:
    """The hours in which minors in China may play online."""
    made = canvas("When under-18s may play online")
    left, top, foot, first, last = MARGIN + 170, FIRST_ROW + 90, BOTTOM - 80, 18, 22
    step, hour = (RIGHT - left) / len(DAYS), (foot - top) / (last - first)
    for clock in range(first, last + 1):
        y = top + hour * (clock - first)
        made.draw.line((left, y, RIGHT, y), RULE, 3)
        made.text((left - 20, y), f"{clock}:00", SMALL, QUIET, "rm")
    for number, day in enumerate(DAYS):
        x = left + step * number
        made.text((x + step / 2, FIRST_ROW), day, anchor="ma")
        if day in ("Fri", "Sat", "Sun"):
            y = top + hour * (20 - first)
            made.box(x + 14, y, x + step - 14, y + hour, ACCENT)
    made.text((MARGIN, foot + 30), "An ordinary week; public holidays count too.", SMALL, QUIET)
    return made.image


def assembly() -> Image.Image:
    """The members of South Korea's parliament who voted for the bill."""
    words = ("Of 188 members present, 180 voted in favour.",)
    return squares("The vote in Seoul", 180, 188, 20, words)


def ebola() -> Image.Image:
    """From the announcement of a case in Abidjan to its withdrawal, a row for each day named."""
    made = canvas("Abidjan, August 2021")
    line, foot, top = MARGIN + 150, BOTTOM - 80, FIRST_ROW + 80
    made.draw.line((line, top, line, foot), RULE, 8)
    for number, (day, words, color) in enumerate(EBOLA):
        y = top + (foot - top) * number / (len(EBOLA) - 1)
        made.draw.ellipse((line - 24, y - 24, line + 24, y + 24), color)
        made.text((line - 50, y), str(day), color=color, anchor="rm")
        made.text((line + 60, y), words, color=color, anchor="lm")
    return made.image


def jump() -> Image.Image:
    """The longest jumps of the winner and of Hossain Rasouli."""
    return bars(
        "Long jump, T47 final, Tokyo",
        (
            Bar("The winner, from Cuba", 7.46, "7.46 m"),
            Bar("Hossain Rasouli, 13th", 4.46, "4.46 m", ACCENT),
        ),
    )


def river() -> Image.Image:
    """How full the Colorado River's reservoirs are, in per cent."""
    return bars(
        "Colorado River: how full",
        (
            Bar("All reservoirs, August 2020", 49, "49 per cent"),
            Bar("All reservoirs, August 2021", 40, "40 per cent", ACCENT),
            Bar("Lake Mead, August 2021", 35, "about 35 per cent", ACCENT),
        ),
    )


STARTER_CHARTS: dict[str, Callable[[], Image.Image]] = {
    "science/2021-08-17-sample-colorado-river.png": river,
}
CHARTS: dict[str, Callable[[], Image.Image]] = {
    "business/2021-08-19-toyota-september.png": toyota,
    "business/2021-08-30-china-gaming-hours.png": gaming,
    "business/2021-08-31-south-korea-vote.png": assembly,
    "climate/2021-08-11-sicily-readings.png": heat,
    "culture/2021-08-31-long-jump.png": jump,
    "health/2021-08-31-ebola-abidjan-days.png": ebola,
    "science/2021-08-17-nif-yields.png": fusion,
    "technology/2021-08-14-debian-11-packages.png": packages,
    "technology/2021-08-17-t-mobile-customers.png": breach,
    "world/2021-08-16-zambia-votes.png": zambia,
    "world/2021-08-22-haiti-toll.png": toll,
    "world/2021-08-30-kabul-airlift.png": airlift,
    "world/2021-08-30-un-vote.png": council,
}

if __name__ == "__main__":
    for folder, charts in ((CONTENT, CHARTS), (STARTER, STARTER_CHARTS)):
        for path, draw_chart in charts.items():
            saved(draw_chart, folder / path)
