"""A publish to a git branch that is killed, with the git that it runs or without: readers have a
whole site, and the next publish mends the rest."""

import os
import random
import resource
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from threading import BrokenBarrierError

import pytest

from broadsheet.publishing.git import opened
from broadsheet.publishing.remote_manifest import NAME
from broadsheet.publishing.target import PublishFailed
from tests.killing import FORK, Counting, count_calls, count_touches, in_a_process, moments_of
from tests.publishing.branches import Repository, alone, git, make_repository
from tests.publishing.small_sites import broken_links, publish, small_site
from tests.sites import memory
from tests.sizes import KILLED_PUBLISHES, first_of, seeds

KILLS_OF_A_SHARE = 20
KILLS_OF_A_KIND = 3  # for each way to count moments, and each length of history
COUNTINGS = (count_touches, count_calls)


@dataclass(frozen=True)
class Stage:
    """A folder with a repository and a site that was published to its branch once."""

    root: Path
    history: int = 0

    @property
    def branch(self) -> Repository:
        """Where it is published."""
        return Repository(self.root / "far.git")

    def publish(self, seed: int, machine: str = "here") -> None:
        """Publish the site of a seed from a folder."""
        site = self.root / machine
        with opened(self.branch.setting(history=self.history), site) as target:
            publish(target, small_site(seed), site / "public")

    def copied(self, folder: Path) -> "Stage":
        """The same in another folder."""
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.root, folder, symlinks=True)
        return Stage(folder, self.history)

    def check_readers(self, *allowed: int) -> None:
        """Fail unless the branch has one of these sites whole."""
        assert broken_links(self.branch.read) == []
        found = self.branch.read("index.html")
        assert found in [small_site(seed)["index.html"] for seed in allowed]

    def check_mended(self, seed: int) -> None:
        """Publish again; fail unless all is there, and nothing else, here or on the branch."""
        self.publish(seed)
        assert self.branch.tree() == small_site(seed)
        left = [it for it in self.root.glob("here/.broadsheet/git-*/**/*") if is_left(it)]
        assert not left
        git(self.branch.path, "fsck", "--strict", "--no-dangling")
        assert not self.history or len(self.branch.log()) <= self.history


def is_left(path: Path) -> bool:
    """Whether a file of a repository is what a git that was killed leaves."""
    return path.name.endswith(".lock") or path.name.startswith("tmp_")


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let git know nothing of who runs the tests."""
    for name, value in alone(tmp_path).items():
        monkeypatch.setenv(name, value)


@pytest.fixture(params=[2])
def stage(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A site that was published from here, and by a commit of somewhere else since."""
    folder = Path(mkdtemp(dir=memory() or tmp_path))
    made = Stage(folder / "first", request.param)
    make_repository(folder / "first/far.git")
    made.publish(0)
    made.publish(1, "there")
    yield made
    shutil.rmtree(folder)


def tried(act: Callable[[], object]) -> Callable[[], None]:
    """What does it; a publish that fails is one of the things that may happen."""

    def work() -> None:
        with suppress(PublishFailed):
            act()

    return work


def publish_killed(stage: Stage, counting: Counting, moment: int) -> None:
    """Publish in a process that is killed at a moment, with all that it runs."""

    now = iter([moment])  # what kills is counted too

    def kill(number: int) -> None:
        if number >= moment and next(now, None) is not None:
            for child in children(os.getpid()):
                with suppress(ProcessLookupError):
                    os.kill(child, signal.SIGKILL)
            os.kill(os.getpid(), signal.SIGKILL)

    def act() -> None:
        counting(kill)
        stage.publish(2)

    process = in_a_process(tried(act))
    process.join()
    assert process.exitcode == -signal.SIGKILL


def children(process: int) -> list[int]:
    """The processes that a process runs, and those that they run."""
    with suppress(OSError):
        own = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        return [it for child in own for it in (int(child), *children(int(child)))]
    return []


@pytest.mark.whole
@pytest.mark.parametrize("stage", first_of([2, 0]), indirect=True)
@pytest.mark.parametrize("share", seeds(KILLED_PUBLISHES, KILLS_OF_A_SHARE))
def test_publish_killed_at_any_moment_leaves_a_whole_site(stage: Stage, share: int) -> None:
    for counting in COUNTINGS:
        site = stage.copied(stage.root.parent / "counted")
        whole = moments_of(tried(partial(site.publish, 2)), counting)
        for number in range(KILLS_OF_A_KIND):
            part = (number + random.Random(share).random()) / KILLS_OF_A_KIND
            moment = int(part * whole)
            killed = stage.copied(stage.root.parent / "killed")
            publish_killed(killed, counting, moment)
            try:
                killed.check_readers(1, 2)
                killed.check_mended(2)
            except AssertionError as error:
                error.add_note(f"killed at {moment} of {whole}, {counting.__name__}")
                raise


KILL = """#!/bin/sh
test "$1" = "STATE" || exit 0
pid=$$
for _ in 1 2 3 4 5; do
    pid=$(sed 's/.*) . //; s/ .*//' /proc/$pid/stat)
    case "$(tr '\\0' ' ' < /proc/$pid/cmdline)" in
        git*"WHO"*) echo >> KILLED && kill -9 $pid ;;
    esac
done
"""
HOOKS = {
    "before": ("pre-receive", ""),
    "prepared": ("reference-transaction", "prepared"),
    "committed": ("reference-transaction", "committed"),
    "after": ("post-receive", ""),
}


@pytest.mark.whole
@pytest.mark.parametrize("who", [" push ", "receive-pack"])
@pytest.mark.parametrize("when", HOOKS)
def test_git_killed_while_the_branch_moves_leaves_a_whole_site(
    stage: Stage, when: str, who: str
) -> None:
    name, state = HOOKS[when]
    hook = stage.branch.path / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    killed = stage.root / "killed"
    script = KILL.replace("STATE", state).replace("WHO", who).replace("KILLED", f"'{killed}'")
    hook.write_text(script)
    hook.chmod(0o755)
    in_a_process(tried(lambda: stage.publish(2))).join()
    assert killed.exists()
    hook.unlink()
    for lock in stage.branch.path.rglob("*.lock"):
        lock.unlink()  # those of the server, which is not ours to mend
    stage.check_readers(1, 2)
    stage.check_mended(2)


@pytest.mark.whole
@pytest.mark.parametrize("size", first_of([512, 64, 2048]))
def test_git_killed_while_it_writes_leaves_a_whole_site(stage: Stage, size: int) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
        stage.publish(2)

    in_a_process(tried(limited)).join()
    stage.check_readers(1, 2)
    stage.check_mended(2)


@pytest.mark.parametrize("stage", [0, 2], indirect=True)
def test_of_publishers_at_once_none_is_mixed_with_another(stage: Stage) -> None:
    barrier = FORK.Barrier(3)

    def race(seed: int) -> None:
        with suppress(BrokenBarrierError):
            barrier.wait(60)
        stage.publish(seed, f"machine-{seed}")

    racers = [in_a_process(tried(partial(race, seed))) for seed in (2, 3, 4)]
    for racer in racers:
        racer.join()
    stage.check_readers(2, 3, 4)
    stage.check_mended(5)


def test_every_commit_of_the_branch_is_a_whole_site(stage: Stage) -> None:
    for seed in range(2, 6):
        stage.publish(seed)
    for commit in stage.branch.log():
        whole = Repository(stage.branch.path, commit)
        assert broken_links(whole.read) == [] and whole.read(NAME)
