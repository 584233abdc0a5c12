"""With `desk: {git: true}` each change of the desk is a commit of its files and of nothing else."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from broadsheet.content.settings import read_settings
from broadsheet.editing.writer import Change, Edit, Writer
from tests.programs import find_program

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
A, B, NEW = "content/a.md", "content/b.md", "content/*new*.md"


def git(root: Path, *arguments: str) -> str:
    """What git prints."""
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, check=True)
    return done.stdout.decode()


def unsettled(home: Path) -> dict[str, str]:
    """An environment in which git knows nobody."""
    names = {name: it for name, it in os.environ.items() if not name.startswith("GIT_")}
    return {**names, "HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1", "XDG_CONFIG_HOME": str(home)}


@pytest.fixture
def desk(tmp_path: Path) -> Writer:
    """A site in a git repository, with two articles."""
    find_program("git")
    root = tmp_path / "repository/site"
    (root / "content").mkdir(parents=True)
    for path in (A, B):
        (root / path).write_text("Old\n")
    git(root.parent, "init", "-q")
    git(root, "config", "user.name", "Ann Lee")
    git(root, "config", "user.email", "ann@example.org")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "first")
    return Writer(root, with_git=True, environment=unsettled(tmp_path))


def changed(desk: Writer, label: str = "new words") -> Change:
    """A change of one file and a new one."""
    return Change(label, (Edit(A, "Old\n", "New\n"), Edit(NEW, None, "More\n")))


def test_change_is_a_commit_of_its_files_alone(desk: Writer) -> None:
    (desk.root / B).write_text("My own words\n")
    (desk.root / "content/c.md").write_text("Not yet in git\n")
    (desk.root / "content/d.md").write_text("Staged\n")
    git(desk.root, "add", "content/d.md")
    done = desk.write(changed(desk), AT)
    assert done.git_problem == "" and done.commit == git(desk.root, "rev-parse", "HEAD").strip()
    assert git(desk.root, "log", "-1", "--format=%s %an").strip() == "new words Ann Lee"
    names = git(desk.root, "show", "--name-only", "--format=", "HEAD").split()
    assert names == ["site/content/*new*.md", "site/content/a.md"]
    left = git(desk.root, "status", "--porcelain").splitlines()
    assert left == [" M content/b.md", "A  content/d.md", "?? .broadsheet/", "?? content/c.md"] or (
        left
        == [" M site/content/b.md", "A  site/content/d.md"]
        + ["?? site/.broadsheet/", "?? site/content/c.md"]
    )


def test_undo_and_redo_are_commits_too(desk: Writer) -> None:
    desk.write(changed(desk), AT)
    desk.undo(AT)
    desk.redo(AT)
    subjects = git(desk.root, "log", "--format=%s").splitlines()
    assert subjects == ["Redo: new words", "Undo: new words", "new words", "first"]


def test_label_is_one_line_and_no_option(desk: Writer) -> None:
    desk.write(changed(desk, "--amend\n\nSigned-off-by: x"), AT)
    assert git(desk.root, "log", "--format=%B", "-1").strip() == "--amend Signed-off-by: x"


def test_hook_that_refuses_is_told_and_the_files_are_written(desk: Writer) -> None:
    hook = desk.root.parent / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho the words are too long >&2\nexit 1\n")
    hook.chmod(0o755)
    done = desk.write(changed(desk), AT)
    assert done.commit == "" and "the words are too long" in done.git_problem
    assert (desk.root / A).read_text() == "New\n"
    hook.unlink()
    later = desk.write(Change("later", (Edit(B, "Old\n", "New\n"),)), AT)
    assert later.git_problem == ""
    assert len(git(desk.root, "show", "--name-only", "--format=", "HEAD").split()) == 3


def test_site_in_no_repository_is_told_and_the_files_are_written(tmp_path: Path) -> None:
    find_program("git")
    (tmp_path / "content").mkdir()
    environment = {**os.environ, "GIT_CEILING_DIRECTORIES": str(tmp_path.parent)}
    done = Writer(tmp_path, True, environment).write(Change("one", (Edit(B, None, "New\n"),)), AT)
    assert "in no git repository" in done.git_problem
    assert (tmp_path / B).read_text() == "New\n"


def test_unknown_author_is_told(desk: Writer) -> None:
    for key in ("user.name", "user.email"):
        git(desk.root, "config", "--unset", key)
    git(desk.root, "config", "user.useConfigOnly", "true")
    done = desk.write(changed(desk), AT)
    assert "tell me who you are" in done.git_problem or "identity" in done.git_problem
    assert (desk.root / A).read_text() == "New\n"


def test_missing_git_is_told(desk: Writer, tmp_path: Path) -> None:
    alone = Writer(desk.root, True, {"PATH": str(tmp_path)})
    done = alone.write(changed(desk), AT)
    assert done.commit == "" and (desk.root / A).read_text() == "New\n"


def test_settings_say_whether_git_is_told() -> None:
    lines = "title: A\nurl: https://a.example/\ndescription: B\nlanguage: en\ntimezone: UTC\n"
    assert read_settings(lines.encode())[0].desk.git is False
    settings, log = read_settings(f"{lines}desk: {{git: true}}\n".encode())
    assert settings.desk.git is True and not log.problems
    log = read_settings(f"{lines}desk: {{git: maybe}}\n".encode())[1]
    assert [it.text for it in log.problems] == ['git must be true or false, found the text "maybe"']


def test_change_with_very_long_words_is_committed(desk: Writer) -> None:
    done = desk.write(changed(desk, "keep: " + "a long title " * 20_000), AT)
    assert done.git_problem == "" and done.commit
    assert len(git(desk.root, "log", "-1", "--format=%s")) < 250


def test_file_that_git_ignores_stops_no_commit(desk: Writer) -> None:
    (desk.root / ".gitignore").write_text("*new*\n")
    done = desk.write(changed(desk), AT)
    assert done.git_problem == "" and done.commit
    assert git(desk.root, "show", "--name-only", "--format=", "HEAD").split() == [
        "site/content/a.md"
    ]
    alone = desk.write(Change("ignored", (Edit(NEW, "More\n", "Again\n"),)), AT)
    assert (alone.commit, alone.git_problem) == ("", "")
