"""A change of content that is killed at any moment: no article is lost or half written, and the
next start finishes it or takes it back."""

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import mkdtemp

import pytest

from broadsheet.editing.changes import Change, Edit
from broadsheet.editing.writer import Writer
from tests.killing import count_calls, count_touches, killed_at, moments_of
from tests.programs import find_program
from tests.sites import memory
from tests.sizes import KILLED_CHANGES, KILLED_CHANGES_OF_A_SHARE, seeds

AT = datetime(2026, 1, 31, 9, tzinfo=UTC)
Tree = dict[str, str]
OLD: Tree = {
    "content/a.md": "---\ntitle: A\n---\n" + "Old words. " * 900,
    "content/b.md": "---\ntitle: B\n---\nText\n",
    "content/gone.md": "---\ntitle: Gone\n---\nText\n",
}
NEW: Tree = {
    "content/a.md": "---\ntitle: A\n---\n" + "New words. " * 900,
    "content/b.md": "---\ntitle: Other\n---\nText\n",
    "content/world/new.md": "---\ntitle: New\n---\nText\n",
}
PATHS = sorted(OLD.keys() | NEW.keys())
CHANGE = Change("four files", tuple(Edit(path, OLD.get(path), NEW.get(path)) for path in PATHS))


@dataclass(frozen=True)
class Scene:
    """What may be killed: what was done before it, and itself."""

    prepare: Callable[[Writer], object]
    act: Callable[[Writer], object]
    with_git: bool = False


def written(desk: Writer) -> None:
    """Write the change."""
    desk.write(CHANGE, AT)


def undone(desk: Writer) -> None:
    """Write the change and undo it."""
    desk.write(CHANGE, AT)
    desk.undo(AT)


SCENES = {
    "write": Scene(lambda desk: desk.history(), written),
    "first write": Scene(lambda _: None, written),
    "undo": Scene(written, lambda desk: desk.undo(AT)),
    "redo": Scene(undone, lambda desk: desk.redo(AT)),
    "commit": Scene(lambda desk: desk.history(), written, with_git=True),
}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder for many short-lived sites."""
    folder = Path(mkdtemp(dir=memory() or tmp_path))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def git(root: Path, *arguments: str) -> str:
    """What git says of a site's repository."""
    names = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    command = ["git", "-C", str(root), *names, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def fresh(place: Path, scene: Scene) -> Writer:
    """A site in the state before, in a folder of its own: what was killed may still end git."""
    root = Path(mkdtemp(dir=place))
    for path, text in OLD.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(text)
    if scene.with_git:
        git(root, "init", "-q")
        git(root, "config", "user.name", "A")
        git(root, "config", "user.email", "a@example.org")
        git(root, "add", "content")
        git(root, "commit", "-q", "-m", "first")
    desk = Writer(root, scene.with_git)
    scene.prepare(desk)
    return desk


def tree(root: Path) -> Tree:
    """The texts in the content, and what a kill has left."""
    files = sorted(it for it in (root / "content").rglob("*") if it.is_file())
    return {it.relative_to(root).as_posix(): it.read_text() for it in files}


def check(desk: Writer) -> None:
    """Fail unless each file is whole, and the next start has all of the change or nothing."""
    for path in PATHS:
        with suppress(FileNotFoundError):
            assert (desk.root / path).read_text() in (OLD.get(path), NEW.get(path))
    assert {path for path in OLD if path in NEW} <= tree(desk.root).keys()
    desk.recover()
    found = tree(desk.root)
    assert found in (OLD, NEW)
    past = [it for it in desk.history() if it.label == CHANGE.label]
    assert [it.is_undone for it in past] == ([False] if found == NEW else [True][: len(past)])
    if found == NEW:
        desk.undo(AT)
        assert tree(desk.root) == OLD
        desk.redo(AT)
        assert tree(desk.root) == NEW
    if desk.with_git:
        check_commits(desk)


def check_commits(desk: Writer) -> None:
    """Fail unless git has what the desk wrote, as soon as a commit that outlived its desk ends."""
    text = (desk.root / "content/b.md").read_text()
    edit = Edit("content/b.md", text, f"{text}More\n")
    while desk.write(Change("more", (edit,)), AT).git_problem:
        desk.undo(AT)
    assert git(desk.root, "status", "--porcelain", "--", "content") == ""


@pytest.mark.whole
@pytest.mark.parametrize("share", seeds(KILLED_CHANGES, KILLED_CHANGES_OF_A_SHARE))
def test_change_killed_at_any_moment_loses_no_article(place: Path, share: int) -> None:
    find_program("git")
    chosen = random.Random(share)
    kills = [(name, counting) for name in SCENES for counting in (count_touches, count_calls)]
    for number in range(KILLED_CHANGES_OF_A_SHARE):
        name, counting = kills[number % len(kills)]
        scene = SCENES[name]
        moment = int(
            chosen.random() * moments_of(partial(scene.act, fresh(place, scene)), counting)
        )
        desk = fresh(place, scene)
        killed_at(partial(scene.act, desk), counting, moment)
        try:
            check(desk)
        except AssertionError as error:
            error.add_note(f"{name} killed at {moment}, {counting.__name__}")
            raise
