"""How does Broadsheet compare with its peers on one corpus, in one run?

    python -m benchmarks POSTS [--copies 1 5] [--runs 5] [--only "from nothing" …]
    python -m benchmarks POSTS --curve [--copies 1 5 20 44]

POSTS is a Jekyll folder of posts. The table, the figures and a plot go to `benchmarks/results/`;
with `--add` they join those that are there. With `--curve` only Broadsheet is measured, once at
each size, unless `--peers` names others. Peers come from PyPI (`pip install -e '.[benchmark]'`) and
npm; one that is missing is named and left out.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.corpus import main as make_corpus
from benchmarks.curve import COPIES, Point, curve_table, points
from benchmarks.measure import Cost, peak_memory, timed
from benchmarks.peers import PEERS, Peer
from benchmarks.results import RESULTS, earlier_results, machine_in_words, write_results
from benchmarks.stories import STORIES

COMPARED = ["broadsheet", "without-share-images", "hugo"]


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as place:
        if options.curve:
            _measure_curve(options, Path(place))
        else:
            _compare(options, Path(place))
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("--copies", type=int, nargs="+", help="sizes of the corpus (1 5)")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="+", choices=PEERS, metavar="PEER", help=", ".join(PEERS))
    works = ", ".join(f'"{it}"' for it in STORIES)
    parser.add_argument(
        "--only", nargs="+", choices=STORIES, default=[*STORIES], metavar="WHAT", help=works
    )
    parser.add_argument("--curve", action="store_true", help="how time and memory grow")
    parser.add_argument("--add", action="store_true", help="keep the figures that are there")
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER")
    return parser.parse_args(arguments)


def _compare(options: argparse.Namespace, place: Path) -> None:
    machine = machine_in_words()
    figures, versions = earlier_results(options.results) if options.add else ({}, {})
    for copies in options.copies or [1, 5]:
        peers = _ready(options.peers or COMPARED, options.posts, copies, place, versions)
        for work in options.only:
            if work != "from nothing" and "from nothing" not in options.only:
                _build_once(peers)
            found = _compared(peers, work, options.runs)
            figures.setdefault(str(copies), {}).setdefault(work, {}).update(found)
            write_results(figures, versions, machine, options.results)
    print((options.results / "table.md").read_text("utf-8"))


def _measure_curve(options: argparse.Namespace, place: Path) -> None:
    machine, found = machine_in_words(), list[Point]()
    for copies in options.copies or COPIES:
        peers = _ready(options.peers or COMPARED[:1], options.posts, copies, place, {})
        for point in points(peers, copies):
            print(point, flush=True)
            found.append(point)
    options.results.mkdir(parents=True, exist_ok=True)
    written = curve_table(found, machine)
    (options.results / "curve.md").write_text(written, "utf-8")
    print(written)


def _ready(
    names: list[str], posts: Path, copies: int, place: Path, versions: dict[str, str]
) -> list[Peer]:
    """The peers that can be set up here, each with its site of so many copies of the corpus."""
    corpus = place / f"corpus-{copies}"
    make_corpus([str(posts), str(corpus), "--copies", str(copies)])
    ready = []
    for name in names:
        peer = PEERS[name](place / str(copies) / name)
        try:
            peer.set_up(corpus)
            versions[peer.name] = peer.version()
            ready.append(peer)
        except (ImportError, OSError, subprocess.CalledProcessError) as error:
            print(f"{peer.name} is left out: {error}", file=sys.stderr)
    return ready


def _build_once(peers: list[Peer]) -> None:
    for peer in peers:
        timed(peer.command(), peer.site)


def _compared(peers: list[Peer], work: str, runs: int) -> dict[str, dict[str, float]]:
    """One work with every peer, in turn, run by run: the medians."""
    costs: dict[str, list[Cost]] = {peer.name: [] for peer in peers}
    for run in range(runs):
        for peer in peers:
            STORIES[work](peer, run)
            costs[peer.name].append(timed(peer.command(), peer.site))
    found = {}
    for peer in peers:
        STORIES[work](peer, runs)
        found[peer.name] = {
            "wall": median(cost.wall for cost in costs[peer.name]),
            "cpu": median(cost.cpu for cost in costs[peer.name]),
            "memory": peak_memory(peer.command(), peer.site),
            "files": peer.files(),
            "runs": runs,
        }
    print(work, json.dumps(found), flush=True)
    return found


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
