"""Builds that are cut short: the old site stands or the new one, whole, and the next build mends.

Processes are killed at random moments, disks fill, folders turn read-only, files vanish and two
builds meet. After each, a build that fails on its sources must still leave a whole site, and one
that succeeds must leave what a clean one makes.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from broadsheet.journal import JOURNAL, STAGE
from broadsheet.problems import ProblemsFound
from tests.sites import ROOT, SITE_YAML, Site, article, make_site, tree

KILLS = 200
NOBODY = 65534  # an account without rights
FORK = get_context("fork")
Tree = dict[str, bytes]


def texts(word: str, numbers: range) -> str:
    """Articles that hold a word, with tags, a story and an edition each."""
    return "".join(
        f"-- content/a/2021-01-{number:02}-n{number}.md --\n"
        f"{article(f'{word} {number}', f'2021-01-{number:02}', 'tags: [T]', word * 50)}"
        for number in numbers
    )


def old_sources() -> str:
    """A site's sources."""
    return texts("old", range(1, 13))


def edit(site: Site) -> None:
    """Change some sources, add some, delete some."""
    for number in (1, 2):
        (site.root / f"content/a/2021-01-{number:02}-n{number}.md").unlink()
    site.write(texts("new", range(8, 18)))


class Stage:
    """A built site, edited and not built again; and what it was and will be."""

    def __init__(
        self, folder: Path, sources: str = old_sources(), change: Callable[[Site], object] = edit
    ) -> None:
        self.folder = folder
        self._prepared = make_site(folder / "prepared", sources)
        self._prepared.build()
        self.old = self._prepared.tree()
        change(self._prepared)
        clean = make_site(folder / "clean", "")
        shutil.copy(self._prepared.root / "site.yaml", clean.root)
        shutil.copytree(self._prepared.root / "content", clean.root / "content", dirs_exist_ok=True)
        clean.build()
        self.new = clean.tree()
        assert self.old.keys() - self.new.keys() and self.new.keys() - self.old.keys()

    def fresh(self) -> Site:
        """A copy of it to hurt."""
        place = self.folder / "hurt"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self._prepared.root, place, copy_function=copied)
        return Site(place)

    def check(self, site: Site) -> None:
        """Fail unless the site is whole after a build that fails, and right after the next."""
        site.write("-- content/a/bad.md --\nno header\n")
        with pytest.raises(ProblemsFound):
            site.build()
        assert site.tree() in (self.old, self.new)
        (site.root / "content/a/bad.md").unlink()
        site.build()
        assert site.tree() == self.new


def copied(source: str, target: str) -> str:
    """Copy a file with its times."""
    return str(shutil.copy2(source, target))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """One prepared site for all tests."""
    return Stage(tmp_path_factory.mktemp("faults"))


def phase_of(site: Site, stage: Stage) -> str:
    """How far a build that was killed had come."""
    if (site.public / STAGE / JOURNAL).exists():
        return "placing"
    if (site.public / STAGE).exists():
        return "making"
    return "done" if site.tree() == stage.new else "reading"


def build_in_a_process(site: Site, prepare: Callable[[], None] | None = None) -> ForkProcess:
    """Start a build in a process of its own, with something prepared there."""

    def work() -> None:
        if prepare:
            prepare()
        site.build()

    process = FORK.Process(target=work)
    process.start()
    return process


def killed_after(site: Site, seconds: float) -> None:
    """Build in a process that is killed after so many seconds."""
    process = build_in_a_process(site)
    time.sleep(seconds)
    process.kill()
    process.join()


