"""What would a million articles cost on a cluster?

    python -m benchmarks.million POSTS

A build is measured in one process, which does what travels to workers as a worker would: it is
packed, opened, worked on and packed again. So the seconds and bytes of each side are known. The
build of every second post and that of all are measured; the difference is what more articles cost.
All seconds are the processor's, which other programs on the machine change less than those by the
clock. The result goes to `benchmarks/results/million.md`.
"""

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple, TypeVar, cast

from benchmarks.corpus import main as make_corpus
from benchmarks.floor import AS_OF, phase_watched
from benchmarks.peers import Broadsheet
from benchmarks.results import RESULTS, machine_in_words
from broadsheet.building import builder
from broadsheet.building.cluster import Cluster, ClusterWorkers
from broadsheet.building.parcels import opened
from broadsheet.builds import BuildOptions, Progress
from broadsheet.files import MEMORY
from broadsheet.workers import Workers

Result = TypeVar("Result")
MILLION = 1_000_000
THREADS = 2  # of the cluster; the size of batches depends on it
NETWORK = 125e6  # bytes a second: one gigabit
WORKERS = (2, 8, 32, 128)


class Phase(NamedTuple):
    """A step of a build: what it is, the builder's function, the work that travels, if any."""

    told: str
    function: str
    work: str = ""


PHASES = (
    Phase("reading", "read_inputs", "_read"),
    Phase("arranging", "arrange"),
    Phase("laying out", "plan_site"),
    Phase("making pages", "_make_pages", "render_page"),
    Phase("drawing share images", "_make_assets", "_drawn"),
    Phase("putting in place", "finish"),
)
REST = Phase("the rest", "")
TEXTS = "once to each worker, bytes"
SIZES = {
    "output": "bytes",
    "store": "store",
    "text that each worker gets once": TEXTS,
    "memory, this machine's and a worker's": "memory",
}


