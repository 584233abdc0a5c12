"""Gathers articles into editions of a day, week or month, and orders them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from posixpath import basename, splitext

from broadsheet.content.articles import Article, section_slug
from broadsheet.content.notes import Note
from broadsheet.files import CONTENT
from broadsheet.periods import PERIODS, Period, period_named
from broadsheet.problems import Problem, did_you_mean


@dataclass(frozen=True, slots=True)
class Edition:
    """A period's articles by section, in reading order, and the note on it.

    The section's slug is empty for articles without a section. It is ordered if its note names
    any of its articles in its order.
    """

    period: Period
    parts: tuple[tuple[str, tuple[Article, ...]], ...]
    note: Note | None
    is_ordered: bool = False

    @property
    def articles(self) -> tuple[Article, ...]:
        """All its articles, in reading order."""
        return tuple(article for _, articles in self.parts for article in articles)


@dataclass(frozen=True, slots=True)
class Editions:
    """All editions, oldest first, and what is wrong with the notes on them."""

    all: tuple[Edition, ...]
    problems: tuple[Problem, ...]


def gather(
    articles: Sequence[Article],
    unpublished: Sequence[str],
    every: str,
    sections: Sequence[str],
    notes: Sequence[Note],
) -> Editions:
    """Articles, newest first, gathered into editions by the site's calendar.

    `sections` are the keys of the sections, in the paper's order.
    """
    problems: list[Problem] = []
    if every == "none":
        return Editions((), ())
    note_of = _notes_by_period(notes, every, problems)
    members: dict[Period, list[Article]] = defaultdict(list)
    for article in articles:
        members[PERIODS[every](article.date.at.date())].append(article)
    rank = {slug: position for position, slug in enumerate(sections)}
    editions = []
    for period in sorted(members):
        note = note_of.get(period)
        places = _places(note, members[period], unpublished, problems) if note else {}
        parts = _parts(members[period], rank, places)
        editions.append(Edition(period, parts, note, is_ordered=bool(places)))
    return Editions(tuple(editions), tuple(problems))


def _notes_by_period(
    notes: Sequence[Note], every: str, problems: list[Problem]
) -> dict[Period, Note]:
    found: dict[Period, Note] = {}
    for note in notes:
        period = period_named(splitext(basename(note.path))[0], every)
        if period is None:
            shapes = {"day": "2021-08-21", "week": "2021-w33 or a day", "month": "2021-08 or a day"}
            text = f"its name is not that of an edition: there is one every {every}"
            problems.append(Problem(note.path, 0, text, f"name it {shapes[every]}"))
        elif period in found:
            text = f"is about the edition {period.key}, and so is {found[period].path}"
            problems.append(Problem(note.path, 0, text, "merge the two files"))
        else:
            found[period] = note
    return found


def _places(
    note: Note, articles: Sequence[Article], unpublished: Sequence[str], problems: list[Problem]
) -> dict[str, int]:
    """The positions that the note's order gives articles, by path."""
    named: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for name in _names(article.path):
            named[name].append(article.path)
    waiting = {name for path in unpublished for name in _names(path)}
    places: dict[str, int] = {}
    for line, name in note.order:
        paths = named.get(name, [])
        if len(paths) > 1:
            text = f"{name} could mean {' or '.join(sorted(paths))}"
            problems.append(Problem(note.path, line, text, "write its folder too: /world/name.md"))
        elif paths and paths[0] in places:
            problems.append(Problem(note.path, line, f"{name} is listed twice", "remove it here"))
        elif paths:
            places[paths[0]] = len(places)
        elif name not in waiting:
            text = f"this edition has no article {name}"
            problems.append(Problem(note.path, line, text, did_you_mean(name, named)))
    return places


def _names(path: str) -> frozenset[str]:
    """The names by which a note can list an article: its file's name or its path."""
    below = path.removeprefix(f"{CONTENT}/")
    return frozenset([basename(path), below, f"/{below}"])


def _parts(
    articles: Sequence[Article], rank: Mapping[str, int], places: Mapping[str, int]
) -> tuple[tuple[str, tuple[Article, ...]], ...]:
    """Articles by section, in the note's order and then by time; sections in the same way."""
    last = len(places)
    members: dict[str, list[Article]] = defaultdict(list)
    for article in sorted(
        articles, key=lambda it: (places.get(it.path, last), it.date.at, it.path)
    ):
        members[section_slug(article)].append(article)
    ordered = sorted(
        members,
        key=lambda slug: (
            min(places.get(article.path, last) for article in members[slug]),
            rank.get(slug, len(rank)),
        ),
    )
    return tuple((slug, tuple(members[slug])) for slug in ordered)
