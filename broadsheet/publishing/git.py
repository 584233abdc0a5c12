"""Publishes to a branch of a git repository, as GitHub, GitLab and Codeberg Pages serve it.

Each publish is one commit. A branch is at one commit or at the next, so readers see the old site or
the new one. What was there last is kept in a repository of its own in `.broadsheet/`; the one that
holds the site's sources is only asked for addresses and credentials.
"""

import os
import re
import shutil
import sys
from collections.abc import Container, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from broadsheet.content.publish_settings import GitTarget, TargetSetting
from broadsheet.files import MEMORY
from broadsheet.fingerprint import of_value
from broadsheet.problems import refusal_words
from broadsheet.publishing import git_commits
from broadsheet.publishing.alone import alone
from broadsheet.publishing.changes import FRONT, Changes
from broadsheet.publishing.git_address import REMOTE, address
from broadsheet.publishing.git_program import Git, site_git
from broadsheet.publishing.remote_manifest import NAME, UNKNOWN, RemoteManifest, Unreadable, decoded
from broadsheet.publishing.target import Overtaken, PublishFailed, Target, Told

HEAD = "refs/heads/site"  # the branch as it was last seen
NAMED = re.compile(rb"([0-9a-f]{40}|[0-9a-f]{64})\t(\S+)")
NAMES = ("CNAME", ".domains")  # files that name the domain: for GitHub, for Codeberg
OF_HOSTS = frozenset([".nojekyll", *NAMES])  # that hosts ask for, or write themselves


@contextmanager
def opened(setting: TargetSetting, root: Path) -> Iterator[Target]:
    """The branch of a target, held by one publish from this folder; others are refused when they
    send. Raises PublishFailed, and ProblemsFound for settings that cannot be meant."""
    place = setting.place
    assert isinstance(place, GitTarget)
    where = address(setting, root, os.environ)
    folder = (root / MEMORY / f"git-{of_value((where.url, place.branch))}").absolute()
    is_attended = sys.stdin.isatty() and sys.stderr.isatty()
    environment = {**os.environ, **where.secrets}
    git = Git(setting.name, folder, environment, is_attended, where.settings)
    with alone(folder.with_suffix(".lock"), setting.name):
        try:
            yield Branch(git, place, root)
        except OSError as error:
            raise PublishFailed(f"{setting.name}: {refusal_words(error)}") from error


