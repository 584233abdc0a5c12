"""What of each group is kept in memory: enough to choose and to count groups, but no texts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import log2
from typing import NamedTuple

DAY = 86_400  # seconds


class Outline(NamedTuple):
    """A report without its texts; see `Item`. `title_key` is another number when the title or the
    publisher has changed."""

    id: int
    event: int
    at: int
    publisher: str
    language: str
    section: str
    state: str
    title_key: int

    @property
    def group(self) -> int:
        """The number of its group: its event, or itself if it was not grouped yet."""
        return self.event or self.id


@dataclass(frozen=True, slots=True)
class Entry:
    """A group: the number of its event, its place among groups, the numbers of its reports with
    their states, the newest first, and what it is chosen by.

    `sections` and `languages` have at least one, which is empty if no report has any. A language is
    without its region: `pt` for `pt-BR`. `is_unread` and `is_kept` say it of one report or more,
    `is_dropped` of all of them.
    """

    number: int
    rank: tuple[float, int]
    members: tuple[int, ...]
    states: tuple[str, ...]
    sections: tuple[str, ...]
    languages: tuple[str, ...]
    is_unread: bool
    is_kept: bool
    is_dropped: bool


def entries_of(outlines: Iterable[Outline]) -> dict[int, Entry]:
    """The groups of reports by number, in no order."""
    members: dict[int, list[Outline]] = defaultdict(list)
    for it in outlines:
        members[it.group].append(it)
    return {number: _entry(number, them) for number, them in members.items()}


def ranked(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Groups by number, in the order of a curator's interest: the newest first, where twice as many
    publishers count as much as a day."""
    return {it.number: it for it in sorted(entries, key=_rank)}


def marked(entry: Entry, numbers: Mapping[int, object], state: str) -> Entry:
    """A group after the state of some reports has been set."""
    pairs = zip(entry.members, entry.states, strict=True)
    states = tuple(state if number in numbers else old for number, old in pairs)
    unread, kept, dropped = _told(states)
    return replace(entry, states=states, is_unread=unread, is_kept=kept, is_dropped=dropped)


def _entry(number: int, members: list[Outline]) -> Entry:
    members.sort(key=lambda it: (-it.at, it.id))
    states = tuple([it.state for it in members])
    return Entry(
        number,
        (-log2(len({it.publisher for it in members})) - members[0].at / DAY, members[0].id),
        tuple([it.id for it in members]),
        states,
        tuple(sorted({it.section for it in members if it.section})) or ("",),
        tuple(sorted({it.language.partition("-")[0] for it in members if it.language})) or ("",),
        *_told(states),
    )


def _told(states: tuple[str, ...]) -> tuple[bool, bool, bool]:
    return "new" in states, "kept" in states, states.count("dropped") == len(states)


def _rank(entry: Entry) -> tuple[float, int]:
    return entry.rank
