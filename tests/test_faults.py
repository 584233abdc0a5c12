"""Builds that are cut short: the old site stands or the new one, whole, and the next build mends.

Processes are killed at moments all over a build, disks fill, folders turn read-only, files vanish
and two builds meet. After each, a build that fails on its sources must still leave a whole site,
and one that succeeds must leave what a clean one makes.
"""

import os
import random
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

import pytest

from broadsheet.files import MEMORY
from broadsheet.output.journal import JOURNAL, STAGE
from broadsheet.output.new_folder import beside
from broadsheet.problems import ProblemsFound
from tests.disks import small_file_system
from tests.killing import (
    Counting,
    count_calls,
    count_placings,
    count_touches,
    killed_at,
    moments_of,
)
from tests.sites import ROOT, SITE_YAML, Site, article, assert_same_tree, make_site, memory, tree
from tests.sizes import KILLS, KILLS_OF_A_SHARE, seeds

NOBODY = 65534  # an account without rights
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
        assert_same_tree(site.tree(), self.new, "the next build", "a clean one")


def copied(source: str, target: str) -> str:
    """Copy a file with its times."""
    return str(shutil.copy2(source, target))


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    """One prepared site for all tests, where many builds of it are quick."""
    folder = Path(mkdtemp(dir=memory() or tmp_path_factory.mktemp("faults")))
    yield Stage(folder)
    shutil.rmtree(folder)


def phase_of(site: Site, stage: Stage) -> str:
    """How far a build that was killed had come."""
    if (site.public / STAGE / JOURNAL).exists():
        return "placing"
    if (site.public / STAGE).exists():
        return "making"
    return "done" if site.tree() == stage.new else "reading"


def build(site: Site) -> Callable[[], object]:
    """A build of a site in one process."""
    return lambda: site.build(workers=1)


COUNTINGS: tuple[Counting, ...] = (count_touches, count_calls, count_placings)


@pytest.fixture(scope="module")
def moments(stage: Stage) -> dict[Counting, int]:
    """How many moments a build has, by each way of counting."""
    return {it: moments_of(build(stage.fresh()), it) for it in COUNTINGS}


def spread(share: int) -> Iterator[tuple[Counting, float]]:
    """The moments of a share, as parts of a whole build: each share's lie between the others'."""
    for number in range(KILLS_OF_A_SHARE):
        part = (number + random.Random(share).random()) / KILLS_OF_A_SHARE
        yield COUNTINGS[number % len(COUNTINGS)], part


@pytest.mark.whole
@pytest.mark.parametrize("share", seeds(KILLS, KILLS_OF_A_SHARE))
def test_build_killed_at_any_moment_leaves_a_whole_site(
    stage: Stage, moments: dict[Counting, int], share: int
) -> None:
    phases: Counter[str] = Counter()
    for counting, part in spread(share):
        moment = int(part * moments[counting])
        site = stage.fresh()
        killed_at(build(site), counting, moment)
        phase = phase_of(site, stage)
        phases[phase] += 1
        try:
            if phase != "placing":
                assert site.tree() in (stage.old, stage.new)
            stage.check(site)
        except AssertionError as error:
            error.add_note(f"killed while {phase}, at moment {moment} of {counting.__name__}")
            raise
    assert min(phases["reading"], phases["making"], phases["placing"]) > 0, phases


@pytest.mark.parametrize("counting", COUNTINGS)
def test_first_build_killed_at_any_moment_leaves_no_site_or_a_whole_one(
    stage: Stage, counting: Counting
) -> None:
    def unbuilt() -> Site:
        site = stage.fresh()
        shutil.rmtree(site.public)
        shutil.rmtree(site.root / MEMORY)
        return site

    moments = moments_of(build(unbuilt()), counting)
    found: Counter[str] = Counter()
    for part in (1.1, 0.3, 0.6, 0.75, 0.85, 0.92, 0.97, 0.985, 0.995, 0.999):
        site = unbuilt()
        killed_at(build(site), counting, int(part * moments))
        assert not site.public.exists() or site.tree() == stage.new
        found["beside" if beside(site.public).exists() else "not begun or done"] += 1
        site.build()
        assert not beside(site.public).exists()
        assert_same_tree(site.tree(), stage.new, "the next build", "a clean one")
    assert min(found.values()) > 0 and len(found) == 2, found


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of few kilobytes."""
    with small_file_system(tmp_path / "disk", "900k") as place:
        yield place


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
    with suppress(OSError):  # it may fill before
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
    from broadsheet.building import up_to_date as sources
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


@pytest.mark.slow
def test_two_builds_at_once_leave_what_one_leaves(stage: Stage) -> None:
    site = stage.fresh()
    command = [sys.executable, str(ROOT / "build.py"), "--site", str(site.root), "--quiet"]
    both = [subprocess.Popen([*command, "--as-of", "2022-01-01"]) for _ in range(2)]
    assert [process.wait() for process in both] == [0, 0]
    assert site.tree() == stage.new


def test_journal_is_finished_even_when_a_file_of_it_is_in_place_already(stage: Stage) -> None:
    site = stage.fresh()
    killed_at(build(site), count_placings, 12)
    if not (site.public / STAGE / JOURNAL).exists():
        pytest.fail("the build was not killed while it put files in place")
    killed_at(build(site), count_placings, 3)
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
        killed_at(build(site), count_placings, number)
        assert phase_of(site, stage) == "placing"
        killed_at(build(site), count_placings, number // 2)
        stage.check(site)
