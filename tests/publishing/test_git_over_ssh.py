"""A git branch on a machine that is reached by the system's ssh, and a line that is cut."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from broadsheet.publishing.publisher import Wish
from broadsheet.publishing.target import PublishFailed
from tests.publishing.branches import Repository, alone, make_repository
from tests.publishing.plain import Plain, publish
from tests.publishing.ssh_server import SshServer, make_server


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SshServer:
    """A server that git reaches as the user's ssh does."""
    made = make_server(tmp_path / "ssh")
    for name, value in alone(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("GIT_SSH_COMMAND", f"ssh -F '{made.config}'")
    return made


@pytest.fixture
def branch(tmp_path: Path) -> Repository:
    """A repository on that server."""
    return make_repository(tmp_path / "far.git")


def wish(site: Plain, branch: Repository) -> Wish:
    """The wish to publish a site there."""
    return branch.wish(site, repository=f"host:{branch.path}")


def test_site_is_published_over_ssh(server: SshServer, branch: Repository, tmp_path: Path) -> None:
    one = Plain(tmp_path / "site").build(one="The first page.")
    publish(wish(one, branch))
    assert branch.tree() == one.tree()
    assert publish(wish(one, branch)).is_empty


@pytest.mark.whole
@pytest.mark.parametrize("what", ["line", "ssh", "session"])
def test_cut_line_leaves_a_whole_site_and_the_next_publish_goes_on(
    server: SshServer, branch: Repository, tmp_path: Path, what: str
) -> None:
    one = Plain(tmp_path / "site").build(one="The first page.")
    publish(wish(one, branch))
    before = branch.tree()
    noise = os.urandom(30_000).hex()  # more than fits into what both sides say first
    one.build(one=noise)
    server.cut.write_text(f"{what} 9000 0")
    with pytest.raises(PublishFailed, match="live: git push failed"):
        publish(replace(wish(one, branch)))
    assert not server.cut.exists() and branch.tree() == before
    publish(wish(one, branch))
    assert branch.tree() == one.tree()


def test_unknown_host_and_missing_key_are_told_with_what_to_do(
    server: SshServer, branch: Repository, tmp_path: Path
) -> None:
    one = Plain(tmp_path / "site").build(one="The first page.")
    server.write_config(known="nothing")
    with pytest.raises(PublishFailed, match=r"(?s)Host key verification failed.*by hand"):
        publish(wish(one, branch))
    server.write_config(key="other_key")
    with pytest.raises(PublishFailed, match=r"(?s)Permission denied.*no right to do this"):
        publish(wish(one, branch))
