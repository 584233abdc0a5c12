"""What does each format cost: files, bytes, processor time, and what one added article changes?

    python -m benchmarks.formats POSTS [--runs 1]

A corpus is made of POSTS, a Jekyll folder. It is built from nothing with default settings, then
with each format in turn and with all of them, by one process each; seconds are those of the
processor outside the system, which other programs on the machine change least. Then an article is
added and the site is built again. The table goes to `benchmarks/results/formats.md`.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.corpus import main as make_corpus
from benchmarks.results import RESULTS, machine_in_words

EVERYTHING = "all of them"
FORMATS: Mapping[str, str] = {
    "default settings": "",
    "Atom and JSON beside every RSS feed": "feeds: {formats: [rss, atom, json]}\n",
    "archive documents": "feeds: {archive: true}\n",
    "books of editions": "books: editions\n",
    "books of months": "books: months\n",
    "editions as one HTML file": "editions: {files: [html]}\n",
    "editions as plain text": "editions: {files: [text]}\n",
    "offline in the browser": "offline: true\n",
    EVERYTHING: (
        "feeds: {formats: [rss, atom, json], archive: true}\nbooks: [editions, stories, months]\n"
        "editions: {files: [html, text]}\noffline: true\n"
    ),
    "the text-only copy": "lite: true\n",
}
NEW = """---
title: A new article
date: 2029-12-31 12:00:00 +0000
tags: [Announcements]
---
A few words.
"""


class Cost(NamedTuple):
    """What a site with a format costs: files, bytes, seconds of the processor for a build from
    nothing, and how many files one more article changes."""

    files: int
    bytes: int
    seconds: float
    changed: int


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formats", description=__doc__)
    parser.add_argument("posts", type=Path)
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--results", type=Path, default=RESULTS, metavar="FOLDER")
    options = parser.parse_args(arguments)
    machine = machine_in_words()
    with tempfile.TemporaryDirectory() as place:
        corpus = Path(place) / "corpus"
        make_corpus([str(options.posts), str(corpus)])
        articles = sum(1 for _ in (corpus / "content").rglob("*.md"))
        costs = {it: _cost(corpus, Path(place), FORMATS[it], options.runs) for it in FORMATS}
    options.results.mkdir(parents=True, exist_ok=True)
    written = in_words(costs, articles, machine)
    (options.results / "formats.md").write_text(written, "utf-8")
    print(written)
    return 0


def _cost(corpus: Path, place: Path, settings: str, runs: int) -> Cost:
    site = place / "site"
    seconds = []
    for _ in range(runs):
        shutil.rmtree(site, ignore_errors=True)
        shutil.copytree(corpus, site)
        with (site / "site.yaml").open("a", encoding="utf-8") as file:
            file.write(settings)
        seconds.append(_built(site))
    before = dict(_digests(site / "public"))
    (site / "content/2029-12-31-a-new-article.md").write_text(NEW, "utf-8")
    _built(site)
    after = dict(_digests(site / "public"))
    sizes = [it.stat().st_size for it in (site / "public").rglob("*") if it.is_file()]
    changed = sum(1 for path in after if after[path] != before.get(path))
    return Cost(len(before), sum(sizes), median(seconds), changed)


def _built(site: Path) -> float:
    """Build in one process; returns its seconds of the processor outside the system."""
    build = str(Path(__file__).parent.parent / "build.py")
    command = [sys.executable, build, "--quiet", "--workers", "1", "--future", "--site", str(site)]
    before = os.times().children_user
    subprocess.run(command, check=True)
    return os.times().children_user - before


def _digests(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in folder.rglob("*"):
        if path.is_file() and not path.name.startswith(".broadsheet"):
            yield path.relative_to(folder).as_posix(), sha256(path.read_bytes()).digest()


def in_words(costs: Mapping[str, Cost], articles: int, machine: str) -> str:
    """The costs in Markdown, each beside the first, which is of the default settings."""
    first = next(iter(costs.values()))
    lines = [f"{articles:,} articles, one process; {machine}.", ""]
    lines += [_row("settings", "files", "MB", "s", "default = 1", "an added article changes")]
    lines += ["|---|---|---|---|---|---|"]
    for name, it in costs.items():
        size, ratio = f"{it.bytes / 1e6:,.0f}", f"{it.seconds / first.seconds:.2f}"
        cells: Sequence[str] = (f"{it.files:,}", size, f"{it.seconds:.1f}", ratio)
        lines.append(_row(name, *cells, f"{it.changed} files"))
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
