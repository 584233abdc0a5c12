"""The groups of the inbox, kept ready: which of them a curator asks for, page by page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from broadsheet.clipping.covered import Covered
from broadsheet.inbox.covering import Coverage, SiteText
from broadsheet.inbox.entries import Entry, entries_of
from broadsheet.inbox.listing import Group, group_of
from broadsheet.inbox.store import Inbox, opened_inbox

PAGE = 30  # groups


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which groups are asked for; what is empty leaves the choice open.

    `words` are looked for in titles, publishers and texts; a group has them if one of its reports
    has them all. `covered` is True or False for groups that the site has, or has not, covered.
    Groups of which all reports are dropped are left out unless `dropped` asks for them alone.
    `page` is counted from 1.
    """

    section: str = ""
    words: str = ""
    unread: bool = False
    language: str = ""
    covered: bool | None = None
    dropped: bool = False
    kept: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Count:
    """How many groups there are, and in how many of them a report is new."""

    groups: int
    unread: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of groups: those that most publishers report first, then the newest.

    `chosen` counts all pages. `sections` counts the groups of each section, also of `""` for those
    without one, and `languages` those of each language, as far as the rest of the choice lets them
    through: what one would see by choosing another section, or another language.
    """

    groups: tuple[Group, ...]
    page: int
    pages: int
    chosen: Count
    sections: Mapping[str, Count]
    languages: Mapping[str, Count]


class Board:
    """The groups of an inbox; made by `opened_board`. `inbox` is what it is the board of."""

    def __init__(self, inbox: Inbox, language: str) -> None:
        self.inbox = inbox
        self._language = language
        self._seen: object = None
        self._texts: Sequence[SiteText] = ()
        self._today = date.min
        self._entries: dict[int, Entry] = {}
        self._event_of: dict[int, int] = {}
        self._covered: Mapping[int, Covered] = {}

    def look(self, texts: Sequence[SiteText] | None = None, today: date | None = None) -> bool:
        """Take up what others have changed in the inbox since the last look, and what has changed
        in the texts of the site, if they are given, on a day. Returns whether anything has."""
        seen, today = self.inbox.changes(), today or self._today
        texts = self._texts if texts is None else texts
        is_new = seen != self._seen
        if is_new:
            self._seen = seen
            self._entries = entries_of(self.inbox.outlines())
            self._event_of = {n: it.number for it in self._entries.values() for n in it.members}
        if is_new or texts is not self._texts or today != self._today:
            self._texts, self._today = texts, today
            self._cover()
            return True
        return False

    def _cover(self) -> None:
        items = defaultdict(list)
        for it in self.inbox.items():
            items[it.event or it.id].append(it)
        self._covered = Coverage(self._texts, self._language, self._today).of_events(items)

    def groups(self, chosen: Chosen) -> Listing:
        """A page of the groups that are asked for; the last one, if `page` is beyond it."""
        found = self._found(chosen.words)
        rest = [it for it in found if self._is_chosen(it, chosen)]
        of_section = [it for it in rest if not chosen.section or chosen.section in it.sections]
        of_both = [it for it in of_section if _speaks(it, chosen.language)]
        pages = max(1, -(-len(of_both) // PAGE))
        page = max(1, min(chosen.page, pages))
        shown = of_both[(page - 1) * PAGE : page * PAGE]
        return Listing(
            tuple(self._groups(shown, chosen.dropped)),
            page,
            pages,
            _count(of_both),
            _counts((it for it in rest if _speaks(it, chosen.language)), "sections"),
            _counts(of_section, "languages"),
        )

    def _found(self, words: str) -> Iterable[Entry]:
        if not words.strip():
            return self._entries.values()
        numbers = self.inbox.found(words)
        events = {self._event_of[it] for it in numbers if it in self._event_of}
        return [it for it in self._entries.values() if it.number in events]

    def _is_chosen(self, entry: Entry, chosen: Chosen) -> bool:
        return (
            entry.is_dropped == chosen.dropped
            and (not chosen.unread or entry.is_unread)
            and (not chosen.kept or entry.is_kept)
            and (chosen.covered is None or (entry.number in self._covered) == chosen.covered)
        )

    def _groups(self, entries: Sequence[Entry], dropped: bool) -> Iterator[Group]:
        numbers = [number for it in entries for number in it.members]
        items = {it.id: it for it in self.inbox.items_of(numbers)}
        for entry in entries:
            every = [items[it] for it in entry.members if it in items]
            left = [it for it in every if dropped or it.state != "dropped"]
            if left or every:
                yield group_of(left or every, self._covered.get(entry.number))

    def group(self, number: int) -> Group | None:
        """The group of an event, or of a report, by its number, with all its reports, dropped ones
        too. None if there is none any more."""
        entry = self._entries.get(self._event_of.get(number, number))
        return next(self._groups([entry], True), None) if entry else None

    def mark(self, numbers: Iterable[int], state: str) -> dict[int, str]:
        """Set the state of reports, in the database at once: `new`, `read`, `kept` or `dropped`.
        Returns the state that each of them had, so that it can be set again. Raises ValueError."""
        before = self.inbox.mark(numbers, state)
        for event in {self._event_of[it] for it in before if it in self._event_of}:
            entry = self._entries[event]
            states = tuple(
                state if number in before else old
                for number, old in zip(entry.members, entry.states, strict=True)
            )
            self._entries[event] = replace(entry, states=states)
        return before


@contextmanager
def opened_board(folder: Path, language: str) -> Iterator[Board]:
    """The board of the inbox in a folder, for one thread. `language` is that of the site's
    articles. Raises OSError as `opened_inbox` does."""
    with opened_inbox(folder) as inbox:
        board = Board(inbox, language)
        board.look()
        yield board


def _speaks(entry: Entry, language: str) -> bool:
    return not language or language in entry.languages


def _count(entries: Sequence[Entry]) -> Count:
    return Count(len(entries), sum(it.is_unread for it in entries))


def _counts(entries: Iterable[Entry], field: str) -> dict[str, Count]:
    groups, unread = Counter[str](), Counter[str]()
    for it in entries:
        keys = getattr(it, field) or ("",)
        groups.update(keys)
        if it.is_unread:
            unread.update(keys)
    return {key: Count(groups[key], unread[key]) for key in sorted(groups)}
