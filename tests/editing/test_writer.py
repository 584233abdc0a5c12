"""All files of a change are written or none, it can be undone, and no edit of others is lost."""

import os
import stat
from datetime import UTC, datetime
from multiprocessing import get_context
from pathlib import Path

import pytest

from broadsheet.editing import change_journal
from broadsheet.editing.changes import (
    Change,
    Edit,
    EditedElsewhere,
    NothingToUndo,
    text_of_file,
)
from broadsheet.editing.front_matter_edits import keys_of, with_keys
from broadsheet.editing.writer import Writer
from broadsheet.problems import ProblemsFound

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
A, B, NEW = "content/a.md", "content/b.md", "content/world/new.md"
TEXT = "---\ntitle: A\ndate: 2026-01-30\ntags: [x]\n---\nOne\n\nTwo\n\nThree\n"


@pytest.fixture
def desk(tmp_path: Path) -> Writer:
    """A site with two articles."""
    (tmp_path / "content").mkdir()
    for path in (A, B):
        (tmp_path / path).write_text(TEXT)
    return Writer(tmp_path)


def retitled(title: str, path: str = A, text: str = TEXT) -> Edit:
    """An edit that gives an article another title."""
    return Edit(path, text, text.replace("title: A", f"title: {title}"))


def texts(desk: Writer) -> dict[str, str]:
    """The files of the content, hidden ones too."""
    files = sorted(it for it in (desk.root / "content").rglob("*") if it.is_file())
    return {it.relative_to(desk.root).as_posix(): it.read_bytes().decode() for it in files}


def edit_elsewhere(desk: Writer, old: str, new: str, path: str = A) -> None:
    """Change a file as an editor does."""
    file = desk.root / path
    file.write_text(file.read_text().replace(old, new))


def test_change_is_written_undone_and_redone(desk: Writer) -> None:
    before = texts(desk)
    edits = (retitled("B"), Edit(B, TEXT, None), Edit(NEW, None, "New\n"))
    done = desk.write(Change("three at once", edits), AT)
    assert set(done.paths) == {A, B, NEW} and done.commit == done.git_problem == ""
    after = {A: TEXT.replace("title: A", "title: B"), NEW: "New\n"}
    assert texts(desk) == after
    assert desk.undo(AT).label == "three at once"
    assert texts(desk) == before
    desk.redo(AT)
    assert texts(desk) == after


def test_every_change_is_undone_in_turn_and_a_new_one_ends_redoing(desk: Writer) -> None:
    for old, new in (("A", "B"), ("B", "C"), ("C", "D")):
        before = TEXT.replace("title: A", f"title: {old}")
        edit = Edit(A, before, TEXT.replace("title: A", f"title: {new}"))
        desk.write(Change(f"{old} to {new}", (edit,)), AT)
    assert [desk.undo(AT).label for _ in range(2)] == ["C to D", "B to C"]
    assert [(it.label, it.is_undone) for it in desk.history()] == [
        ("C to D", True),
        ("B to C", True),
        ("A to B", False),
    ]
    edit = retitled("E", text=TEXT.replace("title: A", "title: B"))
    desk.write(Change("other", (Edit(A, edit.before, TEXT),)), AT)
    with pytest.raises(NothingToUndo):
        desk.redo(AT)
    assert [it.label for it in desk.history()] == ["other", "A to B"]
    assert desk.history()[0].at == AT and desk.history()[0].paths == (A,)


def test_nothing_to_undo_is_said(desk: Writer) -> None:
    with pytest.raises(NothingToUndo, match="there is no change to undo"):
        desk.undo(AT)
    number = desk.write(Change("one", (retitled("B"),)), AT).number
    desk.write(Change("two", (Edit(B, TEXT, None),)), AT)
    with pytest.raises(NothingToUndo, match="another change came since: two"):
        desk.undo(AT, number)