class Metered:
    """In the place of a cluster: does the work at once and adds up what would travel."""

    def __init__(self, spent: defaultdict[str, float]) -> None:
        self._spent = spent
        self._names: dict[int, str] = {}

    def threads(self) -> int:
        """As many as a small cluster has."""
        return THREADS

    def send(self, content: bytes) -> bytes:
        """What each worker gets once."""
        self._spent[TEXTS] += len(content)
        return content

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Work at once."""
        _, work, content, *_ = given
        name = self._name(work)
        started, done = process_time(), Future[Any]()
        done.set_result(function(*given))
        self._spent[f"workers {name}"] += process_time() - started
        self._spent[f"bytes {name}"] += len(content) + len(done.result())
        return done

    def result(self, future: Future[Result]) -> Result:
        """The result, which is there already."""
        return future.result()

    def _name(self, work: bytes) -> str:
        if id(work) not in self._names:
            function, _ = opened(work)
            self._names[id(work)] = getattr(function, "func", function).__name__
        return self._names[id(work)]


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.million")
    parser.add_argument("posts", type=Path)
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER")
    parser.add_argument("--site", action="store_true", help="measure one site, for the program")
    options = parser.parse_args(arguments)
    if options.site:
        print(json.dumps(_measured(options.posts)))
        return 0
    machine = machine_in_words()
    with tempfile.TemporaryDirectory() as place:
        small, large = (_in_a_process(options.posts, it, Path(place)) for it in (2, 1))
    options.results.mkdir(parents=True, exist_ok=True)
    written = in_words(small, large, machine)
    (options.results / "million.md").write_text(written, "utf-8")
    print(written)
    return 0


def _in_a_process(posts: Path, step: int, place: Path) -> Mapping[str, float]:
    """What one in `step` posts costs, in a process of its own, whose memory is known at its end."""
    folder = place / f"posts-{step}"
    for path in sorted(it for it in posts.rglob("*") if it.is_file())[::step]:
        target = folder / path.relative_to(posts)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    corpus, ours = place / f"corpus-{step}", Broadsheet(place / f"site-{step}")
    make_corpus([str(folder), str(corpus)])
    ours.set_up(corpus)
    command = [sys.executable, "-m", "benchmarks.million", str(ours.site), "--site"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    costs: Mapping[str, float] = json.loads(done.stdout)
    return costs


def _measured(site: Path) -> Mapping[str, float]:
    """What a build of a site from nothing costs, by the names in `in_words`."""
    seconds = dict.fromkeys((it.told for it in PHASES), 0.0)
    spent = defaultdict[str, float](float)
    output = site / "public"
    started = process_time()
    with ExitStack() as watched:
        watched.enter_context(_metered(spent))
        for phase in PHASES:
            watched.enter_context(phase_watched(phase.function, phase.told, seconds, process_time))
        report = builder.build(BuildOptions(site, output, lambda zone: AS_OF), Progress())
    seconds[REST.told] = process_time() - started - sum(seconds.values())
    sizes = [path.stat().st_size for path in output.rglob("*") if path.is_file()]
    return {
        **seconds,
        **spent,
        "articles": report.articles_in,
        "files": len(sizes),
        "bytes": sum(sizes),
        "store": sum(path.stat().st_size for path in (site / MEMORY).iterdir()),
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }


@contextmanager
def _metered(spent: defaultdict[str, float]) -> Iterator[None]:
    """Make the builder use a metered cluster."""

    @contextmanager
    def workers(options: BuildOptions) -> Iterator[Workers]:
        yield ClusterWorkers(1, cluster=cast(Cluster, Metered(spent)))

    owner: Any = builder
    real = owner._workers
    owner._workers = workers
    try:
        yield
    finally:
        owner._workers = real


def in_words(small: Mapping[str, float], large: Mapping[str, float], machine: str) -> str:
    """What one more article costs each side, and what a million cost, in Markdown."""
    more = large["articles"] - small["articles"]
    each = {it: (large.get(it, 0) - small.get(it, 0)) / more for it in {*small, *large}}
    sizes = f"{small['articles']:,.0f} and {large['articles']:,.0f} articles"
    lines = [f"The difference between {sizes}, default settings; {machine}.", ""]
    lines += ["| step | this machine, ms an article | workers, ms | network, bytes |"]
    lines += ["|---|---|---|---|"]
    for phase in (*PHASES, REST):
        here, there, sent = _sides(phase, each)
        lines.append(f"| {phase.told} | {here * 1000:.2f} | {there * 1000:.2f} | {sent:,.0f} |")
    lines += ["", *_sizes_in_words(each), ""]
    lines += ["| threads of workers | minutes for a million | the limit |", "|---|---|---|"]
    lines += [_row(workers, each) for workers in WORKERS]
    return "\n".join(lines) + "\n"


def _sides(phase: Phase, each: Mapping[str, float]) -> tuple[float, float, float]:
    """Seconds on this machine, seconds on workers, and bytes that travel, for one article."""
    there = each.get(f"workers {phase.work}", 0) if phase.work else 0
    sent = each.get(f"bytes {phase.work}", 0) if phase.work else 0
    return max(0, each[phase.told] - there), there, sent


def _sizes_in_words(each: Mapping[str, float]) -> Iterator[str]:
    """What is kept of an article, and of a million."""
    yield "| kept | an article | a million |"
    yield "|---|---|---|"
    yield f"| files | {each['files']:.1f} | {each['files']:.1f} million |"
    for told, it in SIZES.items():
        yield f"| {told} | {each[it]:,.0f} bytes | {each[it] * MILLION / 1e9:.1f} GB |"


def _row(workers: int, each: Mapping[str, float]) -> str:
    """The time with so many threads. Within a step this machine, its network and the workers work
    at once, so the slowest counts. Workers pass texts on, so these leave this machine once."""
    seconds = defaultdict[str, float](float)
    for phase in (*PHASES, REST):
        here, there, sent = _sides(phase, each)
        sent += each[TEXTS] if phase.work == "render_page" else 0
        sides = {"workers": there / workers, "this machine": here, "network": sent / NETWORK}
        slowest = max(sides, key=lambda it: sides[it])
        seconds[slowest] += sides[slowest] * MILLION
    limit = max(seconds, key=lambda it: seconds[it])
    return f"| {workers} | {sum(seconds.values()) / 60:.0f} | {limit} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
