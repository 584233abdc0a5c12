"""What the desk changed, kept so that it can be finished, undone and redone.

It is a SQLite file. A change is written into it before the first file is touched, and marked when
all are done; so after a kill the next start knows what was begun.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from broadsheet.editing.changes import Edit, Past, bytes_of

VERSION = 1
MOST_CHANGES, MOST_BYTES = 500, 50_000_000
State = Literal["writing", "done", "undoing", "undone", "redoing"]
TABLES = """
CREATE TABLE changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, label TEXT NOT NULL,
    state TEXT NOT NULL, touched TEXT NOT NULL, paths TEXT NOT NULL,
    size INTEGER NOT NULL, edits TEXT NOT NULL
);
CREATE INDEX states ON changes (state);
CREATE TABLE to_commit (path TEXT PRIMARY KEY);
"""
BESIDE = ("-wal", "-shm", "-journal")
MADE = {("table", "changes"), ("table", "to_commit"), ("index", "states")}
UNREADABLE = (ValueError, TypeError)  # of rows that we have not written


@dataclass(frozen=True, slots=True)
class Row:
    """A change in the journal, with the texts before and after."""

    number: int
    at: str
    label: str
    state: State
    touched: str
    edits: tuple[Edit, ...]

    @property
    def past(self) -> Past:
        """The change without its texts."""
        paths = tuple(it.path for it in self.edits)
        return _past(self.number, self.at, self.label, self.state, self.touched, paths)


def _past(number: int, at: str, label: str, state: str, touched: str, paths: Sequence[str]) -> Past:
    undone = datetime.fromisoformat(touched) if state in ("undone", "redoing") else None
    return Past(number, datetime.fromisoformat(at), label, tuple(paths), undone)


@contextmanager
def opened(file: Path) -> Iterator["ChangeJournal"]:
    """The journal in a file; begins a new one if there is none. One that cannot be read is kept
    under another name, and so is a link, which could lead to a database of somebody else."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if file.is_symlink():
        _set_aside(file)
    try:
        connection = _connected(file)
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise OSError(f"{file} cannot be opened: {error}") from error
        _set_aside(file)
        connection = _connected(file)
    with closing(connection):
        try:
            yield ChangeJournal(connection)
        except sqlite3.Error as error:  # a full disk, for example
            raise OSError(f"{file} cannot be written: {error}") from error


def _set_aside(file: Path) -> None:
    """Keep a journal under another name, with what belongs to it, which is no part of a new one."""
    for ending in ("", *BESIDE):
        with suppress(FileNotFoundError):
            file.with_name(file.name + ending).replace(
                file.with_name(f"{file.name}.damaged{ending}")
            )


