"""How long does one wait at the desk: for the feeds, and for each answer with 10,000 reports?

    python -m benchmarks.desk [--runs 20] [--reports 10000]

Sixty feeds on this machine are read, some of them slow, broken or hostile. Then Chromium goes
through the day of `tests/desk_server/a_day.py`, and its keys are counted. Then the inbox is filled,
and each question is asked by HTTP so many times. Processor time is that of the desk and of what
asks it. The result goes to `benchmarks/results/desk.md`.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import count, cycle
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter, process_time, sleep
from urllib.parse import urlencode

from playwright.sync_api import sync_playwright

from benchmarks.results import RESULTS, machine_in_words
from tests.desk_server.a_day import Hands, day_at_the_desk
from tests.desk_server.feed_town import GOOD, HOSTILE, feed_town
from tests.desk_server.running import (
    FORM,
    START,
    Answer,
    Running,
    Visitor,
    report,
    reported,
    running_desk,
)  # fmt: skip
from tests.desk_server.town_site import town_client, town_site

SECTIONS = ("world", "science", "business", "culture", "climate")
KINDS = ("inbox", "section", "unread", "language", "search", "page 40", "group")
ARTICLE = "content/world/2026-01-30-ferry-off-norrhaven-freed-by-the-tide.md"
FIELDS = {"path": ARTICLE, "title": "The ferry is afloat", "section": "world", "body": "Afloat."}
PAUSE = 0.05  # seconds between two looks at whether the feeds are read


@dataclass(frozen=True, slots=True)
class Took:
    """How long a question took, each time: milliseconds on the wall, and of processors."""

    name: str
    wall: Sequence[float]
    cpu: Sequence[float]


def main(arguments: list[str]) -> int:
    """Measure, and write what was found."""
    options = _options(arguments)
    machine = machine_in_words()
    with tempfile.TemporaryDirectory() as place, feed_town(START) as town:
        root = town_site(Path(place) / "site", town)
        started = perf_counter()
        with running_desk(root, fetches=True, client=town_client(town)) as desk:
            told = _fetched(desk)
            fetch = perf_counter() - started
            keys, walk = _walked(desk)
            rows = _asked(desk, root, options.runs, options.reports)
    lines = [
        "# The desk", "",
        f"{machine}. Python {sys.version.split()[0]}. `python -m benchmarks.desk`", "",
        "| what | result |", "|---|---|",
        f"| {GOOD + len(HOSTILE)} feeds, {len(HOSTILE)} of them slow, broken or hostile | "
        f"{fetch:.1f} s, with the start of the desk: {told} |",
        f"| from the opened desk to a published edition of eight | {keys} keys, {walk:.1f} s |", "",
        f"Each answer {options.runs} times, with {options.reports:,} reports in the inbox. "
        "Milliseconds.", "",
        "| answer | median | slowest | processor, median |", "|---|---|---|---|",
        *(f"| {it.name} | {median(it.wall):.0f} | {max(it.wall):.0f} | {median(it.cpu):.0f} |"
          for it in rows),
    ]  # fmt: skip
    text = "\n".join(lines) + "\n"
    (RESULTS / "desk.md").write_text(text, "utf-8")
    print(text)
    return 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.desk",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--reports", type=int, default=10_000)
    return parser.parse_args(arguments)


def _fetched(desk: Running) -> str:
    """What the desk says when it has read its feeds."""
    visitor = desk.let_in()
    while 'class="job done"' not in (jobs := visitor.get("jobs").text):
        sleep(PAUSE)
    return jobs.partition('<span dir="auto">')[2].partition("</span>")[0]


def _walked(desk: Running) -> tuple[int, float]:
    """The keys and seconds of a day in Chromium."""
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(desk.entry)
        page.wait_for_selector("html[data-ready]")
        hands, started = Hands(page), perf_counter()
        day_at_the_desk(hands, lambda _: None)
        took = perf_counter() - started
        browser.close()
    return hands.count, took


def _fill(root: Path, lacking: int) -> None:
    """Put reports into the inbox, as much as it lacks; their words are as rare as a language's."""
    random = Random(1)
    words = [f"{a}{b}{c}" for a in "bdfgklmnprst" for b in "aeiou" for c in range(100)]

    def said(length: int) -> str:
        places = (min(len(words) - 1, int(random.paretovariate(0.6))) for _ in range(length))
        return " ".join(words[it] for it in places)

    for start in range(0, lacking, 50):
        many = [
            report(100_000 + it, said(9), f"Paper {it % 150}", text=said(80))
            for it in range(start, start + 50)
        ]
        reported(root, *many, section=SECTIONS[start // 50 % 5])


def _asked(desk: Running, root: Path, runs: int, reports: int) -> list[Took]:
    visitor = desk.let_in()
    _fill(root, reports - 3_047)
    visitor.get()  # takes up the new reports
    queries = (
        "", "?section=world", "?list=unread", "?lang=de", "?q=ferry", "?page=40", "?group=1",
    )  # fmt: skip
    pages = {
        **dict(zip(KINDS, queries, strict=True)),
        "edition of a day": "?side=edition&day=2026-01-30",
        "article": f"?side=article&path={ARTICLE}",
        "find for a correction": "?side=corrections&find=ferry",
        "publish": "?side=publish",
    }
    rows = [_timed(name, runs, partial(visitor.get, query)) for name, query in pages.items()]
    return [*rows, *(_timed(name, runs, ask) for name, ask in _changes(visitor, root))]


def _timed(name: str, runs: int, ask: Callable[[], Answer]) -> Took:
    ask()  # what is made once has been made
    wall, cpu = [], []
    for _ in range(runs):
        started, used = perf_counter(), process_time()
        ask()
        cpu.append((process_time() - used) * 1000)
        wall.append((perf_counter() - started) * 1000)
    return Took(name, wall, cpu)


def _changes(visitor: Visitor, root: Path) -> Iterator[tuple[str, Callable[[], Answer]]]:
    """What changes something, each without the page that follows it."""
    key = visitor.form_key()
    headers = visitor.own(Origin=visitor.desk.origin, **{"Content-Type": FORM})
    numbers, texts, ways = count(400), count(), cycle(("down", "up"))
    base = (root / ARTICLE).read_text("utf-8")

    def post(name: str, **fields: str) -> Answer:
        body = urlencode({"csrf": key, "view": "", **fields})
        answer = visitor.desk.raw("POST", f"/{visitor.desk.secrets.folder}/{name}", body, headers)
        assert answer.status in (200, 303), answer.text
        return answer

    def save() -> Answer:
        base = (root / ARTICLE).read_text("utf-8")
        summary = f"It floated at {next(texts)}."
        return post("save", base=base, summary=summary, what="save", **FIELDS)

    yield "mark as read", lambda: post("mark", read=str(next(numbers)))
    yield "drop", lambda: post("mark", dropped=str(next(numbers)))
    yield "keep", lambda: post("keep", keep=str(next(numbers)))
    yield "check what is typed", lambda: post("check-article", base=base, **FIELDS)
    yield "save", save
    yield "move a card", lambda: post("order", path=ARTICLE, day="2026-01-30", to=next(ways))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
