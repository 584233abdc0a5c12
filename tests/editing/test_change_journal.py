"""What was begun and not finished is in the journal, and the next start settles it."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.editing.change_journal import opened
from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.writer import FOLDER, Writer

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
A, B = "content/a.md", "content/b.md"
EDITS = (Edit(A, "Old A\n", "New A\n"), Edit(B, "Old B\n", "New B\n"))


@pytest.fixture
def desk(tmp_path: Path) -> Writer:
    """A site in which a change of two articles was begun, and the first of them written."""
    (tmp_path / "content").mkdir()
    (tmp_path / A).write_text("New A\n")
    (tmp_path / B).write_text("Old B\n")
    (tmp_path / "content/.b.md.desk.tmp").write_text("New")
    with opened(tmp_path / FOLDER / "journal.sqlite") as journal:
        journal.begin(AT, "cut short", EDITS)
    return Writer(tmp_path)


def texts(desk: Writer) -> dict[str, str]:
    """The files of the content, hidden ones too."""
    return {it.name: it.read_text() for it in (desk.root / "content").iterdir()}


def test_change_that_was_cut_short_is_finished(desk: Writer) -> None:
    assert [it.label for it in desk.recover()] == ["cut short"]
    assert texts(desk) == {"a.md": "New A\n", "b.md": "New B\n"}
    desk.undo(AT)
    assert texts(desk) == {"a.md": "Old A\n", "b.md": "Old B\n"}


def test_change_that_was_cut_short_is_taken_back_where_a_file_is_another_by_now(
    desk: Writer,
) -> None:
    (desk.root / B).write_text("Theirs\n")
    desk.recover()
    assert texts(desk) == {"a.md": "Old A\n", "b.md": "Theirs\n"}
    assert desk.history() == () and desk.recover() == ()


def test_change_that_was_cut_short_never_follows_a_link_out_of_the_content(
    desk: Writer, tmp_path: Path
) -> None:
    outside = tmp_path / "private.md"
    outside.write_text("Old B\n")
    (desk.root / B).unlink()
    (desk.root / B).symlink_to(outside)
    desk.recover()
    assert outside.read_text() == "Old B\n" and (desk.root / A).read_text() == "Old A\n"


def test_undo_that_was_cut_short_is_finished(desk: Writer) -> None:
    desk.recover()
    with opened(desk.root / FOLDER / "journal.sqlite") as journal:
        row = journal.last_done()
        assert row is not None
        journal.turn(row, "undoing", row.edits, AT)
    (desk.root / B).write_text("Old B\n")
    (past,) = desk.history()
    assert past.undone_at == AT and texts(desk) == {"a.md": "Old A\n", "b.md": "Old B\n"}
    desk.redo(AT)
    assert desk.history()[0].undone_at is None


def test_next_change_settles_the_one_before_it(desk: Writer) -> None:
    desk.write(Change("next", (Edit(B, "New B\n", "Newer B\n"),)), AT)
    assert texts(desk) == {"a.md": "New A\n", "b.md": "Newer B\n"}
    assert [it.label for it in desk.history()] == ["next", "cut short"]


def test_journal_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / FOLDER / "journal.sqlite"
    file.parent.mkdir(parents=True)
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("PRAGMA user_version = 99")
    with pytest.raises(OSError, match="newer version"), opened(file):
        pass


CHANGE = "INSERT INTO changes (at, label, state, touched, paths, size, edits) VALUES "
NO_CHANGES = [
    CHANGE + "('soon', 'x', 'done', 'soon', '[]', 1, '[]')",
    CHANGE + "('2026-01-31', 'x', 'done', '2026-01-31', '{', 1, '{')",
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[1]', 1, '[1]')",
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[]', 1, '[[1, null, \"x\"]]')",
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[]', 1, X'FFFE')",
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[]', 1,"
    ' \'[["content/\\ud800.md", null, "x"]]\')',
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[]', 1,"
    ' \'[["content/c.md", null, "\\ud800"]]\')',
    CHANGE + "('2026-01-31', 'x', 'writing', '2026-01-31', '[]', 1,"
    f' \'[["content/{"c" * 300}.md", null, "x"]]\')',
    "DROP TABLE to_commit",
    "CREATE TRIGGER t AFTER INSERT ON changes BEGIN UPDATE changes SET edits = '[]'; END",
]


@pytest.mark.parametrize("statement", NO_CHANGES)
def test_journal_that_somebody_else_made_stops_no_change(desk: Writer, statement: str) -> None:
    desk.recover()
    with closing(sqlite3.connect(desk.root / FOLDER / "journal.sqlite")) as database, database:
        database.execute(statement)
    desk.history()
    desk.write(Change("mine", (Edit(A, "New A\n", "Mine\n"),)), AT)
    assert desk.history()[0].label == "mine"
    desk.undo(AT)
    assert texts(desk) == {"a.md": "New A\n", "b.md": "New B\n"}


def test_journal_that_is_a_link_touches_no_other_database(desk: Writer, tmp_path: Path) -> None:
    other, file = tmp_path / "other.sqlite", desk.root / FOLDER / "journal.sqlite"
    with closing(sqlite3.connect(other)) as database, database:
        database.execute("CREATE TABLE mine (it)")
    before = other.read_bytes()
    file.unlink()
    file.symlink_to(other)
    desk.write(Change("mine", (Edit(A, "New A\n", "Mine\n"),)), AT)
    assert other.read_bytes() == before and desk.history()[0].label == "mine"


def test_nothing_of_a_damaged_journal_comes_into_a_new_one(desk: Writer) -> None:
    folder = desk.root / FOLDER
    (folder / "journal.sqlite").write_bytes(b"no database " * 500)
    (folder / "journal.sqlite-wal").write_bytes(b"of another one")
    desk.write(Change("next", (Edit(B, "Old B\n", "Newer B\n"),)), AT)
    assert [it.label for it in desk.history()] == ["next"]
    assert not [it.name for it in folder.glob("journal.sqlite-*")]


def test_journal_needs_no_memory_in_common_and_gives_room_back(tmp_path: Path) -> None:
    with opened(tmp_path / "journal.sqlite") as journal:
        journal.begin(AT, "first", EDITS)
        assert not (tmp_path / "journal.sqlite-shm").exists()
    with closing(sqlite3.connect(tmp_path / "journal.sqlite")) as database:
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert database.execute("PRAGMA auto_vacuum").fetchone() == (1,)
