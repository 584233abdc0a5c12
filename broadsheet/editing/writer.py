"""Writes changes of the curator's files: all files of a change or none, and each can be undone.

Before the first file is touched, the change is in the journal in `.broadsheet/desk/`. So a change
that is cut short is finished by the next start, or taken back where a file has become another one
since. A file that was changed elsewhere is never overwritten: both changes are merged, or the
change is refused and says why.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Literal

from filelock import FileLock, Timeout

from broadsheet.editing.change_journal import ChangeJournal, Row, State, opened
from broadsheet.editing.changes import (
    Change,
    Edit,
    EditedElsewhere,
    Elsewhere,
    NothingToUndo,
    Past,
    Written,
    text_of_file,
)
from broadsheet.editing.commits import committed
from broadsheet.editing.file_writes import NotAsExpected, beside, put, text_at
from broadsheet.editing.merging import merged
from broadsheet.editing.places import place_of
from broadsheet.files import MEMORY
from broadsheet.problems import Problem, ProblemsFound

__all__ = ["Change", "Edit", "EditedElsewhere", "NothingToUndo", "Writer", "text_of_file"]
FOLDER = f"{MEMORY}/desk"
WAIT = 10.0  # seconds for another program to end its change; each takes milliseconds
AFTER: Mapping[State, State] = {"writing": "done", "undoing": "undone", "redoing": "done"}
BEFORE: Mapping[State, State] = {"undoing": "done", "redoing": "undone"}
SAID: Mapping[State, str] = {"writing": "", "undoing": "Undo: ", "redoing": "Redo: "}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes the files of the site at `root`, and commits them to git if that is wished.

    Any number of programs may write at once: each change waits for the one before it.
    """

    root: Path
    with_git: bool = False
    environment: Mapping[str, str] = field(default_factory=lambda: dict(os.environ), repr=False)

    def write(self, change: Change, at: datetime) -> Written:
        """Write a change. Where a file is not as before the edit, what was changed elsewhere is
        kept too. Raises EditedElsewhere, with nothing written, where that cannot be;
        ProblemsFound for a path outside of the content; OSError."""
        with self._journal() as journal:
            edits, both = self._checked(change.edits, merge=True)
            if not edits:
                return Written(0, change.label, ())
            row = journal.begin(at, change.label, edits)
            return self._carried_out(journal, row, edits, both)

    def undo(self, at: datetime, number: int | None = None, merge: bool = False) -> Written:
        """Take the last change back; with `number` only if that is the one. Raises EditedElsewhere
        if its files were changed since, unless `merge` and both can be kept; NothingToUndo."""
        with self._journal() as journal:
            row = _expected(journal.last_done(), number, "undo")
            back = [Edit(it.path, it.after, it.before) for it in row.edits]
            edits, both = self._checked(back, merge)
            found = {it.path: Edit(it.path, it.after, it.before) for it in edits}
            now = [found.get(it.path, it) for it in row.edits]
            return self._carried_out(journal, journal.turn(row, "undoing", now, at), edits, both)

    def redo(self, at: datetime, number: int | None = None, merge: bool = False) -> Written:
        """Make the change again that was undone last; otherwise as `undo`."""
        with self._journal() as journal:
            row = _expected(journal.first_undone(), number, "redo")
            edits, both = self._checked(row.edits, merge)
            found = {it.path: it for it in edits}
            now = [found.get(it.path, it) for it in row.edits]
            return self._carried_out(journal, journal.turn(row, "redoing", now, at), edits, both)

    def history(self, count: int = 20) -> tuple[Past, ...]:
        """The newest changes, the newest first, those that were undone too."""
        with self._journal() as journal:
            return tuple(journal.newest(count))

    def recover(self) -> tuple[Past, ...]:
        """Finish changes that were cut short, or take them back; which they were. It is done before
        everything else by itself."""
        with self._locked(), opened(self._file) as journal:
            found = tuple(self._recovered(journal))
            newest = journal.last_done()
            if newest:
                self._told_git(journal, newest.label)
            return found

    @property
    def _file(self) -> Path:
        return self.root / FOLDER / "journal.sqlite"

    @contextmanager
    def _journal(self) -> Iterator[ChangeJournal]:
        with self._locked(), opened(self._file) as journal:
            for _ in self._recovered(journal):
                pass
            yield journal

    @contextmanager
    def _locked(self) -> Iterator[None]:
        (self.root / FOLDER).mkdir(parents=True, exist_ok=True)
        lock = FileLock(self.root / FOLDER / "lock")
        try:
            lock.acquire(timeout=WAIT)
        except Timeout:
            text = "another program has been writing to this site for too long"
            raise ProblemsFound([Problem(FOLDER, 0, text, "end it, and try again")]) from None
        try:
            yield
        finally:
            lock.release()

    def _checked(
        self, edits: Sequence[Edit], merge: bool
    ) -> tuple[tuple[Edit, ...], tuple[str, ...]]:
        """The edits as they must be made now, those that delete last, and the files in which both
        changes are kept. Raises EditedElsewhere."""
        now: list[Edit] = []
        both: list[str] = []
        elsewhere: list[Elsewhere] = []
        if len({it.path for it in edits}) < len(edits):
            raise ValueError("a change has two edits of one file")
        for edit in edits:
            found = text_at(place_of(self.root, edit.path))
            if found == edit.after:
                continue
            if found == edit.before:
                now.append(edit)
                continue
            file = _elsewhere(edit, found)
            if merge and file.merged and not file.merged.conflicts:
                both.append(edit.path)
                now += [Edit(edit.path, found, file.merged.text)] * (file.merged.text != found)
            else:
                elsewhere.append(file)
        if elsewhere:
            raise EditedElsewhere(elsewhere)
        return tuple(sorted(now, key=lambda it: it.after is None)), tuple(both)

    def _carried_out(
        self, journal: ChangeJournal, row: Row, edits: Sequence[Edit], both: tuple[str, ...]
    ) -> Written:
        """Make the edits of a row that is in the journal, and tell git."""
        done: list[Edit] = []
        try:
            for edit in edits:
                put(place_of(self.root, edit.path), edit.before, edit.after)
                done.append(edit)
        except NotAsExpected:
            self._taken_back(journal, row, done)
            edit = edits[len(done)]
            found = text_at(place_of(self.root, edit.path))
            raise EditedElsewhere([_elsewhere(edit, found)]) from None
        except (OSError, ProblemsFound):
            self._taken_back(journal, row, done)
            raise
        return self._finished(journal, row, edits, both)

    def _finished(
        self, journal: ChangeJournal, row: Row, edits: Sequence[Edit], both: tuple[str, ...] = ()
    ) -> Written:
        paths = tuple(it.path for it in edits)
        journal.finish(row, AFTER[row.state], self._in_git(paths) if self.with_git else ())
        commit, problem = self._told_git(journal, SAID[row.state] + row.label)
        return Written(row.number, row.label, paths, both, commit, problem)

    def _told_git(self, journal: ChangeJournal, message: str) -> tuple[str, str]:
        """Commit the files that git has yet to be told of; the commit, and what went wrong."""
        waiting = journal.to_commit() if self.with_git else []
        if not waiting:
            return "", ""
        commit, problem = committed(self.root, waiting, message, self.environment)
        if not problem:
            journal.committed(waiting)
        return commit, problem

    def _in_git(self, paths: Sequence[str]) -> list[str]:
        """The files as git knows them: a link's own file in its place."""
        real = Path(os.path.realpath(self.root))
        return [place_of(self.root, it).relative_to(real).as_posix() for it in paths]

    def _taken_back(self, journal: ChangeJournal, row: Row, done: Sequence[Edit]) -> None:
        """Give files the text again that they had before a change; a file that somebody else has
        changed meanwhile stays."""
        for edit in done:
            with suppress(NotAsExpected):
                put(place_of(self.root, edit.path), edit.after, edit.before)
        if row.state in BEFORE:
            journal.mark(row, BEFORE[row.state])
        else:
            journal.forget(row)

    def _recovered(self, journal: ChangeJournal) -> Iterator[Past]:
        """Finish each change that was begun, or take it back if one of its files is another now."""
        for row in journal.unfinished():
            is_back = row.state == "undoing"
            edits = [Edit(it.path, it.after, it.before) if is_back else it for it in row.edits]
            edits.sort(key=lambda it: it.after is None)
            states = [self._state(edit) for edit in edits]
            if "other" in states:
                pairs = zip(edits, states, strict=True)
                self._taken_back(journal, row, [it for it, state in pairs if state == "after"])
            else:
                pairs = zip(edits, states, strict=True)
                todo = [it for it, state in pairs if state == "before"]
                with suppress(EditedElsewhere):  # then it is taken back
                    self._carried_out(journal, row, todo, ())
            yield row.past

    def _state(self, edit: Edit) -> Literal["before", "after", "other"]:
        """How far an edit that may have been cut short has come; clears up after it."""
        try:
            place = place_of(self.root, edit.path)
        except (OSError, ProblemsFound):  # such as a name that is too long
            return "other"
        with suppress(FileNotFoundError):
            beside(place).unlink()
        found = text_at(place)
        if found == edit.after:
            return "after"
        return "before" if found == edit.before else "other"


def _elsewhere(edit: Edit, found: str | None) -> Elsewhere:
    """What is known of a file that is not as before the edit."""
    texts = (edit.before, found, edit.after)
    both = None
    if edit.before is not None and found is not None and edit.after is not None:
        both = merged(edit.before, found, edit.after)
    return Elsewhere(edit.path, *texts, merged=both)


def _expected(row: Row | None, number: int | None, doing: str) -> Row:
    """The change to undo or redo, if it is the one that was meant."""
    if row is None:
        raise NothingToUndo(f"there is no change to {doing}")
    if number is not None and row.number != number:
        raise NothingToUndo(f"another change came since: {row.label}")
    return row
