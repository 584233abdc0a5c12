"""What is the least that a build can take, and where does the time of ours go?

    python -m benchmarks.floor SITE [--runs 3]

SITE is a Broadsheet site of a corpus, made by `benchmarks.corpus`. Measured are those parts of the
work that no generator of this make can do without, each alone and on all cores: the start of
Python with the libraries, Python-Markdown as it comes over all texts, the output's files written
once more. Beside them stand the phases of a build from nothing, of one after an edit, and of one
with nothing to do. The table goes to `benchmarks/results/floor.md`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import markdown

from benchmarks.peers import WithoutShareImages, split
from benchmarks.results import RESULTS
from benchmarks.stories import from_nothing, one_body_edited
from broadsheet.building import builder
from broadsheet.builds import BuildOptions, Progress
from broadsheet.output import folder as publish
from broadsheet.text.markup import EXTENSIONS, converter

LIBRARIES = "import markdown, jinja2, yaml, lxml.html, nh3, feedgen.feed, babel.dates"
PHASES = {
    "read_inputs": "reading settings, theme, articles",
    "arrange": "arranging, with related articles",
    "plan_site": "laying out all pages",
    "_make_pages": "comparing pages, making those that changed",
    "_make_assets": "copying and drawing assets",
    "finish": "putting files in place, the manifest",
}
AS_OF = datetime(2030, 1, 1, tzinfo=UTC)
REST = "listing what is there, the record of the build, the rest"
Phases = dict[str, tuple[float, float]]


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.floor", description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as place:
        ours = WithoutShareImages(Path(place) / "site")
        ours.set_up(options.site)
        texts = [split(it.read_text("utf-8"))[1] for it in ours.articles()]
        phases = _phases(ours, options.runs)
        floor = [*_floor(texts, ours.site / "public", Path(place), options.runs)]
    RESULTS.mkdir(exist_ok=True)
    written = _written(len(texts), floor, phases)
    (RESULTS / "floor.md").write_text(written, "utf-8")
    print(written)
    return 0


def _floor(texts: list[str], output: Path, place: Path, runs: int) -> Iterator[tuple[str, float]]:
    yield "Python alone", _started("pass", runs)
    yield "Python, and its libraries imported", _started(LIBRARIES, runs)
    yield "Python-Markdown, no extension", _mapped(_bare, texts, runs)
    yield "Python-Markdown, our extensions and `smarty`", _mapped(_extended, texts, runs)
    yield "the same output by `broadsheet.text.faster_markdown`", _mapped(_ours, texts, runs)
    files = [it for it in output.rglob("*") if it.is_file()]
    yield f"{len(files)} files written", median(_copied(files, place) for _ in range(runs))


def _started(program: str, runs: int) -> float:
    def once() -> None:
        subprocess.run([sys.executable, "-c", program], check=True)

    return median(_timed(once) for _ in range(runs))


def _timed(work: Callable[[], object]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _mapped(convert: Callable[[str], int], texts: list[str], runs: int) -> float:
    """Seconds to convert all texts on all cores, without the start of the processes."""
    with ProcessPoolExecutor(_cores()) as executor:
        list(executor.map(convert, texts[:64]))
        return median(
            _timed(lambda: list(executor.map(convert, texts, chunksize=16))) for _ in range(runs)
        )


def _cores() -> int:
    return len(os.sched_getaffinity(0))


def _bare(text: str) -> int:
    return len(_plain().reset().convert(text))


def _extended(text: str) -> int:
    return len(_plain(*EXTENSIONS, "toc", "smarty").reset().convert(text))


def _ours(text: str) -> int:
    return len(converter("sanitize", "en").reset().convert(text))


@cache
def _plain(*extensions: str) -> markdown.Markdown:
    return markdown.Markdown(extensions=list(extensions))


def _copied(files: list[Path], place: Path) -> float:
    """Seconds to write the bytes of files into a new folder, on one core."""
    contents = [it.read_bytes() for it in files]
    folder = Path(tempfile.mkdtemp(dir=place))

    def write() -> None:
        for number, content in enumerate(contents):
            with open(folder / str(number), "wb", buffering=0) as file:
                file.write(content)

    return _timed(write)


def _phases(ours: WithoutShareImages, runs: int) -> Phases:
    """The medians of each phase, from nothing and after an edit; the site is left built."""
    new, edited = [], []
    for run in range(runs):
        from_nothing(ours, run)
        new.append(_built(ours.site))
        one_body_edited(ours, run)
        edited.append(_built(ours.site))
    return {
        name: (median(it[name] for it in new), median(it[name] for it in edited))
        for name in (*PHASES.values(), REST)
    }


def _built(site: Path) -> dict[str, float]:
    """The seconds of each phase of one build, and of what is none of them."""
    spent = dict.fromkeys(PHASES.values(), 0.0)
    started = perf_counter()
    with ExitStack() as watched:
        for name, told in PHASES.items():
            watched.enter_context(phase_watched(name, told, spent))
        builder.build(BuildOptions(site, site / "public", lambda zone: AS_OF), Progress())
    return {**spent, REST: perf_counter() - started - sum(spent.values())}


@contextmanager
def phase_watched(
    name: str, told: str, spent: dict[str, float], clock: Callable[[], float] = perf_counter
) -> Iterator[None]:
    """Add up in `spent` the seconds of a function of the builder, or of its output's."""
    owner: Any = builder if hasattr(builder, name) else publish.Output
    real = getattr(owner, name)

    def timed(*given: Any, **named: Any) -> Any:
        started = clock()
        try:
            return real(*given, **named)
        finally:
            spent[told] += clock() - started

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, real)


def _written(texts: int, floor: Sequence[tuple[str, float]], phases: Phases) -> str:
    lines = [
        f"What no build of {texts} texts of this make can do without; medians, {_cores()} cores.",
        "",
        *["| what | seconds |", "|---|---|"],
        *[f"| {what} | {seconds:.2f} |" for what, seconds in floor],
        "",
        "Where the time of a build goes, in one process that has its libraries imported.",
        "",
        *["| phase | from nothing, s | one body edited, s |", "|---|---|---|"],
        *[f"| {what} | {new:.2f} | {edited:.2f} |" for what, (new, edited) in phases.items()],
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