def killed_at_replacement(site: Site, number: int) -> None:
    """Build in a process that kills itself before it puts so many files in place."""

    def prepare() -> None:
        left = iter(range(number))
        replace = os.replace

        def counted(source: Path, target: Path) -> None:
            if next(left, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            replace(source, target)

        os.replace = counted  # type: ignore[assignment]

    build_in_a_process(site, prepare).join()


def test_build_killed_at_200_moments_leaves_a_whole_site(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(20210821)
    site = stage.fresh()
    started = time.perf_counter()
    build_in_a_process(site).join()
    whole = time.perf_counter() - started
    assert site.tree() == stage.new
    phases: Counter[str] = Counter()
    for number in range(KILLS):
        site = stage.fresh()
        if number % 4:
            killed_after(site, chance.random() * whole * 1.1)
        else:
            killed_at_replacement(site, chance.randrange(len(stage.new)))
        phase = phase_of(site, stage)
        phases[phase] += 1
        if phase != "placing":
            assert site.tree() in (stage.old, stage.new)
        stage.check(site)
    with capsys.disabled():
        told = ", ".join(f"{count} {phase}" for phase, count in sorted(phases.items()))
        print(f"\n{KILLS} builds killed: {told}")
    assert sum(phases.values()) == KILLS
    assert min(phases["reading"], phases["making"], phases["placing"]) > 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of few kilobytes."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=900k", "tmpfs", str(place)]
    if shutil.which("mount") is None or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("a small file system cannot be mounted here (it takes root)")
    try:
        yield place
    finally:
        subprocess.run(["umount", str(place)], check=True)


@pytest.mark.parametrize("filled", [0, 100, 200, 300, 350, 380, 400, 420])
def test_disk_that_fills_leaves_the_old_site(
    small_disk: Path, stage: Stage, tmp_path: Path, filled: int
) -> None:
    output = small_disk / "public"
    site = Site(tmp_path / "site")
    make_site(site.root, old_sources())
    site.build(output=output)
    assert tree(output) == stage.old
    edit(site)
    (small_disk / "filler").write_bytes(b"x" * filled * 1024)
    try:
        site.build(output=output)
        assert tree(output) == stage.new
    except OSError:
        assert tree(output) in (stage.old, stage.new)
    (small_disk / "filler").unlink()
    site.build(output=output)
    assert tree(output) == stage.new


@contextmanager
def as_somebody_else() -> Iterator[None]:
    """Do something without root's rights, in this process."""
    if os.geteuid() == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)


def give_away(folder: Path) -> None:
    """Let an account without rights own a folder and all in it."""
    for path in [folder, *folder.rglob("*")]:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)


@pytest.mark.parametrize("folder", ["public", "public/2021/01", ".broadsheet"])
def test_folder_that_turns_read_only_leaves_a_whole_site(
    stage: Stage, folder: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    site = stage.fresh()
    for above in stage.folder.parents:
        if above != Path("/") and os.geteuid() == 0:
            above.chmod(above.stat().st_mode | 0o011)
    stage.folder.chmod(0o755)
    give_away(site.root)
    (site.root / folder).chmod(0o555)
    try:
        with as_somebody_else(), pytest.raises(OSError):
            site.build()
        now = site.tree()
    finally:
        (site.root / folder).chmod(0o755)
    if folder != "public/2021/01":
        assert now == stage.old
    with as_somebody_else():
        stage.check(site)


def test_file_that_vanishes_between_listing_and_reading_is_a_problem(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    from broadsheet import sources
    from broadsheet.files import Content, list_content

    site = stage.fresh()

    def listed(root: Path) -> Content:
        content = list_content(root)
        (root / "content/a/2021-01-03-n3.md").unlink(missing_ok=True)
        return content

    with monkeypatch.context() as patched:
        patched.setattr(sources, "list_content", listed)
        with pytest.raises(ProblemsFound, match=r"2021-01-03-n3\.md: cannot be read: No such file"):
            site.build()
    assert site.tree() == stage.old
    site.build()
    assert "2021/01/n3.html" not in site.tree()


def test_two_builds_at_once_leave_what_one_leaves(stage: Stage) -> None:
    site = stage.fresh()
    command = [sys.executable, str(ROOT / "build.py"), "--site", str(site.root), "--quiet"]
    both = [subprocess.Popen([*command, "--as-of", "2022-01-01"]) for _ in range(2)]
    assert [process.wait(60) for process in both] == [0, 0]
    assert site.tree() == stage.new


def test_journal_is_finished_even_when_a_file_of_it_is_in_place_already(stage: Stage) -> None:
    site = stage.fresh()
    killed_at_replacement(site, 12)
    if not (site.public / STAGE / JOURNAL).exists():
        pytest.fail("the build was not killed while it put files in place")
    killed_at_replacement(site, 3)
    stage.check(site)


def permalink(pattern: str) -> str:
    """The settings of a site whose articles stand at such addresses."""
    return f"-- site.yaml --\n{SITE_YAML}permalink: '{pattern}'\n"


@pytest.mark.parametrize("slash", [("", "/"), ("/", "")])
def test_permalink_that_gains_or_loses_its_slash_survives_kills(
    slash: tuple[str, str], tmp_path: Path
) -> None:
    before, after = (permalink(f"/{{year}}/{{slug}}{it}") for it in slash)
    sources = before + texts("old", range(1, 4))
    stage = Stage(tmp_path, sources, lambda site: site.write(after))
    for number in range(2, 14, 3):
        site = stage.fresh()
        killed_at_replacement(site, number)
        assert phase_of(site, stage) == "placing"
        killed_at_replacement(site, number // 2)
        stage.check(site)
