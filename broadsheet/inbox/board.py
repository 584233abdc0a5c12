"""The groups of the inbox, kept ready: which of them a curator asks for, page by page."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from broadsheet.inbox.covering import Coverage
from broadsheet.inbox.entries import Entry, Outline, entries_of, marked, ranked
from broadsheet.inbox.listing import Group, group_of
from broadsheet.inbox.site_texts import SiteText
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
    """A page of groups: the newest first, where twice as many publishers count as a day.

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
        self._seen: object = None
        self._texts: Sequence[SiteText] = ()
        self._today = date.min
        self._outlines: dict[int, Outline] = {}
        self._entries: dict[int, Entry] = {}
        self._language = language
        self._coverage = Coverage(language)

    def look(self, texts: Sequence[SiteText] | None = None, today: date | None = None) -> bool:
        """Take up what others have changed in the inbox since the last look, and what has changed
        in the texts of the site, if they are given, on a day. Returns whether anything has.

        It is quick if unchanged texts are the same objects as last time.
        """
        stale: set[int] = set()
        seen = self.inbox.changes()
        is_changed = seen != self._seen
        if is_changed:
            self._seen = seen
            stale |= self._take_reports()
        today = today or self._today
        if texts is not None and (texts is not self._texts or today != self._today):
            is_changed = True
            stale |= self._take_texts(texts, today)
        if stale:
            entries = {it: self._entries.get(it) for it in stale}
            self._coverage.cover({n: it.members if it else () for n, it in entries.items()})
        return is_changed

    def _take_reports(self) -> set[int]:
        """Read the reports without their texts; returns the events whose reports have changed."""
        before, now = self._outlines, {it.id: it for it in self.inbox.outlines()}
        changed = [number for number, it in now.items() if before.get(number) != it]
        gone = [number for number in before if number not in now]
        renewed = [it for it in changed if it not in before or _is_renewed(before[it], now[it])]
        old = [it for it in renewed if it in before]
        self._coverage.take_reports([*gone, *old], self.inbox.traits_of(renewed))
        self._outlines = now
        events = {before[it].group for it in (*changed, *gone) if it in before}
        events |= {now[it].group for it in changed}
        members = {
            it for event in events if event in self._entries for it in self._entries[event].members
        }
        touched = entries_of(now[it] for it in members | set(changed) if it in now)
        stale = {now[it].group for it in renewed}
        stale.update(it for it in events if self._members(it) != _members_of(touched.get(it)))
        left = (it for number, it in self._entries.items() if number not in events)
        self._entries = ranked((*left, *touched.values()))
        return stale

    def _members(self, event: int) -> set[int]:
        return _members_of(self._entries.get(event))

    def _take_texts(self, texts: Sequence[SiteText], today: date) -> set[int]:
        """Take up the site's texts; returns the events that are to be covered again."""
        now = {it.article.path: it for it in texts}
        old = [it.article.path for it in self._texts if now.get(it.article.path) is not it]
        self._texts, self._today = texts, today
        numbers = self._coverage.take_texts(texts, today)
        if numbers is None:
            return set(self._entries)
        return {self._outlines[it].group for it in numbers} | set(self._coverage.covered_by(old))

    def groups(self, chosen: Chosen) -> Listing:
        """A page of the groups that are asked for; the last one, if `page` is beyond it."""
        rest = [it for it in self._found(chosen.words) if self._is_chosen(it, chosen)]
        of_section = [it for it in rest if _is_of(it, chosen.section)]
        spoken = [it for it in rest if _speaks(it, chosen.language)]
        of_both = [it for it in of_section if _speaks(it, chosen.language)]
        pages = max(1, -(-len(of_both) // PAGE))
        page = max(1, min(chosen.page, pages))
        shown = of_both[(page - 1) * PAGE : page * PAGE]
        return Listing(
            tuple(self._groups(shown, chosen.dropped)),
            page,
            pages,
            _count(of_both),
            _counts(spoken, lambda it: it.sections),
            _counts(of_section, lambda it: it.languages),
        )

    def every(self, chosen: Chosen) -> tuple[Group, ...]:
        """All groups that are asked for, of all pages."""
        found = self._found(chosen.words)
        entries = [
            it
            for it in found
            if self._is_chosen(it, chosen)
            and _is_of(it, chosen.section)
            and _speaks(it, chosen.language)
        ]
        return tuple(self._groups(entries, chosen.dropped))

    def _found(self, words: str) -> Iterable[Entry]:
        if not words.strip():
            return self._entries.values()
        numbers = self.inbox.found(words)
        events = {self._outlines[it].group for it in numbers if it in self._outlines}
        return [it for it in self._entries.values() if it.number in events]

    def _is_chosen(self, entry: Entry, chosen: Chosen) -> bool:
        return (
            entry.is_dropped == chosen.dropped
            and (not chosen.unread or entry.is_unread)
            and (not chosen.kept or entry.is_kept)
            and (chosen.covered is None or (entry.number in self._coverage) == chosen.covered)
        )

    def _groups(self, entries: Sequence[Entry], dropped: bool) -> Iterator[Group]:
        numbers = [number for it in entries for number in it.members]
        items = {it.id: it for it in self.inbox.items_of(numbers)}
        for entry in entries:
            every = [items[it] for it in entry.members if it in items]
            left = [it for it in every if dropped or it.state != "dropped"]
            if left or every:
                yield group_of(left or every, self._coverage[entry.number], self._language)

    def group(self, number: int) -> Group | None:
        """The group of an event, or of a report, by its number, with all its reports, dropped ones
        too. None if there is none any more."""
        outline = self._outlines.get(number)
        entry = self._entries.get(outline.group if outline else number)
        return next(self._groups([entry], True), None) if entry else None

    def mark(self, numbers: Iterable[int], state: str) -> dict[int, str]:
        """Set the state of reports, in the database at once: `new`, `read`, `kept` or `dropped`.
        Returns the state that each of them had, so that it can be set again. Raises ValueError."""
        before = self.inbox.mark(numbers, state)
        for number in before:
            if number in self._outlines:
                self._outlines[number] = self._outlines[number]._replace(state=state)
        for event in {self._outlines[it].group for it in before if it in self._outlines}:
            self._entries[event] = marked(self._entries[event], before, state)
        return before


@contextmanager
def opened_board(folder: Path, language: str) -> Iterator[Board]:
    """The board of the inbox in a folder, for one thread. `language` is that of the site's
    articles. Raises OSError as `opened_inbox` does."""
    with opened_inbox(folder) as inbox:
        board = Board(inbox, language)
        board.look()
        yield board


def _is_renewed(one: Outline, other: Outline) -> bool:
    return one.title_key != other.title_key


def _members_of(entry: Entry | None) -> set[int]:
    return set(entry.members) if entry else set()


def _is_of(entry: Entry, section: str) -> bool:
    return not section or section in entry.sections


def _speaks(entry: Entry, language: str) -> bool:
    return not language or language in entry.languages


def _count(entries: Sequence[Entry]) -> Count:
    return Count(len(entries), sum(it.is_unread for it in entries))


def _counts(entries: Sequence[Entry], keys: Callable[[Entry], tuple[str, ...]]) -> dict[str, Count]:
    groups = Counter(key for it in entries for key in keys(it))
    unread = Counter(key for it in entries if it.is_unread for key in keys(it))
    return {key: Count(groups[key], unread[key]) for key in sorted(groups)}