def test_deleted_article_comes_back_byte_for_byte(desk: Writer) -> None:
    content = b"\xef\xbb\xbf---\r\ntitle: A\r\n---\r\n\xff not UTF-8\r\n"
    (desk.root / A).write_bytes(content)
    desk.write(Change("drop", (Edit(A, text_of_file(desk.root, A), None),)), AT)
    assert not (desk.root / A).exists()
    desk.undo(AT)
    assert (desk.root / A).read_bytes() == content


def test_edit_made_elsewhere_is_kept_with_the_desk_s(desk: Writer) -> None:
    edit_elsewhere(desk, "Three", "Four")
    done = desk.write(Change("title", (retitled("B"),)), AT)
    both = TEXT.replace("title: A", "title: B").replace("Three", "Four")
    assert done.merged == (A,) and texts(desk)[A] == both
    desk.undo(AT)
    assert texts(desk)[A] == TEXT.replace("Three", "Four")


def test_two_edits_of_one_line_are_not_written_and_both_are_shown(desk: Writer) -> None:
    edit_elsewhere(desk, "title: A", "title: Theirs")
    with pytest.raises(EditedElsewhere, match="was changed elsewhere; both changed title") as found:
        desk.write(Change("title", (Edit(B, TEXT, None), retitled("Mine"))), AT)
    (file,) = found.value.files
    assert (file.path, file.before) == (A, TEXT)
    assert "title: Theirs" in (file.found or "") and "title: Mine" in (file.wanted or "")
    assert file.merged and file.merged.conflicts[0].key == "title"
    assert texts(desk) == {A: TEXT.replace("title: A", "title: Theirs"), B: TEXT}
    assert desk.history() == ()


def test_undo_refuses_when_the_file_was_changed_since_and_offers_both(desk: Writer) -> None:
    desk.write(Change("title", (retitled("B"),)), AT)
    edit_elsewhere(desk, "Three", "Four")
    with pytest.raises(EditedElsewhere, match=r"content/a\.md was changed elsewhere") as found:
        desk.undo(AT)
    wanted = TEXT.replace("Three", "Four")
    assert found.value.files[0].merged and found.value.files[0].merged.text == wanted
    assert desk.undo(AT, merge=True).merged == (A,) and texts(desk)[A] == wanted
    desk.redo(AT)
    assert texts(desk)[A] == wanted.replace("title: A", "title: B")


def test_file_deleted_elsewhere_is_not_written_again(desk: Writer) -> None:
    (desk.root / A).unlink()
    with pytest.raises(EditedElsewhere, match="was deleted or renamed elsewhere"):
        desk.write(Change("title", (retitled("B"),)), AT)
    assert not (desk.root / A).exists()


def test_new_file_never_takes_the_place_of_another(desk: Writer) -> None:
    with pytest.raises(EditedElsewhere, match="is there already"):
        desk.write(Change("new", (Edit(A, None, "New\n"),)), AT)
    assert texts(desk)[A] == TEXT


def test_file_that_was_changed_since_is_not_deleted(desk: Writer) -> None:
    edit_elsewhere(desk, "Three", "Four")
    with pytest.raises(EditedElsewhere):
        desk.write(Change("drop", (Edit(A, TEXT, None),)), AT)
    assert "Four" in texts(desk)[A]


def test_second_desk_on_the_folder_undoes_the_change_of_the_first(desk: Writer) -> None:
    desk.write(Change("title", (retitled("B"),)), AT)
    assert Writer(desk.root).undo(AT).label == "title"
    assert texts(desk)[A] == TEXT


def test_change_that_is_there_already_writes_nothing(desk: Writer) -> None:
    assert desk.write(Change("same", (Edit(A, "Old", TEXT),)), AT).paths == ()
    assert desk.history() == ()


