"""What of each group is kept in memory: enough to choose and to count groups, but no texts."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outline:
    """A report without its text; see `Item`."""

    id: int
    event: int
    at: int
    publisher: str
    language: str
    section: str
    state: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A group: the number of its event, its reports with their states, and what it is chosen by.
    A language is without its region: `pt` for `pt-BR`."""

    number: int
    members: tuple[int, ...]
    states: tuple[str, ...]
    sections: tuple[str, ...]
    languages: tuple[str, ...]

    @property
    def is_unread(self) -> bool:
        """Whether a report of it is new."""
        return "new" in self.states

    @property
    def is_kept(self) -> bool:
        """Whether a report of it is kept."""
        return "kept" in self.states

    @property
    def is_dropped(self) -> bool:
        """Whether all its reports are dropped."""
        return all(it == "dropped" for it in self.states)


def entries_of(outlines: Iterable[Outline]) -> dict[int, Entry]:
    """The groups of reports by number, those that most publishers report first, then the newest."""
    members: dict[int, list[Outline]] = defaultdict(list)
    for it in outlines:
        members[it.event or it.id].append(it)
    ranked = sorted(members.items(), key=lambda it: _rank(it[1]))
    return {number: _entry(number, them) for number, them in ranked}


def _entry(number: int, members: list[Outline]) -> Entry:
    return Entry(
        number,
        tuple(it.id for it in members),
        tuple(it.state for it in members),
        tuple(sorted({it.section for it in members if it.section})),
        tuple(sorted({it.language.partition("-")[0] for it in members if it.language})),
    )


def _rank(members: list[Outline]) -> tuple[int, int, int]:
    newest = max(members, key=lambda it: (it.at, -it.id))
    return -len({it.publisher for it in members}), -newest.at, newest.id
