"""A git repository that sites are published to, for tests: real, bare, and on disk."""

import os
import subprocess
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from broadsheet.content.publish_settings import GitTarget, TargetSetting
from broadsheet.git_environment import OF_A_REPOSITORY
from broadsheet.publishing.changes import Changes
from broadsheet.publishing.publisher import Wish
from broadsheet.publishing.remote_manifest import NAME
from tests.programs import find_program
from tests.publishing.plain import DAY, NOON, Plain, publish

OWN = (NAME, ".nojekyll")  # what a publish adds to the site
PERSON = ("-c", "user.name=A Curator", "-c", "user.email=me@desk.example")


def git(folder: Path, *arguments: str) -> str:
    """What git says in a folder; fails if it complains."""
    command = [find_program("git"), "-C", str(folder), *PERSON, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, env=_environment(), check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@dataclass(frozen=True)
class Repository:
    """A repository, and the branch of it that is published to."""

    path: Path
    branch: str = "gh-pages"

    def log(self, form: str = "%H") -> list[str]:
        """The commits of the branch, the newest first; none if there is no such branch."""
        if not self.has_branch():
            return []
        return git(self.path, "log", "-z", f"--format={form}", self.branch).rstrip("\0").split("\0")

    def has_branch(self) -> bool:
        """Whether there is such a branch."""
        return bool(git(self.path, "branch", "--list", self.branch))

    def read(self, path: str) -> bytes | None:
        """A file as readers get it."""
        command = [find_program("git"), "cat-file", "blob", f"{self.branch}:{path}"]
        done = subprocess.run(
            command, cwd=self.path, capture_output=True, env=_environment(), check=False
        )
        return done.stdout if done.returncode == 0 else None

    def paths(self) -> set[str]:
        """The files of the branch."""
        if not self.has_branch():
            return set()
        return set(git(self.path, "ls-tree", "-rz", "--name-only", self.branch).split("\0")) - {""}

    def tree(self) -> dict[str, bytes]:
        """The site as readers get it."""
        return {path: self.read(path) or b"" for path in self.paths() - {*OWN}}

    def commit(self, path: str, content: str, folder: Path) -> None:
        """Let somebody else change a file of the branch, from a clone in a new folder."""
        git(self.path, "clone", "-q", str(self.path), str(folder))
        git(folder, "checkout", "-q", "-B", self.branch, *self._start())
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content)
        git(folder, "add", "-A")
        git(folder, "commit", "-qm", "By hand")
        git(folder, "push", "-q", "origin", self.branch)

    def _start(self) -> tuple[str, ...]:
        return (f"origin/{self.branch}",) if self.has_branch() else ()

    def setting(self, repository: str = "", history: int = 0, domain: str = "") -> TargetSetting:
        """What `site.yaml` says of the branch."""
        place = GitTarget(repository or str(self.path), self.branch, history, domain)
        return TargetSetting("live", 7, "git", place, DAY)

    def wish(
        self,
        site: Plain,
        now: datetime = NOON,
        repository: str = "",
        history: int = 0,
        domain: str = "",
        take_over: bool = False,
    ) -> Wish:
        """The wish to publish a site there."""
        setting = self.setting(repository, history, domain)
        return replace(site.wish(now), setting=setting, take_over=take_over)

    def publish(self, site: Plain, now: datetime = NOON, history: int = 0) -> Changes:
        """Publish a site there, where nobody can be asked."""
        return publish(self.wish(site, now, history=history))


def make_repository(folder: Path, *options: str) -> Repository:
    """A new, empty repository."""
    folder.mkdir(parents=True)
    git(folder, "init", "-q", "--bare", "--template=", *options)
    return Repository(folder)


def alone(home: Path) -> dict[str, str]:
    """An environment in which git knows nothing of the user who runs the tests."""
    kept = {name: it for name, it in os.environ.items() if not name.startswith(("GIT_", "SSH_"))}
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "GIT_CONFIG_NOSYSTEM": "1"}


def _environment() -> dict[str, str]:
    """An environment that names no repository."""
    return {name: it for name, it in os.environ.items() if name not in OF_A_REPOSITORY}