def test_mode_and_link_of_a_file_stay(desk: Writer) -> None:
    os.chmod(desk.root / A, 0o640)
    (desk.root / "content/link.md").symlink_to("a.md")
    desk.write(Change("title", (retitled("B", "content/link.md"),)), AT)
    assert stat.S_IMODE((desk.root / A).stat().st_mode) == 0o640
    assert (desk.root / "content/link.md").is_symlink()
    assert "title: B" in (desk.root / A).read_text()


@pytest.mark.parametrize(
    "path",
    ["../x.md", "content/../site.yaml", "/etc/x.md", "content", "themes/a.html", "content//a.md"]
    + [
        "content/.git/config",
        "content/a\0.md",
        "public/a.html",
        "content/out/a.md",
        "content/away.md",
    ]
    + ["content/none.md", "content/folder"],
)
def test_no_path_leads_out_of_the_content(desk: Writer, path: str, tmp_path: Path) -> None:
    outside = tmp_path.parent / f"{tmp_path.name}-outside"
    outside.mkdir()
    (outside / "a.md").write_text("private")
    (desk.root / "content/out").symlink_to(outside)
    (desk.root / "content/away.md").symlink_to(outside / "a.md")
    (desk.root / "content/none.md").symlink_to("nowhere.md")
    (desk.root / "content/folder").mkdir()
    with pytest.raises(ProblemsFound):
        desk.write(Change("out", (Edit(path, None, "x"),)), AT)
    assert (outside / "a.md").read_text() == "private" and len(list(outside.iterdir())) == 1


def test_settings_can_be_changed_too(desk: Writer) -> None:
    (desk.root / "site.yaml").write_text("title: A\n")
    desk.write(Change("site", (Edit("site.yaml", "title: A\n", "title: B\n"),)), AT)
    assert (desk.root / "site.yaml").read_text() == "title: B\n"


def test_journal_keeps_the_newest_changes(desk: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(change_journal, "MOST_CHANGES", 3)
    text = TEXT
    for number in range(6):
        edit = Edit(A, text, f"{TEXT}{number}")
        desk.write(Change(str(number), (edit,)), AT)
        text = f"{TEXT}{number}"
    assert [it.label for it in desk.history()] == ["5", "4", "3"]
    monkeypatch.setattr(change_journal, "MOST_BYTES", 1)
    desk.write(Change("long", (Edit(A, text, TEXT * 50),)), AT)
    assert [it.label for it in desk.history()] == ["long"]


def test_journal_that_cannot_be_read_is_kept_aside(desk: Writer) -> None:
    folder = desk.root / ".broadsheet/desk"
    folder.mkdir(parents=True)
    (folder / "journal.sqlite").write_bytes(b"not a database" * 100)
    desk.write(Change("title", (retitled("B"),)), AT)
    assert [it.label for it in desk.history()] == ["title"]
    assert (folder / "journal.sqlite.damaged").read_bytes().startswith(b"not a database")


def test_file_that_cannot_be_written_leaves_all_as_it_was(desk: Writer) -> None:
    (desk.root / "content/.b.md.desk.tmp").mkdir()  # stands where the new text would
    with pytest.raises(OSError, match=r"desk\.tmp"):
        desk.write(Change("both", (retitled("B"), retitled("B", B))), AT)
    assert texts(desk) == {A: TEXT, B: TEXT}
    assert desk.history() == ()


def test_two_desks_that_write_at_once_lose_nothing(desk: Writer) -> None:
    def work(key: str) -> None:
        for number in range(8):
            text = text_of_file(desk.root, A) or ""
            edit = Edit(A, text, with_keys(text, {key: f"{key} {number}"}))
            Writer(desk.root).write(Change(key, (edit,)), AT)

    processes = [get_context("fork").Process(target=work, args=(it,)) for it in ("one", "two")]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [it.exitcode for it in processes] == [0, 0]
    assert keys_of(texts(desk)[A]).items() >= {"one": "one 7", "two": "two 7"}.items()
    assert len(desk.history(50)) == 16