def _connected(file: Path) -> sqlite3.Connection:
    """A connection that nobody else may have at the same time: SQLite needs no memory in common
    then, which network drives lack, and syncs less often than with a rollback journal."""
    connection = sqlite3.connect(file, isolation_level=None)
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > VERSION:
            raise OSError(f"{file} was written by a newer version of this program")
        if version < VERSION:
            connection.execute("PRAGMA auto_vacuum = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        if version < VERSION:
            connection.executescript(f"BEGIN; {TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
        _refuse_other_tables(connection)
        return connection
    except BaseException:
        connection.close()
        raise


def _refuse_other_tables(connection: sqlite3.Connection) -> None:
    """Raise DatabaseError for a file that is not as we make it: one without its tables, or with
    others or triggers, as somebody else's could have."""
    found = connection.execute("SELECT type, name FROM sqlite_schema")
    if {(kind, name) for kind, name in found if not name.startswith("sqlite_")} != MADE:
        raise sqlite3.DatabaseError("it has other tables than a journal")


class ChangeJournal:
    """An open journal. What is begun is on the disk when the call returns, all else when the
    journal is closed: if it gets lost in a power cut, the next start finds it out again."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def begin(self, at: datetime, label: str, edits: Sequence[Edit]) -> Row:
        """Note a change that is about to be written."""
        now = at.isoformat()
        values = (now, label, "writing", now, *_texts(edits))
        added = self._synced(
            "INSERT INTO changes (at, label, state, touched, paths, size, edits)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            values,
        )
        return Row(added.lastrowid or 0, now, label, "writing", now, tuple(edits))

    def mark(self, row: Row, state: State) -> Row:
        """Note that a change has come to another state."""
        self._connection.execute(
            "UPDATE changes SET state = ? WHERE number = ?", (state, row.number)
        )
        return replace(row, state=state)

    def turn(self, row: Row, state: State, edits: Sequence[Edit], at: datetime) -> Row:
        """Note that a change is about to be undone or redone, with its texts as they are now."""
        self._synced(
            "UPDATE changes SET state = ?, touched = ?, paths = ?, size = ?, edits = ?"
            " WHERE number = ?",
            (state, at.isoformat(), *_texts(edits), row.number),
        )
        return replace(row, state=state, touched=at.isoformat(), edits=tuple(edits))

    def finish(self, row: Row, state: State, to_commit: Sequence[str]) -> None:
        """Note that all files of a change are written, and which of them git is to be told of. A
        new change takes away those that could be redone, and the oldest beyond the bounds."""
        with self._at_once():
            if row.state == "writing":
                self._connection.execute("DELETE FROM changes WHERE state = 'undone'")
            self.mark(row, state)
            paths = [(path,) for path in to_commit]
            self._connection.executemany("INSERT OR IGNORE INTO to_commit VALUES (?)", paths)
            self._prune()

    def forget(self, row: Row) -> None:
        """Take a change out, none of whose files is written."""
        self._connection.execute("DELETE FROM changes WHERE number = ?", (row.number,))

    def unfinished(self) -> list[Row]:
        """Changes that were begun and not finished, oldest first."""
        return self._rows("WHERE state IN ('writing', 'undoing', 'redoing') ORDER BY number")

    def last_done(self) -> Row | None:
        """The change that is undone next."""
        return next(iter(self._rows("WHERE state = 'done' ORDER BY number DESC LIMIT 1")), None)

    def first_undone(self) -> Row | None:
        """The change that is redone next."""
        return next(iter(self._rows("WHERE state = 'undone' ORDER BY number LIMIT 1")), None)

    def newest(self, count: int) -> list[Past]:
        """The newest changes, the newest first."""
        found = self._connection.execute(
            "SELECT number, at, label, state, touched, paths FROM changes"
            " ORDER BY number DESC LIMIT ?",
            (count,),
        )
        return [past for it in found if (past := _past_of(*it))]

    def to_commit(self) -> list[str]:
        """The files that git has yet to be told of."""
        found = self._connection.execute("SELECT path FROM to_commit ORDER BY path")
        return [path for (path,) in found]

    def committed(self, paths: Sequence[str]) -> None:
        """Note that git has been told of these files."""
        with self._at_once():
            removed = [(path,) for path in paths]
            self._connection.executemany("DELETE FROM to_commit WHERE path = ?", removed)

    def _synced(self, statement: str, values: Sequence[object]) -> sqlite3.Cursor:
        """Execute what must be on the disk before anything else happens."""
        self._connection.execute("PRAGMA synchronous = FULL")
        done = self._connection.execute(statement, values)
        self._connection.execute("PRAGMA synchronous = NORMAL")
        return done

    def _rows(self, which: str) -> list[Row]:
        found = self._connection.execute(
            f"SELECT number, at, label, state, touched, edits FROM changes {which}"
        )
        return [row for it in found if (row := _row_of(*it))]

    def _prune(self) -> None:
        """Forget the oldest changes beyond the bounds, but never the newest one."""
        total = 0
        sizes = self._connection.execute("SELECT number, size FROM changes ORDER BY number DESC")
        for place, (number, size) in enumerate(sizes.fetchall()):
            total += size
            if place and (place >= MOST_CHANGES or total > MOST_BYTES):
                self._connection.execute("DELETE FROM changes WHERE number <= ?", (number,))
                return

    @contextmanager
    def _at_once(self) -> Iterator[None]:
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")


def _past_of(number: int, at: str, label: str, state: str, touched: str, paths: str) -> Past | None:
    """A change without its texts; None if that is none."""
    try:
        return _past(number, at, label, state, touched, [_text(it) for it in json.loads(paths)])
    except UNREADABLE:
        return None


def _row_of(number: int, at: str, label: str, state: State, touched: str, edits: str) -> Row | None:
    """A change of the journal; None if that is none."""
    try:
        return Row(number, at, label, state, touched, tuple(map(_edit, json.loads(edits))))
    except UNREADABLE:
        return None


def _edit(written: object) -> Edit:
    """An edit as the journal has it; raises ValueError or TypeError for what is none."""
    if not isinstance(written, list) or len(written) != 3:
        raise ValueError("an edit is a path with two texts")
    path, before, after = written
    return Edit(_text(path), *(None if it is None else _text(it) for it in (before, after)))


def _text(written: object) -> str:
    if not isinstance(written, str):
        raise TypeError("a path or a text")
    bytes_of(written)  # raises ValueError for what no file can hold
    return written


def _texts(edits: Sequence[Edit]) -> tuple[str, int, str]:
    """The paths of edits, and their texts with their length; bytes that are not UTF-8 stand as
    escapes."""
    paths = json.dumps([it.path for it in edits])
    texts = json.dumps([[it.path, it.before, it.after] for it in edits])
    return paths, len(texts), texts
