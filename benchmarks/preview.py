"""How long until a saved edit is painted in the browser, beside `hugo server`?

    python -m benchmarks.preview POSTS [--runs 50] [--peers broadsheet hugo]

POSTS is a Jekyll folder of posts. Each program serves its site of them as a user starts it. A page
is open in Chromium; its article is saved, and then the template that every page is made with, so
many times each. A run lasts from just before the file is written to the frame in which the new
words are painted. The runs of the programs take turns. The result goes to
`benchmarks/results/preview.md`.
"""

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.corpus import main as make_corpus
from benchmarks.peers import Broadsheet, Hugo, Peer, hugo_binary
from benchmarks.results import RESULTS, machine_in_words
from broadsheet.preview.ports import listening

MARK = "Edited in run {}."
PAUSE = 0.5  # seconds between a painted edit and the next, as a person looks at it
LONGEST = 120.0  # seconds until an edit counts as lost
TOLD = "aPaintedRun"
LOOK_OUT = """
const seek = () => {
  const found = /Edited in run (\\d+)\\./.exec(document.body?.textContent ?? "");
  if (!found || found[1] === window.lastRun) return;
  window.lastRun = found[1];
  requestAnimationFrame(() => setTimeout(() => window.aPaintedRun(Number(found[1]), Date.now())));
};
new MutationObserver(seek).observe(document, {
  childList: true, subtree: true, characterData: true,
});
"""
SERVERS: dict[str, tuple[type[Peer], Callable[[int], Sequence[str]]]] = {
    "broadsheet": (
        Broadsheet,
        lambda port: [sys.executable, "-m", "broadsheet", "serve", "--port", str(port)],
    ),
    "hugo": (Hugo, lambda port: [str(hugo_binary()), "server", "--port", str(port)]),
}


class Shown(NamedTuple):
    """A program's site, the page of it that is open, and what was painted there so far."""

    peer: Peer
    article: Path
    page: Page
    painted: dict[int, float]  # milliseconds of the system's clock, by run

    def edit(self, path: Path, before: str, run: int) -> float:
        """Write a file that has the mark of a run; milliseconds until it was painted."""
        text = _marked(path, before, run)
        started = time.time() * 1000
        path.write_text(text, "utf-8")
        deadline = time.monotonic() + LONGEST
        while run not in self.painted:
            self.page.wait_for_timeout(5)
            if time.monotonic() > deadline:
                raise TimeoutError(f"{self.peer.name} never showed run {run}")
        return self.painted[run] - started


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    options = _options(arguments)
    machine = machine_in_words()
    with tempfile.TemporaryDirectory() as place, ExitStack() as stack:
        browser = stack.enter_context(_browser())
        corpus = Path(place) / "corpus"
        make_corpus([str(options.posts), str(corpus)])
        shown = [
            stack.enter_context(_shown(name, corpus, Path(place), browser))
            for name in options.peers
        ]
        rows = [*_measured(shown, options.runs, "an article", 1)]
        rows += _measured(shown, options.runs, "the base template", options.runs + 1)
        versions = ", ".join(it.peer.version() for it in shown)
    table = _table(rows, options.runs, versions, machine)
    (RESULTS / "preview.md").write_text(table, "utf-8")
    print(table)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.preview",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("posts", type=Path)
    parser.add_argument("--runs", type=int, default=50)
    parser.add_argument("--peers", nargs="+", choices=SERVERS, default=[*SERVERS], metavar="PEER")
    return parser.parse_args(arguments)


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        path = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextmanager
def _shown(name: str, corpus: Path, place: Path, browser: Browser) -> Iterator[Shown]:
    """A program that serves its site, and the page of one article in the browser."""
    kind, command = SERVERS[name]
    peer = kind(place / name)
    peer.set_up(corpus)
    articles = peer.articles()
    article = articles[len(articles) // 2]
    article.write_text(_marked(article, article.read_text("utf-8"), 0), "utf-8")
    subprocess.run(peer.command(), cwd=peer.site, check=True)
    address = _page_of(peer.site / "public", MARK.format(0))
    with listening("127.0.0.1", 0) as free:
        port = free.getsockname()[1]
    server = subprocess.Popen(command(port), cwd=peer.site, stdout=subprocess.DEVNULL)
    try:
        context = browser.new_context()
        painted: dict[int, float] = {}
        context.expose_function(TOLD, lambda run, at: painted.update({run: at}))
        context.add_init_script(LOOK_OUT)
        page = context.new_page()
        _open(page, f"http://localhost:{port}/{address}")
        yield Shown(peer, article, page, painted)
        context.close()
    finally:
        server.terminate()
        server.wait()


def _open(page: Page, address: str) -> None:
    """Open a page as soon as the program serves it."""
    deadline = time.monotonic() + LONGEST
    while True:
        try:
            answer = page.goto(address)
            if answer and answer.ok:
                break
        except Exception as error:  # Playwright's, while nobody listens there
            if time.monotonic() > deadline:
                raise TimeoutError(address) from error
        time.sleep(0.2)
    page.wait_for_timeout(3_000)  # until it listens for changes, and the server rests


def _page_of(public: Path, mark: str) -> str:
    """The address of the article with the mark: among pages with all its text, it has the head
    with most about the article."""
    pages = [path for path in public.rglob("*.html") if mark in path.read_text("utf-8")]
    best = min(pages, key=lambda path: ("lite" in path.parts, path.stat().st_size))
    return best.relative_to(public).as_posix().removesuffix("index.html")


def _marked(path: Path, before: str, run: int) -> str:
    """A text with the mark of a run: at the end of an article, in the body of a template."""
    mark = MARK.format(run)
    if path.suffix == ".md":
        return f"{before}\n\n{mark}\n"
    return before.replace("</body>", f"<p>{mark}</p></body>")


def _measured(
    shown: Sequence[Shown], runs: int, what: str, first: int
) -> Iterator[tuple[str, str, float, float]]:
    """What was edited, the program, the median and the 95th percentile in milliseconds."""
    files = [it.article if what == "an article" else it.peer.site / it.peer.base for it in shown]
    before = [path.read_text("utf-8").partition("\n\nEdited in run")[0] for path in files]
    taken: list[list[float]] = [[] for _ in shown]
    for run in range(first, first + runs):
        for it, path, text, times in zip(shown, files, before, taken, strict=True):
            times.append(it.edit(path, text, run))
            time.sleep(PAUSE)
    for it, path, text, times in zip(shown, files, before, taken, strict=True):
        path.write_text(text, "utf-8")
        yield what, it.peer.name, median(times), quantiles(times, n=20)[-1]
    time.sleep(PAUSE)


def _table(
    rows: Sequence[tuple[str, str, float, float]], runs: int, versions: str, machine: str
) -> str:
    lines = [
        "# From saving to paint",
        "",
        f"Milliseconds from writing a file to the new words in Chromium, {runs} edits of each, on "
        f"{machine}. {versions}.",
        "",
        "| what was saved | program | median | 95th percentile |",
        "|---|---|---|---|",
        *(f"| {what} | {name} | {mid:.0f} | {late:.0f} |" for what, name, mid, late in rows),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
