"""Each answer of the desk is little work, with thousands of reports in the inbox.

How long answers take is measured by `python -m benchmarks.desk`.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random
from sys import setprofile

import pytest

from broadsheet.desk_server import app, inbox_pane
from broadsheet.desk_server.asking import Asked, read_view
from broadsheet.desk_server.desk import Desk, DeskFiles, DeskOptions
from tests.desk_server.running import START, client_to, report, reported
from tests.inbox.feeds import NOW
from tests.sizes import SIZE

MOST = 150_000  # calls of functions, which are a twentieth of a second or less
REPORTS = min(10_000, 500 * SIZE)
WORDS = [f"{first}{second}" for first in "bcdfghklmnprstvz" for second in map(str, range(400))]
VIEWS = ("", "section=world", "q=b1", "list=unread", "list=open", "lang=de", "page=9", "group=7")


def fill(root: Path) -> None:
    """Put reports into an inbox whose words are as rare as those of a language."""
    random = Random(1)

    def words(count: int) -> str:
        places = (min(len(WORDS) - 1, int(random.paretovariate(0.6))) for _ in range(count))
        return " ".join(WORDS[it] for it in places)

    for number in range(1_000, 1_000 + REPORTS, 50):
        many = [
            report(it, words(9), f"Paper {it % 200}", text=words(80), published=NOW - it * 60)
            for it in range(number, number + 50)
        ]
        reported(root, *many, section=("world", "culture", "")[number % 3])


def calls_of(work: Callable[[], object]) -> int:
    """How many functions are called in some work, those that are written in C too."""
    count = 0

    def profile(_: object, event: str, __: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    setprofile(profile)
    try:
        work()
    finally:
        setprofile(None)
    return count


@pytest.mark.whole
def test_each_answer_is_little_work_among_thousands_of_reports(desk_root: Path) -> None:
    fill(desk_root)
    options = DeskOptions(desk_root, lambda zone: START.astimezone(zone), client_to(), workers=1)
    files = DeskFiles(options)
    desk = Desk(options, "http://127.0.0.1:1", print)

    def shown(query: str) -> Callable[[], object]:
        return lambda: app._written(files, desk, Asked(read_view(query)), None)

    asked = {f"?{it}": shown(it) for it in VIEWS}
    asked["read"] = lambda: inbox_pane._mark(files, 7, "read")
    asked["dropped"] = lambda: inbox_pane._mark(files, 7, "dropped")
    for ask in asked.values():
        ask()  # templates are compiled, texts are in the cache
    calls = {name: calls_of(ask) for name, ask in asked.items()}
    calls["keep"] = calls_of(lambda: inbox_pane._keep(files, 4, ""))
    files.close()
    assert {name: it for name, it in calls.items() if it > MOST} == {}
