"""Which repository a target means, what is refused, and where passwords go."""

import os
from pathlib import Path

import pytest

from broadsheet.content.publish_settings import GitTarget, TargetSetting
from broadsheet.git_environment import cleaned
from broadsheet.problems import ProblemsFound
from broadsheet.publishing.git_address import Address, address
from broadsheet.publishing.git_program import Git
from broadsheet.publishing.target import PublishFailed
from tests.publishing.branches import alone, git

PASSWORD = "planted-p4ssword"
KEPT = f"https://me:{PASSWORD}@git.example/me/site.git"


def found(root: Path, repository: str, branch: str = "gh-pages", domain: str = "") -> Address:
    """What a target with these settings means."""
    place = GitTarget(repository, branch, 0, domain)
    return address(TargetSetting("live", 7, "git", place), root, alone(root))


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A repository that holds a site in a folder."""
    git(tmp_path, "init", "-q", "--template=")
    (tmp_path / "site").mkdir()
    return tmp_path / "site"


@pytest.mark.parametrize(
    "repository",
    ["https://git.example/me/site.git", "git@git.example:me/site.git", "ssh://git.example:22/~/s"],
)
def test_address_is_taken_as_it_is(tmp_path: Path, repository: str) -> None:
    assert found(tmp_path, repository).url == repository


def test_path_starts_at_the_site(tmp_path: Path) -> None:
    assert found(tmp_path, "../far.git").url == str(tmp_path.parent / "far.git")


def test_remote_is_known_by_its_name(sources: Path) -> None:
    git(sources, "remote", "add", "origin", "git@git.example:me/site.git")
    git(sources, "remote", "add", "disk", "../far.git")
    assert found(sources, "origin").url == "git@git.example:me/site.git"
    assert found(sources, "disk").url == str(sources.parent.parent / "far.git")


def test_credentials_of_the_site_s_repository_are_used(sources: Path) -> None:
    git(sources, "remote", "add", "origin", "https://git.example/me/site.git")
    key = "http.https://git.example/.extraheader"
    kept = sources.parent / "credentials"  # as a workflow has them in a file of its own
    git(sources, "config", "-f", str(kept), key, "AUTHORIZATION: basic abc=\n def")
    git(sources, "config", f"includeIf.gitdir:{sources.parent}/.git.path", str(kept))
    git(sources, "config", "user.name", "A Curator")
    for repository in ("origin", "https://git.example/me/other.git"):
        settings = found(sources, repository).settings
        assert settings[1:] == ((key, "AUTHORIZATION: basic abc=\n def"),)


def test_password_of_a_remote_is_told_to_git_alone(sources: Path) -> None:
    git(sources, "remote", "add", "origin", KEPT)
    where = found(sources, "origin")
    assert where.url == "https://git.example/me/site.git"
    assert PASSWORD not in repr(where) + str(where.settings)
    program = Git("live", sources, {**os.environ, **where.secrets}, settings=where.settings)
    answer = program.run("credential", "fill", said=b"protocol=https\nhost=git.example\n\n")
    assert f"username=me\npassword={PASSWORD}\n" in answer.decode()


@pytest.mark.parametrize(
    ("setting", "told"),
    [
        (GitTarget("--upload-pack=touch x"), "repository must be an address"),
        (GitTarget("https://git.example/\n-x"), "repository must be an address"),
        (GitTarget("ext::sh -c touch% x"), "repository must not name a program"),
        (GitTarget("fd::7"), "repository must not name a program"),
        (GitTarget(KEPT), "repository holds a password"),
        (GitTarget("far.git", "--all"), "branch is not a name that git takes"),
        (GitTarget("far.git", "a..b"), "branch is not a name that git takes"),
        (GitTarget("far.git", "a:refs/heads/b"), "branch is not a name that git takes"),
        (GitTarget("far.git", "a b"), "branch is not a name that git takes"),
        (GitTarget("far.git", "a.lock"), "branch is not a name that git takes"),
        (GitTarget("far.git", domain="a.example\nb.example"), "domain must be the name of a host"),
        (GitTarget("far.git", domain="https://a.example/"), "domain must be the name of a host"),
    ],
)
def test_setting_that_cannot_be_meant_is_named_with_its_line(
    tmp_path: Path, setting: GitTarget, told: str
) -> None:
    target = TargetSetting("live", 7, "git", setting)
    with pytest.raises(ProblemsFound, match=rf"^site\.yaml:7: live: {told}") as refused:
        address(target, tmp_path, alone(tmp_path))
    assert PASSWORD not in str(refused.value)


@pytest.mark.parametrize("branch", ["pages", "gh-pages", "site/live", "straße", "v1.0"])
def test_ordinary_branches_are_taken(tmp_path: Path, branch: str) -> None:
    assert found(tmp_path, "far.git", branch).url
    git(tmp_path, "check-ref-format", f"refs/heads/{branch}")


def test_remote_that_runs_a_program_is_refused_by_git(sources: Path, tmp_path: Path) -> None:
    git(sources, "remote", "add", "origin", f"ext::touch {tmp_path}/ran")
    where = found(sources, "origin")
    program = Git("live", sources.parent / ".git", os.environ, settings=where.settings)
    with pytest.raises(PublishFailed, match="transport 'ext' not allowed"):
        program.run("ls-remote", "site")
    assert not (tmp_path / "ran").exists()


def test_git_s_words_are_shown_without_passwords_and_control_characters() -> None:
    said = f"fatal: unable to access '{KEPT}/': \x1b[31mno\x07\r\nremote: x"
    shown = cleaned(said)
    assert PASSWORD not in shown and "\x1b" not in shown and "\x07" not in shown
    assert "https://…@git.example/me/site.git" in shown


def test_nobody_is_asked_for_a_password_where_nobody_is_there(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--template=", "--bare")
    for is_attended in (False, True):
        program = Git("live", tmp_path, alone(tmp_path), is_attended)
        asked = program.run("-c", "alias.asked=!echo $GIT_TERMINAL_PROMPT", "asked")
        assert asked == (b"\n" if is_attended else b"0\n")


def test_git_gets_no_password_in_its_arguments(sources: Path, tmp_path: Path) -> None:
    git(sources, "remote", "add", "origin", KEPT)
    where = found(sources, "origin")
    folder = tmp_path / "programs"
    folder.mkdir()
    program = folder / "git"
    program.write_text(f'#!/bin/sh\nprintf "%s " "$@" >> "{folder}/arguments"\nexit 128\n')
    program.chmod(0o755)
    secrets = {**os.environ, **where.secrets, "PATH": f"{folder}:{os.environ['PATH']}"}
    with pytest.raises(PublishFailed) as failed:
        Git("live", sources, secrets, settings=where.settings).run("ls-remote", "site")
    assert "ls-remote" in (folder / "arguments").read_text()
    assert PASSWORD not in (folder / "arguments").read_text() + str(failed.value)
