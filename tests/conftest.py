"""What tests ask of the machine, and how they look at a site."""

import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from itertools import groupby, islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from tests.samples import built_sample
from tests.sites import Site, make_site, memory

REQUIRE_ALL = os.environ.get("BROADSHEET_REQUIRE_ALL") == "1"
NO_RIGHTS = "there is no right here"  # what a test that would need root's skips with
# The first is Chromium without what draws its window: a page costs a third of the time.
CHROMIUM = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
)

# The same examples each time, and none is too slow: no test fails by chance.
LAUNCHED_WITHIN = 180_000  # milliseconds, on any machine

settings.register_profile(
    "broadsheet",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("broadsheet")

os.fsync = lambda fd: None  # no test cuts the power; disks are slow


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--accept`, which rewrites what golden sites expect, and `--shrink` for the law."""
    parser.addoption("--accept", action="store_true", help="rewrite expected/ of golden sites")
    parser.addoption("--shrink", action="store_true", help="find the fewest edits that break a law")


def pytest_configure() -> None:
    """Keep what tests write in memory, if there is room: tiny sites are many small files, which
    disks are slow at. What programs are run from must be executable there."""
    folder = memory(room=2**30)
    if folder and not os.statvfs(folder).f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(folder))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """How many processes `-n auto` starts: one more than there are cores, as tests of servers,
    browsers and other processes wait a third of their time."""
    return len(os.sched_getaffinity(0)) + 1


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Mark what asks for Chromium, itself or by another fixture; and put what is left of the tests
    after the choice by markers into an order that keeps all cores busy to the end."""
    for item in items:
        if {"chromium", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    yield
    workers = getattr(config, "workerinput", {}).get("workercount", 1)
    items[:] = in_shares(items, workers)


def in_shares(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """Tests in one share for each worker, in which the modules that take long come first: xdist
    gives each worker a share, and who is done takes from the end of another's."""
    modules = [list(them) for _, them in groupby(items, key=lambda it: it.path)]
    long = [them for them in modules if any(map(takes_long, them))]
    short = iter([it for them in modules if not any(map(takes_long, them)) for it in them])
    shares: list[pytest.Item] = []
    for number in range(workers):
        shares += [it for them in long[number::workers] for it in them]
        shares += islice(short, max(0, len(items) * (number + 1) // workers - len(shares)))
    return [*shares, *short]


def takes_long(item: pytest.Item) -> bool:
    """Whether a test is marked as one that does."""
    return any(item.get_closest_marker(name) for name in ("slow", "browser", "whole"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every test is required, a skip is a failure, unless it is for want of rights."""
    report = yield
    is_excused = NO_RIGHTS in str(report.longrepr) or hasattr(report, "wasxfail")
    if REQUIRE_ALL and report.skipped and not is_excused:
        report.outcome = "failed"
    return report


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    """Whether golden sites are to be rewritten."""
    return bool(request.config.getoption("--accept"))


@pytest.fixture
def shrink(request: pytest.FixtureRequest) -> bool:
    """Whether to take minutes to find the fewest edits that break the law."""
    return bool(request.config.getoption("--shrink"))


def program(*names: str) -> str:
    """The path of the first of these programs that is here; else the test skips by name."""
    found = next((path for path in map(shutil.which, names) if path), None)
    if found is None:
        pytest.skip(f"{names[0]} is not installed")
    return found


def checker(name: str) -> str:
    """The path of a program from npm, in this environment or elsewhere; else the test skips."""
    own = Path(sys.prefix) / "checkers/node_modules/.bin"
    found = shutil.which(name, path=f"{own}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        pytest.skip(f"{name} is not installed; npm is needed for it")
    return found


@pytest.fixture(scope="session")
def chromium() -> str:
    """Chromium's path."""
    return program(*CHROMIUM)


@pytest.fixture(scope="session")
def lighthouse() -> str:
    """Lighthouse's path."""
    return checker("lighthouse")


@pytest.fixture(scope="session")
def csstree() -> str:
    """The path of the validator of style sheets."""
    return checker("csstree-validator")


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """Chromium, driven. It ends with its module: while it lives, its threads keep a build in the
    same process from forking."""
    arguments = [
        "--no-sandbox",  # in a container it cannot have one
        "--disable-dev-shm-usage",  # which is small in a container
        "--disable-gpu",
        "--disable-background-networking",
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=arguments, timeout=LAUNCHED_WITHIN
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def java() -> str:
    """Java's path."""
    return program("java")


@pytest.fixture(scope="session")
def built_samples(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Site]:
    """The sample site with a theme, built once for all tests that only look at it."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    return lambda theme: built_sample(common, theme)


@pytest.fixture
def site(tmp_path: Path) -> Callable[[str], Site]:
    """Makes a site out of a text of `-- path --` lines and files."""
    return lambda text: make_site(tmp_path / "site", text)
