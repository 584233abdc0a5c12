"""A cluster builds the same site, also while workers end; if it is lost, the old site stands."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from broadsheet.building.parcels import opened, packed
from broadsheet.fingerprint import engine
from tests.sites import AS_OF, ROOT, SITE_YAML, Site, article, assert_same_tree
from tests.sizes import first_of

pytest.importorskip("distributed", reason="distributed is not installed: broadsheet[cluster]")

from broadsheet.building.cluster import SMALLEST, _batches
from broadsheet.building.remote import OtherEngine, work_on

Make = Callable[[str], Site]
KILLING = Path(__file__).with_name("killing_worker.py")
WAIT_SECONDS = 60
WITH_IMAGES = SITE_YAML.replace("share_images: false", "share_images: true")
WITHOUT_DISTRIBUTED = (
    "import sys; sys.modules['dask'] = sys.modules['distributed'] = None;"
    "from broadsheet.cli import main; main(sys.argv[1:])"
)
# It waits a tenth of what a curator would wait for a scheduler, and for a lost result.
IMPATIENT = (
    "import sys; from broadsheet.building import cluster;"
    "name = sys.argv.pop(1); setattr(cluster, name, getattr(cluster, name) / 10);"
    "from broadsheet.cli import main; main(['build', *sys.argv[1:]])"
)


class DaskCluster:
    """A scheduler and workers, each in a process of its own."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "scheduler.json"
        self._processes: list[subprocess.Popen[bytes]] = []
        self.scheduler = self._start("scheduler", "--port", "0", "--host", "127.0.0.1")
        deadline = time.monotonic() + WAIT_SECONDS
        while not self.address and time.monotonic() < deadline:
            time.sleep(0.05)

    @property
    def address(self) -> str:
        """Where the scheduler listens; nothing before it has written that to the end."""
        try:
            return str(json.loads(self._file.read_text("utf-8"))["address"])
        except (FileNotFoundError, json.JSONDecodeError):
            return ""

    def worker(self, *options: str, killed: int = 0) -> subprocess.Popen[bytes]:
        """Start a worker; `killed` is the process that one with KILLING kills, 0 for itself."""
        environment = {"KILLED": str(killed)} if killed else {}
        options = (
            "--nthreads",
            "1",
            "--no-nanny",
            "--local-directory",
            str(self._folder),
            *options,
        )
        return self._start("worker", *options, **environment)

    def _start(self, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", *arguments, "--no-dashboard"]
        command += ["--scheduler-file", str(self._file)]
        with (self._folder / f"{len(self._processes)}.log").open("wb") as log:
            process = subprocess.Popen(
                command,
                cwd=self._folder,
                env={**os.environ, **environment},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        self._processes.append(process)
        return process

    def end(self) -> None:
        """End all processes."""
        for process in reversed(self._processes):
            process.kill()
            process.wait()


@pytest.fixture
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    """A scheduler on this machine, as yet without workers."""
    cluster = DaskCluster(tmp_path_factory.mktemp("dask"))
    yield cluster
    cluster.end()


def many(make: Make) -> Site:
    """A site with articles for several batches, each with a tag and a feed, and share images."""
    days = [
        f"20{year}-0{month}-{day}"
        for year in (18, 19, 20)
        for month in (1, 2)
        for day in range(10, 28)
    ]
    texts = [
        f"-- content/a/{day}.md --\n"
        + article(f"On {day}", day, f"tags: [T{number % 40}]", f"See [first](2018-01-10.md). {day}")
        for number, day in enumerate(days)
    ]
    return make(f"-- site.yaml --\n{WITH_IMAGES}" + "".join(texts))


def build(
    site: Site, address: str, output: Path | None = None, impatient: str = ""
) -> subprocess.CompletedProcess[str]:
    """Build a site on a cluster by the command line; `impatient` names a wait to shorten."""
    program = ["-c", IMPATIENT, impatient] if impatient else [str(ROOT / "build.py")]
    command = [sys.executable, *program, "--site", str(site.root), "--as-of", AS_OF]
    command += ["--output", str(output or site.public), "--cluster", address]
    return subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)


@pytest.mark.slow
def test_site_is_the_same_from_a_cluster_of_which_a_worker_is_killed_half_way(
    site: Make, tmp_path: Path, dask: DaskCluster
) -> None:
    dask.worker()
    killed = dask.worker("--preload", str(KILLING))
    made = many(site)
    done = build(made, dask.address, tmp_path / "from-cluster")
    assert done.returncode == 0, done.stderr
    assert killed.wait(timeout=WAIT_SECONDS) == -signal.SIGKILL
    made.build(workers=1)
    assert_same_tree(made.tree(tmp_path / "from-cluster"), made.tree(), "a cluster", "one process")


@pytest.mark.slow
def test_site_that_a_cluster_brings_up_to_date_is_that_of_a_clean_build(
    site: Make, tmp_path: Path, dask: DaskCluster
) -> None:
    dask.worker("--nthreads", "3")
    made = many(site)
    made.build()
    made.write(f"-- site.yaml --\n{WITH_IMAGES.replace('The Test', 'Another')}")
    assert build(made, dask.address).returncode == 0
    made.build(output=tmp_path / "clean")
    assert_same_tree(made.tree(), made.tree(tmp_path / "clean"), "a cluster", "a clean build")


@pytest.mark.rest
@pytest.mark.slow
def test_worker_without_broadsheet_is_named(site: Make, tmp_path: Path, dask: DaskCluster) -> None:
    without = tmp_path / "without.py"
    without.write_text("import sys\nsys.modules['broadsheet'] = None\n", "utf-8")
    dask.worker("--preload", str(without))
    done = build(many(site), dask.address)
    assert done.returncode == 1
    assert done.stderr.startswith("the worker at tcp://127.0.0.1:")
    assert "has no Broadsheet, or another version of it" in done.stderr


@pytest.mark.rest
@pytest.mark.slow
def test_scheduler_that_dies_leaves_the_old_site(site: Make, dask: DaskCluster) -> None:
    made = many(site)
    made.build()
    before = made.tree()
    made.write(f"-- site.yaml --\n{WITH_IMAGES.replace('The Test', 'Another')}")
    for _ in range(2):
        dask.worker("--preload", str(KILLING), killed=dask.scheduler.pid)
    done = build(made, dask.address)
    assert done.returncode == 1
    assert f"the scheduler at {dask.address} does not answer any more" in done.stderr
    assert (
        done.stderr.endswith("the old site is unchanged\n") and len(done.stderr.splitlines()) == 1
    )
    assert made.tree() == before


@pytest.mark.slow
def test_cluster_whose_workers_all_die_leaves_the_old_site(site: Make, dask: DaskCluster) -> None:
    made = many(site)
    made.build()
    before = made.tree()
    made.write(f"-- site.yaml --\n{WITH_IMAGES.replace('The Test', 'Another')}")
    dask.worker("--preload", str(KILLING))
    done = build(made, dask.address, impatient="PATIENCE_SECONDS")
    assert done.returncode == 1
    assert done.stderr == (
        f"the cluster at {dask.address} has no workers any more; start some and build again;"
        " the old site is unchanged\n"
    )
    assert made.tree() == before


@pytest.mark.rest
@pytest.mark.slow
def test_mistake_in_a_template_is_told_as_without_a_cluster(site: Make, dask: DaskCluster) -> None:
    dask.worker()
    made = many(site).write(
        "-- themes/own/theme.yaml --\nname: own\nextends: broadsheet\ncontract: 1\n"
        "-- themes/own/templates/article.html --\n{{ artcle.title }}\n"
        f"-- site.yaml --\n{WITH_IMAGES}theme: own\n"
    )
    done = build(made, dask.address)
    assert done.returncode == 1
    assert "themes/own/templates/article.html:1: 'artcle' is undefined" in done.stderr


@pytest.mark.rest
@pytest.mark.slow
def test_cluster_without_workers_is_a_clear_message(site: Make, dask: DaskCluster) -> None:
    done = build(many(site), dask.address)
    assert done.returncode == 1
    assert "has no workers; start some by `dask worker --nthreads 1 tcp://127.0.0.1" in done.stderr


@pytest.mark.parametrize(
    ("address", "message"),
    first_of(
        [
            ("tcp://127.0.0.1:9", "no scheduler answers at tcp://127.0.0.1:9; start one by"),
            ("nonsense://here:1", "nonsense://here:1 is not a scheduler's address; start one by"),
            ("127.0.0.1:9", "127.0.0.1:9 is not a scheduler's address; start one by"),
        ]
    ),
)
@pytest.mark.slow
def test_wrong_address_is_a_clear_message(site: Make, address: str, message: str) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    done = build(made, address, impatient="CONNECT_SECONDS")
    assert done.returncode == 1
    assert done.stderr.startswith(message)
    assert done.stderr.endswith("no site was made\n") and len(done.stderr.splitlines()) == 1


def test_missing_package_is_a_clear_message(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    command = [sys.executable, "-c", WITHOUT_DISTRIBUTED, "build", "--site", str(made.root)]
    command += ["--cluster", "tcp://127.0.0.1:9"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr == (
        "--cluster needs the package distributed; in your clone of Broadsheet:"
        " pip install -c constraints.txt '.[cluster]'; no site was made\n"
    )


def test_build_without_a_cluster_does_not_import_distributed(site: Make) -> None:
    made = site(f"-- content/a/x.md --\n{article('X', '2021-01-01')}")
    command = [sys.executable, "-c", WITHOUT_DISTRIBUTED, "build", "--site", str(made.root)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr


def test_worker_with_another_engine_refuses_its_batch() -> None:
    with pytest.raises(OtherEngine):
        work_on("another engine", packed((str, dict)), packed([1, 2]), {})


REMEMBERED: list[int] = []  # as the work of a worker may remember values


def remember(number: int) -> int:
    """Work that remembers what it worked on, and fails for nothing."""
    REMEMBERED.append(number)
    return 1 // number


def forget() -> None:
    """Forget it."""
    REMEMBERED.clear()


def test_worker_remembers_nothing_of_a_batch_that_is_done() -> None:
    work = packed((remember, forget))
    assert opened(work_on(engine(), work, packed([1, 1, 1]), {})) == [1, 1, 1]
    assert REMEMBERED == []
    with pytest.raises(ZeroDivisionError):
        work_on(engine(), work, packed([1, 0]), {})
    assert REMEMBERED == []


@pytest.mark.parametrize("length", [101, 199, 250, 1_000, 100_001])
def test_batches_hold_every_item_once_and_a_hundred_or_more(length: int) -> None:
    batches = list(_batches(length, threads=4))
    assert [number for batch in batches for number in range(*batch)] == list(range(length))
    assert min(end - start for start, end in batches) >= SMALLEST
