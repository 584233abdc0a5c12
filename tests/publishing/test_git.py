"""A branch of a git repository that is published to, as GitHub, GitLab and Codeberg serve it."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from broadsheet.publishing.changes import Changes
from broadsheet.publishing.publisher import planned, published
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import Overtaken, PublishFailed, Told
from tests.publishing.branches import Repository, alone, git, make_repository
from tests.publishing.plain import DAY, NOON, Plain, publish
from tests.sites import tree

TWO = "The second page."


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing of who runs the tests."""
    for name in os.environ:
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    for name, value in alone(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture
def branch(tmp_path: Path) -> Repository:
    """An empty repository."""
    return make_repository(tmp_path / "far.git")


@pytest.fixture
def one(tmp_path: Path) -> Plain:
    """A site, built."""
    return new(tmp_path / "here")


def new(folder: Path) -> Plain:
    """A site, built, in a folder of its own."""
    return Plain(folder / "site").build(one="The first page.")


def test_branch_holds_the_site_after_one_commit(one: Plain, branch: Repository) -> None:
    branch.publish(one)
    assert branch.tree() == one.tree()
    assert branch.log("%B") == [
        "Publish 2026-11-26 12:00 UTC: 3 files changed, 0 removed\n\nhttps://example.org/\n"
    ]
    assert branch.log("%an <%ae> %aI") == [
        "Broadsheet <noreply@example.org> 2026-11-26T12:00:00+00:00"
    ]


def test_unchanged_site_makes_no_commit(one: Plain, branch: Repository) -> None:
    branch.publish(one)
    assert branch.publish(one, NOON + DAY).is_empty
    assert len(branch.log()) == 1


def test_edit_is_one_commit_of_what_changed(one: Plain, branch: Repository) -> None:
    branch.publish(one)
    branch.publish(one.build(one=TWO))
    assert branch.tree() == one.tree() and len(branch.log()) == 2
    changed = git(branch.path, "diff", "--name-only", "gh-pages~", "gh-pages").split()
    assert changed == [NAME, "index.html", "pages/one.html"]


def test_file_that_left_the_site_stays_until_the_delay_is_over(
    one: Plain, branch: Repository
) -> None:
    branch.publish(one)
    branch.publish(one.build(two=TWO))
    assert branch.read("pages/one.html") == b"The first page."
    assert branch.publish(one, NOON + DAY).due == ("pages/one.html",)
    assert branch.tree() == one.tree()


def test_folder_that_takes_the_place_of_a_file_keeps_its_files(
    one: Plain, branch: Repository
) -> None:
    (one.public / "notes").write_text("A file")
    branch.publish(one)
    (one.public / "notes").unlink()
    (one.public / "notes").mkdir()
    (one.public / "notes/a.txt").write_text("In a folder")
    branch.publish(one)
    branch.publish(one, NOON + DAY)
    assert branch.read("notes/a.txt") == b"In a folder"


def test_paths_and_bytes_of_any_kind_arrive(one: Plain, branch: Repository) -> None:
    (one.public / 'a "quote" ünïcode 報.html').write_bytes(bytes(range(256)) + b"\r\n")
    (one.public / ".gitattributes").write_text("*.html text eol=lf\n")
    branch.publish(one)
    assert branch.tree() == one.tree()


def test_another_machine_goes_on_where_the_first_one_ended(
    one: Plain, branch: Repository, tmp_path: Path
) -> None:
    branch.publish(one)
    branch.publish(one.build(one=TWO))
    other = new(tmp_path / "there").build(one=TWO)
    assert branch.publish(other).is_empty
    changes = branch.publish(other.build(one="The third text."))
    assert [it.path for it in changes.puts] == ["pages/one.html", "index.html"]
    assert branch.publish(one.build(one="The fourth text.")) and branch.tree() == one.tree()
    assert len(branch.log()) == 4


def test_history_is_kept_short(one: Plain, branch: Repository, tmp_path: Path) -> None:
    for number in range(5):
        branch.publish(one.build(one=f"Text {number}"), NOON + number * timedelta(hours=1), 3)
    hours = ["16", "15", "14"]
    assert branch.log("%cd%n%s")[0].count("16:00 UTC") == 1
    assert [it[11:13] for it in branch.log("%cI")] == hours
    other = new(tmp_path / "there").build(one="Text 9")
    branch.publish(other, NOON + timedelta(hours=5), 3)
    assert [it[11:13] for it in branch.log("%cI")] == ["17", "16", "15"]
    assert git(branch.path, "show", "gh-pages~2:index.html") == "Text 3"
    branch.publish(other.build(one="Text 10"), NOON + timedelta(hours=6), 1)
    assert len(branch.log()) == 1 and branch.tree() == other.tree()


def test_history_that_was_long_is_cut_when_the_setting_changes(
    one: Plain, branch: Repository, tmp_path: Path
) -> None:
    for number in range(6):
        branch.publish(one.build(one=f"Text {number}"))
    other = new(tmp_path / "there")
    branch.publish(other.build(one="Text 7"))
    branch.publish(other.build(one="Text 8"), history=4)
    assert len(branch.log()) == 4


def test_domain_is_named_for_the_hosts_that_ask(one: Plain, branch: Repository) -> None:
    publish(branch.wish(one, domain="news.example.org"))
    assert branch.read("CNAME") == b"news.example.org\n" == branch.read(".domains")
    assert branch.read(".nojekyll") == b""
    publish(branch.wish(one, domain="digest.example.org"))
    assert branch.read("CNAME") == b"digest.example.org\n"
    assert publish(branch.wish(one, domain="digest.example.org")).is_empty


def test_domain_that_the_host_wrote_stays(one: Plain, branch: Repository, tmp_path: Path) -> None:
    branch.publish(one)
    branch.commit("CNAME", "news.example.org", tmp_path / "clone")
    branch.publish(one.build(one=TWO))
    assert branch.read("CNAME") == b"news.example.org"


def test_file_of_the_site_comes_before_what_hosts_ask_for(one: Plain, branch: Repository) -> None:
    (one.public / "CNAME").write_text("mine.example.org")
    publish(branch.wish(one, domain="news.example.org"))
    assert branch.read("CNAME") == b"mine.example.org"


def test_branch_with_other_files_is_refused(one: Plain, branch: Repository, tmp_path: Path) -> None:
    branch.commit("notes/family.txt", "Recipes", tmp_path / "clone")
    with pytest.raises(PublishFailed, match=r"(?s)notes/family\.txt.*--take-over"):
        branch.publish(one)
    publish(branch.wish(one, take_over=True))
    assert branch.tree() == {**one.tree(), "notes/family.txt": b"Recipes"}
    assert len(branch.log()) == 2


def test_file_that_somebody_deleted_on_the_branch_is_sent_again(
    one: Plain, branch: Repository, tmp_path: Path
) -> None:
    branch.publish(one)
    folder = tmp_path / "clone"
    git(tmp_path, "clone", "-qb", "gh-pages", str(branch.path), str(folder))
    git(folder, "rm", "-q", "static/style.css")
    git(folder, "commit", "-qm", "By hand")
    git(folder, "push", "-q")
    branch.publish(one)
    assert branch.tree() == one.tree()


def test_looking_makes_nothing_on_the_branch(one: Plain, branch: Repository) -> None:
    assert not planned(branch.wish(one)).is_empty
    assert not branch.has_branch()


class Interrupting(Told):
    """Publishes another site when the first is about to begin."""

    def __init__(self, branch: Repository, other: Plain, history: int) -> None:
        self._branch, self._other, self._history = branch, other, history

    def beginning(self, changes: Changes) -> None:
        """Publish the other one."""
        self._branch.publish(self._other, history=self._history)


@pytest.mark.parametrize(("history", "is_first"), [(0, False), (1, False), (0, True)])
def test_of_two_publishers_one_is_refused_and_nothing_is_lost(
    one: Plain, branch: Repository, tmp_path: Path, history: int, is_first: bool
) -> None:
    other = new(tmp_path / "there")
    if not is_first:
        branch.publish(one, history=history)
    wish = branch.wish(one.build(one=TWO), history=history)
    told = Interrupting(branch, other.build(one="From there."), history)
    with (
        pytest.raises(Overtaken, match="publish again"),
        published(wish, told, lambda _: False),
    ):
        pass
    assert branch.tree() == other.tree()
    publish(wish)
    assert branch.tree() == one.tree()


def test_damaged_copy_is_made_anew(one: Plain, branch: Repository) -> None:
    branch.publish(one)
    (copy,) = one.root.glob(".broadsheet/git-*/")
    for damage in ("objects", "refs", "HEAD", "config"):
        if (copy / damage).is_dir():
            (copy / damage).rename(copy / f"{damage}-away")
        else:
            (copy / damage).write_text("")
        branch.publish(one.build(one=f"After damage of {damage}"))
        assert branch.tree() == one.tree()


def test_repository_of_long_names_is_published_to(one: Plain, tmp_path: Path) -> None:
    branch = make_repository(tmp_path / "long.git", "--object-format=sha256")
    folder = tmp_path / "clone"
    folder.mkdir()
    git(folder, "init", "-q", "--object-format=sha256", "-b", "gh-pages")
    git(folder, "commit", "-q", "--allow-empty", "-m", "Begin")
    git(folder, "push", "-q", str(branch.path), "gh-pages")
    branch.publish(one)
    assert branch.tree() == one.tree() and len(branch.log()[0]) == 64


def test_server_that_refuses_is_quoted(one: Plain, branch: Repository) -> None:
    branch.publish(one, history=1)
    hook = branch.path / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho file of 120 MB is too large >&2\nexit 1\n")
    hook.chmod(0o755)
    before = branch.log()
    with pytest.raises(PublishFailed, match="too large") as failed:
        branch.publish(one.build(one=TWO), history=1)
    assert not isinstance(failed.value, Overtaken) and branch.log() == before
    hook.unlink()
    branch.publish(one, history=1)
    assert branch.tree() == one.tree()


def test_site_s_own_repository_is_left_as_it_is(one: Plain, branch: Repository) -> None:
    git(one.root, "init", "-q", "--template=", "-b", "main")
    git(one.root, "remote", "add", "origin", str(branch.path))
    git(one.root, "add", "-A")
    git(one.root, "commit", "-qm", "Sources")
    for name in ("pre-push", "post-commit", "reference-transaction", "post-checkout"):
        hook = one.root / ".git/hooks" / name
        hook.parent.mkdir(exist_ok=True)
        hook.write_text(f"#!/bin/sh\ntouch '{one.root}/hook-ran'\n")
        hook.chmod(0o755)
    before = tree(one.root / ".git")
    publish(branch.wish(one, repository="origin"))
    assert branch.tree() == one.tree()
    assert tree(one.root / ".git") == before and not (one.root / "hook-ran").exists()


def test_publish_from_a_hook_of_git_does_not_touch_that_repository(
    one: Plain, branch: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(one.root, "init", "-q", "--template=", "-b", "main")
    before = tree(one.root / ".git")
    monkeypatch.setenv("GIT_DIR", str(one.root / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(one.root / ".git/index"))
    branch.publish(one)
    assert tree(one.root / ".git") == before and branch.read("index.html") is not None


def test_person_whom_git_knows_is_the_author(one: Plain, branch: Repository) -> None:
    git(one.root, "init", "-q")
    git(one.root, "config", "user.name", "A <Curator>")
    git(one.root, "config", "user.email", "me@desk.example")
    branch.publish(one)
    assert branch.log("%an <%ae>") == ["A Curator <me@desk.example>"]


def test_missing_repository_is_told_with_what_to_do(one: Plain, tmp_path: Path) -> None:
    with pytest.raises(PublishFailed, match=r"(?s)live: git ls-remote failed.*check the address"):
        Repository(tmp_path / "nowhere.git").publish(one)


def test_machine_without_git_is_told_to_install_it(
    one: Plain, branch: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PublishFailed, match="git is not installed"):
        branch.publish(one)
