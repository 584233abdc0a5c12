"""The news of a town of feeds: some 3,000 reports of events, in the words of several languages.

The labelled reports of `tests/inbox` are among them. The others are of events that were made up:
each has a place, a person and a number, and is reported by one feed or by several, in other words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.inbox.labelled import TUNED, UNSEEN, read

DAYS = 10  # over which the news is spread
SECTIONS = ("world", "science", "business", "culture", "climate")
# A place and a name are made of three parts each, so that few events share one.
PLACES = (
    "Al Bren Cast Dun Esk Far Grav Halv Isk Jar Kest Lind Mar Nor Ost Pell Quen Rav Sel Thorn",
    "ta be do gi ka mo pe vi",
    "moor vik rosso haven sund bourne hoek stad derov gate by quay wick fjord mark",
)
PEOPLE = (
    "Ab Bert Cast Drum Er Font Gall Hend Ib Jov Kow Lund Mont Nak Ok Pet Rost Sand Tam Ven",
    "ba de ko mi lu pa vo te",
    "nathy ucci lanos mond sson gnola dova cksen rena ovic czyk strom egro mura kwo yan quist",
)
# Each line: a language, a section's number, a title and a text; lines of one kind stand together.
KINDS = (Path(__file__).parent / "town_news.txt").read_text("utf-8").split("\n\n")


@dataclass(frozen=True, slots=True)
class News:
    """A report of the town: the number of its event, how many seconds ago it was published, and
    what it says."""

    event: int
    ago: int
    language: str
    section: str
    title: str
    text: str


def all_news(count: int) -> Iterator[News]:
    """So many reports, always the same ones; the labelled ones come first."""
    random = Random(15)
    labelled = read(*TUNED, *UNSEEN)
    newest, names = (
        max(it.at for it in labelled.items),
        list(dict.fromkeys(labelled.events.values())),
    )
    for it in labelled.items[:count]:
        event = names.index(labelled.events[it.id])
        ago = (newest - it.at) * DAYS // 40 + 600
        yield News(event, ago, it.language, SECTIONS[event % 5], it.title, it.text)
    left, event = count - len(labelled.items), len(names)
    while left > 0:
        made = list(_event(event, random))[:left]
        yield from made
        left, event = left - len(made), event + 1


def _name(random: Random, parts: tuple[str, ...]) -> str:
    return "".join(random.choice(it.split()) for it in parts)


def _event(event: int, random: Random) -> Iterator[News]:
    kind = random.choice(KINDS).strip().splitlines()
    place, who, *others = (_name(random, parts) for parts in (PLACES, *[PEOPLE] * 5, PLACES))
    told = f" {others[0]}, {others[1]}; {others[2]} {others[3]}, {others[4]}."
    number = random.randint(11, 1_989)
    begun = random.randint(3_600, DAYS * 86_400)
    count = min(len(kind), random.choice((1, 1, 2, 3, 4, 4)))
    for line in random.sample(kind, count):
        language, section, title, text = line.split("|")
        title, text = (it.format(place=place, who=who, n=number) for it in (title, text + told))
        ago = max(60, begun - random.randint(0, 8 * 3_600))
        yield News(event, ago, language, SECTIONS[int(section)], title, text)