class Branch:
    """A target that is a branch of a git repository; see `Target`."""

    def __init__(self, git: Git, place: GitTarget, root: Path) -> None:
        self._git, self._place, self._root = git, place, root
        self._ref = f"refs/heads/{place.branch}"
        self._head = ""  # the commit that the branch is at; empty for none
        self._paths: frozenset[str] = frozenset()  # what is in it

    def manifest(self) -> RemoteManifest | None:
        """What is on the branch; None where Broadsheet published nothing yet."""
        self._prepare()
        self._head, self._paths = self._asked(), frozenset()
        if not self._head:
            return None
        self._paths = self._fetched()
        content = self.read(NAME)
        if content is None:
            return None
        try:
            found = decoded(content)
        except Unreadable as error:
            text = f"{self._git.name}: {NAME} on the branch {self._place.branch} cannot be read"
            hint = "if nobody else publishes there, delete it"
            raise PublishFailed(f"{text}: {error}; {hint}") from error
        there = {path: it for path, it in found.files.items() if path in self._paths}
        wanted = self._asked_for_by_hosts(there)
        if FRONT in there and any(self.read(path) != it for path, it in wanted.items()):
            there[FRONT] = UNKNOWN  # so that there is something to publish
        return replace(found, files=there)  # somebody may have deleted others by hand

    def in_the_way(self, paths: Sequence[str]) -> tuple[str, ...]:
        """All files of the branch: it may be one that is not meant for a site."""
        return tuple(sorted(self._paths - OF_HOSTS))

    def carry_out(self, changes: Changes, folder: Path, told: Told) -> None:
        """Make a commit and push it, unless the branch has moved meanwhile."""
        by = git_commits.author(self._person(), changes.after.url)
        extra = self._asked_for_by_hosts(changes.after.files)
        new = git_commits.commit(self._git, self._head, changes, folder, extra, by, told)
        self._push(self._cut(new))
        self._git.tried("gc", "--auto", "--quiet")  # it only saves room

    def read(self, path: str) -> bytes | None:
        """The bytes of a file on the branch; None if it is not there."""
        if not self._head:
            return None
        status, content, _ = self._git.tried("cat-file", "blob", f"{self._head}:{path}")
        return content if status == 0 else None

    def _prepare(self) -> None:
        """Make the repository of this target where there is none, and clear up in it after a
        publish that was killed."""
        if not self._git.folder.is_dir():
            self._make()
            return
        for left in (*self._git.folder.rglob("*.lock"), *self._git.folder.rglob("tmp_*")):
            left.unlink(missing_ok=True)
        if self._git.tried("rev-parse", "--is-bare-repository")[1] != b"true\n":
            self._make()

    def _make(self, is_long: bool = False) -> None:
        """Make the repository of this target, in the place of a damaged one."""
        shutil.rmtree(self._git.folder, ignore_errors=True)
        form = "--object-format=sha256" if is_long else "--object-format=sha1"
        self._git.run("init", "--quiet", "--bare", "--template=", form, str(self._git.folder))

    def _asked(self) -> str:
        """The commit that the branch is at, as the repository says; empty for none."""
        listed = self._git.run("ls-remote", REMOTE, self._ref).splitlines()
        named = (found for line in listed if (found := NAMED.fullmatch(line)))
        return next((it[1].decode() for it in named if it[2] == self._ref.encode()), "")

    def _fetched(self) -> frozenset[str]:
        """Get the commit of the branch, and those before it that are needed, if they are not here;
        returns its files."""
        found = self._here()
        if found is not None and not self._lacks_commits():
            return found
        depth = f"--depth={self._place.history or 1}"
        fetch = ("fetch", "--quiet", "--no-tags", depth, REMOTE, f"+{self._ref}:{HEAD}")
        status, _, _ = self._git.tried(*fetch)
        found = None if status else self._newest()
        if found is None:  # what is kept here may be damaged: begin anew
            self._make(len(self._head) == 64)
            self._git.run(*fetch)
            found = self._newest()
        if found is None:
            raise PublishFailed(f"{self._git.name}: what git fetched cannot be read")
        return found

    def _newest(self) -> frozenset[str] | None:
        """The files of the commit that was fetched, which may be newer than the one asked for."""
        self._head = self._git.run("rev-parse", "--verify", HEAD).decode().strip()
        return self._here()

    def _here(self) -> frozenset[str] | None:
        """The files of the commit that the branch is at; None if it is not here whole."""
        status, found, _ = self._git.tried("rev-parse", "--verify", "--quiet", HEAD)
        if status or found.decode().strip() != self._head:
            return None
        status, listed, _ = self._git.tried("ls-tree", "-r", "-z", "--name-only", self._head)
        paths = listed.decode("utf-8", "surrogateescape").split("\0")
        return None if status else frozenset(paths) - {""}

    def _lacks_commits(self) -> bool:
        """Whether the repository has commits of those to keep that are not here."""
        keep = self._place.history
        if not keep or self._git.run("rev-parse", "--is-shallow-repository") != b"true\n":
            return False
        return len(self._commits(self._head, keep)) < keep

    def _commits(self, head: str, most: int) -> list[str]:
        """A commit and those before it, the newest first."""
        listed = self._git.run("rev-list", "--first-parent", f"--max-count={most}", head)
        return listed.decode().split()

    def _person(self) -> dict[str, str]:
        """Whom git knows as the author here."""
        return {
            key: os.environ.get(f"GIT_COMMITTER_{key.upper()}")
            or site_git(self._root, os.environ, "config", f"user.{key}").strip()
            for key in ("name", "email")
        }

    def _asked_for_by_hosts(self, files: Container[str]) -> dict[str, bytes]:
        """The files that hosts ask for, without those that the site has itself."""
        domain = f"{self._place.domain}\n".encode()
        wanted = {".nojekyll": b"", **(dict.fromkeys(NAMES, domain) if self._place.domain else {})}
        return {path: it for path, it in wanted.items() if path not in files}

    def _cut(self, new: str) -> str:
        """The new commit, with as few before it as the settings say."""
        keep = self._place.history
        commits = self._commits(new, keep + 1) if keep else []
        return git_commits.shortened(self._git, commits[:keep]) if len(commits) > keep else new

    def _push(self, new: str) -> None:
        """Let the branch be at the new commit, if it is still at the one that was seen."""
        lease = f"--force-with-lease={self._ref}:{self._head}"
        push = ("push", "--quiet", "--no-verify", lease, REMOTE, f"{new}:{self._ref}")
        status, _, error = self._git.tried(*push)
        if status:
            now = self._asked()
            if now not in (self._head, new):
                text = "another publish has changed the branch meanwhile; publish again"
                raise Overtaken(f"{self._git.name}: {text}")
            if now != new:  # else it arrived, and only the line was cut
                raise self._git.failed("push", error)
        self._git.run("update-ref", HEAD, new)
        self._head = new
